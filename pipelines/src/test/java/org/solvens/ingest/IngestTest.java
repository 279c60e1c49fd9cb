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
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.solvens.feed.Feed;
import org.solvens.lake.Lake;
import org.solvens.mapping.Mapping;
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
        return new Ingest(LakeRows.spark(), lake, null, LakeRows.NOW)
                .run(Arrays.stream(paths).map(Path::toString).toList(), step -> {});
    }

    /// The problem that a failure was caused by.
    private static Problem problem(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof Problem problem) {
                return problem;
            }
        }
        throw new AssertionError("no problem was reported", failure);
    }

    @Test
    void goodRowsStandInTheLakeWithTheirDebtor() {
        files.write("cases.csv", CASES, aCase("C1", "D1"), aCase("C2", "D2"));
        files.gzip("payments.csv.gz", PAYMENTS, payment("P1", "C2", "12.30", "2026-02-02"));
        IngestResult result = ingest(files.folder());
        assertThat(result.added()).isEqualTo(3);
        assertThat(result.quarantined()).isZero();
        assertThat(LakeRows.feed(lake, Feed.PAYMENTS, "payment_id", "amount", "paid_on", "known_at", "debtor_id"))
                .containsExactly("P1 12.300 2026-02-01 2026-02-02T12:00:00Z D2");
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
        long version = lake.tables().latestVersion(lake.feed("payments"));

        IngestResult again = ingest(files.folder());

        assertThat(again.added()).isZero();
        assertThat(again.quarantined()).isEqualTo(3);
        assertThat(LakeRows.content(lake.feed("cases"))).isEqualTo(cases).hasSize(1);
        assertThat(LakeRows.content(lake.feed("payments"))).isEqualTo(payments).hasSize(1);
        assertThat(LakeRows.content(lake.quarantine())).isEqualTo(quarantine).hasSize(3);
        assertThat(lake.tables().latestVersion(lake.feed("payments"))).isEqualTo(version);
    }

    private static String reversal(String id, String caseId, String of, String knownOn) {
        return id + "," + caseId + ",5.00,2026-02-03,2026-02-03,DEBTOR," + of + "," + knownOn + "T12:00:00Z";
    }

    /// Slow, because it needs nine ingests.
    @Tag("slow")
    @Test
    void aPaymentDoesNotMoveAwayFromItsReversal() {
        files.write("cases.csv", CASES, aCase("C1", "D1"), aCase("C2", "D2"), aCase("C3", "D1"));
        ingest(
                files.write(
                        "payments-1.csv",
                        PAYMENTS,
                        payment("P1", "C1", "5.00", "2026-02-02"),
                        payment("P2", "C1", "5.00", "2026-02-02"),
                        payment("P3", "C1", "5.00", "2026-02-02"),
                        reversal("R1", "C1", "P1", "2026-02-04"),
                        reversal("R2", "C1", "P2", "2026-02-04"),
                        reversal("R3", "C1", "P3", "2026-02-04")),
                files.folder().resolve("cases.csv"));
        // P1 alone would count in full again; P2 takes its reversal along; P3 goes to another case of the debtor.
        Path moves = files.write(
                "payments-2.csv",
                PAYMENTS,
                payment("P1", "C2", "5.00", "2026-02-05"),
                payment("P2", "C2", "5.00", "2026-02-05"),
                payment("P3", "C3", "5.00", "2026-02-05"),
                reversal("R2", "C2", "P2", "2026-02-05"));
        ingest(moves);
        assertThat(LakeRows.quarantine(lake)).containsExactly("payments payments-2.csv 2 REVERSAL-CASE");
        assertThat(LakeRows.table(lake.moves())
                        .selectExpr("concat_ws(' ', key, debtor_id)")
                        .collectAsList())
                .extracting(row -> row.getString(0))
                .contains("P2 D1", "R2 D1")
                .doesNotContain("P1 D1", "P3 D1");
        List<String> dayByDay = LakeRows.feed(lake, Feed.PAYMENTS, "payment_id", "case_id");

        Lake atOnce = new Lake(folder.resolve("at-once").toString());
        new Ingest(LakeRows.spark(), atOnce, null, LakeRows.NOW)
                .run(List.of(files.folder().toString()), step -> {});
        assertThat(LakeRows.feed(atOnce, Feed.PAYMENTS, "payment_id", "case_id"))
                .isEqualTo(dayByDay);
        assertThat(LakeRows.quarantine(atOnce)).containsExactly("payments payments-2.csv 2 REVERSAL-CASE");

        // A reversal that comes after the move names an entry of another debtor.
        ingest(files.write("payments-3.csv", PAYMENTS, payment("P4", "C1", "5.00", "2026-02-02")));
        ingest(files.write("payments-4.csv", PAYMENTS, payment("P4", "C2", "5.00", "2026-02-05")));
        ingest(files.write("payments-5.csv", PAYMENTS, reversal("R4", "C1", "P4", "2026-02-06")));
        ingest(files.write("payments-6.csv", PAYMENTS, reversal("R5", "C2", "P4", "2026-02-06")));
        assertThat(LakeRows.quarantine(lake))
                .containsExactly("payments payments-2.csv 2 REVERSAL-CASE", "payments payments-5.csv 2 REVERSAL-CASE");
        assertThat(LakeRows.feed(lake, Feed.PAYMENTS, "payment_id"))
                .contains("R5")
                .doesNotContain("R4");
    }

    @Test
    void aReferenceThatOthersShareKeepsNoPaymentFromMoving() {
        String header = PAYMENTS + ",kind,reference";
        files.write("cases.csv", CASES, aCase("C1", "D1"), aCase("C2", "D2"));
        ingest(
                files.write(
                        "payments-1.csv",
                        header,
                        payment("P1", "C1", "5.00", "2026-02-02") + ",,KID",
                        payment("P2", "C1", "5.00", "2026-02-02") + ",,KID",
                        payment("P3", "C1", "5.00", "2026-02-02") + ",,E2E",
                        reversal("R1", "C1", "KID", "2026-02-04") + ",,",
                        reversal("R3", "C1", "E2E", "2026-02-04") + ",,"),
                files.folder().resolve("cases.csv"));
        ingest(files.write(
                "payments-2.csv",
                header,
                payment("P1", "C2", "5.00", "2026-02-05") + ",,KID",
                payment("P3", "C2", "5.00", "2026-02-05") + ",,E2E"));
        assertThat(LakeRows.quarantine(lake)).containsExactly("payments payments-2.csv 3 REVERSAL-CASE");
    }

    @Test
    void filesOfOneNameStayApartInQuarantineAndOneContentCountsOnce() throws Exception {
        FeedFiles monday = new FeedFiles(Files.createDirectory(folder.resolve("monday")));
        FeedFiles tuesday = new FeedFiles(Files.createDirectory(folder.resolve("tuesday")));
        monday.write("cases.csv", CASES, aCase("C1", "D1"));
        Path first = monday.write("payments.csv", PAYMENTS, payment("P1", "NOBODY", "5.00", "2026-02-02"));
        Path second = tuesday.write(
                "payments.csv",
                PAYMENTS,
                payment("P1", "NOBODY", "5.00", "2026-02-02"),
                payment("P2", "C1", "5.00", "2026-02-03"));

        IngestResult result = ingest(monday.folder(), second);

        assertThat(result.quarantined()).isEqualTo(2);
        assertThat(result.refusedWhole())
                .containsExactly(first.toUri().toString().replace("file:///", "file:/"));
        List<Row> rows = LakeRows.table(lake.quarantine())
                .select("file", "path", "content", "line")
                .collectAsList();
        assertThat(rows).extracting(row -> row.getString(0)).containsOnly("payments.csv");
        assertThat(rows)
                .extracting(row -> Path.of(java.net.URI.create(row.getString(1))))
                .containsExactlyInAnyOrder(first, second);
        assertThat(rows).extracting(row -> row.getString(2)).doesNotHaveDuplicates();

        Path moved =
                Files.copy(first, Files.createDirectory(folder.resolve("again")).resolve("payments.csv"));
        assertThat(ingest(moved).quarantined()).isEqualTo(1);
        assertThat(LakeRows.table(lake.quarantine()).count()).isEqualTo(2);
    }

    @Test
    void aMappingCleansAFileThatIsNotATable() throws Exception {
        Path mapping = Files.writeString(folder.resolve("mapping.yaml"), """
            mapping: ledger
            version: 1
            exported: 2016-12-08
            sources:
              - files: ledger*.csv.gz
                format: csv
                separator: ";"
                zone: Europe/Stockholm
                skip: 2
                footer: 2
                sums:
                  total: {of: "decimal(amount, ',')", by: case_no}
                let:
                  sent: date(day, 'MM/dd/yy', 'M/d/yyyy', 'M/d/yyyy H:mm')
                records:
                  - feed: cases
                    when: position == 1
                    fields:
                      case_id: case_no
                      debtor_id: concat('D-', trim(case_no))
                      creditor_id: "'house'"
                      country: "'SE'"
                      currency: "'SEK'"
                      debtor_kind: "'PERSON'"
                      claim_type: "'INVOICE'"
                      principal: round(total, 2)
                      interest: "'0'"
                      costs: "'0'"
                      due_date: sent
                      arose_on: sent
                      placed_on: sent
                      stage: "'REMINDER'"
                      known_at: end_of_day(sent)
            """);
        Path ledger = files.gzip(
                "ledger.csv.gz",
                "Ledger of \"all\"\n\ncase_no;position;amount;day",
                "\u00a0C1;1;10,005;09/08/16",
                "C1\u202f;2;20,00;9/14/2016 19:31",
                "C2;1;5;12/8/2016",
                "C3;1;5;12/9/2016",
                "C4;1;5,x;9/14/2016 19:31",
                "Total;;40,005",
                "printed by nobody");
        Ingest ingest = new Ingest(LakeRows.spark(), lake, Mapping.read(mapping), LakeRows.NOW);
        IngestResult result = ingest.run(List.of(ledger.toString()), step -> {});
        assertThat(LakeRows.feed(lake, Feed.CASES, "case_id", "debtor_id", "principal", "placed_on", "known_at"))
                .containsExactly(
                        "C1 D-C1 30.010 2016-09-08 2016-09-08T21:59:59.999Z",
                        "C2 D-C2 5.000 2016-12-08 2016-12-08T22:59:59.999Z");
        assertThat(LakeRows.quarantine(lake))
                .containsExactly("cases ledger.csv.gz 7 AFTER-EXPORT", "cases ledger.csv.gz 8 EXPRESSION");
        assertThat(result.added()).isEqualTo(2);
        Path shortened = files.gzip("ledger-2.csv.gz", "a\n\ncase_no;position;amount;day", "Total;;0");
        Problem problem = problem(catchThrowable(() -> ingest.run(List.of(shortened.toString()), step -> {})));
        assertThat(problem.code()).isEqualTo("FEED-FOOTER");
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
                .containsExactly("P1 5.000 2026-02-02T12:00:00Z", "P1 50.000 2026-03-01T12:00:00Z");
    }

    @Test
    void theLaterLineOfAFileCountsAndTheEarlierIsReplaced() {
        files.write("cases.csv", CASES, aCase("C1", "D1"));
        Path payments = files.write(
                "payments.csv",
                PAYMENTS,
                payment("P1", "C1", "5.00", "2026-02-02"),
                payment("P2", "C1", "1.00", "2026-02-02"),
                payment("P1", "C1", "6.00", "2026-02-02"),
                payment("P1", "C1", "5.00", "2026-02-03"),
                payment("P2", "C1", "1.00", "2026-02-02"));
        IngestResult.FeedCount count = ingest(files.folder()).feeds().getLast();
        assertThat(List.of(count.rows(), count.added(), count.known(), count.replaced(), count.quarantined()))
                .containsExactly(5L, 3L, 1L, 1L, 0L);
        assertThat(LakeRows.feed(lake, Feed.PAYMENTS, "payment_id", "amount", "known_at", "source_line"))
                .containsExactly(
                        "P1 5.000 2026-02-03T12:00:00Z 5",
                        "P1 6.000 2026-02-02T12:00:00Z 4",
                        "P2 1.000 2026-02-02T12:00:00Z 6");

        long version = lake.tables().latestVersion(lake.feed("payments"));
        IngestResult.FeedCount again = ingest(payments).feeds().getLast();
        assertThat(List.of(again.rows(), again.added(), again.known(), again.replaced(), again.quarantined()))
                .containsExactly(5L, 0L, 4L, 1L, 0L);
        assertThat(lake.tables().latestVersion(lake.feed("payments"))).isEqualTo(version);
    }

    @Test
    void anotherFileThatSaysSomethingElseIsAConflict() {
        files.write("cases.csv", CASES, aCase("C1", "D1"));
        files.write("payments-1.csv", PAYMENTS, payment("P1", "C1", "5.00", "2026-02-02"));
        files.write(
                "payments-2.csv",
                PAYMENTS,
                payment("P1", "C1", "6.00", "2026-02-02"),
                payment("P0", "C1", "6.00", "2026-02-02"));
        ingest(files.folder());
        Path later = files.write("payments-3.csv", PAYMENTS, payment("P1", "C1", "7.00", "2026-02-02"));
        // The same record from another line of another file is the same record.
        Path same = files.write(
                "payments-4.csv",
                PAYMENTS,
                payment("P0", "C1", "6.00", "2026-02-02"),
                payment("P1", "C1", "5.00", "2026-02-02"));
        ingest(later);
        assertThat(ingest(same).feeds().getLast().known()).isEqualTo(2);
        assertThat(LakeRows.feed(lake, Feed.PAYMENTS, "payment_id", "amount")).containsExactly("P0 6.000", "P1 5.000");
        assertThat(LakeRows.quarantine(lake))
                .containsExactly("payments payments-2.csv 2 KEY-CONFLICT", "payments payments-3.csv 2 KEY-CONFLICT");
        Row refused = LakeRows.table(lake.quarantine())
                .where("file = 'payments-3.csv'")
                .select("raw", "reason")
                .first();
        assertThat(refused.getString(0)).isEqualTo(payment("P1", "C1", "7.00", "2026-02-02"));
        assertThat(refused.getString(1)).contains("give the later one a later known_at");
    }

    @Test
    void amountsAreWholeMinorUnitsOfTheCurrencyOfTheCase() {
        files.write(
                "cases.csv",
                CASES,
                aCase("K1", "D1").replace("SEK", "KWD"),
                aCase("J1", "D1").replace("SEK", "JPY"),
                aCase("S1", "D1"));
        files.write(
                "payments.csv",
                PAYMENTS,
                payment("P1", "K1", "12.345", "2026-02-02"),
                payment("P2", "J1", "12345", "2026-02-02"),
                payment("P3", "J1", "12345.5", "2026-02-02"),
                payment("P4", "S1", "1.25", "2026-02-02"),
                payment("P5", "S1", "1.255", "2026-02-02"));
        files.write(
                "contacts.csv",
                "contact_id,debtor_id,case_id,direction,channel,outcome,promised_amount,promised_for,cost,at,known_at",
                "K1,D1,J1,OUTBOUND,CALL,PROMISED,100,2026-03-01,0.5,2026-02-01T10:00:00Z,2026-02-01T10:00:00Z",
                "K2,D1,,OUTBOUND,CALL,REACHED,,,0.125,2026-02-01T10:00:00Z,2026-02-01T10:00:00Z");
        ingest(files.folder());
        assertThat(LakeRows.quarantine(lake))
                .containsExactly(
                        "contacts contacts.csv 2 DECIMALS",
                        "payments payments.csv 4 DECIMALS",
                        "payments payments.csv 6 DECIMALS");
        assertThat(LakeRows.table(lake.quarantine()).select("reason").collectAsList())
                .extracting(row -> row.getString(0))
                .containsExactlyInAnyOrder(
                        "cost has more decimals than the currency of its case, which has 0",
                        "amount has more decimals than the currency of its case, which has 0",
                        "amount has more decimals than the currency of its case, which has 2");
    }

    @Test
    void aTableOfAnOlderFormIsRefusedBeforeAnythingIsWritten() {
        LakeRows.spark().sql("select 'C1' case_id").write().format("delta").save(lake.feed("cases"));
        files.write("cases.csv", CASES, aCase("C1", "D1"));
        assertThat(problem(catchThrowable(() -> ingest(files.folder()))).code()).isEqualTo("FEED-TABLE");
    }

    @Test
    void aPaymentForAnUnknownCaseIsTakenOnceTheCaseIsKnown() {
        files.write("cases.csv", CASES, aCase("C1", "D1"));
        Path payments = files.write("payments.csv", PAYMENTS, payment("P1", "C9", "5.00", "2026-02-02"));
        IngestResult first = ingest(files.folder());
        assertThat(first.feeds().getLast().refused()).isEqualTo(Map.of("UNKNOWN-CASE", 1L));
        assertThat(lake.tables().exists(lake.feed("payments"))).isFalse();

        IngestResult second = ingest(files.write("cases-2.csv", CASES, aCase("C9", "D9")));
        assertThat(second.waited()).isEqualTo(1);

        assertThat(ingest(payments).feeds().getLast().known()).isEqualTo(1);
        assertThat(LakeRows.feed(lake, Feed.PAYMENTS, "payment_id", "debtor_id"))
                .containsExactly("P1 D9");
    }

    @Test
    void aRecordWaitsForWhatItRefersTo() {
        ingest(files.write("cases.csv", CASES, aCase("C1", "D1")));
        IngestResult first = ingest(files.write(
                "payments.csv",
                PAYMENTS,
                reversal("R1", "C1", "P1", "2026-02-04"),
                reversal("R2", "C1", "P-NEVER", "2026-02-04"),
                payment("P9", "C9", "5.00", "2026-02-02")));
        assertThat(first.feeds().getLast().refused()).isEqualTo(Map.of("REVERSAL-UNPLACED", 2L, "UNKNOWN-CASE", 1L));

        // The next delivery has the same name, other rows at the same lines, and one row again.
        IngestResult second = ingest(files.write(
                "payments.csv",
                PAYMENTS,
                payment("P1", "C1", "5.00", "2026-02-02"),
                reversal("R2", "C1", "P-NEVER", "2026-02-04")));
        assertThat(second.added()).isEqualTo(1);
        assertThat(second.waited()).isEqualTo(1);
        assertThat(LakeRows.feed(lake, Feed.PAYMENTS, "payment_id", "debtor_id"))
                .containsExactlyInAnyOrder("P1 D1", "R1 D1");

        IngestResult third = ingest(files.write("cases-2.csv", CASES, aCase("C9", "D9")));
        assertThat(third.added()).isEqualTo(1);
        assertThat(third.waited()).isEqualTo(1);
        assertThat(LakeRows.feed(lake, Feed.PAYMENTS, "payment_id", "debtor_id"))
                .containsExactlyInAnyOrder("P1 D1", "R1 D1", "P9 D9");
        assertThat(LakeRows.table(lake.waiting("payments")).select("payment_id").collectAsList())
                .extracting(row -> row.getString(0))
                .containsExactly("R2");
        assertThat(ingest(files.write("cases-3.csv", CASES, aCase("C10", "D9"))).waited())
                .isZero();
    }

    @Test
    void aWaitingRecordMakesWayForItsCorrection() {
        ingest(files.write("cases.csv", CASES, aCase("C1", "D1")));
        ingest(files.write("payments-1.csv", PAYMENTS, payment("P1", "C9", "5.00", "2026-02-02")));
        ingest(files.write("payments-2.csv", PAYMENTS, payment("P1", "C1", "5.00", "2026-02-02")));
        ingest(files.write("cases-2.csv", CASES, aCase("C9", "D9")));
        assertThat(LakeRows.feed(lake, Feed.PAYMENTS, "payment_id", "debtor_id"))
                .containsExactly("P1 D1");
        assertThat(LakeRows.content(lake.waiting("payments"))).isEmpty();
    }

    /// Lines are refused by the ledger of payments, or because their case is not known.
    @Test
    void aLineThatIsRefusedReplacesNothing() {
        ingest(files.write("cases.csv", CASES, aCase("C1", "D1"), aCase("C2", "D1")));
        IngestResult result = ingest(files.write(
                "payments.csv",
                PAYMENTS,
                payment("P0", "C1", "5.00", "2026-02-02"),
                reversal("R1", "C1", "P0", "2026-02-04"),
                reversal("R1", "C2", "P8", "2026-02-04"),
                reversal("R1", "C2", "P9", "2026-02-04"),
                payment("P2", "C1", "7.00", "2026-02-02"),
                payment("P2", "C9", "7.00", "2026-02-02"),
                payment("P3", "C1", "8.00", "2026-02-02"),
                payment("P3", "C1", "9.00", "2026-02-02")));
        assertThat(LakeRows.feed(lake, Feed.PAYMENTS, "payment_id", "case_id", "amount"))
                .containsExactly("P0 C1 5.000", "P2 C1 7.000", "P3 C1 9.000", "R1 C1 5.000");
        IngestResult.FeedCount payments = result.feeds().getFirst();
        assertThat(payments.refused())
                .containsExactlyInAnyOrderEntriesOf(Map.of("REVERSAL-UNPLACED", 2L, "UNKNOWN-CASE", 1L));
        assertThat(payments.replaced()).isEqualTo(1);
        assertThat(payments.added()).isEqualTo(4);
    }

    @Test
    void whatArrivesInReverseOrderGivesTheSameLake() {
        givesTheSameLake(Collections::reverse);
    }

    /// Slow, because it needs fifteen ingests.
    @Tag("slow")
    @Test
    void theOrderInWhichFilesArriveDoesNotDecideWhatTheLakeHolds() {
        for (int seed = 0; seed < 3; seed++) {
            Random random = new Random(seed);
            givesTheSameLake(files -> Collections.shuffle(files, random));
        }
    }

    private void givesTheSameLake(Consumer<List<Path>> reordering) {
        List<Path> deliveries = List.of(
                files.write("cases-1.csv", CASES, aCase("C1", "D1")),
                files.write("cases-2.csv", CASES, aCase("C2", "D2")),
                files.write(
                        "payments-1.csv",
                        PAYMENTS,
                        payment("P1", "C1", "5.00", "2026-02-02"),
                        payment("P2", "C2", "5.00", "2026-02-02")),
                files.write(
                        "payments-2.csv",
                        PAYMENTS,
                        reversal("R1", "C1", "P1", "2026-02-04"),
                        reversal("R2", "C2", "P2", "2026-02-04")),
                files.write("payments-3.csv", PAYMENTS, reversal("R3", "C2", "R2", "2026-02-05")));
        Lake atOnce = new Lake(folder.resolve(UUID.randomUUID().toString()).toString());
        new Ingest(LakeRows.spark(), atOnce, null, LakeRows.NOW)
                .run(deliveries.stream().map(Path::toString).toList(), step -> {});
        List<String> expected = LakeRows.feed(atOnce, Feed.PAYMENTS, "payment_id", "case_id", "debtor_id");
        assertThat(expected).hasSize(5);
        List<Path> reordered = new ArrayList<>(deliveries);
        reordering.accept(reordered);
        Lake oneByOne = new Lake(folder.resolve(UUID.randomUUID().toString()).toString());
        for (Path delivery : reordered) {
            new Ingest(LakeRows.spark(), oneByOne, null, LakeRows.NOW).run(List.of(delivery.toString()), step -> {});
        }
        assertThat(LakeRows.feed(oneByOne, Feed.PAYMENTS, "payment_id", "case_id", "debtor_id"))
                .as("in the order %s", reordered)
                .isEqualTo(expected);
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
                new BadRow("three decimals", good.replace("5.00", "5.001"), "DECIMALS"),
                new BadRow("negative amount", good.replace("5.00", "-5.00"), "RANGE"),
                new BadRow("date in another format", good.replaceFirst("2026-02-01", "01/02/2026"), "TYPE"),
                new BadRow("unknown symbol", good.replace("DEBTOR", "FRIEND"), "VALUE"),
                new BadRow("known before it happened", good.replace("2026-02-02T", "2025-12-02T"), "KNOWN-BEFORE"),
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
        assertThat(lake.tables().exists(lake.feed("cases"))).isFalse();
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
