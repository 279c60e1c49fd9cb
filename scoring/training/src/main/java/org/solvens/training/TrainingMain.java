package org.solvens.training;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.solvens.feature.Axis;
import org.solvens.feature.FeatureCatalogue;
import org.solvens.lake.Lake;
import org.solvens.model.ScorecardModel;
import org.solvens.plan.TrainingPlan;
import org.solvens.problem.Problem;
import org.solvens.registry.ModelRegistry;
import org.solvens.registry.RoleEntry;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// The commands of training: `train`, `models`, `promote`, `rollback`, `evaluate`.
public final class TrainingMain {
    private TrainingMain() {}

    /// Starts a command and ends the process: 0 for success, 1 for a problem, 2 for a wrong call.
    public static void main(String[] args) {
        PrintWriter out = new PrintWriter(System.out, true);
        PrintWriter err = new PrintWriter(System.err, true);
        System.exit(run(FeatureCatalogue.standard(), Clock.systemUTC(), out, err, args));
    }

    /// Runs a command.
    static int run(FeatureCatalogue catalogue, Clock clock, PrintWriter out, PrintWriter err, String... args) {
        CommandLine line = new CommandLine(new Root())
                .addSubcommand(new Train(catalogue, clock))
                .addSubcommand(new Models())
                .addSubcommand(new Promote(clock))
                .addSubcommand(new Rollback(clock))
                .addSubcommand(new Evaluate())
                .setOut(out)
                .setErr(err)
                .setCaseInsensitiveEnumValuesAllowed(true);
        line.setExecutionExceptionHandler((exception, _, _) -> {
            if (exception instanceof Problem problem) {
                err.println(problem.display());
                return 1;
            }
            throw exception;
        });
        return line.execute(args);
    }

    @Command(name = "training", description = "Trains scorecards and keeps the registry of models.")
    private static final class Root implements Callable<Integer> {
        @Spec
        private CommandSpec spec;

        @Option(
                names = {"-h", "--help"},
                usageHelp = true,
                description = "Show this help and exit.")
        private boolean help;

        @Override
        public Integer call() {
            throw new CommandLine.ParameterException(spec.commandLine(), "a command is needed");
        }
    }

    private abstract static class LakeCommand implements Callable<Integer> {
        @Spec
        private CommandSpec spec;

        @Option(
                names = {"-h", "--help"},
                usageHelp = true,
                description = "Show this help and exit.")
        private boolean help;

        @Option(names = "--lake", required = true, description = "Folder of the lake.")
        private String lake;

        @Option(names = "--json", description = "Answer in JSON.")
        private boolean json;

        Lake lake() {
            return new Lake(lake);
        }

        ModelRegistry registry() {
            return new ModelRegistry(Path.of(lake().registry()));
        }

        boolean json() {
            return json;
        }

        PrintWriter out() {
            return spec.commandLine().getOut();
        }
    }

    @Command(
            name = "train",
            description = "Trains the axes of a plan on the lake's snapshots; what passes the gate becomes champion.",
            footer = {"", "Example:", "  train --lake lake --plan data-samples/plans/default.yaml --actor anna"})
    private static final class Train extends LakeCommand {
        private final FeatureCatalogue catalogue;
        private final Clock clock;

        @Option(names = "--plan", required = true, description = "The training plan.")
        private Path plan;

        @Option(names = "--actor", required = true, description = "On whose behalf.")
        private String actor;

        private Train(FeatureCatalogue catalogue, Clock clock) {
            this.catalogue = catalogue;
            this.clock = clock;
        }

        @Override
        public Integer call() {
            TrainingPlan read = TrainingPlan.read(plan);
            SnapshotSource source = new DeltaSnapshots(lake().snapshots());
            List<AxisResult> results = new Training(read, catalogue, source, registry()).run(actor, clock.instant());
            out().println(json() ? Json.of(results) : table(results));
            return 0;
        }

        private static String table(List<AxisResult> results) {
            List<String> lines = new ArrayList<>();
            lines.add("%-13s %10s %10s  %-20s %6s %6s %6s  %-6s %-16s %s"
                    .formatted("axis", "train", "test", "AUC", "KS", "Brier", "cal.", "gate", "model", "decision"));
            for (AxisResult result : results) {
                lines.add(line(result));
            }
            return String.join(System.lineSeparator(), lines);
        }

