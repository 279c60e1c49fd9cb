package org.solvens.api;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.solvens.command.BenchmarkLine;
import org.solvens.command.JsonOption;
import org.solvens.command.Leaf;
import org.solvens.command.Listed;
import org.solvens.feature.FeatureCatalogue;
import org.solvens.intake.StoreAddress;
import org.solvens.lake.DeltaTable.Commit;
import org.solvens.lake.Lake;
import org.solvens.policy.PolicyText;
import org.solvens.scoring.ScoreRow;
import org.solvens.store.Store;
import org.solvens.table.PackedRows;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `bench api`: the server measured over HTTP, on this machine.
@Listed(Listed.Group.BENCHMARKS)
@Command(
        name = "api",
        sortOptions = false,
        header = "Measure the server, compared with a constant answer.",
        description = {
            "Asks a server for made-up cases, and the same server software for a constant answer of the same size, in"
                    + " turn, each in a process of its own.",
            "With a lake, also starts a server on it: scores histories, delivers events into a temporary store, and",
            "loads the scores again and again under load."
        },
        footer = {"", "Examples:", "  ./solvens bench api --json", "  ./solvens bench api --lake lake"})
final class ApiBench implements Callable<Integer> {
    /// Of the client of a load.
    static final int CONNECTIONS = 8;

    private static final int RELOADS = 100;
    private static final double SCORES_A_SECOND = 200;
    private static final double EVENTS_A_SECOND = 500;

    @Spec
    private CommandSpec spec;

    @Mixin
    private JsonOption json = new JsonOption();

    @Option(
            names = "--cases",
            paramLabel = "N",
            defaultValue = "1000000",
            description = "made-up cases (default: ${DEFAULT-VALUE})")
    private int cases;

    @Option(names = "--lake", paramLabel = "DIR", description = "a lake with scores and models; it is only read")
    private @Nullable String place;

    @Option(
            names = "--seconds",
            paramLabel = "N",
            defaultValue = "10",
            description = "of each load (default: ${DEFAULT-VALUE})")
    private double seconds;

    @Option(
            names = "--repeats",
            paramLabel = "N",
            defaultValue = "5",
            description = "rounds of look-ups and constant answers in turn, of which the median counts"
                    + " (default: ${DEFAULT-VALUE})")
    private int repeats;

    private final List<BenchmarkLine> lines = new ArrayList<>();

    @Override
    public Integer call() throws IOException {
        for (double count : new double[] {cases, seconds, repeats}) {
            if (!(count > 0)) {
                throw new CommandLine.ParameterException(spec.commandLine(), "counts must be positive");
            }
        }
        lookUps();
        if (place != null) {
            served(Lake.existing(place, Leaf.settings(spec)));
        }
        PrintWriter out = spec.commandLine().getOut();
        if (!json.json()) {
            out.println(BenchmarkLine.header());
        }
        lines.forEach(line -> out.println(json.json() ? line.json() : line.text()));
        return 0;
    }

    private void line(
            String metric,
            double value,
            String unit,
            @Nullable String peer,
            @Nullable Double peerValue,
            @Nullable Double target,
            boolean higher,
            long rows) {
        int cores = Runtime.getRuntime().availableProcessors();
        lines.add(new BenchmarkLine("api", metric, value, unit, peer, peerValue, target, higher, rows, cores));
    }

    /// A figure that is compared with a fixed limit.
    private void atMost(String metric, double value, String unit, double most, long rows) {
        line(metric, value, unit, "aim", most, 1.0, false, rows);
    }

    /// Any free port of this machine.
    static ApiServer.Address address() {
        return new ApiServer.Address("127.0.0.1", 0, AllowedHosts.of("127.0.0.1", List.of()));
    }

    private static long usedHeap() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    private void lookUps() throws IOException {
        FeatureCatalogue catalogue =
                FeatureCatalogue.standard(Leaf.settings(spec).otherCases());
        long before = usedHeap();
        Decisions made = Decisions.of(new Commit(0, 0), MadeUpCases.asOf(), new MadeUpCases(cases, catalogue));
        atMost("heap", (usedHeap() - before) / (double) cases, "B/case", 400, cases);
        opened(made, Files.createTempDirectory("bench").resolve("kept"));
        LookUpBench.Figures figures = new LookUpBench(cases, seconds, repeats).run();
        lines("", figures.open(), figures.constant());
        lines(" with a key, audited", figures.keyed(), figures.constant());
    }

    /// How long a server that starts again takes to open the scores that it kept on local disk.
    private void opened(Decisions made, Path file) throws IOException {
        made.rows().write(file);
        long begin = System.nanoTime();
        Decisions again = Decisions.of(
                made.commit(),
                made.asOf(),
                PackedRows.open(ScoreRow.TABLE, file).orElseThrow());
        atMost("scores opened from local disk", (System.nanoTime() - begin) / 1e9, "s", 5, again.size());
        Files.delete(file);
    }

