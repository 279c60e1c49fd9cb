package org.solvens.api;

import java.util.List;
import org.solvens.feature.FeatureCatalogue;
import org.solvens.feature.Missing;
import org.solvens.model.Contribution;
import org.solvens.scoring.EstimateReasons;
import tools.jackson.core.JsonGenerator;

/// Writes what moved the estimates of a case. Members are those of openapi.yaml.
final class EstimateReasonsAnswer {
    private final FeatureCatalogue catalogue;

    EstimateReasonsAnswer(FeatureCatalogue catalogue) {
        this.catalogue = catalogue;
    }

    void write(JsonGenerator json, EstimateReasons reasons, Caller caller) {
        json.writeStartObject();
        write(json, "promise_kept", reasons.promiseKept(), caller);
        write(json, "self_cure", reasons.selfCure(), caller);
        write(json, "means", reasons.means(), caller);
        write(json, "expected_recovery", reasons.recovery(), caller);
        write(json, "payment_probability", reasons.payment(), caller);
        json.writeEndObject();
    }

    private void write(JsonGenerator json, String estimate, List<Contribution> reasons, Caller caller) {
        boolean numbers = caller.numbers(catalogue);
        json.writeArrayPropertyStart(estimate);
        for (Contribution reason : caller.shown(reasons, catalogue)) {
            json.writeStartObject();
            json.writeStringProperty("effect", reason.effect());
            json.writeStringProperty("feature", reason.feature());
            number(json, "value", numbers && !Missing.is(reason.value()) ? reason.value() : Double.NaN);
            number(json, "points", numbers ? reason.points() : Double.NaN);
            json.writeStringProperty("text", catalogue.described(reason.feature()));
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void number(JsonGenerator json, String member, double value) {
        if (Double.isNaN(value)) {
            json.writeNullProperty(member);
        } else {
            json.writeNumberProperty(member, Rounded.of(value));
        }
    }
}
