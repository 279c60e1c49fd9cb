package org.solvens.api;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.solvens.feature.Axis;
import org.solvens.feature.FeatureCatalogue;
import org.solvens.feed.Money;
import org.solvens.scoring.ScoreRow;
import org.solvens.table.StoredRow;
import tools.jackson.core.JsonGenerator;

/// Writes decisions as case systems see them. Members are those of openapi.yaml.
///
/// Written column by column from the stored row: a look-up consists of little else, and a record of the row or of the
/// answer would be made for each request only to be written.
final class SegmentAnswer {
    /// Most answers have fewer bytes.
    private static final int EXPECTED_BYTES = 5_120;

    private static final int CURRENCY = SegmentColumns.of("currency");
    private static final SegmentColumns.OfScore PROMISE_KEPT = SegmentColumns.OfScore.of("promise_kept");
    private static final SegmentColumns.OfScore SELF_CURE = SegmentColumns.OfScore.of("self_cure");
    private static final SegmentColumns.OfScore MEANS = SegmentColumns.OfScore.of("means");
    private static final SegmentColumns.OfCurve EXPECTED_RECOVERY = SegmentColumns.OfCurve.of("expected_recovery");
    private static final SegmentColumns.OfCurve PAYMENT_PROBABILITY = SegmentColumns.OfCurve.of("payment_probability");
    private static final int REASONS = SegmentColumns.of("reasons");
    private static final int REASONS_VALUES = SegmentColumns.of("reasons_values");
    private static final int REASONS_POINTS = SegmentColumns.of("reasons_points");

    private final FeatureCatalogue catalogue;
    private final Map<String, Reason> reasons = new ConcurrentHashMap<>();

    private final QuotedWords words = new QuotedWords();

    SegmentAnswer(FeatureCatalogue catalogue) {
        this.catalogue = catalogue;
    }

    /// Names of members, encoded once.
    private enum Name {
        CASE_ID,
        DEBTOR_ID,
        AS_OF,
        DECISION_ID,
        BASIS,
        KNOWN_BEFORE,
        SCORED_AT,
        CREDITOR_ID,
        COUNTRY,
        CURRENCY,
        STAGE,
        DAYS_PAST_DUE,
        BALANCE,
        BALANCE_PRINCIPAL,
        BALANCE_INTEREST,
        BALANCE_COSTS,
        PLACED_ON,
        SEGMENT,
        FLAGS,
        ROUTE,
        SECOND_ROUTE,
        ROUTE_PROBABILITY,
        NEEDS_HUMAN,
        REVIEW_ON,
        TEAM,
        CALL_VALUE,
        PROMISE_DUE_ON,
        PROMISE_BROKEN_ON,
        LIMITATION_ON,
        CLAIM_TYPE,
        RULE,
        TRACE,
        HOLDS,
        SCORES,
        ESTIMATES,
        PROMISE_KEPT,
        SELF_CURE,
        MEANS,
        EXPECTED_RECOVERY,
        PAYMENT_PROBABILITY,
        PROBABILITY,
        SHARE,
        POINTS,
        DAYS,
        LOW,
        HIGH,
        STATUS,
        MODEL,
        REASONS,
        VERSIONS,
        POLICY,
        FEATURES_VERSION,
        MODELS;

        /// The member, with the comma before it unless it is the first one.
        private final byte[] next;

        private final byte[] first;

        /// Its column, if the table has one of the same name; otherwise -1.
        private final int column;

        Name() {
            String name = name().toLowerCase(Locale.ROOT);
            first = JsonBytes.ascii('"' + name + "\":");
            next = JsonBytes.ascii(",\"" + name + "\":");
            column = ScoreRow.TABLE.names().indexOf(name);
        }
    }

    /// An axis with scores, as a member.
    private record Scored(byte[] member, SegmentColumns.OfScore columns) {
        private static final List<Scored> ALL = Arrays.stream(Axis.scored())
                .map(axis -> new Scored(
                        JsonBytes.ascii((axis == Axis.scored()[0] ? "\"" : ",\"") + axis.label() + "\":"),
                        SegmentColumns.OfScore.of(axis.label())))
                .toList();
    }

    /// A reason, but for what differs from case to case.
    ///
    /// @param before up to the value
    /// @param after from the name of the text on
    private record Reason(byte[] before, byte[] after) {
        private static final byte[] BETWEEN = JsonBytes.ascii(",\"points\":");

