package org.solvens.training;

import java.time.Clock;
import org.jspecify.annotations.Nullable;
import org.solvens.command.Leaf;
import org.solvens.feature.FeatureCatalogue;
import org.solvens.problem.Exit;
import org.solvens.settings.Settings;
import picocli.CommandLine;

/// The commands about models: train, compare, promote and other decisions by people.
public final class TrainingMain implements Leaf {
    private final @Nullable FeatureCatalogue given;
    private final Clock clock;

    /// The commands for users.
    public TrainingMain() {
        this(null, Clock.systemUTC());
    }

    /// @param given catalogue; null for that of the settings
    TrainingMain(@Nullable FeatureCatalogue given, Clock clock) {
        this.given = given;
        this.clock = clock;
    }

    /// Starts a command and ends the process as {@link Exit} says.
    public static void main(String... args) {
        Leaf.start(new TrainingMain(), args);
    }

    @Override
    public CommandLine commands(Settings settings) {
        FeatureCatalogue catalogue = given == null ? FeatureCatalogue.standard(settings.otherCases()) : given;
        return Leaf.root(
                settings,
                new TrainCommand(catalogue, clock),
                PlanCommand.line(catalogue),
                new ModelsCommand(),
                new CompareCommand(catalogue),
                new PromoteCommand(clock),
                new RecalibrateCommand(catalogue, clock),
                new RollbackCommand(clock),
                new ChallengeCommand(clock),
                new EvaluateCommand(catalogue),
                PolicyCommand.line(catalogue));
    }
}
