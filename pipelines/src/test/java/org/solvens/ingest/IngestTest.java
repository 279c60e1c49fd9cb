package org.solvens.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.solvens.ingest.FeedFiles.CASES;
import static org.solvens.ingest.FeedFiles.PAYMENTS;
import static org.solvens.ingest.FeedFiles.aCase;
import static org.solvens.ingest.FeedFiles.payment;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.solvens.feed.Feed;
import org.solvens.lake.DeltaTable;
import org.solvens.lake.Lake;
import org.solvens.problem.Problem;

class IngestTest {
    @TempDir
    Path folder;

    private FeedFiles files;
    private Lake lake;

    @BeforeEach
    void aPlaceForFilesAndALake() throws IOException {
        files = new FeedFiles(Files.createDirectory(folder.resolve("in")));
        lake = new Lake(folder.resolve("lake").toString());
    }

    private IngestResult ingest(Path... paths) {
        return new Ingest(LakeRows.spark(), lake, null)
                .run(Arrays.stream(paths).map(Path::toString).toList(), step -> {});
    }

    /// The problem that a failure was caused by.
    private static Problem problem(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof Problem problem) {
                return problem;
            }
        }
        throw new AssertionError("no problem was told of", failure);
    }

    @Test
    void goodRowsStandInTheLakeWithTheirDebtor() {
        files.write("cases.csv", CASES, aCase("C1", "D1"), aCase("C2", "D2"));
        files.gzip("payments.csv.gz", PAYMENTS, payment("P1", "C2", "12.30", "2026-02-02"));
        IngestResult result = ingest(files.folder());
        assertThat(result.added()).isEqualTo(3);
        assertThat(result.quarantined()).isZero();
        assertThat(LakeRows.feed(lake, Feed.PAYMENTS, "payment_id", "amount", "paid_on", "known_at", "debtor_id"))
                .containsExactly("P1 12.30 2026-02-01 2026-02-02T12:00:00Z D2");
    }

    @Test
    void theSameFilesAgainChangeNothing() {
        files.write("cases.csv", CASES, aCase("C1", "D1"), aCase("C2", "D2") + ",too,many");
        files.write(
                "payments.csv",
                PAYMENTS,
                payment("P1", "C1", "5.00", "2026-02-02"),
                payment("P2", "NOBODY", "5.00", "2026-02-02"),
                payment("P3", "C1", "-5.00", "2026-02-02"));
        ingest(files.folder());
        List<String> cases = LakeRows.content(lake.feed("cases"));
        List<String> payments = LakeRows.content(lake.feed("payments"));
        List<String> quarantine = LakeRows.content(lake.quarantine());
        long version = DeltaTable.latestVersion(lake.feed("payments"));

        IngestResult again = ingest(files.folder());

        assertThat(again.added()).isZero();
        assertThat(again.quarantined()).isEqualTo(3);
        assertThat(LakeRows.content(lake.feed("cases"))).isEqualTo(cases).hasSize(1);
        assertThat(LakeRows.content(lake.feed("payments"))).isEqualTo(payments).hasSize(1);
        assertThat(LakeRows.content(lake.quarantine())).isEqualTo(quarantine).hasSize(3);
        assertThat(DeltaTable.latestVersion(lake.feed("payments"))).isEqualTo(version);
    }

    @Test
    void aRowTwiceInOneFileIsOneRecord() {
        files.write("cases.csv", CASES, aCase("C1", "D1"), aCase("C1", "D1"));
        IngestResult result = ingest(files.folder());
        assertThat(result.added()).isEqualTo(1);
        assertThat(result.quarantined()).isZero();
        assertThat(result.feeds().getFirst().known()).isEqualTo(1);
    }

    @Test
    void aLaterVersionOfARecordStandsBesideTheEarlier() {
        files.write("cases.csv", CASES, aCase("C1", "D1"));
        files.write("payments.csv", PAYMENTS, payment("P1", "C1", "5.00", "2026-02-02"));
        ingest(files.folder());
        Path correction = files.write("payments-2.csv", PAYMENTS, payment("P1", "C1", "50.00", "2026-03-01"));
        IngestResult result = ingest(correction);
        assertThat(result.added()).isEqualTo(1);
        assertThat(LakeRows.feed(lake, Feed.PAYMENTS, "payment_id", "amount", "known_at"))
                .containsExactly("P1 5.00 2026-02-02T12:00:00Z", "P1 50.00 2026-03-01T12:00:00Z");
    }

    @Test
    void sameKeyAndTimeKnownButOtherContentIsAConflict() {
        files.write("cases.csv", CASES, aCase("C1", "D1"));
        files.write(
                "payments.csv",
                PAYMENTS,
                payment("P1", "C1", "5.00", "2026-02-02"),
                payment("P1", "C1", "6.00", "2026-02-02"));
        ingest(files.folder());
        Path later = files.write("payments-2.csv", PAYMENTS, payment("P1", "C1", "7.00", "2026-02-02"));
        ingest(later);
        assertThat(LakeRows.feed(lake, Feed.PAYMENTS, "payment_id", "amount")).containsExactly("P1 5.00");
        assertThat(LakeRows.quarantine(lake))
                .containsExactly("payments payments-2.csv 2 KEY-CONFLICT", "payments payments.csv 3 KEY-CONFLICT");
        assertThat(LakeRows.table(lake.quarantine())
                        .where("file = 'payments-2.csv'")
                        .select("raw")
                        .first()
                        .getString(0))
                .isEqualTo(payment("P1", "C1", "7.00", "2026-02-02"));
    }

    @Test
    void aPaymentForAnUnknownCaseIsTakenOnceTheCaseIsKnown() {
        files.write("cases.csv", CASES, aCase("C1", "D1"));
        Path payments = files.write("payments.csv", PAYMENTS, payment("P1", "C9", "5.00", "2026-02-02"));
        IngestResult first = ingest(files.folder());
        assertThat(first.feeds().getLast().refused()).isEqualTo(Map.of("UNKNOWN-CASE", 1L));
        assertThat(DeltaTable.exists(lake.feed("payments"))).isFalse();

        ingest(files.write("cases-2.csv", CASES, aCase("C9", "D9")));
        IngestResult second = ingest(payments);

        assertThat(second.added()).isEqualTo(1);
        assertThat(LakeRows.feed(lake, Feed.PAYMENTS, "payment_id", "debtor_id"))
                .containsExactly("P1 D9");
    }

    @Test
    void aRecordOfAnotherDebtorsCaseOrOfNoKnownDebtorIsRefused() {
        files.write("cases.csv", CASES, aCase("C1", "D1"), aCase("C2", "D2"));
        files.write(
                "holds.csv",
                "hold_id,debtor_id,case_id,kind,opened_on,closed_on,outcome,known_at",
                "H1,D1,C1,DISPUTE,2026-02-01,,,2026-02-01T10:00:00Z",
                "H2,D1,C2,DISPUTE,2026-02-01,,,2026-02-01T10:00:00Z",
                "H3,D7,,NO_CALLS,2026-02-01,,,2026-02-01T10:00:00Z");
        ingest(files.folder());
        assertThat(LakeRows.feed(lake, Feed.HOLDS, "hold_id")).containsExactly("H1");
        assertThat(LakeRows.quarantine(lake))
                .containsExactly("holds holds.csv 3 CASE-DEBTOR", "holds holds.csv 4 UNKNOWN-DEBTOR");
    }

    @Test
    void aCaseDoesNotChangeItsDebtor() {
        files.write("cases.csv", CASES, aCase("C1", "D1"));
        ingest(files.folder());
        String moved = aCase("C1", "D2").replace("2026-01-05T20", "2026-01-09T20");
        ingest(files.write("cases-2.csv", CASES, moved));
        assertThat(LakeRows.feed(lake, Feed.CASES, "case_id", "debtor_id")).containsExactly("C1 D1");
        assertThat(LakeRows.quarantine(lake)).containsExactly("cases cases-2.csv 2 CASE-DEBTOR");
    }

    /// A row that is wrong in one way, and the code it is refused by.
    private record BadRow(String what, String row, String code) {}

    @Test
    void badRowsGoToQuarantineWithTheirTextAndNothingElseIsLost() {
        String good = payment("P2", "C1", "5.00", "2026-02-02");
        List<BadRow> bad = List.of(
                new BadRow("wrong type", good.replace("5.00", "five"), "TYPE"),
                new BadRow("comma decimals", good.replace("5.00", "\"5,00\""), "TYPE"),
                new BadRow("three decimals", good.replace("5.00", "5.001"), "TYPE"),
                new BadRow("negative amount", good.replace("5.00", "-5.00"), "RANGE"),
                new BadRow("date in another format", good.replaceFirst("2026-02-01", "01/02/2026"), "TYPE"),
                new BadRow("unknown symbol", good.replace("DEBTOR", "FRIEND"), "VALUE"),
                new BadRow("known before it happened", good.replace("02-02T", "01-02T"), "KNOWN-BEFORE"),
                new BadRow("nothing in a needed field", good.replace("5.00", ""), "MISSING"),
                new BadRow("too few fields", "P2,C1", "COLUMNS"),
                new BadRow("an open quote", "\"" + good, "QUOTES"),
                new BadRow("a line of 2 MB", good + "x".repeat(2_000_000), "LINE-LENGTH"),
                new BadRow("unknown case", good.replace("C1", "C7"), "UNKNOWN-CASE"));
        List<String> lines = new ArrayList<>(List.of(PAYMENTS));
        for (int i = 0; i < bad.size(); i++) {
            lines.add(bad.get(i).row());
            lines.add(payment("G" + i, "C1", "5.00", "2026-02-02"));
        }
        files.write("cases.csv", CASES, aCase("C1", "D1"));
        files.write("payments.csv", lines.toArray(String[]::new));
        IngestResult result = ingest(files.folder());
        assertThat(result.quarantined()).isEqualTo(bad.size());
        assertThat(LakeRows.feed(lake, Feed.PAYMENTS, "payment_id"))
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(0, bad.size()).mapToObj(i -> "G" + i).toList());
        Map<Long, Row> quarantined = new HashMap<>();
        LakeRows.table(lake.quarantine()).collectAsList().forEach(row -> quarantined.put(row.<Long>getAs("line"), row));
        assertThat(quarantined).hasSize(bad.size());
        for (int i = 0; i < bad.size(); i++) {
            Row row = quarantined.get(2L + 2 * i);
            assertThat(row.<String>getAs("code"))
                    .as(bad.get(i).what())
                    .isEqualTo(bad.get(i).code());
            assertThat(row.<String>getAs("feed")).isEqualTo("payments");
            assertThat(row.<String>getAs("file")).isEqualTo("payments.csv");
            assertThat(row.<String>getAs("reason")).isNotBlank();
            assertThat(bad.get(i).row()).startsWith(row.<String>getAs("raw"));
            assertThat(row.<String>getAs("raw").length()).isGreaterThanOrEqualTo(5);
        }
    }

    @Test
    void anUnknownCurrencyIsRefused() {
        files.write(
                "cases.csv",
                CASES,
                aCase("C1", "D1").replace("SEK", "XXQ"),
                aCase("C2", "D1").replace("SEK", "XXX"));
        ingest(files.folder());
        assertThat(LakeRows.quarantine(lake))
                .containsExactly("cases cases.csv 2 CURRENCY", "cases cases.csv 3 CURRENCY");
        assertThat(DeltaTable.exists(lake.feed("cases"))).isFalse();
    }

    @Test
    void latin1TextCostsItsOwnLineOnly() {
        files.write("cases.csv", StandardCharsets.ISO_8859_1, CASES, aCase("C1", "Åke"), aCase("C2", "D2"));
        ingest(files.folder());
        assertThat(LakeRows.feed(lake, Feed.CASES, "case_id")).containsExactly("C2");
        assertThat(LakeRows.quarantine(lake)).containsExactly("cases cases.csv 2 ENCODING");
    }

    @Test
    void aByteOrderMarkIsDroppedAndWindowsLinesAreRead() {
        files.write("cases.csv", "\ufeff" + CASES + "\r", aCase("C1", "D1") + "\r");
        assertThat(ingest(files.folder()).added()).isEqualTo(1);
        assertThat(LakeRows.feed(lake, Feed.CASES, "case_id", "known_at")).containsExactly("C1 2026-01-05T20:00:00Z");
    }

    @Test
    void aHeaderWithoutRowsIsAFeedWithoutNews() {
        files.write("cases.csv", CASES, aCase("C1", "D1"));
        files.write("payments.csv", PAYMENTS);
        IngestResult result = ingest(files.folder());
        assertThat(result.feeds())
                .extracting(IngestResult.FeedCount::feed, IngestResult.FeedCount::rows)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(Feed.CASES, 1L),
                        org.assertj.core.groups.Tuple.tuple(Feed.PAYMENTS, 0L));
    }

    /// A file that is bad as a whole, made in a folder, and the code of the problem.
    static Stream<Arguments> badFiles() {
        return Stream.of(
                Arguments.of("missing column", "FEED-COLUMN", (Bad)
                        files -> files.write("payments.csv", PAYMENTS.replace("amount,", ""), "P1,C1")),
                Arguments.of("extra column", "FEED-COLUMN", (Bad) files -> files.write(
                        "payments.csv", PAYMENTS + ",iban", payment("P1", "C1", "5.00", "2026-02-02") + ",x")),
                Arguments.of("a column twice", "FEED-HEADER", (Bad)
                        files -> files.write("payments.csv", PAYMENTS + ",amount")),
                Arguments.of("empty", "FEED-EMPTY", (Bad) files -> files.bytes("payments.csv", new byte[0])),
                Arguments.of("truncated gz", "FEED-DAMAGED", (Bad) IngestTest::truncated),
                Arguments.of("not gz at all", "FEED-DAMAGED", (Bad)
                        files -> files.bytes("payments.csv.gz", "payment_id".getBytes(StandardCharsets.UTF_8))),
                Arguments.of("not Avro", "FEED-DAMAGED", (Bad)
                        files -> files.bytes("payments.avro", "payment_id".getBytes(StandardCharsets.UTF_8))),
                Arguments.of("not Parquet", "FEED-DAMAGED", (Bad)
                        files -> files.bytes("payments.parquet", "payment_id".getBytes(StandardCharsets.UTF_8))),
                Arguments.of("a name of no feed", "FEED-NAME", (Bad) files -> files.write("payment.csv", PAYMENTS)));
    }

    interface Bad {
        Path make(FeedFiles files);
    }

    private static Path truncated(FeedFiles files) {
        String[] rows = Stream.concat(
                        Stream.of(PAYMENTS),
                        Stream.iterate(1, i -> i + 1)
                                .limit(2_000)
                                .map(i -> payment("P" + i, "C1", i + ".00", "2026-02-02")))
                .toArray(String[]::new);
        Path whole = files.gzip("payments.csv.gz", rows);
        try {
            byte[] bytes = Files.readAllBytes(whole);
            return files.bytes("payments.csv.gz", Arrays.copyOf(bytes, bytes.length / 2));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("badFiles")
    void aBadFileIsRefusedWholeBeforeAnythingIsWritten(String what, String code, Bad bad) {
        files.write("cases.csv", CASES, aCase("C1", "D1"));
        Path file = bad.make(files);
        Problem problem = problem(catchThrowable(() -> ingest(files.folder())));
        assertThat(problem.code()).isEqualTo(code);
        assertThat(problem.display()).contains(file.getFileName().toString()).contains("remedy: ");
        assertThat(Files.exists(Path.of(lake.root()))).isFalse();
    }

    @Test
    void aPathThatIsNotThereIsNamed() {
        Problem problem = problem(catchThrowable(() -> ingest(folder.resolve("nowhere"))));
        assertThat(problem.code()).isEqualTo("FEED-PATH");
        assertThat(problem.subject()).endsWith("nowhere");
    }
}
