package org.solvens.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringWriter;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.solvens.facts.OtherCases;
import org.solvens.feature.Axis;
import org.solvens.feature.FeatureCatalogue;
import org.solvens.feature.Missing;
import org.solvens.model.Contribution;
import org.solvens.scoring.EstimateReasons;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JsonNode;

/// What callers see of the reasons of estimates.
class EstimateReasonsAnswerTest {
    private static final EstimateReasons REASONS = new EstimateReasons(
            List.of(),
            List.of(reason("days_past_due", 40.04, 12.3456), reason("identity_protected", 1, -3)),
            List.of(reason("net_income", Missing.NO_RECORD.code(), -7)),
            List.of(),
            List.of(reason("other_creditors", 3, -5), reason("balance", 1_080, 2)));

    private static Contribution reason(String feature, double value, double points) {
        return new Contribution(Axis.PAYMENT_PROBABILITY, feature, value, points);
    }

    private static JsonNode seenBy(Caller caller, OtherCases otherCases) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = Json.MAPPER.createGenerator(text)) {
            new EstimateReasonsAnswer(FeatureCatalogue.standard(otherCases)).write(json, REASONS, caller);
        }
        return Json.MAPPER.readTree(text.toString());
    }

    private static List<String> features(JsonNode reasons) {
        return reasons.valueStream()
                .map(each -> each.get("feature").stringValue())
                .toList();
    }

    @Test
    void whoSeesEverythingSeesValuesPointsAndWords() {
        JsonNode seen = seenBy(Caller.ANYONE, OtherCases.SEEN);
        assertThat(seen.at("/self_cure/0/effect").stringValue()).isEqualTo("raises");
        assertThat(seen.at("/self_cure/0/value").asDouble()).isEqualTo(40.04);
        assertThat(seen.at("/self_cure/0/points").asDouble()).isEqualTo(12.346);
        assertThat(seen.at("/self_cure/0/text").stringValue())
                .isEqualTo(FeatureCatalogue.standard(OtherCases.SEEN).described("days_past_due"));
        assertThat(features(seen.get("self_cure"))).containsExactly("days_past_due", "identity_protected");
        assertThat(seen.at("/means/0/value").isNull()).isTrue();
        assertThat(seen.at("/means/0/effect").stringValue()).isEqualTo("lowers");
        assertThat(features(seen.get("payment_probability"))).containsExactly("other_creditors", "balance");
        assertThat(seen.get("promise_kept")).isEmpty();
    }

    @Test
    void whoIsLimitedToCreditorsLearnsNothingOfOtherCases() {
        JsonNode seen = seenBy(new Caller("bank", Set.of("K-1"), true, true), OtherCases.SEEN);
        assertThat(features(seen.get("payment_probability"))).containsExactly("balance");
        assertThat(seen.at("/payment_probability/0/value").isNull()).isTrue();
        assertThat(seen.at("/payment_probability/0/points").isNull()).isTrue();
        JsonNode apart = seenBy(new Caller("bank", Set.of("K-1"), true, true), OtherCases.LEFT_OUT);
        assertThat(apart.at("/payment_probability/0/value").asDouble()).isEqualTo(1_080);
    }

    @Test
    void whoMayNotSeeProtectedIdentitiesIsNotTold() {
        JsonNode seen = seenBy(new Caller("case system", null, false, true), OtherCases.SEEN);
        assertThat(features(seen.get("self_cure"))).containsExactly("days_past_due");
    }
}
