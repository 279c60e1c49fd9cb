package org.solvens.model;

import java.util.List;

/// Refuses what is not a finite number.
final class Finite {
    private Finite() {}

    static void require(String subject, List<Double> values) {
        for (double value : values) {
            require(subject, value);
        }
    }

    static void require(String subject, double value) {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException(subject + ": not a finite number: " + value);
        }
    }
}
