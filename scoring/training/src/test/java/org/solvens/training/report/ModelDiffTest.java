package org.solvens.training.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.solvens.feature.Axis;
import org.solvens.model.Calibration;
import org.solvens.model.PointsScale;
import org.solvens.model.ScorecardModel;
import org.solvens.model.Term;
import org.solvens.model.Verification;

class ModelDiffTest {
    private static Term term(String feature, List<Double> cuts, Double... woe) {
        return new Term(feature, cuts, Arrays.asList(woe), List.of(0.0, 0.0, 0.0, 0.0), 0.0, 1.0);
    }

    private static ScorecardModel model(Term... terms) {
        return new ScorecardModel(
                "",
                Axis.REACHABILITY,
                "compared",
                1,
                90,
                730,
                "catalogue",
                List.of(terms),
                0.0,
                new PointsScale(600, 1.0, 40),
                new Calibration(Calibration.Interpolation.LINEAR, List.of(-4.0, 4.0), List.of(0.1, 0.9)),
                List.of(new Verification(Collections.nCopies(terms.length, 0.0), 0.5)));
    }

    @Test
    void otherPointsAreNotOtherBins() {
        ModelDiff.BinDifferences bins = ModelDiff.bins(
                model(
                        term("attempts_30d", List.of(1.0, 5.0), 0.1, -0.1, 0.4),
                        term("bounced_180d", List.of(1.0), 0.2, -0.8),
                        term("moves_730d", List.of(1.0), 0.2, -0.2)),
                model(
                        term("attempts_30d", List.of(1.0, 2.0), 0.1, -0.1, 0.4),
                        term("bounced_180d", List.of(1.0), 0.2, -0.7),
                        term("days_since_reached", List.of(16.0), 1.0, 0.1),
                        term("moves_730d", List.of(1.0), 0.2, -0.2)));
        assertThat(bins.reweighed()).containsExactly("bounced_180d");
        assertThat(bins.edges())
                .containsExactly(
                        new ModelDiff.Difference(
                                "attempts_30d", "+0.10 |1| -0.10 |5| +0.40", "+0.10 |1| -0.10 |2| +0.40"),
                        new ModelDiff.Difference("days_since_reached", null, "+1.00 |16| +0.10"));
    }
}
