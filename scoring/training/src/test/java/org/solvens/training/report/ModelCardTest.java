package org.solvens.training.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.solvens.plan.TrainingPlan;
import org.solvens.registry.ModelRegistry;
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
}