        private static String line(AxisResult result) {
            String decision =
                    result.decision().name().toLowerCase(Locale.ROOT).replace('_', ' ') + ": " + result.reason();
            Metrics metrics = result.metrics();
            Metrics.Interval interval = result.aucInterval();
            if (metrics == null || interval == null) {
                return "%-13s %10s %10s  %-20s %6s %6s %6s  %-6s %-16s %s"
                        .formatted(result.axis(), "-", "-", "-", "-", "-", "-", "-", "-", decision);
            }
            boolean passed = result.gate().stream().allMatch(Evaluation.GateCheck::passed);
            return String.format(
                    Locale.ROOT,
                    "%-13s %10d %10d  %.3f [%.3f, %.3f] %6.3f %6.3f %6.3f  %-6s %-16s %s",
                    result.axis(),
                    result.trainRows(),
                    metrics.rows(),
                    metrics.auc(),
                    interval.low(),
                    interval.high(),
                    metrics.ks(),
                    metrics.brier(),
                    metrics.calibrationError(),
                    passed ? "passed" : "failed",
                    result.model(),
                    decision);
        }
    }

    @Command(
            name = "models",
            description = "Lists the published models and what serves each axis.",
            footer = {"", "Example:", "  models --lake lake"})
    private static final class Models extends LakeCommand {
        /// One line of the list.
        private record Line(
                String axis,
                @Nullable String model,
                @Nullable String plan,
                int terms,
                String role,
                String reason) {}

        @Override
        public Integer call() {
            ModelRegistry registry = registry();
            List<Line> lines = new ArrayList<>();
            for (String id : registry.models()) {
                ScorecardModel model = registry.load(id);
                Optional<RoleEntry> role = registry.champion(model.axis()).filter(r -> id.equals(r.model()));
                lines.add(new Line(
                        model.axis().label(),
                        id,
                        model.plan() + "@" + model.planVersion(),
                        model.terms().size(),
                        role.isPresent() ? "champion" : "",
                        role.map(RoleEntry::reason).orElse("")));
            }
            for (Axis axis : Axis.scored()) {
                registry.champion(axis)
                        .filter(r -> r.model() == null)
                        .ifPresent(
                                r -> lines.add(new Line(axis.label(), null, null, 0, "insufficient_data", r.reason())));
            }
            if (json()) {
                out().println(Json.of(lines));
            } else {
                out().printf("%-13s %-16s %-24s %5s  %-17s %s%n", "axis", "model", "plan", "terms", "role", "reason");
                for (Line line : lines) {
                    out().printf(
                                    "%-13s %-16s %-24s %5d  %-17s %s%n",
                                    line.axis(),
                                    line.model() == null ? "-" : line.model(),
                                    line.plan() == null ? "-" : line.plan(),
                                    line.terms(),
                                    line.role(),
                                    line.reason());
                }
            }
            return 0;
        }
    }

    private abstract static class RoleCommand extends LakeCommand {
        @Option(names = "--actor", required = true, description = "On whose behalf.")
        private String actor;

        @Option(names = "--reason", required = true, description = "Why, for those who come after.")
        private String reason;

        String actor() {
            return actor;
        }

        String reason() {
            return reason;
        }

        void print(RoleEntry entry) {
            if (json()) {
                out().println(Json.of(entry));
            } else {
                String serves = entry.model() == null ? "nothing: insufficient data" : entry.model();
                out().println(entry.axis().label() + " is served by " + serves);
            }
        }
    }

    @Command(
            name = "promote",
            description = "Makes a published model its axis' champion, whatever its gate said.",
            footer = {"", "Example:", "  promote 0123456789abcdef --lake lake --actor anna --reason 'agreed'"})
    private static final class Promote extends RoleCommand {
        private final Clock clock;

        @Parameters(paramLabel = "MODEL", description = "Id of the model.")
        private String model;

        private Promote(Clock clock) {
            this.clock = clock;
        }

        @Override
        public Integer call() {
            ModelRegistry registry = registry();
            print(registry.promote(model, actor(), reason(), clock.instant(), registry.sequence()));
            return 0;
        }
    }

    @Command(
            name = "rollback",
            description = "Brings back what served an axis before.",
            footer = {"", "Example:", "  rollback willingness --lake lake --actor anna --reason 'worse in use'"})
    private static final class Rollback extends RoleCommand {
        private final Clock clock;

        @Parameters(paramLabel = "AXIS", description = "willingness, ability or reachability.")
        private Axis axis;

        private Rollback(Clock clock) {
            this.clock = clock;
        }

        @Override
        public Integer call() {
            ModelRegistry registry = registry();
            print(registry.rollback(axis, actor(), reason(), clock.instant(), registry.sequence()));
            return 0;
        }
    }

    @Command(
            name = "evaluate",
            description = "Prints the evaluation that was stored with a model, as JSON.",
            footer = {"", "Example:", "  evaluate 0123456789abcdef --lake lake"})
    private static final class Evaluate extends LakeCommand {
        @Parameters(paramLabel = "MODEL", description = "Id of the model.")
        private String model;

        @Override
        public Integer call() {
            out().println(registry().evaluation(model));
            return 0;
        }
    }
}
