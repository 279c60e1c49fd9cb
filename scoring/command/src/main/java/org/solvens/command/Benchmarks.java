package org.solvens.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `bench`: the command above the benchmarks, which are in the leaves of their peers.
@Command(
        name = "bench",
        sortOptions = false,
        header = "Measure Solvens and its peers on the same rows in one process.",
        footer = {"", "Example:", "  ./solvens bench predict --json"})
public final class Benchmarks implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a benchmark is needed");
    }
}
