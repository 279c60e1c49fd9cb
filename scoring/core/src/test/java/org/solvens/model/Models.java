package org.solvens.model;

import java.util.List;
import org.solvens.feature.Axis;

/// Small models for tests.
public final class Models {
    private Models() {}

    public static ScorecardModel willingness() {
        return ModelFile.identified(draft(0.5));
    }

    /// A model whose first verification row expects the probability given, where 0.5 is right.
    public static ScorecardModel draft(double expected) {
        return of(Axis.WILLINGNESS, expected);
    }

    public static ScorecardModel of(Axis axis, double expected) {
        return new ScorecardModel(
                "",
                axis,
                "test",
                1,
                90,
                730,
                "f1",
                List.of(
                        new Term("broken", List.of(1.0, 2.0), List.of(0.5, 0.0, -0.7), zeros(), 0.1, 1.2),
                        new Term("kept", List.of(0.5), List.of(-0.9, 1.0), List.of(0.0, 0.0, 0.0, 0.1), 0.0, 0.8)),
                0.2,
                new PointsScale(600, 1.0, 40),
                new Calibration(Calibration.Interpolation.LINEAR, List.of(0.0, 0.4), List.of(0.4, 0.6)),
                List.of(new ScorecardModel.Verification(List.of(1.0, -3e18), expected)));
    }

    private static List<Double> zeros() {
        return List.of(0.0, 0.0, 0.0, 0.0);
    }
}
