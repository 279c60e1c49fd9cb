package org.solvens.api;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.solvens.feed.Feed;
import org.solvens.feed.FeedContract;
import org.solvens.feed.FeedContract.Checked;
import org.solvens.source.AvroFile;
import org.solvens.store.Events.Item;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Events as a client delivers them: `{"feed": ..., "record": {...}}`, or up to 10,000 of them under `events`, or as
/// many records of an Avro container file.
///
/// A record has the fields of the feed contract. Without `known_at`, it is known from the moment of the
/// request.
final class EventRequest {
    /// Events of one request.
    static final int MOST = 10_000;

    /// As an ingest judges it: clocks differ.
    private static final Duration AHEAD = Duration.ofHours(24);

    /// Reads amounts with every digit.
    static final JsonMapper EXACT = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private static final String FEEDS =
            Arrays.stream(Feed.values()).map(Feed::label).collect(Collectors.joining(", "));

    private final Caller caller;
    private final Supplier<CurrentDecisions> decisions;
    private final Instant now;

    /// @param decisions asked only for a caller who is limited to creditors
    EventRequest(Caller caller, Supplier<CurrentDecisions> decisions, Instant now) {
        this.caller = caller;
        this.decisions = decisions;
        this.now = now;
    }

    /// Reads and checks the items of a body.
    ///
    /// @throws ApiProblem 400 `EVENTS-JSON` or `EVENTS-BODY`, 413 `EVENTS-SIZE`
    List<Item> items(byte[] body) {
        List<Item> items = new ArrayList<>();
        for (JsonNode event : events(tree(body, "EVENTS-JSON"))) {
            items.add(item(event));
        }
        return items;
    }

    /// Checks the records of an Avro body.
    List<Item> items(List<AvroFile.Row> rows) {
        List<Item> items = new ArrayList<>();
        for (AvroFile.Row row : rows) {
            Feed feed = AvroBody.feed(row);
            items.add(
                    feed == null
                            ? new Item.Refused("FEED", "the schema of the record is not that of a feed")
                            : item(feed, row.values()));
        }
        return items;
    }

    /// The problem of a body with too many items.
    static ApiProblem tooMany() {
        return new ApiProblem(
                413, "EVENTS-SIZE", "Too many events", "A request may have " + MOST + " events. Send it in parts.");
    }

    /// The JSON of a body.
    static JsonNode tree(byte[] body, String code) {
        try {
            return EXACT.readTree(body);
        } catch (JacksonException e) {
            String where = e.getLocation() == null
                    ? ""
                    : " at line " + e.getLocation().getLineNr() + ", column "
                            + e.getLocation().getColumnNr();
            throw ApiProblem.badRequest(code, "The body is not JSON" + where + ".");
        }
    }

    private static Iterable<JsonNode> events(JsonNode body) {
        if (body.isObject() && body.has("feed")) {
            return List.of(body);
        }
        if (!body.isObject() || body.size() != 1 || !body.path("events").isArray()) {
            throw ApiProblem.badRequest(
                    "EVENTS-BODY",
                    "The body must be one event, an object with the members feed and record, or an object with one"
                            + " member, events, which is an array of them.");
        }
        if (body.get("events").size() > MOST) {
            throw tooMany();
        }
        return body.get("events");
    }

    private Item item(JsonNode event) {
        Feed feed =
                event.path("feed").isString() ? Feed.ofLabel(event.path("feed").asString()) : null;
        if (feed == null) {
            return new Item.Refused("FEED", "feed is not one of " + FEEDS);
        }
        if (event.size() != 2 || !event.path("record").isObject()) {
            return new Item.Refused("RECORD", "an event has the members feed and record, and record is an object");
        }
        return item(feed, members(event.get("record")));
    }

    private Item item(Feed feed, Map<String, @Nullable Object> members) {
        return switch (checked(feed, members, now)) {
            case Checked.Refused(String code, String reason) -> new Item.Refused(code, reason);
            case Checked.Accepted(Object[] values) -> {
                FeedContract contract = FeedContract.of(feed);
                yield owned(contract, values)
                        ? Item.Fits.of(contract, values)
                        : new Item.Refused("CASE-UNKNOWN", "there is no such case, debtor or creditor");
            }
        };
    }

    /// The members of a JSON object as the contract takes them.
    static Map<String, @Nullable Object> members(JsonNode record) {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> member : record.properties()) {
            members.put(member.getKey(), value(member.getValue()));
        }
        return members;
    }

    /// Checks a JSON record against the feed contract, as an ingest does.
    static Checked checked(Feed feed, JsonNode record, Instant now) {
        return checked(feed, members(record), now);
    }

    /// Checks a record against the feed contract, as an ingest does.
    ///
    /// @param now the record's `known_at` if it has none
    static Checked checked(Feed feed, Map<String, @Nullable Object> members, Instant now) {
        FeedContract contract = FeedContract.of(feed);
        @Nullable Object[] raw = new Object[contract.fields().size()];
        for (Map.Entry<String, @Nullable Object> member : members.entrySet()) {
            if (!contract.has(member.getKey())) {
                return new Checked.Refused("FIELD", "the record has a member that is no field of " + feed.label());
            }
            raw[contract.position(member.getKey())] = member.getValue();
        }
        int knownAt = contract.position("known_at");
        if (raw[knownAt] == null) {
            raw[knownAt] = Instant.ofEpochMilli(now.toEpochMilli());
        }
        Checked checked = contract.check(raw);
        return checked instanceof Checked.Accepted(Object[] values)
                        && contract.knownAt(values) > now.plus(AHEAD).toEpochMilli()
                ? new Checked.Refused("KNOWN-LATER", "known_at is later than now by more than 24 hours")
                : checked;
    }

    private static @Nullable Object value(JsonNode value) {
        return switch (value.getNodeType()) {
            case NULL, MISSING -> null;
            case BOOLEAN -> value.booleanValue();
            case NUMBER -> value.isIntegralNumber() ? new BigDecimal(value.bigIntegerValue()) : value.decimalValue();
            case ARRAY -> List.of();
            case OBJECT, POJO -> Map.of();
            case STRING, BINARY -> value.asString();
        };
    }

    /// Whether the caller may deliver a record. One limited to creditors may for its own cases and their
    /// debtors.
    private boolean owned(FeedContract contract, Object[] values) {
        if (caller.creditors() == null) {
            return true;
        }
        if (contract.has("creditor_id") && !caller.sees(text(contract, "creditor_id", values))) {
            return false;
        }
        String debtor = contract.has("debtor_id") ? text(contract, "debtor_id", values) : null;
        if (contract.has("case_id") && text(contract, "case_id", values) instanceof String caseId) {
            CurrentDecisions.Owner known = decisions.get().owner(caseId);
            if (contract.feed() == Feed.CASES) {
                return known == null || caller.sees(known.creditorId());
            }
            return known != null
                    && caller.sees(known.creditorId())
                    && (debtor == null || debtor.equals(known.debtorId()));
        }
        return debtor == null || decisions.get().hasCase(debtor, caller);
    }

    private static @Nullable String text(FeedContract contract, String field, Object[] values) {
        return (String) values[contract.position(field)];
    }
}
