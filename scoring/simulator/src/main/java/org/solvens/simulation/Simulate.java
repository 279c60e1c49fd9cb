package org.solvens.simulation;

import java.io.Console;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import org.jspecify.annotations.Nullable;
import org.solvens.command.Listed;
import org.solvens.feed.Feed;
import org.solvens.problem.Problem;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `simulate`: writes the ten feeds of made-up debtors, and the truth about them apart.
@Listed(Listed.Group.DATA)
@Command(
        name = "simulate",
        header = "Write the feeds of simulated debtors, and the truth about them.",
        description = "Writes the ten feeds of simulated debtors to DIR/feeds and the truth to DIR/truth.",
        sortOptions = false,
        footer = {
            "",
            "Example:",
            "  ./solvens simulate --debtors 2000 --from 2024-07-01 --to 2026-06-30 --seed 1 --world first --out"
                    + " simulated",
        })
public final class Simulate implements Callable<Integer> {
    private static final int MOST_DEBTORS = 100_000_000;

    /// Each thread holds the open files of one part.
    private static final int MOST_THREADS = 8;

    private static final Pattern OURS =
            Pattern.compile("(traits|balances|decision_points|potential_outcomes|long_outcomes|dirt|"
                    + Stream.of(Feed.values()).map(Feed::label).collect(Collectors.joining("|"))
                    + ")(-\\d{5})?\\.(csv|avro|parquet)");

    @Spec
    private CommandSpec spec;

    @Option(names = "--debtors", required = true, paramLabel = "N", description = "how many debtors")
    private int debtors;

    @Option(names = "--from", required = true, paramLabel = "DATE", description = "first day, such as 2024-07-01")
    private LocalDate from;

    @Option(names = "--to", required = true, paramLabel = "DATE", description = "last day, such as 2026-06-30")
    private LocalDate to;

    @Option(names = "--seed", required = true, paramLabel = "S", description = "same seed, same bytes")
    private long seed;

    @Option(
            names = "--world",
            defaultValue = "default",
            paramLabel = "NAME",
            description = "what is assumed: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}); docs/simulator.md"
                    + " describes each",
            completionCandidates = Worlds.class)
    private String world;

    @Option(
            names = "--explored",
            paramLabel = "SHARE",
            description = "share of the old policy's decisions that are drawn evenly from the allowed routes (default:"
                    + " 0.03)")
    private @Nullable Double explored;

    @Option(
            names = "--format",
            defaultValue = "csv",
            paramLabel = "csv|avro|parquet",
            description = "format of the feeds (default: ${DEFAULT-VALUE})")
    private String format;

    @Option(
            names = "--dirt",
            defaultValue = "0.0",
            paramLabel = "SHARE",
            description = "share of bad rows among those written (default: ${DEFAULT-VALUE})")
    private double dirt;

    @Option(
            names = "--points",
            defaultValue = "1000",
            paramLabel = "N",
            description = "about how many decisions the truth samples (default: ${DEFAULT-VALUE})")
    private int points;

    @Option(
            names = "--also-avro",
            defaultValue = "0",
            paramLabel = "N",
            description = "writes the first N debtors as Avro too, to DIR/avro")
    private int alsoAvro;

    @Option(
            names = "--out",
            required = true,
            paramLabel = "DIR",
            description = "where to write; feeds of an earlier run there are replaced")
    private Path out;

    /// @return 0
    @Override
    public Integer call() throws IOException {
        FeedWriter.Format how = check();
        Scenario scenario = scenario();
        World made =
                new World(scenario, seed, from, to, explored == null ? scenario.value(Assumption.EXPLORED) : explored);
        Simulation simulation = new Simulation(made, debtors, dirt, points, Simulation.PART);
        int threads = Math.min(MOST_THREADS, Runtime.getRuntime().availableProcessors());
        checkPlaces();
        Path feeds;
        try {
            feeds = fresh("feeds.partial");
        } catch (IOException e) {
            throw new Problem(
                    "SIMULATE-OUT",
                    out.toString(),
                    "nothing can be written there",
                    String.valueOf(e.getMessage()),
                    "give --out a folder that you may write to",
                    e);
        }
        try (Bar bar = new Bar(debtors)) {
            Path truth = fresh("truth.partial");
            simulation.write(feeds, truth, how, threads, bar::step);
            if (alsoAvro > 0) {
                Path avro = fresh("avro.partial");
                Path untold = fresh("untold.partial");
                new Simulation(made, Math.min(alsoAvro, debtors), dirt, 0, Simulation.PART)
                        .write(avro, untold, FeedWriter.Format.AVRO, threads, done -> {});
                delete(untold);
                replace(avro, out.resolve("avro"));
            }
            replace(feeds, out.resolve("feeds"));
            replace(truth, out.resolve("truth"));
        }
        spec.commandLine()
                .getOut()
                .printf(
                        Locale.ROOT,
                        "%d debtors: feeds in %s, truth in %s%n",
                        debtors,
                        out.resolve("feeds"),
                        out.resolve("truth"));
        return 0;
    }

