package org.solvens.training.effect;

import java.util.List;
import java.util.Locale;
import org.solvens.model.EffectModel;
import org.solvens.page.PageTemplate;
import org.solvens.plan.TrainingPlan;
import org.solvens.training.evaluate.ClusteredMean;

/// The page that describes a model of effects to people. One HTML file without scripts and without resources
/// from a network.
final class EffectCard {
    private static final PageTemplate TEMPLATE = PageTemplate.of(EffectCard.class, "effect-card.mustache");

    private EffectCard() {}

    /// The values of the template.
    private record Card(
            String title,
            int days,
            int trained,
            int tested,
            String plan,
            List<Check> checks,
            String gain,
            String slope,
            List<Row> routes,
            String left) {}

    /// A line of the gate.
    private record Check(String check, String value, String limit, String result) {}

    /// A line of the table of routes.
    private record Row(
            String route, int taken, String mean, String test, String expected, String kept, String strongest) {}

    static String html(EffectModel model, EffectEvaluation evaluation, TrainingPlan plan) {
        List<Check> checks = evaluation.gate().stream()
                .map(c -> new Check(
                        c.check(),
                        number("%.4f", c.value()),
                        number("%.4f", c.limit()),
                        c.passed() ? "passed" : "failed"))
                .toList();
        List<Row> routes = evaluation.routes().stream()
                .map(r -> new Row(
                        r.route(),
                        r.taken(),
                        interval(r.mean()),
                        interval(r.test()),
                        number("%.3f", r.expected()),
                        number("%.2f", r.kept()),
                        String.join(", ", r.strongest())))
                .toList();
        return TEMPLATE.with(new Card(
                evaluation.axis() + " " + model.id(),
                model.horizonDays(),
                evaluation.trainRows(),
                evaluation.testRows(),
                plan.label(),
                checks,
                interval(evaluation.gain()),
                interval(evaluation.slope()),
                routes,
                evaluation.left().isEmpty() ? "none" : String.join(", ", evaluation.left())));
    }

    private static String number(String format, double value) {
        return String.format(Locale.ROOT, format, value);
    }

    private static String interval(ClusteredMean mean) {
        return String.format(Locale.ROOT, "%.3f [%.3f, %.3f]", mean.value(), mean.low(), mean.high());
    }
}
