package org.solvens.bench;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.solvens.command.BenchmarkLine;
import org.solvens.command.Benchmarks;
import org.solvens.command.CommandProcess;
import org.solvens.command.JsonOption;
import org.solvens.command.Leaf;
import org.solvens.command.Listed;
import org.solvens.feature.Axis;
import org.solvens.feature.Feature;
import org.solvens.feature.FeatureCatalogue;
import org.solvens.lake.Lake;
import org.solvens.plan.TrainingPlan;
import org.solvens.plan.TrainingPlan.BoostingShape;
import org.solvens.problem.Exit;
import org.solvens.problem.Problem;
import org.solvens.settings.Settings;
import org.solvens.training.TableOptions;
import org.solvens.training.TableTraining;
import org.solvens.training.Trial;
import org.solvens.training.rows.DeltaSnapshots;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// The commands `bench train` and `bench predict`, next to `bench decide`.
public final class BenchMain implements Leaf {
    private final LongSupplier nanos;
    private final Consumer<String> progress;

    /// The benchmarks as users have them; on a terminal they say how far they are.
    public BenchMain() {
        this(System::nanoTime, CommandProcess.onTerminal());
    }

    BenchMain(LongSupplier nanos, Consumer<String> progress) {
        this.nanos = nanos;
        this.progress = progress;
    }

    /// Starts a benchmark and ends the process as {@link Exit} says.
    public static void main(String... args) {
        Leaf.start(new BenchMain(), args);
    }

    @Override
    public CommandLine commands(Settings settings) {
        return Leaf.root(
                settings,
                new CommandLine(new Benchmarks())
                        .addSubcommand(new Train(nanos, progress))
                        .addSubcommand(new Predict(nanos, progress))
                        .addSubcommand(new DecideCommand(nanos, progress)));
    }

    private abstract static class Bench implements Callable<Integer> {
        /// The largest number of trees that a plan may name.
        private static final int MOST_TREES = 10_000;

        private final LongSupplier nanos;
        private final Consumer<String> progress;

        @Spec
        private CommandSpec spec;

        @Mixin
        private JsonOption json = new JsonOption();

        @Option(
                names = "--lake",
                paramLabel = "DIR",
                description = "snapshots of this lake (default: made-up rows of the same shape)")
        private @Nullable String lake;

        @Option(
                names = "--axis",
                paramLabel = "AXIS",
                defaultValue = "willingness",
                description = "axis whose outcome is learned from a lake (default: ${DEFAULT-VALUE})")
        private Axis axis;

        @Option(
                names = "--plan",
                paramLabel = "FILE",
                description = "split, bins and trees (default: data-samples/plans/bench.yaml)")
        private @Nullable Path plan;

        @Option(
                names = "--rows",
                paramLabel = "N",
                defaultValue = "200000",
                description = "training rows; of a lake, at most this many (default: ${DEFAULT-VALUE})")
        private int rows;

        @Option(
                names = "--test-rows",
                paramLabel = "N",
                defaultValue = "60000",
                description = "made-up test rows (default: ${DEFAULT-VALUE})")
        private int testRows;

        @Option(
                names = "--columns",
                paramLabel = "N",
                defaultValue = "60",
                description = "features; of a lake, those of the axis first (default: ${DEFAULT-VALUE})")
        private int columns;

        @Option(names = "--trees", paramLabel = "N", description = "trees on both sides (default: those of the plan)")
        private @Nullable Integer trees;

        @Option(
                names = "--seed",
                paramLabel = "N",
                defaultValue = "1",
                description = "of the made-up rows (default: ${DEFAULT-VALUE})")
        private long seed;

        @Option(
                names = "--repeats",
                paramLabel = "N",
                defaultValue = "3",
                description = "timed rounds, of which the median counts (default: ${DEFAULT-VALUE})")
        private int repeats;

        @Option(
                names = "--warm-up",
                paramLabel = "N",
                defaultValue = "1",
                description = "untimed rounds before (default: ${DEFAULT-VALUE})")
        private int warmUp;

        private Bench(LongSupplier nanos, Consumer<String> progress) {
            this.nanos = nanos;
            this.progress = progress;
        }

