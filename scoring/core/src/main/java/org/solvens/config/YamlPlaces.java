package org.solvens.config;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.TokenStreamLocation;

/// Where the values of a YAML file are written, so that a check of meaning can name line and column.
///
/// A path is written as in problems: `sources[0].let.day`. A key that itself contains a dot is one step.
public final class YamlPlaces {
    /// @param line from 1
    /// @param column from 1
    private record Spot(int line, int column) {
        boolean isAfter(Spot other) {
            return line > other.line || line == other.line && column > other.column;
        }

        @Override
        public String toString() {
            return ", line " + line + ", column " + column;
        }
    }

    private final Map<String, Spot> values = new HashMap<>();
    private final Map<String, Spot> keys = new HashMap<>();

    YamlPlaces() {}

    void key(String path, TokenStreamLocation location) {
        keys.put(path, spot(location));
    }

    void value(String path, TokenStreamLocation location) {
        values.put(path, spot(location));
    }

    /// Where the value of a path begins.
    ///
    /// @return `, line 3, column 9`; that of the nearest value around it where the path itself is not in the file;
    ///     empty if the file has nothing
    public String of(String path) {
        return nearest(values, path);
    }

    /// The path of the last value that begins at a place or before it; empty if there is none.
    String pathAt(TokenStreamLocation location) {
        Spot at = spot(location);
        String path = "";
        Spot last = new Spot(0, 0);
        for (Map.Entry<String, Spot> value : values.entrySet()) {
            Spot spot = value.getValue();
            if (!spot.isAfter(at) && spot.isAfter(last)) {
                path = value.getKey();
                last = spot;
            }
        }
        return path;
    }

    /// Where the key of a path begins; like {@link #of} otherwise.
    String ofKey(String path) {
        Spot key = keys.get(path);
        return key == null ? of(path) : key.toString();
    }

    private static String nearest(Map<String, Spot> spots, @Nullable String path) {
        for (String at = path; at != null; at = around(at)) {
            Spot spot = spots.get(at);
            if (spot != null) {
                return spot.toString();
            }
        }
        return "";
    }

    private static @Nullable String around(String path) {
        int last = Math.max(path.lastIndexOf('.'), path.lastIndexOf('['));
        return path.isEmpty() ? null : path.substring(0, Math.max(last, 0));
    }

    static String at(TokenStreamLocation location) {
        return spot(location).toString();
    }

    private static Spot spot(TokenStreamLocation location) {
        return new Spot(location.getLineNr(), location.getColumnNr());
    }
}
