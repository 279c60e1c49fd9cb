package org.solvens.training.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.solvens.feature.Axis;
import org.solvens.plan.TrainingPlan;
import org.solvens.registry.ModelRegistry;
import org.solvens.registry.RoleEntry;
import org.solvens.training.Plans;
import org.solvens.training.SyntheticSnapshots;
import org.solvens.training.Training;
import org.solvens.training.gate.Approval;

class ModelCardTest {
    @TempDir
    Path root;

    private List<String> cards(String plan) {
        TrainingPlan base = Plans.willingness();
        TrainingPlan named = new TrainingPlan(
                plan,
                base.version(),
                base.asOf(),
                base.horizonDays(),
                base.lateDays(),
                base.split(),
                base.seed(),
                base.axes(),
                base.scorecard(),
                base.gate());
        SyntheticSnapshots snapshots = SyntheticSnapshots.draw(1000, 0.6, false, true, 2);
        ModelRegistry registry = new ModelRegistry(root);
        return new Training(Plans.boosted(named), snapshots.catalogue(), snapshots, registry)
                .run("anna", new Approval.None(), Instant.EPOCH).stream()
                        .map(r -> registry.card(r.model()))
                        .toList();
    }

    @Test
    void showsWhatMattersInOnePieceAndEscaped() {
        List<String> cards = cards("<script>alert('x')</script>");
        assertThat(cards).hasSize(2).allSatisfy(card -> {
            assertThat(card)
                    .contains("&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;@3")
                    .contains("Gate", "Quality out of time", "Reliability", "Lift", "Slices", "Limits")
                    .contains("leak_auc", "<svg", "</html>")
                    .contains("is not the chance that a case is paid, and must not be multiplied by a balance");
            assertThat(card).doesNotContain("<script", "http:", "https:", "src=", "@import", "url(");
        });
        assertThat(cards.get(0)).contains("Points", "from 1.0");
        assertThat(cards.get(1)).contains("keeps each tree to those that the field expects", "is below every value");
    }

    @Test
    void saysTheOutcomeInWordsShowsDependenceAndWhoDecided() {
        List<String> cards = cards("words");
        assertThat(cards)
                .allSatisfy(card -> assertThat(card)
                        .contains("The good outcome: of the contacts and acts that pass between the debtor and us"
                                + " within ")
                        .contains("<h2>Sensitivity</h2>", "<h2>Intended use and monitoring</h2>")
                        .contains("<td>trained by</td><td>anna</td>")
                        .containsPattern("<polyline points=\"10.0,[\\d. ,]+\""));
        assertThat(cards.get(1))
                .contains("<h2>Interactions</h2>")
                .containsPattern("<td>\\w+</td><td>\\w+</td><td class=\"n\">[01]\\.\\d+</td>");

        String card = cards.getFirst();
        assertThat(CardRoles.added(card, List.of())).isEqualTo(card);
        RoleEntry promoted = new RoleEntry(
                1,
                Axis.WILLINGNESS,
                RoleEntry.Action.PROMOTE,
                "0123456789abcdef",
                RoleEntry.Status.CHAMPION,
                "anna",
                "no worse, <b>and</b> simpler",
                Instant.parse("2026-12-01T12:00:00.5Z"),
                "bo",
                null);
        assertThat(CardRoles.added(card, List.of(promoted)))
                .startsWith(card.substring(0, card.lastIndexOf("</main>")))
                .endsWith(card.substring(card.lastIndexOf("</main>")))
                .contains(
                        "<h2>Roles</h2>",
                        "<td>2026-12-01T12:00:00Z</td><td>promote</td><td>anna</td><td>bo</td>",
                        "no worse, &lt;b&gt;and&lt;/b&gt; simpler");
    }
}
