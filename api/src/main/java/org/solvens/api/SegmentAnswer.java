package org.solvens.api;

import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.solvens.feature.Axis;
import org.solvens.feature.FeatureCatalogue;
import org.solvens.feature.ScoreStatus;
import org.solvens.feed.Money;
import org.solvens.model.Curve;
import org.solvens.scoring.ScoreRow;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.SerializableString;
import tools.jackson.core.io.SerializedString;

/// Writes decisions as case systems see them. Members are those of openapi.yaml.
///
/// Written member by member from the packed row: a look-up consists of little else, and a record of the answer would
/// be made for each request only to be written.
final class SegmentAnswer {
    private static final Map<Axis, SerializedString> AXES = Map.of(
            Axis.WILLINGNESS, new SerializedString(Axis.WILLINGNESS.label()),
            Axis.ABILITY, new SerializedString(Axis.ABILITY.label()),
            Axis.REACHABILITY, new SerializedString(Axis.REACHABILITY.label()));

    private static final Map<ScoreStatus, SerializableString> STATUSES = new EnumMap<>(ScoreStatus.class);

    static {
        for (ScoreStatus status : ScoreStatus.values()) {
            STATUSES.put(status, new SerializedString(status.label()));
        }
    }

    private final FeatureCatalogue catalogue;
    private final Map<String, Reason> reasons = new ConcurrentHashMap<>();

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
        RULE,
        TRACE,
        HOLDS,
        SCORES,
        ESTIMATES,
        PROMISE_KEPT,
        SELF_CURE,
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