        /// @throws IllegalArgumentException if the code is not axis letter, sign, feature
        private static Reason of(String code, FeatureCatalogue catalogue) {
            String axis = null;
            for (Axis scored : Axis.scored()) {
                if (code.length() > 2 && scored.name().charAt(0) == code.charAt(0)) {
                    axis = scored.label();
                }
            }
            if (axis == null || (code.charAt(1) != '+' && code.charAt(1) != '-')) {
                throw new IllegalArgumentException("reason: " + code);
            }
            String feature = code.substring(2);
            String text = catalogue.described(feature);
            return new Reason(
                    utf8("{\"code\":" + quoted(code) + ",\"axis\":" + quoted(axis) + ",\"effect\":"
                            + quoted(code.charAt(1) == '+' ? "raises" : "lowers") + ",\"feature\":" + quoted(feature)
                            + ",\"value\":"),
                    utf8(",\"text\":" + quoted(text) + "}"));
        }

        private static String quoted(String text) {
            return Json.MAPPER.writeValueAsString(text);
        }

        private static byte[] utf8(String text) {
            return text.getBytes(StandardCharsets.UTF_8);
        }
    }

    /// The answers to a caller, as an array.
    void write(JsonGenerator json, List<Decided> all, Caller caller) {
        json.writeStartArray();
        all.forEach(decided -> write(json, decided, caller));
        json.writeEndArray();
    }

    /// The answer to a caller, as a part of another answer.
    void write(JsonGenerator json, Decided decided, Caller caller) {
        json.writeRawValue(new String(bytes(decided, caller).toBytes(), StandardCharsets.UTF_8));
    }

    /// The answer to a caller.
    JsonBytes bytes(Decided decided, Caller caller) {
        StoredRow row = caller.shown(decided, catalogue);
        JsonBytes json = new JsonBytes(EXPECTED_BYTES);
        json.raw('{').raw(Name.CASE_ID.first).text(row.getString(Name.CASE_ID.column));
        json.raw(Name.DEBTOR_ID.next).text(row.getString(Name.DEBTOR_ID.column));
        day(json, Name.AS_OF, row);
        json.raw(Name.DECISION_ID.next);
        text(json, decided.id());
        json.raw(Name.BASIS.next).text(decided.basis().label());
        instant(json, Name.KNOWN_BEFORE, decided.knownBefore());
        instant(json, Name.SCORED_AT, decided.scoredAt());
        text(json, Name.CREDITOR_ID, row);
        text(json, Name.COUNTRY, row);
        text(json, Name.CURRENCY, row);
        text(json, Name.STAGE, row);
        json.raw(Name.DAYS_PAST_DUE.next).whole(row.getInt(Name.DAYS_PAST_DUE.column));
        String currency = row.getString(CURRENCY);
        int decimals = Money.decimals(currency);
        money(json, Name.BALANCE, row, decimals);
        money(json, Name.BALANCE_PRINCIPAL, row, decimals);
        money(json, Name.BALANCE_INTEREST, row, decimals);
        money(json, Name.BALANCE_COSTS, row, decimals);
        day(json, Name.PLACED_ON, row);
        text(json, Name.SEGMENT, row);
        texts(json, Name.FLAGS, row);
        text(json, Name.ROUTE, row);
        text(json, Name.SECOND_ROUTE, row);
        number(json, Name.ROUTE_PROBABILITY.next, row, Name.ROUTE_PROBABILITY.column);
        json.raw(Name.NEEDS_HUMAN.next).truth(row.getBoolean(Name.NEEDS_HUMAN.column));
        day(json, Name.REVIEW_ON, row);
        text(json, Name.TEAM, row);
        number(json, Name.CALL_VALUE.next, row, Name.CALL_VALUE.column);
        day(json, Name.PROMISE_DUE_ON, row);
        day(json, Name.PROMISE_BROKEN_ON, row);
        day(json, Name.LIMITATION_ON, row);
        text(json, Name.CLAIM_TYPE, row);
        text(json, Name.RULE, row);
        texts(json, Name.TRACE, row);
        texts(json, Name.HOLDS, row);
        json.raw(Name.SCORES.next).raw('{');
        for (Scored axis : Scored.ALL) {
            json.raw(axis.member());
            score(json, row, axis.columns());
        }
        json.raw('}');
        estimates(json, row);
        reasons(json, row);
        versions(json, row);
        return json.raw('}');
    }

    private static void text(JsonBytes json, @Nullable String text) {
        if (text == null) {
            json.none();
        } else {
            json.text(text);
        }
    }

    private void text(JsonBytes json, Name name, StoredRow row) {
        json.raw(name.next);
        text(json, row, name.column);
    }

    /// A text of a column with few different ones.
    private void text(JsonBytes json, StoredRow row, int column) {
        if (row.isNull(column)) {
            json.none();
        } else {
            words.write(row.getString(column), json);
        }
    }

    private void texts(JsonBytes json, Name name, StoredRow row) {
        json.raw(name.next).raw('[');
        List<String> texts = row.getStrings(name.column);
        for (int i = 0; i < texts.size(); i++) {
            if (i > 0) {
                json.raw(',');
            }
            words.write(texts.get(i), json);
        }
        json.raw(']');
    }

    private static void day(JsonBytes json, Name name, StoredRow row) {
        json.raw(name.next);
        if (row.isNull(name.column)) {
            json.none();
        } else {
            day(json, row.getDate(name.column));
        }
    }

