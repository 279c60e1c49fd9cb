package org.solvens.pipelines;

import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.solvens.facts.DebtorView;
import org.solvens.facts.FeedStarts;
import org.solvens.facts.OtherCases;
import org.solvens.feed.Feed;
import org.solvens.history.Event;
import org.solvens.history.History;
import org.solvens.history.HistoryAssembler;
import org.solvens.history.HoldKind;
import org.solvens.ingest.FeedFiles;
import org.solvens.ingest.Ingest;
import org.solvens.ingest.LakeRows;
import org.solvens.lake.Lake;
import org.solvens.pipelines.histories.Assembling;
import org.solvens.pipelines.histories.Histories;
import org.solvens.pipelines.histories.HistoryRow;
import org.solvens.pipelines.histories.PieceRow;
import org.solvens.problem.Problem;
import org.solvens.simulation.Simulate;
import picocli.CommandLine;

class HistoriesTest {
    private static final Set<String> SOME = Set.of("cases.csv", "payments.csv", "contacts.csv", "holds.csv");

    @TempDir
    Path folder;

    static Map<String, String> content(Lake lake) {
        Map<String, String> histories = new TreeMap<>();
        for (Row row :
                LakeRows.table(lake.histories()).select("debtor_id", "history").collectAsList()) {
            String before =
                    histories.put(row.getString(0), java.util.HexFormat.of().formatHex((byte[]) row.get(1)));
            assertThat(before).as("a debtor has one row").isNull();
        }
        return histories;
    }

    private static void ingest(Lake lake, Path files) {
        new Ingest(LakeRows.spark(), lake, null, LakeRows.NOW).run(List.of(files.toString()), step -> {});
    }

    /// Splits the files of some feeds by the time known: of debtors and of cases, with and without corrections.
    private static void split(Path feeds, String at, Path before, Path after) throws Exception {
        Files.createDirectories(before);
        Files.createDirectories(after);
        try (var list = Files.list(feeds)) {
            for (Path file : list.toList()) {
                if (!SOME.contains(file.getFileName().toString())) {
                    Files.delete(file);
                    continue;
                }
                List<String> lines = Files.readAllLines(file);
                List<String> early = new ArrayList<>(lines.subList(0, 1));
                List<String> late = new ArrayList<>(lines.subList(0, 1));
                int column = List.of(lines.getFirst().split(",")).indexOf("known_at");
                for (String line : lines.subList(1, lines.size())) {
                    // No text of these feeds has a comma.
                    String knownAt = line.split(",", -1)[column];
                    (knownAt.compareTo(at) < 0 ? early : late).add(line);
                }
                Files.write(before.resolve(file.getFileName()), early);
                Files.write(after.resolve(file.getFileName()), late);
            }
        }
    }

