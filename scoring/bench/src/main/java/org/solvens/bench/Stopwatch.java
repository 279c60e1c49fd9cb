package org.solvens.bench;

import java.util.Arrays;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/// Times what is run several times in turn with others.
final class Stopwatch {
    private final LongSupplier nanos;
    private final double[] seconds;
    private int taken;

    /// @param nanos a clock that runs evenly
    /// @param runs most runs
    Stopwatch(LongSupplier nanos, int runs) {
        this.nanos = nanos;
        seconds = new double[runs];
    }

    /// Runs and times.
    <T> T time(Supplier<T> work) {
        long start = nanos.getAsLong();
        T made = work.get();
        seconds[taken++] = (nanos.getAsLong() - start) / 1e9;
        return made;
    }

    /// Median of the runs.
    double median() {
        double[] sorted = Arrays.copyOf(seconds, taken);
        Arrays.sort(sorted);
        return taken % 2 == 1 ? sorted[taken / 2] : (sorted[taken / 2 - 1] + sorted[taken / 2]) / 2;
    }
}
