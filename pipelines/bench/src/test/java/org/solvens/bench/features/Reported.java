package org.solvens.bench.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;
import org.solvens.ingest.Ingest;
import org.solvens.inputs.FeedSpans;
import org.solvens.lake.DeltaTable.Filter;
import org.solvens.lake.Lake;
import org.solvens.mapping.Mapping;
import org.solvens.pipelines.SparkLake;
import org.solvens.pipelines.histories.Histories;
import org.solvens.pipelines.reports.Recovery;
import org.solvens.pipelines.scores.Scores;
import org.solvens.pipelines.scores.ScoringInputs;
import org.solvens.policy.Capacity;
import org.solvens.policy.PolicyText;
import org.solvens.report.RecoveryRow;
import org.solvens.report.metric.FigureRow;
import org.solvens.report.metric.Grain;
import org.solvens.report.metric.Metric;
import org.solvens.scoring.ScoreRow;
import org.solvens.settings.Settings;

/// The figures of a report on some files, and the same records as tables of SQL, which know nothing of our code.
final class Reported implements AutoCloseable {
    /// Columns of the feeds that the queries read, with their types.
    private static final Map<String, String> COLUMNS = Map.of(
            "cases",
            "case_id varchar, debtor_id varchar, creditor_id varchar, country varchar, currency varchar,"
                    + " debtor_kind varchar, claim_type varchar, principal decimal(18,3), interest decimal(18,3),"
                    + " costs decimal(18,3), due_date date, arose_on date, placed_on date, stage varchar,"
                    + " reminder_fee_agreed boolean, known_at timestamptz",
            "case_events",
            "event_id varchar, case_id varchar, kind varchar, component varchar, amount decimal(18,3), stage varchar,"
                    + " letter varchar, closed_as varchar, happened_on date, known_at timestamptz",
            "payments",
            "payment_id varchar, case_id varchar, amount decimal(18,3), paid_on date, booked_on date, source varchar,"
                    + " reversal_of varchar, known_at timestamptz, kind varchar, reference varchar, retracted boolean",
            "contacts",
            "contact_id varchar, debtor_id varchar, case_id varchar, direction varchar, channel varchar,"
                    + " outcome varchar, promised_amount decimal(18,3), promised_for date, cost decimal(18,3),"
                    + " \"at\" timestamptz, known_at timestamptz",
            "arrangements",
            "arrangement_id varchar, case_id varchar, kind varchar, agreed_on date, known_at timestamptz",
            "holds",
            "hold_id varchar, debtor_id varchar, case_id varchar, kind varchar, opened_on date, closed_on date,"
                    + " outcome varchar, known_at timestamptz",
            "decisions",
            "decision_id varchar, case_id varchar, route varchar, decided_at timestamptz, known_at timestamptz");

    private static final Path HOME = Path.of(System.getProperty("solvens.home"));

    /// Days from the first scoring to the report.
    static final int SCORED_BEFORE = 60;

    private final Path folder;
    private final LocalDate asOf;
    private final List<FigureRow> figures = new ArrayList<>();
    private final List<ScoreRow> scored = new ArrayList<>();
    private final List<RecoveryRow> recovery = new ArrayList<>();
    private final Connection sql;

    /// Real data, which may not be here: a test of it is then skipped.
    ///
    /// @param variable of the environment that names the file
    /// @param path in the folder of shared data next to the project, where no variable names it
    static Path file(String variable, String path) {
        String named = System.getenv(variable);
        Path file =
                named != null ? Path.of(named) : HOME.resolve("../shared/data").resolve(path);
        assumeTrue(Files.exists(file), "The real data is not tried: it is not at " + file + ".");
        return file;
    }

    /// A mapping of the samples.
    static Mapping mapping(String name) {
        return Mapping.read(HOME.resolve("data-samples/mappings").resolve(name));
    }

