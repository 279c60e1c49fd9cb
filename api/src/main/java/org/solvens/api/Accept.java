package org.solvens.api;

import io.javalin.http.Context;
import io.javalin.http.Header;
import java.util.Collections;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Chooses the offered media type that a request's Accept header prefers (RFC 9110, section 12.5.1).
final class Accept {
    private Accept() {}

    /// @throws ApiProblem 406 if a request accepts none of the offered types
    static String choose(Context context, String... offered) {
        return choose(String.join(",", Collections.list(context.req().getHeaders(Header.ACCEPT))), offered);
    }

    /// @param header the Accept header, or null if any type is acceptable
    /// @param offered full media types, the best one first
    /// @return the offered type with the highest quality, the earlier one among equals
    /// @throws ApiProblem 406 if none is acceptable
    static String choose(@Nullable String header, String... offered) {
        if (header == null || header.isBlank()) {
            return offered[0];
        }
        String best = null;
        double bestQuality = 0;
        for (String type : offered) {
            double quality = quality(header, type);
            if (quality > bestQuality) {
                best = type;
                bestQuality = quality;
            }
        }
        if (best == null) {
            throw ApiProblem.notAcceptable(String.join(", ", offered));
        }
        return best;
    }

    private static double quality(String header, String type) {
        int bestFit = -1;
        double quality = 0;
        for (String range : header.split(",")) {
            // The limit -1 keeps empty parts, so that ";;;" has a first part.
            String[] parts = range.toLowerCase(Locale.ROOT).split(";", -1);
            int fit = fit(parts[0].strip(), type);
            if (fit > bestFit) {
                bestFit = fit;
                quality = 1;
                for (int i = 1; i < parts.length; i++) {
                    String parameter = parts[i].strip();
                    if (parameter.startsWith("q=")) {
                        quality = number(parameter.substring(2));
                    }
                }
            }
        }
        return quality;
    }

    private static int fit(String range, String type) {
        if (range.equals(type)) {
            return 2;
        }
        if (range.endsWith("/*") && type.startsWith(range.substring(0, range.length() - 1))) {
            return 1;
        }
        return range.equals("*/*") ? 0 : -1;
    }

    private static double number(String text) {
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException e) {
            return 0;
        }
    }
}