        /// Measures.
        abstract List<BenchmarkLine> lines(Trial trial, BoostingShape shape, int repeats, int warmUp);

        LongSupplier nanos() {
            return nanos;
        }

        Consumer<String> progress() {
            return progress;
        }

        long seed() {
            return seed;
        }

        @Override
        public Integer call() {
            for (int count : new int[] {rows, testRows, columns, repeats, trees == null ? 1 : trees}) {
                if (count < 1) {
                    throw new CommandLine.ParameterException(spec.commandLine(), "counts must be positive");
                }
            }
            if (warmUp < 0 || trees != null && trees > MOST_TREES) {
                throw new CommandLine.ParameterException(
                        spec.commandLine(), "--warm-up must not be negative, and --trees at most " + MOST_TREES);
            }
            TrainingPlan read = plan("data-samples/plans/bench.yaml");
            BoostingShape shape = shape(read);
            Trial trial = trial(read);
            if (trees != null) {
                shape = new BoostingShape(
                        trees,
                        shape.rate(),
                        shape.leaves(),
                        shape.depth(),
                        shape.leafRows(),
                        shape.rowShare(),
                        shape.levels());
            }
            PrintWriter out = spec.commandLine().getOut();
            PrintWriter conditions = json.json() ? spec.commandLine().getErr() : out;
            conditions.printf(
                    Locale.ROOT,
                    "%s; %,d training rows, %,d test rows of later dates and other debtors, %d columns; median of %d"
                            + " rounds in turn after %d untimed; JDK %s%n",
                    lake == null ? "made-up rows, seed " + seed : "snapshots of " + lake + ", " + axis.label(),
                    trial.trainOutcomes().length,
                    trial.testOutcomes().length,
                    trial.features().size(),
                    repeats,
                    warmUp,
                    Runtime.version());
            List<BenchmarkLine> lines = lines(trial, shape, repeats, warmUp);
            head();
            print(lines);
            return 0;
        }

        void head() {
            if (!json.json()) {
                spec.commandLine().getOut().println(BenchmarkLine.header());
            }
        }

        void print(List<BenchmarkLine> lines) {
            PrintWriter out = spec.commandLine().getOut();
            lines.forEach(line -> out.println(json.json() ? line.json() : line.text()));
            out.flush();
        }

        /// The plan that was named.
        ///
        /// @param usual file that counts where none was
        TrainingPlan plan(String usual) {
            return TrainingPlan.read(plan == null ? Leaf.settings(spec).home().resolve(usual) : plan);
        }

        /// The default plan of the lake's models.
        TrainingPlan standardPlan() {
            return TrainingPlan.read(TrainingPlan.standard(Leaf.settings(spec).home()));
        }

        static BoostingShape shape(TrainingPlan plan) {
            BoostingShape shape = plan.boosting();
            if (shape == null) {
                throw new Problem(
                        "PLAN",
                        plan.label(),
                        "the section boosting is missing",
                        "the peers are given trees of the same shape",
                        "add the section, or name another plan");
            }
            return shape;
        }

        private Trial trial(TrainingPlan read) {
            if (lake == null) {
                MadeUpRows made = MadeUpRows.of(columns, rows, testRows, seed);
                return Trial.of(made, Axis.WILLINGNESS, made.features(), read, rows);
            }
            FeatureCatalogue catalogue =
                    FeatureCatalogue.standard(Leaf.settings(spec).otherCases());
            List<Feature> features = Stream.concat(
                            catalogue.of(axis).stream(),
                            catalogue.features().stream().filter(f -> f.axis() != axis))
                    .limit(columns)
                    .toList();
            Trial trial = Trial.of(new DeltaSnapshots(new Lake(lake, Leaf.settings(spec))), axis, features, read, rows);
            if (one(trial.trainOutcomes()) || one(trial.testOutcomes())) {
                throw new Problem(
                        "BENCH-ROWS",
                        lake,
                        "the snapshots hold too few rows of " + axis.label() + " on one side of the split",
                        "training and test need good and bad outcomes both",
                        "name a plan that splits elsewhere with --plan, or a larger lake");
            }
            return trial;
        }

        private static boolean one(int[] outcomes) {
            return Arrays.stream(outcomes).distinct().count() < 2;
        }
    }

