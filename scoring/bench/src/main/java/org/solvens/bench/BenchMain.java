package org.solvens.bench;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
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
import org.solvens.training.Trial;
import org.solvens.training.rows.DeltaSnapshots;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// The commands `bench train`, `bench predict` and `bench decide`.
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
                        .addSubcommand(new Decide(nanos, progress)));
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
            Path file = plan == null ? Leaf.settings(spec).home().resolve("data-samples/plans/bench.yaml") : plan;
            TrainingPlan read = TrainingPlan.read(file);
            BoostingShape shape = read.boosting();
            if (shape == null) {
                throw new Problem(
                        "PLAN",
                        file.toString(),
                        "the section boosting is missing",
                        "the peers are given trees of the same shape",
                        "add the section, or name another plan");
            }
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
            if (!json.json()) {
                out.println(BenchmarkLine.header());
            }
            lines.forEach(line -> out.println(json.json() ? line.json() : line.text()));
            return 0;
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
            return java.util.Arrays.stream(outcomes).distinct().count() < 2;
        }
    }

    @Listed(Listed.Group.BENCHMARKS)
    @Command(
            name = "train",
            sortOptions = false,
            header = "Measure training, compared with LightGBM and XGBoost.",
            description = {
                "Trains scorecard and boosted trees, LightGBM and XGBoost on the same rows, each on all cores,",
                "and compares the AUC on rows of later dates and other debtors."
            },
            footer = {
                "",
                "Examples:",
                "  ./solvens bench train --json",
                "  ./solvens bench train --variants",
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

        private Train(LongSupplier nanos, Consumer<String> progress) {
            super(nanos, progress);
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

    @Listed(Listed.Group.BENCHMARKS)
    @Command(
            name = "decide",
            sortOptions = false,
            header = "Measure decisions by the default policy.",
            description = {
                "Decides made-up scored cases by the default policy: one at a time, measured by JMH, with the trace"
                        + " and",
                "with the explanation of each condition; and many, on all threads."
            },
            footer = {"", "Example:", "  ./solvens bench decide --cores 2"})
    private static final class Decide implements Callable<Integer> {
        private final LongSupplier nanos;
        private final Consumer<String> progress;

        @Spec
        private CommandSpec spec;

        @Mixin
        private JsonOption json = new JsonOption();

        @Option(
                names = "--cases",
                paramLabel = "N",
                defaultValue = "1000000",
                description = "cases that are decided in a batch (default: ${DEFAULT-VALUE})")
        private int cases;

        @Option(
                names = "--cores",
                paramLabel = "N",
                description = "threads of the batch (default: those of the machine)")
        private @Nullable Integer cores;

        @Option(
                names = "--millis",
                paramLabel = "N",
                defaultValue = "2000",
                description = "length of a round of one decision at a time (default: ${DEFAULT-VALUE})")
        private int millis;

        @Option(
                names = "--repeats",
                paramLabel = "N",
                defaultValue = "3",
                description = "batches, of which the median counts (default: ${DEFAULT-VALUE})")
        private int repeats;

        @Option(
                names = "--seed",
                paramLabel = "N",
                defaultValue = "1",
                description = "of the cases of the batch (default: ${DEFAULT-VALUE})")
        private long seed;

        private Decide(LongSupplier nanos, Consumer<String> progress) {
            this.nanos = nanos;
            this.progress = progress;
        }

        @Override
        public Integer call() {
            int threads = cores == null ? Runtime.getRuntime().availableProcessors() : cores;
            for (int count : new int[] {cases, threads, millis, repeats}) {
                if (count < 1) {
                    throw new CommandLine.ParameterException(spec.commandLine(), "counts must be positive");
                }
            }
            List<BenchmarkLine> lines = new DecideBench(nanos, progress).run(cases, threads, millis, repeats, seed);
            PrintWriter out = spec.commandLine().getOut();
            if (!json.json()) {
                out.println(BenchmarkLine.header());
            }
            lines.forEach(line -> out.println(json.json() ? line.json() : line.text()));
            return 0;
        }
    }
}
