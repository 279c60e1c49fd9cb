package org.solvens.bench.features;

import java.io.OutputStream;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.solvens.command.BenchmarkLine;
import org.solvens.facts.FeedStarts;
import org.solvens.facts.OtherCases;
import org.solvens.feature.FeatureCatalogue;
import org.solvens.feed.Feed;
import org.solvens.feed.FeedContract;
import org.solvens.ingest.Ingest;
import org.solvens.ingest.IngestResult;
import org.solvens.lake.Lake;
import org.solvens.pipelines.SparkLake;
import org.solvens.pipelines.histories.Histories;
import org.solvens.pipelines.snapshots.Features;
import org.solvens.settings.Settings;
import org.solvens.simulation.SimulatorMain;

/// Histories and features compared with DuckDB's SQL on the same Parquet feeds.
///
/// The simulator makes two years of feeds. They are cut at the instant since which one in a hundred debtors has
/// new records: what was known before is the first day, from empty lake to written features; the rest is a
/// day's delivery. The peer computes the ten simplest features of the catalogue, each time from all feeds. A second
/// peer does the first day with Spark's own means ({@link PlainSpark}), in the same process after ours, so with warmer
/// code.
final class FeaturesBench {
    private static final String BENCH = "features";
    private static final double CASES_A_DEBTOR = 1.333;
    private static final LocalDate FROM = LocalDate.of(2024, 7, 1);
    private static final LocalDate TO = LocalDate.of(2026, 6, 30);
    private static final double DAILY_SHARE = 0.01;
    private static final int MONTHS = 12;

    private final int cases;
    private final long seed;
    private final int cores;
    private final int repeats;
    private final Path work;
    private final LongSupplier nanos;
    private final Consumer<String> progress;
    private final List<BenchmarkLine> lines = new ArrayList<>();

    /// @param cases about so many
    /// @param repeats timed rounds of the scans, of which the median counts; one untimed comes before
    /// @param work folder for feeds and lake, empty
    FeaturesBench(
            int cases, long seed, int cores, int repeats, Path work, LongSupplier nanos, Consumer<String> progress) {
        this.cases = cases;
        this.seed = seed;
        this.cores = cores;
        this.repeats = repeats;
        this.work = work;
        this.nanos = nanos;
        this.progress = progress;
    }

    /// Something that takes time.
    private interface Work {
        void run() throws Exception;
    }

    private double seconds(String what, Work some) throws Exception {
        progress.accept(what);
        long start = nanos.getAsLong();
        some.run();
        return (nanos.getAsLong() - start) / 1e9;
    }

    List<BenchmarkLine> run() throws Exception {
        Path whole = work.resolve("simulated");
        Path before = Files.createDirectories(work.resolve("before"));
        Path since = Files.createDirectories(work.resolve("since"));
        simulate(whole);
        try (DuckDb peer = new DuckDb(cores)) {
            progress.accept("cutting the feeds");
            Instant cut = cut(peer, whole.resolve("feeds"));
            List<String> names = Stream.of(Feed.values()).map(Feed::label).toList();
            peer.split(whole.resolve("feeds"), names, cut, before, since);
            LocalDate first = LocalDate.ofInstant(cut, ZoneOffset.UTC).plusDays(1);
            measure(peer, before, since, first, TO.isAfter(first) ? TO.plusDays(1) : first.plusDays(1));
        }
        return lines;
    }

    private void simulate(Path to) {
        progress.accept("simulating");
        PrintWriter silent = new PrintWriter(OutputStream.nullOutputStream());
        int code = new SimulatorMain()
                .run(
                        Settings.NONE,
                        silent,
                        new PrintWriter(System.err, true),
                        "simulate",
                        "--debtors",
                        String.valueOf(Math.max(1, Math.round(cases / CASES_A_DEBTOR))),
                        "--from",
                        FROM.toString(),
                        "--to",
                        TO.toString(),
                        "--seed",
                        String.valueOf(seed),
                        "--points",
                        "0",
                        "--format",
                        "parquet",
                        "--out",
                        to.toString());
        if (code != 0) {
            throw new IllegalStateException("the simulator ended with " + code);
        }
    }

    private static Instant cut(DuckDb peer, Path feeds) throws SQLException {
        List<String> ofCases = new ArrayList<>();
        List<String> ofDebtors = new ArrayList<>();
        for (Feed feed : Feed.values()) {
            if (feed != Feed.MANDATES) {
                (FeedContract.of(feed).has("debtor_id") ? ofDebtors : ofCases).add(feed.label());
            }
        }
        return peer.shareOfDebtors(feeds, ofCases, ofDebtors, DAILY_SHARE);
    }

