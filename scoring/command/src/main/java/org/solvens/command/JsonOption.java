package org.solvens.command;

import picocli.CommandLine.Option;

/// Whether a command prints for machines.
public final class JsonOption {
    @Option(names = "--json", description = "print JSON, for machines")
    private boolean json;

    /// Whether JSON is asked for.
    public boolean json() {
        return json;
    }
}
