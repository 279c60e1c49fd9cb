package org.solvens.api;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.solvens.feed.Feed;
import org.solvens.feed.FeedContract;
import org.solvens.feed.FeedContract.Checked;
import org.solvens.history.Piece;
import org.solvens.source.AvroFile;
import tools.jackson.databind.JsonNode;

/// A request to score a history, and to say what changes to it would do: `{"as_of": "2026-11-30", "records": [{"feed",
/// "record"}, ...], "changes": [...]}`, where `case_id` may take the place of the records, or the records alone as
/// Avro.
///
/// @param asOf a midnight; nothing known on or after it is used
/// @param caseId a stored case, whose debtor's history is scored; null if the request brings the history
/// @param records of the history; empty if it is a stored one
/// @param changes records that are added to the history; null if the request has no such member
record ScoreRequest(
        LocalDate asOf,
        @Nullable String caseId,
        List<Taken> records,
        @Nullable List<Taken> changes) {
    /// Records and changes of one request together.
    static final int MOST = 10_000;

    /// A record that the contract accepts.
    ///
    /// @param values in the order of the contract's fields
    /// @param position among the records and the changes after them
    /// @param name of it in problems, such as `Record 7`
    record Taken(Feed feed, @Nullable Object[] values, int position, String name) {
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

        Piece piece() {
            return Piece.of(feed, values, position);
        }

        /// The problem of a record that ingest would refuse.
        ApiProblem refused(String code, String reason) {
            return ScoreRequest.refused(name, code, reason);
        }
    }

    /// Reads and checks a JSON body.
    ///
    /// @param now the day after it is the as-of date if none is named
    /// @throws ApiProblem 400 `SCORE-JSON`, `SCORE-BODY` or `SCORE-RECORD`, 413 `SCORE-SIZE`
    static ScoreRequest of(byte[] body, Instant now) {
        JsonNode request = EventRequest.tree(body, "SCORE-JSON");
        int known = 0;
        for (String member : List.of("as_of", "case_id", "records", "changes")) {
            known += request.has(member) ? 1 : 0;
        }
        boolean stored = request.path("case_id").isString();
        if (!request.isObject()
                || request.size() != known
                || request.has("case_id") != stored
                || stored == request.path("records").isArray()
                || stored == request.has("records")
                || (stored || request.has("changes"))
                        && !request.path("changes").isArray()) {
            throw wrong(
                    "The body must be an object with the member records, an array, and if wanted the array changes; or"
                            + " with case_id, a text, and the array changes. as_of is optional.");
        }
        if (request.path("records").size() + request.path("changes").size() > MOST) {
            throw tooMany();
        }
        LocalDate asOf = asOf(request.get("as_of"), now);
        Reading reading = new Reading(new ArrayList<>());
        for (JsonNode each : request.path("records")) {
            reading.add(each, "Record " + reading.taken().size(), now);
        }
        int records = reading.taken().size();
        // A change is known as late as it can be and still count, so that it replaces what it corrects.
        Instant latest = asOf.atStartOfDay(ZoneOffset.UTC).toInstant().minusMillis(1);
        for (JsonNode each : request.path("changes")) {
            reading.add(each, "Change " + (reading.taken().size() - records), latest);
        }
        return new ScoreRequest(
                asOf,
                stored ? request.get("case_id").stringValue() : null,
                List.copyOf(reading.taken().subList(0, records)),
                request.has("changes")
                        ? List.copyOf(
                                reading.taken().subList(records, reading.taken().size()))
                        : null);
    }

    /// Checks the records of an Avro body.
    ///
    /// @param asOf a day; null for the day after `now`
    /// @throws ApiProblem 400 `SCORE-BODY` or `SCORE-RECORD`
    static ScoreRequest of(List<AvroFile.Row> rows, @Nullable String asOf, Instant now) {
        Reading reading = new Reading(new ArrayList<>());
        for (AvroFile.Row row : rows) {
            String name = "Record " + reading.taken().size();
            Feed feed = AvroBody.feed(row);
            if (feed == null || feed == Feed.MANDATES) {
                throw wrong(name + " must have the schema of a feed of debtors.");
            }
            reading.add(feed, row.values(), name, now);
        }
        return new ScoreRequest(asOf == null ? tomorrow(now) : day(asOf), null, List.copyOf(reading.taken()), null);
    }

    /// The records so far.
    private record Reading(List<Taken> taken) {
        private void add(JsonNode each, String name, Instant known) {
            Feed feed = each.path("feed").isString()
                    ? Feed.ofLabel(each.path("feed").asString())
                    : null;
            if (feed == null
                    || feed == Feed.MANDATES
                    || each.size() != 2
                    || !each.path("record").isObject()) {
                throw wrong(name + " must have the members feed, a feed of debtors, and record.");
            }
            add(feed, EventRequest.members(each.get("record")), name, known);
        }

        private void add(Feed feed, Map<String, @Nullable Object> members, String name, Instant known) {
            switch (EventRequest.checked(feed, members, known)) {
                case Checked.Refused(String code, String reason) -> throw refused(name, code, reason);
                case Checked.Accepted(Object[] values) -> taken.add(new Taken(feed, values, taken.size(), name));
            }
        }
    }

    /// The problem of a body with too many records.
    static ApiProblem tooMany() {
        return new ApiProblem(413, "SCORE-SIZE", "Too many records", "A history may have " + MOST + " records.");
    }

    private static LocalDate asOf(@Nullable JsonNode given, Instant now) {
        return given == null || given.isNull() ? tomorrow(now) : day(given.asString());
    }

    private static LocalDate tomorrow(Instant now) {
        return LocalDate.ofInstant(now, ZoneOffset.UTC).plusDays(1);
    }

    private static LocalDate day(String text) {
        try {
            LocalDate day = LocalDate.parse(text);
            if (day.getYear() < 1900 || day.getYear() > 2200) {
                throw wrong("as_of is a day of the years 1900 to 2200.");
            }
            return day;
        } catch (DateTimeException e) {
            throw wrong("as_of is a day such as 2026-11-30.");
        }
    }

    static ApiProblem refused(String name, String code, String reason) {
        return ApiProblem.badRequest("SCORE-RECORD", name + " is refused: " + code + ", " + reason + ".");
    }

    static ApiProblem wrong(String detail) {
        return ApiProblem.badRequest("SCORE-BODY", detail);
    }
}
