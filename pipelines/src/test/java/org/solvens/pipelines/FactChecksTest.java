package org.solvens.pipelines;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.solvens.ingest.FeedFiles;
import org.solvens.ingest.Ingest;
import org.solvens.ingest.IngestResult;
import org.solvens.ingest.LakeRows;
import org.solvens.lake.Lake;
import org.solvens.pipelines.histories.Histories;
import org.solvens.settings.Settings;

/// Corrections make entries impossible that were accepted before; the histories say so.
class FactChecksTest {
    private static final String ENTRIES =
            "payment_id,case_id,amount,paid_on,booked_on,source,reversal_of,known_at,kind,retracted";

    @TempDir
    Path folder;

    private static String entry(String id, String caseId, String amount, String of, String kind) {
        return String.join(
                ",", id, caseId, amount, "2026-02-01", "2026-02-01", "DEBTOR", of, "2026-02-02T12:00:00Z", kind, "");
    }

    /// The same known two days later.
    private static String corrected(String entry, String retracted) {
        return entry.replace("2026-02-02T", "2026-02-04T") + retracted;
    }

    private String quality(Lake lake, String... more) {
        StringWriter out = new StringWriter();
        String[] arguments = {"quality", "--lake", lake.root()};
        String[] all =
                Stream.concat(Arrays.stream(arguments), Arrays.stream(more)).toArray(String[]::new);
        new PipelinesMain().run(Settings.ofProcess(), new PrintWriter(out, true), new PrintWriter(out, true), all);
        return out.toString();
    }

    @Test
    void whatCannotBeIsCountedOnceTheHistoriesAreUpToDate() throws Exception {
        FeedFiles files = new FeedFiles(Files.createDirectory(folder.resolve("in")));
        Lake lake = new Lake(folder.resolve("lake").toString());
        files.write(
                "cases.csv",
                Stream.concat(
                                Stream.of(FeedFiles.CASES),
                                IntStream.rangeClosed(1, 6).mapToObj(i -> FeedFiles.aCase("C" + i, "D" + (i + 1) / 2)))
                        .toArray(String[]::new));
        files.write(
                "payments.csv",
                ENTRIES,
                entry("P1", "C1", "100.00", "", "PAYMENT"),
                entry("R1", "C1", "100.00", "P1", "REVERSAL"),
                entry("P2", "C2", "100.00", "", "PAYMENT"),
                entry("R2", "C2", "100.00", "GONE", "REVERSAL"),
                entry("P3", "C3", "100.00", "", "PAYMENT"),
                entry("F3", "C3", "60.00", "", "REFUND"),
                entry("P4", "C4", "70.00", "", "PAYMENT"),
                entry("R4", "C4", "40.00", "P4", "REVERSAL"),
                entry("S4", "C4", "30.00", "P4", "REVERSAL"),
                entry("P6", "C6", "70.00", "", "PAYMENT"));
        files.write(
                "case_events.csv",
                "event_id,case_id,kind,component,amount,stage,letter,closed_as,happened_on,known_at",
                "E5,C5,CLOSED,,,,,PAID,2026-02-02,2026-02-02T12:00:00Z");
        IngestResult result = new Ingest(LakeRows.spark(), lake, null, LakeRows.NOW)
                .run(List.of(files.folder().toString()), step -> {});
        assertThat(result.quarantined()).isZero();
        assertThat(quality(lake, "--all"))
                .containsPattern("not judged payments/reversed_more_than_paid +there are no histories yet");
        new Histories(LakeRows.spark(), lake).update();
        assertThat(quality(lake, "--all"))
                .containsPattern("passed +payments/refunded_more_than_paid +no refunds beyond what was paid\\R")
                .containsPattern("WARNING +case_events/closed_as_paid_but_owing +cases closed as paid that still have"
                        + " a balance: 1, on 1 case such as C5\\R");

        new Ingest(LakeRows.spark(), lake, null, LakeRows.NOW)
                .run(
                        List.of(files.write(
                                        "payments-2.csv",
                                        ENTRIES,
                                        corrected(entry("P1", "C1", "60.00", "", "PAYMENT"), ""),
                                        corrected(entry("P2", "C2", "100.00", "", "PAYMENT"), "true"),
                                        corrected(entry("P3", "C3", "20.00", "", "PAYMENT"), ""),
                                        corrected(entry("P4", "C4", "50.00", "", "PAYMENT"), ""))
                                .toString()),
                        step -> {});
        assertThat(quality(lake, "--all"))
                .containsPattern("no refunds beyond what was paid; the histories are behind the feeds\\R");
        new Histories(LakeRows.spark(), lake).update();
        Path accepted = Files.writeString(
                folder.resolve("accepted.yaml"),
                "- {check: payments/refunded_more_than_paid, reason: The bank paid it out twice and took it back.}\n");
        assertThat(quality(lake, "--accept", accepted.toString()))
                .containsPattern("WARNING +payments/reversed_more_than_paid +entries reversed by more than their"
                        + " amount: 2, on 2 cases such as C1\\R")
                .containsPattern("WARNING +payments/reversal_without_payment +reversals without a payment to take"
                        + " back: 1, on 1 case such as C2\\R")
                .containsPattern("accepted +payments/refunded_more_than_paid +refunds beyond what was paid: 1, on 1"
                        + " case such as C3; accepted: The bank paid it out twice and took it back\\.\\R")
                .doesNotContain("reversed_in_a_circle")
                .contains("0 ERROR, 3 WARNING, 1 accepted");
        assertThat(LakeRows.table(lake.quality())
                        .where("as_of = '2026-02-05' and check in ('reversed_more_than_paid',"
                                + " 'closed_as_paid_but_owing', 'reversed_in_a_circle')")
                        .selectExpr("concat_ws(' ', feed, check, level, status, cast(value as int))")
                        .collectAsList()
                        .stream()
                        .map(row -> row.getString(0))
                        .sorted())
                .containsExactly(
                        "case_events closed_as_paid_but_owing WARNING FAILED 1",
                        "payments reversed_in_a_circle WARNING PASSED 0",
                        "payments reversed_more_than_paid WARNING FAILED 2");
    }
}