    private void measure(DuckDb peer, Path before, Path since, LocalDate first, LocalDate next) throws Exception {
        String peerName = peer.version();
        Lake lake = new Lake(work.resolve("lake").toString());
        SparkSession spark = SparkLake.session("local[" + cores + "]", Map.of(), Settings.NONE);
        Features features = new Features(spark, lake);

        // The first day, in a JVM that has done nothing yet, and the peer's.
        long[] records = new long[1];
        double ingest = seconds("first day: ingest", () -> records[0] = ingest(spark, lake, before));
        double build = seconds("first day: histories", () -> new Histories(spark, lake).update());
        double ten = seconds(
                "first day: features", () -> features.write(List.of(first), DuckDb.FEATURES, features.feedStarts()));
        long heap = peakHeap();
        Path peers = work.resolve("peer.parquet");
        double peerFirst = seconds("first day: peer", () -> peer.write(List.of(before), first, peers));
        long differing = peer.differing(peers, written(lake, first));

        FeedStarts feeds = features.feedStarts();
        Features.Scan scanned = features.scan(List.of(first), feeds);
        long rows = scanned.rows();
        line("ingest of the first day", ingest, "s", null, null, null, rows);
        line("building histories", build, "s", null, null, null, rows);
        line("writing ten features", ten, "s", null, null, null, rows);
        line("first day, feeds to ten written features", ingest + build + ten, "s", peerName, peerFirst, 10.0, rows);
        Path plain = Files.createDirectories(work.resolve("plain"));
        double plainFirst =
                seconds("first day: the plain Spark way", () -> new PlainSpark(spark).firstDay(before, first, plain));
        line("first day", ingest + build + ten, "s", "plain Spark", plainFirst, 1.0, rows);
        line("records a second on the first day", records[0] / (ingest + build + ten), "1/s", null, null, null, rows);
        line("peak heap of the first day", heap / 1e6, "MB", null, null, null, rows);
        line("cases whose ten features differ from the peer's", differing, "cases", null, null, null, rows);

        // Scans, ours and the peer's in turn, after one of each that is not timed.
        peer.scan(List.of(before), first);
        List<LocalDate> months = new ArrayList<>();
        for (int month = 0; month < MONTHS; month++) {
            months.add(first.minusMonths(month));
        }
        double[] one = new double[repeats];
        double[] twelve = new double[repeats];
        double[] peerScan = new double[repeats];
        for (int round = 0; round < repeats; round++) {
            one[round] = seconds("scan", () -> features.scan(List.of(first), feeds));
            peerScan[round] = seconds("scan: peer", () -> peer.scan(List.of(before), first));
            twelve[round] = seconds("scan of twelve months", () -> features.scan(months, feeds));
        }
        int catalogue = FeatureCatalogue.standard(OtherCases.SEEN).features().size();
        line(
                "scan of " + catalogue + " features at one as-of",
                median(one),
                "s",
                peerName + ", 10",
                median(peerScan),
                0.7,
                rows);
        line("rows a second in that scan", rows / median(one), "1/s", null, null, null, rows);
        line("scan at twelve as-ofs", median(twelve), "s", "one as-of", median(one), 2.0, rows);
        double all = seconds("whole catalogue", () -> features.write(List.of(first), List.of(), feeds));
        line("writing the whole catalogue", all, "s", null, null, null, rows);
        features.write(List.of(first), DuckDb.FEATURES, feeds);

        // A day's delivery.
        double dayIngest = seconds("second day: ingest", () -> ingest(spark, lake, since));
        long[] rewritten = new long[1];
        double dayBuild = seconds(
                "second day: histories",
                () -> rewritten[0] = new Histories(spark, lake).update().debtors());
        double dayTen = seconds(
                "second day: features", () -> features.write(List.of(next), DuckDb.FEATURES, features.feedStarts()));
        double peerDay = seconds("second day: peer", () -> peer.write(List.of(before, since), next, peers));
        long differingNext = peer.differing(peers, written(lake, next));
        line("debtors with new records on the second day", rewritten[0], "debtors", null, null, null, rows);
        line("ingest of the second day", dayIngest, "s", null, null, null, rows);
        line("updating histories", dayBuild, "s", null, null, null, rows);
        line("writing ten features on the second day", dayTen, "s", null, null, null, rows);
        line(
                "second day, feeds to ten written features",
                dayIngest + dayBuild + dayTen,
                "s",
                peerName,
                peerDay,
                3.0,
                rows);
        line("cases that differ on the second day", differingNext, "cases", null, null, null, rows);
        spark.stop();
    }

    private long ingest(SparkSession spark, Lake lake, Path feeds) {
        IngestResult result = new Ingest(spark, lake, null, Instant.now()).run(List.of(feeds.toString()), step -> {});
        if (result.quarantined() > 0) {
            throw new IllegalStateException(result.quarantined() + " simulated records were refused");
        }
        return result.added();
    }

    /// The files of an as-of date in the table of features, which holds one date a write.
    private static List<Path> written(Lake lake, LocalDate day) {
        return SparkSession.active()
                .read()
                .format("delta")
                .load(lake.features())
                .where("as_of = date'" + day + "'")
                .select("_metadata.file_path")
                .distinct()
                .collectAsList()
                .stream()
                .map(row -> Path.of(java.net.URI.create(row.getString(0))))
                .toList();
    }

    /// Most that the pools of the heap held since the last call.
    private static long peakHeap() {
        long peak = 0;
        for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
            if (pool.getType() == MemoryType.HEAP) {
                peak += pool.getPeakUsage().getUsed();
                pool.resetPeakUsage();
            }
        }
        return peak;
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    private void line(
            String metric,
            double value,
            String unit,
            @org.jspecify.annotations.Nullable String peer,
            @org.jspecify.annotations.Nullable Double peerValue,
            @org.jspecify.annotations.Nullable Double target,
            long rows) {
        lines.add(new BenchmarkLine(BENCH, metric, value, unit, peer, peerValue, target, false, rows, cores));
    }
}
