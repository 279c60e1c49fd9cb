package org.solvens.api;

import java.io.InputStream;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.json.JsonMapper;

/// The ids that a bulk request names.
final class BatchRequest {
    /// Ids that one request may hold.
    static final int MOST = 10_000;

    private BatchRequest() {}

    /// Reads the body of a bulk request without building a tree.
    ///
    /// @return the distinct ids, in the order of their first occurrence
    /// @throws ApiProblem `BATCH-JSON` and `BATCH-BODY` with 400, `BATCH-SIZE` with 413
    static Set<String> caseIds(InputStream body, JsonMapper json) {
        try (JsonParser parser = json.createParser(body)) {
            expect(parser, JsonToken.START_OBJECT);
            expect(parser, JsonToken.PROPERTY_NAME);
            if (!parser.currentName().equals("case_ids")) {
                throw shape();
            }
            expect(parser, JsonToken.START_ARRAY);
            Set<String> caseIds = new LinkedHashSet<>();
            for (int i = 0; parser.nextToken() != JsonToken.END_ARRAY; i++) {
                if (parser.currentToken() != JsonToken.VALUE_STRING) {
                    throw element(i, "is not a string");
                }
                String id = parser.getString();
                if (isTorn(id)) {
                    throw element(i, "holds half of a surrogate pair");
                }
                caseIds.add(id);
                if (caseIds.size() > MOST) {
                    throw new ApiProblem(
                            413,
                            "BATCH-SIZE",
                            "Too many ids",
                            "A batch may name " + MOST + " cases. Send it in parts.");
                }
            }
            expect(parser, JsonToken.END_OBJECT);
            expect(parser, null);
            return caseIds;
        } catch (JacksonException e) {
            String where = e.getLocation() == null
                    ? ""
                    : " at line " + e.getLocation().getLineNr() + ", column "
                            + e.getLocation().getColumnNr();
            throw ApiProblem.badRequest("BATCH-JSON", "The body is not JSON" + where + ".");
        }
    }

    /// @param token null for the end of the body
    private static void expect(JsonParser parser, @Nullable JsonToken token) {
        if (parser.nextToken() != token) {
            throw shape();
        }
    }

    private static ApiProblem shape() {
        return ApiProblem.badRequest(
                "BATCH-BODY", "The body must be an object with one member, case_ids, which is an array of strings.");
    }

    private static ApiProblem element(int i, String what) {
        return ApiProblem.badRequest("BATCH-BODY", "Element " + i + " of case_ids " + what + ".");
    }

    // Such a text is not valid Unicode, so no answer could contain it.
    private static boolean isTorn(String text) {
        return text.codePoints().anyMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
    }
}