    private static void day(JsonBytes json, int epochDay) {
        json.text(LocalDate.ofEpochDay(epochDay).toString());
    }

    private static void instant(JsonBytes json, Name name, Instant instant) {
        json.raw(name.next).text(instant.toString());
    }

    /// As {@link Money#shown} writes it.
    ///
    /// @param decimals of the currency
    private static void money(JsonBytes json, Name name, StoredRow row, int decimals) {
        long unit = 1;
        long amount = row.getAmount(name.column);
        for (int i = decimals; i < Money.SCALE; i++) {
            unit *= 10;
        }
        long rounded = (Math.abs(amount) + unit / 2) / unit;
        json.raw(name.next)
                .raw('"')
                .decimal(amount < 0 ? -rounded : rounded, decimals)
                .raw('"');
    }

    /// A number to the thousandth; null if there is none.
    private static void number(JsonBytes json, byte[] member, StoredRow row, int column) {
        json.raw(member);
        if (row.isNull(column)) {
            json.none();
        } else {
            Rounded.write(row.getDouble(column), json);
        }
    }

    private void score(JsonBytes json, StoredRow row, SegmentColumns.OfScore columns) {
        json.raw('{');
        number(json, Name.PROBABILITY.first, row, columns.value());
        json.raw(Name.POINTS.next);
        if (row.isNull(columns.points())) {
            json.none();
        } else {
            json.whole(row.getInt(columns.points()));
        }
        made(json, row, columns.status(), columns.model());
    }

    /// The end of a score or a curve.
    private void made(JsonBytes json, StoredRow row, int status, int model) {
        json.raw(Name.STATUS.next);
        text(json, row, status);
        json.raw(Name.MODEL.next);
        text(json, row, model);
        json.raw('}');
    }

    /// Estimates in addition to the scores; the decision does not use them.
    private void estimates(JsonBytes json, StoredRow row) {
        json.raw(Name.ESTIMATES.next).raw('{').raw(Name.PROMISE_KEPT.first);
        score(json, row, PROMISE_KEPT);
        json.raw(Name.SELF_CURE.next);
        score(json, row, SELF_CURE);
        json.raw(Name.MEANS.next);
        score(json, row, MEANS);
        json.raw(Name.EXPECTED_RECOVERY.next);
        curve(json, row, EXPECTED_RECOVERY, Name.SHARE);
        json.raw(Name.PAYMENT_PROBABILITY.next);
        curve(json, row, PAYMENT_PROBABILITY, Name.PROBABILITY);
        json.raw('}');
    }

    /// The points of a curve by days; none if there is no estimate.
    private void curve(JsonBytes json, StoredRow row, SegmentColumns.OfCurve columns, Name value) {
        json.raw('{').raw(Name.POINTS.first).raw('[');
        boolean more = false;
        for (SegmentColumns.OfCurve.Point point : columns.points()) {
            if (!row.isNull(point.value())) {
                if (more) {
                    json.raw(',');
                }
                more = true;
                json.raw('{').raw(Name.DAYS.first).whole(point.days());
                number(json, value.next, row, point.value());
                number(json, Name.LOW.next, row, point.low());
                number(json, Name.HIGH.next, row, point.high());
                json.raw('}');
            }
        }
        json.raw(']');
        made(json, row, columns.status(), columns.model());
    }

    /// Half of an answer is reasons, so their constant parts are encoded once.
    private void reasons(JsonBytes json, StoredRow row) {
        json.raw(Name.REASONS.next).raw('[');
        List<String> codes = row.getStrings(REASONS);
        List<Double> values = row.getNumbers(REASONS_VALUES);
        List<Double> points = row.getNumbers(REASONS_POINTS);
        for (int i = 0; i < codes.size(); i++) {
            if (i > 0) {
                json.raw(',');
            }
            String code = codes.get(i);
            Reason reason = reasons.get(code);
            if (reason == null) {
                reason = reasons.computeIfAbsent(code, each -> Reason.of(each, catalogue));
            }
            json.raw(reason.before());
            Rounded.write(values.get(i), json);
            json.raw(Reason.BETWEEN);
            Rounded.write(points.get(i), json);
            json.raw(reason.after());
        }
        json.raw(']');
    }

    /// The versions that made the decision. The same versions and the same history give the same
    /// decision.
    private void versions(JsonBytes json, StoredRow row) {
        json.raw(Name.VERSIONS.next).raw('{').raw(Name.POLICY.first);
        text(json, row, Name.POLICY.column);
        text(json, Name.FEATURES_VERSION, row);
        json.raw(Name.MODELS.next).raw('{');
        for (Scored axis : Scored.ALL) {
            json.raw(axis.member());
            text(json, row, axis.columns().model());
        }
        json.raw('}').raw('}');
    }
}