    @Listed(Listed.Group.BENCHMARKS)
    @Command(
            name = "train",
            sortOptions = false,
            header = "Measure training, compared with LightGBM and XGBoost.",
            description = {
                "Trains scorecard and boosted trees, LightGBM and XGBoost on the same rows, each on all cores,",
                "and compares the AUC on rows of later dates and other debtors.",
                "With --table or --made-up-tables, compares models of tables instead: every side searches the same"
                    + " grid on the same folds inside the training rows, and nobody looks at the test rows before the"
                    + " end."
            },
            footer = {
                "",
                "Examples:",
                "  ./solvens bench train --json",
                "  ./solvens bench train --variants",
                "  ./solvens bench train --table loans.csv --target paid --split application_day --special -7,-8,-9",
                "  ./solvens bench train --made-up-tables",
                "  ./solvens bench train --lake lake --plan data-samples/plans/default.yaml --axis reachability"
            })
    private static final class Train extends Bench {
        @Option(
                names = "--cores",
                paramLabel = "N",
                description =
                        "threads of either side; all of the machine's if not given. While other work runs, give 1:"
                                + " threads of the peers that wait for one another waste their time")
        private @Nullable Integer cores;

        @Option(names = "--variants", description = "also what each way of making boosting faster costs")
        private boolean variants;

        @Option(names = "--plain", description = "also Smile's own fit, which takes many minutes")
        private boolean plain;

        @ArgGroup(exclusive = false, heading = "Models of a table:%n")
        private @Nullable TableOptions table;

        @Option(names = "--made-up-tables", description = "compare models of tables that the seed makes")
        private boolean madeUp;

        private Train(LongSupplier nanos, Consumer<String> progress) {
            super(nanos, progress);
        }

        @Override
        public Integer call() {
            if (table == null && !madeUp) {
                return super.call();
            }
            TrainingPlan plan = plan("data-samples/plans/table.yaml");
            BoostingShape base = shape(plan);
            Map<String, TableTraining> tables = new LinkedHashMap<>();
            if (table != null) {
                TableTraining read = TableTraining.of(table.file(), table.spec(), plan);
                tables.put(read.frame().file(), read);
            } else {
                for (MadeUpTable made : MadeUpTable.values()) {
                    tables.put(made.label(), TableTraining.of(made.of(seed()), made.spec(), plan));
                }
            }
            int threads = cores == null ? Runtime.getRuntime().availableProcessors() : cores;
            head();
            BoostingShape planned = shape(standardPlan());
            tables.forEach(
                    (name, one) -> print(new TableBench(name, one.trial(), base, planned, threads, progress()).run()));
            return 0;
        }

        @Override
        List<BenchmarkLine> lines(Trial trial, BoostingShape shape, int repeats, int warmUp) {
            int threads = cores == null ? Runtime.getRuntime().availableProcessors() : cores;
            TrainBench bench = new TrainBench(trial, shape, threads, repeats, nanos(), progress());
            List<BenchmarkLine> lines = new ArrayList<>(bench.run(warmUp));
            if (variants || plain) {
                lines.addAll(bench.variants(plain, seed()));
            }
            return lines;
        }
    }

    @Listed(Listed.Group.BENCHMARKS)
    @Command(
            name = "predict",
            sortOptions = false,
            header = "Measure prediction, compared with XGBoost.",
            description = {
                "Scores test rows by the portable trees and by XGBoost's predict, with as many trees of the same"
                        + " depth,",
                "one thread each; and the same with what each feature adds."
            },
            footer = {"", "Example:", "  ./solvens bench predict --json"})
    private static final class Predict extends Bench {
        @Option(
                names = "--explained",
                paramLabel = "N",
                defaultValue = "2000",
                description = "rows that are explained (default: ${DEFAULT-VALUE})")
        private int explained;

        private Predict(LongSupplier nanos, Consumer<String> progress) {
            super(nanos, progress);
        }

        @Override
        List<BenchmarkLine> lines(Trial trial, BoostingShape shape, int repeats, int warmUp) {
            return new PredictBench(trial, shape, repeats, nanos(), progress()).run(warmUp, explained);
        }
    }
}
