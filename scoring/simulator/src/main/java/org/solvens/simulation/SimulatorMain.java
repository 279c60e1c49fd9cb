package org.solvens.simulation;

import org.solvens.command.Leaf;
import org.solvens.problem.Exit;
import org.solvens.settings.Settings;
import picocli.CommandLine;

/// The command of the simulator.
public final class SimulatorMain implements Leaf {
    @Override
    public CommandLine commands(Settings settings) {
        return Leaf.root(settings, new Simulate());
    }

    /// Starts the command and ends the process as {@link Exit} says.
    public static void main(String... args) {
        Leaf.start(new SimulatorMain(), args);
    }
}