        private final SerializableString text = new SerializedString(name().toLowerCase(Locale.ROOT));
    }

    /// A reason, but for what differs from case to case.
    ///
    /// @param before up to the value
    /// @param after from the name of the text on
    private record Reason(SerializableString before, SerializableString after) {
        private static final SerializableString BETWEEN = new SerializedString(",\"points\":");

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
            int position = catalogue.indexOf(feature);
            String text =
                    position < 0 ? feature : catalogue.features().get(position).description();
            return new Reason(
                    new SerializedString("{\"code\":" + quoted(code) + ",\"axis\":" + quoted(axis) + ",\"effect\":"
                            + quoted(code.charAt(1) == '+' ? "raises" : "lowers") + ",\"feature\":" + quoted(feature)
                            + ",\"value\":"),
                    new SerializedString(",\"text\":" + quoted(text) + "}"));
        }

        private static String quoted(String text) {
            return Json.MAPPER.writeValueAsString(text);
        }
    }

    /// The answers to a caller, as an array.
    void write(JsonGenerator json, List<Decided> all, Caller caller) {
        json.writeStartArray();
        all.forEach(decided -> write(json, decided, caller));
        json.writeEndArray();
    }

    /// The answer to a caller.
    void write(JsonGenerator json, Decided decided, Caller caller) {
        ScoreRow row = caller.shown(decided.row(), catalogue);
        json.writeStartObject();
        text(json, Name.CASE_ID, row.caseId());
        text(json, Name.DEBTOR_ID, row.debtorId());
        text(json, Name.AS_OF, row.asOf().toString());
        text(json, Name.DECISION_ID, decided.id());
        text(json, Name.BASIS, decided.basis().label());
        text(json, Name.KNOWN_BEFORE, decided.knownBefore().toString());
        text(json, Name.SCORED_AT, decided.scoredAt().toString());
        text(json, Name.CREDITOR_ID, row.creditorId());
        text(json, Name.COUNTRY, row.country());
        text(json, Name.CURRENCY, row.currency());
        text(json, Name.STAGE, row.stage().name());
        json.writeName(Name.DAYS_PAST_DUE.text);
        json.writeNumber(row.daysPastDue());
        money(json, Name.BALANCE, row.balance(), row);
        money(json, Name.BALANCE_PRINCIPAL, row.balancePrincipal(), row);
        money(json, Name.BALANCE_INTEREST, row.balanceInterest(), row);
        money(json, Name.BALANCE_COSTS, row.balanceCosts(), row);
        text(json, Name.PLACED_ON, row.placedOn().toString());
        text(json, Name.SEGMENT, row.segment().name());
        words(json, Name.FLAGS, row.flags());
        text(json, Name.ROUTE, row.route().name());
        text(
                json,
                Name.SECOND_ROUTE,
                row.secondRoute() == null ? null : row.secondRoute().name());
        number(json, Name.ROUTE_PROBABILITY, row.routeProbability());
        json.writeName(Name.NEEDS_HUMAN.text);
        json.writeBoolean(row.needsHuman());
        text(json, Name.REVIEW_ON, row.reviewOn().toString());
        text(json, Name.TEAM, row.team());
        number(json, Name.CALL_VALUE, row.callValue());
        text(json, Name.RULE, row.rule());
        texts(json, Name.TRACE, row.trace());
        words(json, Name.HOLDS, row.holds());
        json.writeName(Name.SCORES.text);
        json.writeStartObject();
        for (Axis axis : Axis.scored()) {
            json.writeName(AXES.get(axis));
            score(json, row.score(axis));
        }
        json.writeEndObject();
        estimates(json, row);
        reasons(json, row.reasons());
        versions(json, row);
        json.writeEndObject();
    }

    private static void text(JsonGenerator json, Name name, @Nullable String text) {
        json.writeName(name.text);
        if (text == null) {
            json.writeNull();
        } else {
            json.writeString(text);
        }
    }

    private static void texts(JsonGenerator json, Name name, List<String> texts) {
        json.writeName(name.text);
        json.writeStartArray();
        texts.forEach(json::writeString);
        json.writeEndArray();
    }

    /// In the order of the scores table.
    private static void words(JsonGenerator json, Name name, Set<? extends Enum<?>> words) {
        texts(
                json,
                name,
                words.isEmpty()
                        ? List.of()
                        : words.stream().map(Enum::name).sorted().toList());
    }

    private static void money(JsonGenerator json, Name name, long amount, ScoreRow row) {
        text(json, name, Money.shown(amount, row.currency()).toPlainString());
    }

    /// A number to the thousandth; null if there is none.
    private static void number(JsonGenerator json, Name name, double value) {
        json.writeName(name.text);
        json.writeRawValue(Rounded.json(value));
    }

    private static void score(JsonGenerator json, ScoreRow.Score score) {
        json.writeStartObject();
        number(json, Name.PROBABILITY, score.value());
        json.writeName(Name.POINTS.text);
        if (score.points() == null) {
            json.writeNull();
        } else {
            json.writeNumber(score.points());
        }
        json.writeName(Name.STATUS.text);
        json.writeString(STATUSES.get(score.status()));
        text(json, Name.MODEL, score.model());
        json.writeEndObject();
    }

    /// Estimates in addition to the scores; the decision does not use them.
    private static void estimates(JsonGenerator json, ScoreRow row) {
        json.writeName(Name.ESTIMATES.text);
        json.writeStartObject();
        json.writeName(Name.PROMISE_KEPT.text);
        score(json, row.promiseKept());
        json.writeName(Name.SELF_CURE.text);
        score(json, row.selfCure());
        curve(json, Name.EXPECTED_RECOVERY, row.expectedRecovery(), Name.SHARE);
        curve(json, Name.PAYMENT_PROBABILITY, row.paymentProbability(), Name.PROBABILITY);
        json.writeEndObject();
    }

    /// The points of a curve by days; none if there is no estimate.
    private static void curve(JsonGenerator json, Name name, ScoreRow.Values values, Name value) {
        json.writeName(name.text);
        json.writeStartObject();
        json.writeName(Name.POINTS.text);
        json.writeStartArray();
        for (int i = 0; i < Curve.DAYS.size(); i++) {
            ScoreRow.Band band = values.bands().get(i);
            if (band.known()) {
                json.writeStartObject();
                json.writeName(Name.DAYS.text);
                json.writeNumber(Curve.DAYS.get(i));
                number(json, value, band.value());
                number(json, Name.LOW, band.low());
                number(json, Name.HIGH, band.high());
                json.writeEndObject();
            }
        }
        json.writeEndArray();
        json.writeName(Name.STATUS.text);
        json.writeString(STATUSES.get(values.status()));
        text(json, Name.MODEL, values.model());
        json.writeEndObject();
    }

    /// Half of an answer is reasons, so their constant parts are encoded once.
    private void reasons(JsonGenerator json, ScoreRow.Reasons some) {
        json.writeName(Name.REASONS.text);
        json.writeStartArray();
        for (int i = 0; i < some.codes().size(); i++) {
            Reason reason = reasons.computeIfAbsent(some.codes().get(i), code -> Reason.of(code, catalogue));
            json.writeRawValue(reason.before());
            json.writeRaw(Rounded.json(some.values().get(i)));
            json.writeRaw(Reason.BETWEEN);
            json.writeRaw(Rounded.json(some.points().get(i)));
            json.writeRaw(reason.after());
        }
        json.writeEndArray();
    }

    /// The versions that made the decision. The same versions and the same history give the same decision.
    private static void versions(JsonGenerator json, ScoreRow row) {
        json.writeName(Name.VERSIONS.text);
        json.writeStartObject();
        text(json, Name.POLICY, row.policy());
        text(json, Name.FEATURES_VERSION, row.featuresVersion());
        json.writeName(Name.MODELS.text);
        json.writeStartObject();
        for (Axis axis : Axis.scored()) {
            json.writeName(AXES.get(axis));
            String model = row.score(axis).model();
            if (model == null) {
                json.writeNull();
            } else {
                json.writeString(model);
            }
        }
        json.writeEndObject();
        json.writeEndObject();
    }
}
