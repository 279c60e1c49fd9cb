package org.solvens.bench.reports;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.solvens.command.BenchmarkLine;
import org.solvens.lake.DeltaTable.Filter;
import org.solvens.lake.Lake;
import org.solvens.lake.Published;
import org.solvens.lake.Stamp;
import org.solvens.pipelines.SparkLake;
import org.solvens.problem.Problem;
import org.solvens.report.RecoveryRow;
import org.solvens.report.metric.FigureRow;
import org.solvens.report.metric.Grain;
import org.solvens.report.metric.Metric;
import org.solvens.reports.FirstPaint;
import org.solvens.reports.ReportName;
import org.solvens.settings.Settings;
import org.solvens.spark.SparkTable;
import org.solvens.table.TableContract;

/// How long the pages of the reports take on the figures of many cases: answered by a server, and
/// seen in a browser.
///
/// @param few a lake with reports; it is only read
/// @param folder empty, for the lake of many cases
/// @param nanos a clock
record ReportsBench(
        Lake few,
        long cases,
        long seed,
        int repeats,
        Path folder,
        Settings settings,
        LongSupplier nanos,
        Consumer<String> progress) {
    private static final String ANSWERS = "Solvens answers at ";
    private static final double AIM = 1_000;
    private static final int MOST_TRIES = 1_200;

    List<BenchmarkLine> run() throws IOException, InterruptedException {
        List<BenchmarkLine> lines = new ArrayList<>();
        long rows = write(lines);
        progress.accept("starting the server");
        Process server = new ProcessBuilder(
                        settings.home().resolve("solvens").toString(),
                        "serve",
                        "--lake",
                        folder.toString(),
                        "--port",
                        "0")
                .redirectError(
                        ProcessBuilder.Redirect.to(folder.resolve("server.log").toFile()))
                .start();
        try {
            String origin = origin(server);
            // A view that is not measured: the server keeps its page.
            await(server, URI.create(origin + "/reports/today?lang=da"));
            HttpClient client = HttpClient.newHttpClient();
            List<String> views = views(few);
            Optional<FirstPaint> browser = FirstPaint.start(settings.user());
            try {
                for (ReportName name : ReportName.values()) {
                    progress.accept("page " + name.label());
                    String page = origin + "/reports/" + name.label();
                    lines.add(line(name.label() + ": first answer", answered(client, page), rows));
                    List<Double> answers = new ArrayList<>();
                    List<Double> paints = new ArrayList<>();
                    for (int i = 0; i < repeats; i++) {
                        answers.add(answered(client, page + "?creditor=" + MadeUpFigures.creditor(i)));
                        if (browser.isPresent()) {
                            paints.add(browser.get()
                                    .of(URI.create(page + "?" + views.get(i % views.size())))
                                    .painted());
                        }
                    }
                    lines.add(line(name.label() + ": answer for one creditor, median", median(answers), rows));
                    if (!paints.isEmpty()) {
                        lines.add(line(name.label() + ": first paint, median", median(paints), rows));
                        lines.add(line(
                                name.label() + ": first paint, slowest",
                                paints.stream().mapToDouble(each -> each).max().orElseThrow(),
                                rows));
                    }
                }
            } finally {
                browser.ifPresent(FirstPaint::close);
            }
        } finally {
            server.descendants().forEach(ProcessHandle::destroy);
            server.destroy();
            server.waitFor();
        }
        return lines;
    }

    /// Writes the tables of the reports of many cases.
    private long write(List<BenchmarkLine> lines) throws IOException {
        List<FigureRow> figures = new ArrayList<>();
        List<RecoveryRow> recovery = new ArrayList<>();
        LocalDate day = few.tables()
                .open(few.figures())
                .publishedDay()
                .orElseThrow(() -> failed("the lake has no published report"));
        few.tables().open(few.figures()).scan(FigureRow.TABLE, Filter.equal("as_of", day), figures::add);
        few.tables().open(few.recovery()).scan(RecoveryRow.TABLE, Filter.equal("as_of", day), recovery::add);
        BigDecimal placed = figures.stream()
                .filter(row -> row.metric().equals(Metric.PLACED_CASES.label()) && row.grain() == Grain.MONTH)
                .map(FigureRow::value)
                .reduce(BigDecimal.ZERO, BigDecimal::add);
        long copies = Math.ceilDiv(cases, Math.max(1, placed.longValue()));
        progress.accept("making figures of " + copies * placed.longValue() + " cases");
        MadeUpFigures many = new MadeUpFigures(copies, seed);
        Lake lake = new Lake(folder.toString());
        copy(Path.of(few.scores()), Path.of(lake.scores()));
        long rows = 0;
        try (SparkSession spark = SparkLake.session("local[2]", Map.of(), settings)) {
            // Part by part, for memory: rows of different metrics are never the same, nor are those of different
            // claims.
            Map<String, List<FigureRow>> metrics =
                    figures.stream().collect(Collectors.groupingBy(row -> row.metric() + " " + row.grain()));
            for (List<FigureRow> metric : metrics.values()) {
                List<FigureRow> made = many.figures(metric);
                rows += made.size();
                write(spark, lake, made, FigureRow.TABLE, few.figures(), lake.figures());
            }
            Map<String, List<RecoveryRow>> claims =
                    recovery.stream().collect(Collectors.groupingBy(row -> row.country() + " " + row.claimType()));
            for (List<RecoveryRow> claim : claims.values()) {
                write(spark, lake, many.recovery(claim), RecoveryRow.TABLE, few.recovery(), lake.recovery());
            }
        }
        lines.add(new BenchmarkLine(
                "reports", "rows of the figures table", rows, "rows", null, null, null, true, cases, cores()));
        return copies * placed.longValue();
    }

    private <R extends Record> void write(
            SparkSession spark, Lake lake, List<R> rows, TableContract<R> table, String from, String path) {
        Published.Entry entry = Published.of(few.tables(), from).entries().getFirst();
        Stamp made = entry.made();
        if (made == null) {
            throw failed("the report of the lake was made by an earlier Solvens; run ./solvens report");
        }
        List<Row> written = rows.stream().map(row -> SparkTable.row(table, row)).toList();
        spark.createDataFrame(written, SparkTable.schema(table))
                .coalesce(1)
                .write()
                .format("delta")
                .mode("append")
                .option(
                        "userMetadata",
                        Published.of(lake.tables(), path)
                                .with(entry.asOf(), made)
                                .json())
                .save(path);
    }

    /// The server wants scores: those of the few cases.
    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path target = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(file, target);
                }
            }
        }
    }

    private static String origin(Process server) throws IOException {
        BufferedReader out = new BufferedReader(new InputStreamReader(server.getInputStream(), StandardCharsets.UTF_8));
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            if (line.startsWith(ANSWERS)) {
                return line.substring(ANSWERS.length()).replaceFirst("/\\s.*", "");
            }
        }
        throw failed("the server ended before it answered");
    }

    /// Queries of views of all creditors, of which the server has kept no page: each language in each currency.
    private static List<String> views(Lake few) {
        TreeSet<String> currencies = new TreeSet<>();
        few.tables().open(few.recovery()).scan(RecoveryRow.TABLE, Filter.all(), row -> currencies.add(row.currency()));
        return currencies.stream()
                .flatMap(currency ->
                        Stream.of("sv", "nb", "da", "en").map(tag -> "currency=" + currency + "&lang=" + tag))
                .toList();
    }

    /// Milliseconds until the whole page is there.
    private double answered(HttpClient client, String page) throws IOException, InterruptedException {
        long before = nanos.getAsLong();
        HttpResponse<String> answer =
                client.send(HttpRequest.newBuilder(URI.create(page)).build(), HttpResponse.BodyHandlers.ofString());
        double millis = (nanos.getAsLong() - before) / 1e6;
        if (answer.statusCode() != 200) {
            throw failed("the page " + page + " answered " + answer.statusCode());
        }
        return millis;
    }

    /// Waits until the tables are loaded.
    private static void await(Process server, URI page) throws IOException, InterruptedException {
        HttpClient client = HttpClient.newHttpClient();
        for (int i = 0; i < MOST_TRIES; i++) {
            if (!server.isAlive()) {
                throw failed("the server ended while it loaded the tables");
            }
            int status = client.send(HttpRequest.newBuilder(page).build(), HttpResponse.BodyHandlers.discarding())
                    .statusCode();
            if (status != 503) {
                return;
            }
            Thread.sleep(500);
        }
        throw failed("the server still loads the tables after ten minutes");
    }

    private static Problem failed(String why) {
        return new Problem("BENCH-REPORTS", "bench reports", "the pages cannot be measured", why, "correct that first");
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }

    private static int cores() {
        return Runtime.getRuntime().availableProcessors();
    }

    private static BenchmarkLine line(String metric, double millis, long rows) {
        return new BenchmarkLine("reports", metric, millis, "ms", "aim", AIM, 1.0, false, rows, cores());
    }
}
