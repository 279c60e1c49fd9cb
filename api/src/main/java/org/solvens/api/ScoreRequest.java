package org.solvens.api;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.solvens.feed.Feed;
import org.solvens.feed.FeedContract;
import org.solvens.feed.FeedContract.Checked;
import org.solvens.history.Piece;
import tools.jackson.databind.JsonNode;

/// The history of one debtor that a request brings: `{"as_of": "2026-11-30", "records": [{"feed", "record"}, ...]}`.
///
/// @param asOf a midnight; nothing known on or after it is used
record ScoreRequest(String debtorId, LocalDate asOf, List<Piece> pieces) {
    /// Records of one request.
    static final int MOST = 10_000;

    /// Reads and checks a body.
    ///
    /// @param now the day after it is the as-of date if none is named
    /// @throws ApiProblem 400 `SCORE-JSON`, `SCORE-BODY` or `SCORE-RECORD`, 403 `SCORE-CREDITOR`, 413 `SCORE-SIZE`
    static ScoreRequest of(byte[] body, Caller caller, Instant now) {
        JsonNode request = EventRequest.tree(body, "SCORE-JSON");
        if (!request.isObject()
                || !request.path("records").isArray()
                || request.size() != (request.has("as_of") ? 2 : 1)) {
            throw wrong("The body must be an object with the member records, an array; as_of is optional.");
        }
        if (request.get("records").size() > MOST) {
            throw new ApiProblem(413, "SCORE-SIZE", "Too many records", "A history may have " + MOST + " records.");
        }
        LocalDate asOf = asOf(request.get("as_of"), now);
        Owners owners = new Owners(caller);
        // As in a file: with the same key and known_at, the later record replaces the earlier one.
        Map<String, Taken> taken = new LinkedHashMap<>();
        int position = -1;
        for (JsonNode each : request.get("records")) {
            position++;
            Feed feed = each.path("feed").isString()
                    ? Feed.ofLabel(each.path("feed").asString())
                    : null;
            if (feed == null
                    || feed == Feed.MANDATES
                    || each.size() != 2
                    || !each.path("record").isObject()) {
                throw wrong("Record " + position + " must have the members feed, a feed of debtors, and record.");
            }
            switch (EventRequest.checked(feed, each.get("record"), now)) {
                case Checked.Refused(String code, String reason) -> throw refused(position, code, reason);
                case Checked.Accepted(Object[] values) -> {
                    owners.see(feed, values, position);
                    Piece piece = Piece.of(feed, values, position);
                    taken.put(piece.key() + '|' + piece.knownAt(), new Taken(feed, values, position, piece));
                }
            }
        }
        String debtor = owners.debtor();
        List<Taken> records = List.copyOf(taken.values());
        TakenTogether.require(records);
        return new ScoreRequest(debtor, asOf, records.stream().map(Taken::piece).toList());
    }

    private static LocalDate asOf(@Nullable JsonNode given, Instant now) {
        if (given == null || given.isNull()) {
            return LocalDate.ofInstant(now, ZoneOffset.UTC).plusDays(1);
        }
        try {
            return LocalDate.parse(given.asString());
        } catch (DateTimeException e) {
            throw wrong("as_of is a day such as 2026-11-30.");
        }
    }

    static ApiProblem refused(long position, String code, String reason) {
        return ApiProblem.badRequest(
                "SCORE-RECORD", "Record " + position + " is refused: " + code + ", " + reason + ".");
    }

    /// A record that the contract accepts.
    ///
    /// @param values in the order of the contract's fields
    record Taken(Feed feed, @Nullable Object[] values, int position, Piece piece) {
        @Nullable
        Object get(String field) {
            FeedContract contract = FeedContract.of(feed);
            return contract.has(field) ? values[contract.position(field)] : null;
        }

        /// The text of a required field.
        String text(String field) {
            return (String) Objects.requireNonNull(get(field));
        }

        /// The amount, time or day of a required field, in inside form.
        long number(String field) {
            return ((Number) Objects.requireNonNull(get(field))).longValue();
        }
    }

    private static ApiProblem wrong(String detail) {
        return ApiProblem.badRequest("SCORE-BODY", detail);
    }

    /// Finds out whose history it is.
    private static final class Owners {
        private final Caller caller;
        private final Set<String> cases = new HashSet<>();
        private final Set<String> named = new HashSet<>();
        private @Nullable String debtor;

        private Owners(Caller caller) {
            this.caller = caller;
        }

        private void see(Feed feed, Object[] values, int position) {
            FeedContract contract = FeedContract.of(feed);
            if (contract.has("debtor_id") && values[contract.position("debtor_id")] instanceof String owner) {
                if (debtor != null && !debtor.equals(owner)) {
                    throw wrong("Record " + position + " names another debtor than the records before it.");
                }
                debtor = owner;
            }
            if (contract.has("case_id") && values[contract.position("case_id")] instanceof String caseId) {
                (feed == Feed.CASES ? cases : named).add(caseId);
            }
            if (feed == Feed.CASES && !caller.sees((String) values[contract.position("creditor_id")])) {
                throw new ApiProblem(
                        403,
                        "SCORE-CREDITOR",
                        "The API key may not score this case",
                        "A key limited to creditors scores their cases only.");
            }
        }

        private String debtor() {
            if (debtor == null || cases.isEmpty()) {
                throw wrong("The records have no case: at least one record of the feed cases is needed.");
            }
            if (!cases.containsAll(named)) {
                throw wrong("A record names a case that is not among the records of the feed cases.");
            }
            return debtor;
        }
    }
}
