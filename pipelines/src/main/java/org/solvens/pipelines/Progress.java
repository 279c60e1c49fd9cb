package org.solvens.pipelines;

import java.io.Console;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;

/// Shows the current step of a job on a terminal, and measures the steps. It prints nothing in a pipe.
final class Progress {
    private final boolean shown;
    private final Map<String, Double> seconds = new LinkedHashMap<>();

    Progress() {
        Console console = System.console();
        this.shown = console != null && console.isTerminal();
    }

    /// Runs a step.
    <T> T step(String name, Supplier<T> work) {
        say(name);
        long start = System.nanoTime();
        T result = work.get();
        double took = (System.nanoTime() - start) / 1e9;
        seconds.merge(name, took, Double::sum);
        say(String.format(Locale.ROOT, "%s: %.1f s", name, took));
        return result;
    }

    /// Shows a detail of the current step.
    void say(String what) {
        if (shown) {
            System.err.printf(Locale.ROOT, "\r\u001b[K%s", what);
            System.err.flush();
        }
    }

    /// Removes the line.
    void done() {
        say("");
    }

    /// Seconds that each step took, in order.
    Map<String, Double> seconds() {
        return seconds;
    }
}
