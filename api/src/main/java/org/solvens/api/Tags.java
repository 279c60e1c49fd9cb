package org.solvens.api;

import io.javalin.http.Context;
import io.javalin.http.Header;
import io.javalin.http.HttpStatus;
import java.util.UUID;

/// Conditional requests: an answer has a tag, and a caller who names it has the answer already.
final class Tags {
    private Tags() {}

    /// The tag of a content: equal contents have equal tags.
    static String of(byte[] content) {
        return '"' + UUID.nameUUIDFromBytes(content).toString() + '"';
    }

    /// Sets the tag of an answer, and answers 304 if the caller named it.
    static boolean unchanged(Context context, String tag) {
        context.header(Header.ETAG, tag).header(Header.VARY, "Accept, Accept-Encoding");
        String known = context.header(Header.IF_NONE_MATCH);
        if (known == null) {
            return false;
        }
        for (String each : known.split(",")) {
            String candidate = each.strip();
            if (candidate.equals("*") || candidate.equals(tag) || candidate.equals("W/" + tag)) {
                context.status(HttpStatus.NOT_MODIFIED);
                return true;
            }
        }
        return false;
    }
}