    private FeedWriter.Format check() {
        if (debtors < 1) {
            throw refused("--debtors", "there must be at least one debtor", "give a number from 1 on");
        }
        if (debtors > MOST_DEBTORS) {
            throw refused("--debtors", "there are too many debtors", "give a number up to " + MOST_DEBTORS);
        }
        if (!from.isBefore(to)) {
            throw refused("--to", "the last day must come after the first", "give a --to later than --from");
        }
        if (!(dirt >= 0 && dirt <= 0.5)) {
            throw refused("--dirt", "the share of bad rows must lie between 0 and 0.5", "give a share such as 0.01");
        }
        if (explored != null && !(explored >= 0 && explored <= 1)) {
            throw refused("--explored", "the share must lie between 0 and 1", "give a share such as 0.03");
        }
        if (points < 0 || alsoAvro < 0) {
            throw refused("--points, --also-avro", "a count is negative", "give 0 or more");
        }
        for (FeedWriter.Format each : FeedWriter.Format.values()) {
            if (each.name().toLowerCase(Locale.ROOT).equals(format)) {
                return each;
            }
        }
        throw refused("--format", "'" + format + "' is not a format", "give csv, avro or parquet");
    }

    private Scenario scenario() {
        for (Scenario each : Scenario.values()) {
            if (each.label().equals(world)) {
                return each;
            }
        }
        throw refused("--world", "'" + world + "' is not a world", "give one of " + String.join(", ", new Worlds()));
    }

    /// The names of the worlds.
    private static final class Worlds implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Arrays.stream(Scenario.values()).map(Scenario::label).iterator();
        }
    }

    private static Problem refused(String option, String what, String remedy) {
        return new Problem("SIMULATE-OPTION", option, what, "the option's value makes no sense", remedy);
    }

    private Path fresh(String name) throws IOException {
        Path folder = out.resolve(name);
        delete(folder);
        return Files.createDirectories(folder);
    }

    /// Moves the output to its place. Older output is deleted only after that.
    private static void replace(Path made, Path place) throws IOException {
        Path old = place.resolveSibling(place.getFileName() + ".old");
        delete(old);
        if (Files.exists(place)) {
            Files.move(place, old);
        }
        Files.move(made, place);
        delete(old);
    }

    /// Folders that are replaced must hold nothing but what an earlier run wrote.
    private void checkPlaces() throws IOException {
        for (String name : List.of("feeds", "truth", "avro")) {
            Path place = out.resolve(name);
            if (!Files.isDirectory(place)) {
                continue;
            }
            List<Path> foreign;
            try (Stream<Path> list = Files.list(place)) {
                foreign = list.filter(file ->
                                !OURS.matcher(file.getFileName().toString()).matches())
                        .toList();
            }
            if (!foreign.isEmpty()) {
                throw new Problem(
                        "SIMULATE-OUT",
                        foreign.getFirst().toString(),
                        "the folder that would be replaced holds a file that no simulation wrote",
                        "--out was pointed at a folder in use",
                        "move the file away or give another --out");
            }
        }
    }

    private static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        List<Path> files;
        try (Stream<Path> list = Files.list(folder)) {
            files = list.toList();
        }
        for (Path file : files) {
            Files.delete(file);
        }
        Files.delete(folder);
    }

    /// A progress bar where somebody watches, nothing elsewhere.
    private static final class Bar implements AutoCloseable {
        private final @Nullable ProgressBar bar;

        Bar(int debtors) {
            Console console = System.console();
            this.bar = console != null && console.isTerminal()
                    ? new ProgressBarBuilder()
                            .setTaskName("simulate")
                            .setInitialMax(debtors)
                            .setUnit(" debtors", 1)
                            .build()
                    : null;
        }

        void step(int done) {
            if (bar != null) {
                bar.stepBy(done);
            }
        }

        @Override
        public void close() {
            if (bar != null) {
                bar.close();
            }
        }
    }
}