    private void lines(String what, LookUpBench.Load ours, LookUpBench.Load constant) {
        line("look-ups" + what, ours.perSecond(), "/s", "constant", constant.perSecond(), 0.9, true, cases);
        line("look-up" + what + ", p99", ours.p99(), "ms", "constant", constant.p99(), 1.5, false, cases);
    }

    private void served(Lake lake) throws IOException {
        FeatureCatalogue catalogue =
                FeatureCatalogue.standard(Leaf.settings(spec).otherCases());
        Path folder = Files.createTempDirectory("bench");
        Store store = Store.open(StoreAddress.of(null, folder.toString()), Clock.systemUTC());
        long begin = System.nanoTime();
        try (ApiServer server = ApiServer.start(
                lake,
                catalogue,
                address(),
                Duration.ofDays(1),
                new Access(store, true, Clock.systemUTC()),
                new ApiServer.Scoring(PolicyText.standard(), null, folder.resolve("histories")))) {
            Decisions scores = server.decisions();
            atMost("ready, histories written", (System.nanoTime() - begin) / 1e9, "s", 5, scores.size());
            LoadClient client = new LoadClient(server.port(), CONNECTIONS);
            byte[] history = LoadClient.post("/v1/score", "", MadeUpHistory.request());
            // As fast as it answers, until the code is compiled.
            client.load(seconds, _ -> history);
            LoadClient.Answers scored = client.load(seconds, SCORES_A_SECOND, _ -> history);
            checked("score", scored);
            atMost("score with reasons at 200/s, p99", scored.millis(0.99), "ms", 5, scored.nanos().length);
            delivered(client, scores, "first");
            LoadClient.Answers delivered = delivered(client, scores, "second");
            checked("events", delivered);
            atMost("event on disk at 500/s, p99", delivered.millis(0.99), "ms", 20, delivered.nanos().length);
        }
        reloads(lake, catalogue);
    }

    /// Payments, each of them another one.
    private LoadClient.Answers delivered(LoadClient client, Decisions scores, String run) {
        return client.load(seconds, EVENTS_A_SECOND, number -> {
            String name = "BENCH-" + run + "-" + number;
            return LoadClient.post(
                    "/v1/events",
                    "Idempotency-Key: " + name + "\r\n",
                    MadeUpHistory.payment(
                            name, scores.at((int) (number % scores.size())).caseId()));
        });
    }

    /// @throws IllegalStateException if an answer was no success
    static void checked(String load, LoadClient.Answers answers) {
        if (answers.failed() > 0) {
            throw new IllegalStateException(answers.failed() + " answers of " + load + " failed");
        }
    }

    /// Loads the scores of a lake again and again while clients ask.
    private void reloads(Lake lake, FeatureCatalogue catalogue) throws IOException {
        Path folder = Files.createTempDirectory("bench");
        Path from = Path.of(lake.scores());
        Path to = folder.resolve(from.getFileName());
        try (var files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path copy = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(copy);
                } else {
                    Files.copy(file, copy);
                }
            }
        }
        Lake copied = new Lake(folder.toString());
        try (ApiServer server =
                ApiServer.listening(copied, catalogue, address(), Limits.STANDARD, Duration.ofDays(1))) {
            server.refresh();
            Decisions scores = server.decisions();
            LoadClient client = new LoadClient(server.port(), CONNECTIONS);
            Thread reloading = Thread.ofPlatform().start(() -> {
                for (int i = 1; i <= RELOADS; i++) {
                    newer(Path.of(copied.scores()), i);
                    server.refresh();
                }
            });
            long failed = 0;
            long asked = 0;
            while (reloading.isAlive()) {
                LoadClient.Answers answers = client.load(
                        1,
                        number -> LoadClient.get(
                                "/v1/cases/"
                                        + scores.at((int) (number % scores.size()))
                                                .caseId() + "/segment",
                                ""));
                failed += answers.failed();
                asked += answers.nanos().length;
            }
            atMost("failed answers during " + RELOADS + " reloads", failed, "", 0, asked);
        }
    }

    /// Makes the newest commit of a table another one: the server loads it again.
    private static void newer(Path table, int by) {
        try (var log = Files.list(table.resolve("_delta_log"))) {
            Path last = log.filter(file -> file.toString().endsWith(".json"))
                    .max(Comparator.naturalOrder())
                    .orElseThrow();
            Files.setLastModifiedTime(
                    last, FileTime.fromMillis(Files.getLastModifiedTime(last).toMillis() + 1_000L * by));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