    @Test
    void aFeedThatWasDeletedAndIngestedAgainIsNoticedAndOneThatIsGoneIsAProblem() throws Exception {
        FeedFiles files = new FeedFiles(Files.createDirectory(folder.resolve("in")));
        Lake lake = new Lake(folder.resolve("lake").toString());
        Path cases = files.write("cases.csv", FeedFiles.CASES, FeedFiles.aCase("C1", "D1"));
        Path first =
                files.write("payments-1.csv", FeedFiles.PAYMENTS, FeedFiles.payment("P1", "C1", "10.00", "2026-02-01"));
        Path second =
                files.write("payments-2.csv", FeedFiles.PAYMENTS, FeedFiles.payment("P2", "C1", "20.00", "2026-02-01"));
        ingest(lake, cases);
        ingest(lake, first);
        Histories histories = new Histories(LakeRows.spark(), lake);
        assertThat(histories.update().full()).isTrue();
        Map<String, String> before = content(lake);

        delete(Path.of(lake.feed("payments")));
        assertThatThrownBy(histories::update)
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.code()).isEqualTo("FEED-GONE"));
        assertThatThrownBy(() -> Histories.requireFeeds(lake)).hasMessageContaining("payments is gone");
        assertThat(content(lake)).isEqualTo(before);

        // As many commits as before: the number of the version is the same.
        ingest(lake, second);
        assertThat(Histories.state(lake)).isEqualTo(Histories.State.BEHIND);
        assertThat(histories.update()).isEqualTo(new Histories.Update(true, 1, List.of("payments")));
        assertThat(content(lake)).isNotEqualTo(before);
        assertThat(Histories.state(lake)).isEqualTo(Histories.State.UP_TO_DATE);

        delete(Path.of(lake.feed("payments")).resolve("_delta_log"));
        assertThatThrownBy(() -> Histories.requireFeeds(lake)).hasMessageContaining("payments is gone");
        assertThat(histories.rebuild()).isEqualTo(new Histories.Update(true, 1));
        assertThat(Histories.state(lake)).isEqualTo(Histories.State.UP_TO_DATE);
    }

    private static void delete(Path folder) throws Exception {
        try (var walk = Files.walk(folder)) {
            for (Path path : walk.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    @Test
    void whatIsAddedDayByDayEqualsWhatIsBuiltAtOnce() throws Exception {
        new CommandLine(new Simulate())
                .execute(
                        "--debtors",
                        "80",
                        "--from",
                        "2025-01-01",
                        "--to",
                        "2025-12-31",
                        "--seed",
                        "3",
                        "--out",
                        folder.toString());
        Path feeds = folder.resolve("feeds");
        split(feeds, "2025-11-20", folder.resolve("early"), folder.resolve("late"));

        Lake atOnce = new Lake(folder.resolve("at-once").toString());
        ingest(atOnce, feeds);
        assertThat(new Histories(LakeRows.spark(), atOnce).update().full()).isTrue();

        // A name that looks like a pattern is a name.
        Lake grown = new Lake(folder.resolve("grown[1]").toString());
        Histories histories = new Histories(LakeRows.spark(), grown);
        ingest(grown, folder.resolve("early"));
        long all = histories.update().debtors();
        ingest(grown, folder.resolve("late"));
        Histories.Update update = histories.update();

        assertThat(update.full()).isFalse();
        assertThat(update.debtors()).isPositive().isLessThan(all);
        assertThat(content(grown)).isEqualTo(content(atOnce));
        assertThat(histories.update()).isEqualTo(new Histories.Update(false, 0));
        assertThat(histories.rebuild().full()).isTrue();
        assertThat(content(grown)).isEqualTo(content(atOnce));
        assertThatFilesShareNoHash(grown);

        // The commit says by which encoding it was written; another one is rebuilt. Delta records no empty commit.
        String metadata = metadata(grown);
        assertThat(metadata).contains("\"encoding\":\"" + History.VERSION + "\"");
        LakeRows.spark()
                .sql("select 1 as x")
                .selectExpr("cast(x as bigint) as debtor_hash", "'' as debtor_id", "cast('' as binary) as history")
                .write()
                .format("delta")
                .mode("append")
                .option("userMetadata", metadata.replace("\"" + History.VERSION + "\"", "\"v1\""))
                .save(grown.histories());
        assertThat(histories.update().full()).isTrue();
        assertThat(content(grown)).isEqualTo(content(atOnce));
    }

    private static String metadata(Lake lake) {
        return io.delta.tables.DeltaTable.forPath(LakeRows.spark(), lake.histories())
                .history()
                .where("userMetadata is not null")
                .orderBy(functions.col("version").desc())
                .select("userMetadata")
                .first()
                .getString(0);
    }

    @Test
    void debtorsWhoseIdsHaveOneHashStayApart() {
        History known = new History(
                "D1",
                List.of("C1"),
                List.of(),
                List.of(new Event.Hold(5, Event.NEVER, 0, HoldKind.DISPUTE, 1, Event.NONE, null)),
                List.of("holds/O1"));
        List<PieceRow> rows = new ArrayList<>();
        for (String debtor : List.of("D2", "D1", "D2", "D3")) {
            PieceRow row =
                    new PieceRow().of(debtor, HistoryAssembler.pieces(known).getFirst());
            row.setDebtorHash(debtor.equals("D3") ? 8 : 7);
            rows.add(row);
        }
        Assembling assembling = new Assembling(rows.iterator());
        List<String> debtors = new ArrayList<>();
        while (assembling.hasNext()) {
            HistoryRow row = assembling.next();
            assertThat(History.decode(row.getHistory()).debtorId()).isEqualTo(row.getDebtorId());
            debtors.add(row.getDebtorId());
        }
        assertThat(debtors).containsExactly("D1", "D2", "D3");
    }

    /// One file, and no other, can hold a debtor: the spans of the hash do not overlap.
    private static void assertThatFilesShareNoHash(Lake lake) {
        List<Row> spans = LakeRows.table(lake.histories())
                .selectExpr("input_file_name() file", "debtor_hash")
                .groupBy("file")
                .agg(min("debtor_hash").as("first"), max("debtor_hash").as("last"))
                .orderBy("first")
                .collectAsList();
        assertThat(spans).hasSizeGreaterThan(1);
        for (int i = 1; i < spans.size(); i++) {
            assertThat(spans.get(i).<Long>getAs("first"))
                    .isGreaterThan(spans.get(i - 1).<Long>getAs("last"));
        }
    }

    @Test
    void anAsOfBetweenARecordAndItsCorrectionSeesTheOldOne() throws Exception {
        FeedFiles files = new FeedFiles(Files.createDirectory(folder.resolve("in")));
        Lake lake = new Lake(folder.resolve("lake").toString());
        files.write("cases.csv", FeedFiles.CASES, FeedFiles.aCase("C1", "D1"));
        files.write("payments.csv", FeedFiles.PAYMENTS, FeedFiles.payment("P1", "C1", "5.00", "2026-02-02"));
        ingest(lake, files.folder());
        Histories histories = new Histories(LakeRows.spark(), lake);
        histories.update();
        ingest(
                lake,
                files.write(
                        "payments-2.csv", FeedFiles.PAYMENTS, FeedFiles.payment("P1", "C1", "50.00", "2026-03-01")));
        histories.update();

        byte[] bytes = (byte[]) LakeRows.table(lake.histories()).first().getAs("history");
        History history = History.decode(bytes);
        assertThat(paid(history, "2026-02-02")).isZero();
        assertThat(paid(history, "2026-02-03")).isEqualTo(5_000);
        assertThat(paid(history, "2026-03-01")).isEqualTo(5_000);
        assertThat(paid(history, "2026-03-02")).isEqualTo(50_000);
    }

    private static long paid(History history, String asOf) {
        long millis = LocalDate.parse(asOf).toEpochDay() * 86_400_000L;
        FeedStarts feeds = new FeedStarts(Map.of(Feed.CASES, 0L, Feed.PAYMENTS, 0L));
        return new DebtorView(history, millis, feeds, OtherCases.SEEN)
                .cases()
                .getFirst()
                .paid();
    }
}