    /// Ingests files and reports on them.
    ///
    /// @param folder for the lake and the tables of SQL
    /// @param mapping null if the files are feeds
    /// @param day of the report; null for the day after the last record
    /// @param teams whose calls are scarce when the cases are scored, {@link #SCORED_BEFORE} days before the
    ///     report and at its day; null for a report without scores
    /// @param selects a query for each feed that the files hold, with the feed's columns
    Reported(
            Path folder,
            Path files,
            @Nullable Mapping mapping,
            @Nullable LocalDate day,
            @Nullable Capacity teams,
            Map<String, String> selects)
            throws IOException, SQLException {
        this.folder = folder;
        Lake lake = new Lake(folder.resolve("lake").toString());
        try (SparkSession spark = SparkLake.session("local[2]", Map.of(), Settings.NONE)) {
            new Ingest(spark, lake, mapping, Instant.parse("2026-07-01T00:00:00Z"))
                    .run(List.of(files.toString()), _ -> {});
            new Histories(spark, lake).update();
            FeedSpans spans = FeedSpans.ofCases(lake);
            long at = day == null
                    ? spans.nextMidnight()
                    : day.atStartOfDay(ZoneOffset.UTC).toInstant().toEpochMilli();
            asOf = LocalDate.ofInstant(Instant.ofEpochMilli(at), ZoneOffset.UTC);
            ScoringInputs inputs = ScoringInputs.of(lake, PolicyText.standard());
            if (teams != null) {
                Scores scores = new Scores(spark, lake);
                for (int before : new int[] {SCORED_BEFORE, 0}) {
                    scores.write(at - Duration.ofDays(before).toMillis(), spans.starts(), inputs.within(teams));
                }
                lake.tables().open(lake.scores()).scan(ScoreRow.TABLE, Filter.all(), scored::add);
            }
            new Recovery(spark, lake).write(at, spans.starts(), inputs);
        }
        lake.tables().open(lake.figures()).scan(FigureRow.TABLE, Filter.all(), figures::add);
        lake.tables().open(lake.recovery()).scan(RecoveryRow.TABLE, Filter.all(), recovery::add);
        sql = DriverManager.getConnection("jdbc:duckdb:");
        run("set timezone = 'UTC'");
        for (Map.Entry<String, String> feed : COLUMNS.entrySet()) {
            run("create table made (" + feed.getValue() + ")");
            String select = selects.get(feed.getKey());
            if (select != null) {
                run("insert into made by name " + select);
            }
            run("copy made to '" + folder.resolve(feed.getKey() + ".parquet") + "' (format parquet)");
            run("drop table made");
        }
    }

    @Override
    public void close() throws SQLException {
        sql.close();
    }

    /// A regular expression of the names of a feed's columns.
    static String names(String feed) {
        return "'^("
                + Arrays.stream(columns(feed).split(", "))
                        .map(column -> column.substring(0, column.indexOf(' ')).replace("\"", ""))
                        .collect(Collectors.joining("|"))
                + ")$'";
    }

    private static String columns(String feed) {
        return Objects.requireNonNull(COLUMNS.get(feed), feed);
    }

    /// The days of a metric's months.
    List<LocalDate> days(Metric metric) {
        return figures.stream()
                .filter(row -> row.metric().equals(metric.label()))
                .map(FigureRow::period)
                .filter(Objects::nonNull)
                .distinct()
                .toList();
    }

    LocalDate asOf() {
        return asOf;
    }

    /// Where the files of the scores are, as DuckDB reads them.
    String scores() {
        return "read_parquet('" + folder.resolve("lake/scores") + "/**/*.parquet', hive_partitioning = true)";
    }

    /// The scores of the report's day.
    List<ScoreRow> scoresOfTheDay() {
        return scored.stream().filter(row -> row.asOf().equals(asOf)).toList();
    }

    List<RecoveryRow> recovery() {
        return recovery;
    }

    private void run(String statement) throws SQLException {
        try (Statement each = sql.createStatement()) {
            each.execute(statement);
        }
    }

    /// Rows of a query by all columns but the last, which is the value.
    ///
    /// @param day as of which it asks
    Map<String, BigDecimal> query(String text, LocalDate day) throws SQLException {
        String query = text.replace("{day}", day.toString());
        for (String feed : COLUMNS.keySet()) {
            query = query.replace(
                    "{" + feed + "}",
                    "read_parquet('" + folder.resolve(feed + ".parquet") + "', file_row_number = true)");
        }
        Map<String, BigDecimal> found = new TreeMap<>();
        try (Statement statement = sql.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            int columns = rows.getMetaData().getColumnCount();
            while (rows.next()) {
                List<String> key = new ArrayList<>();
                for (int i = 1; i < columns; i++) {
                    key.add(String.valueOf(rows.getString(i)));
                }
                put(found, String.join(" ", key), rows.getBigDecimal(columns));
            }
        }
        return found;
    }

    static void put(Map<String, BigDecimal> into, String key, BigDecimal value) {
        into.merge(key, value, BigDecimal::add);
    }

    /// Without zeros, and numbers without trailing zeros.
    static Map<String, BigDecimal> plain(Map<String, BigDecimal> values) {
        Map<String, BigDecimal> plain = new TreeMap<>();
        values.forEach((key, value) -> {
            if (value.signum() != 0) {
                plain.put(key, value.stripTrailingZeros());
            }
        });
        return plain;
    }

    Map<String, BigDecimal> figures(Metric metric, Grain grain, Function<FigureRow, String> key) {
        Map<String, BigDecimal> found = new TreeMap<>();
        figures.stream()
                .filter(row -> row.metric().equals(metric.label()) && row.grain() == grain)
                .forEach(row -> put(found, key.apply(row), row.value()));
        return plain(found);
    }

    /// Figures and the answer of a query are the same, and are not empty.
    void agree(Map<String, BigDecimal> ours, String text) throws SQLException {
        assertThat(ours).isNotEmpty().isEqualTo(plain(query(text, asOf)));
    }
}
