package org.solvens.pipelines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.solvens.feed.Feed;
import org.solvens.ingest.FeedFiles;
import org.solvens.ingest.Ingest;
import org.solvens.ingest.IngestResult;
import org.solvens.ingest.LakeRows;
import org.solvens.lake.Lake;
import org.solvens.pipelines.histories.Histories;

/// Inputs that once failed, where they are at hand: set SOLVENS_CASES to the folder, or put it at ../shared/cases
/// next to the project.
class FailingInputsTest {
    @TempDir
    Path folder;

    private static Path cases() {
        String named = System.getenv("SOLVENS_CASES");
        Path cases = named != null ? Path.of(named) : Solvens.HOME.resolve("../shared/cases");
        assumeTrue(Files.isDirectory(cases), "The inputs that failed are not tried: they are not at " + cases + ".");
        return cases;
    }

    private IngestResult ingest(Lake lake, Path... paths) {
        return new Ingest(LakeRows.spark(), lake, null, LakeRows.NOW)
                .run(Stream.of(paths).map(Path::toString).toList(), step -> {});
    }

    @Test
    void theLedgersOfTheInputsThatFailed() {
        Path ledger = cases().resolve("ledger");
        Lake lake = new Lake(folder.resolve("lake").toString());
        IngestResult result = ingest(
                lake,
                ledger.resolve("c01-partial-chargeback"),
                ledger.resolve("c03-payment-moved"),
                ledger.resolve("c17-reversal-of-unknown"),
                ledger.resolve("c18-two-versions-one-day"));
        assertThat(result.quarantined()).isZero();
        assertThat(result.replaced()).isEqualTo(2);
        new Histories(LakeRows.spark(), lake).update();
        String asOf = "2026-07-01T00:00:00Z";

        assertThat(KnownHistory.of(lake, "D-H01-part", asOf))
                .containsExactly("payments/H01-p1 H01-part PAYMENT 400000", "payments/H01-r1 H01-part REVERSAL 50000");

        assertThat(KnownHistory.of(lake, "D-H03-a", asOf)).isEmpty();
        assertThat(KnownHistory.of(lake, "D-H03-b", asOf)).containsExactly("payments/H03-p1 H03-b PAYMENT 300000");
        assertThat(KnownHistory.of(lake, "D-H03-same", asOf)).containsExactly("payments/H03-p2 H03-d PAYMENT 300000");
        assertThat(KnownHistory.of(lake, "D-H03-e", asOf)).isEmpty();
        assertThat(KnownHistory.of(lake, "D-H03-f", asOf)).containsExactly("holds/H03-h1 DECEASED");

        assertThat(KnownHistory.of(lake, "D-H17-unk", asOf))
                .as("the debt is not silently paid: the reversal is on the case")
                .containsExactly("payments/H17-p1 H17-unk PAYMENT 400000", "payments/H17-r1 H17-unk REVERSAL 400000");

        assertThat(KnownHistory.of(lake, "D-H18-hold", asOf)).containsExactly("holds/H18-h1 H18-hold DISPUTE closed");
        assertThat(KnownHistory.of(lake, "D-H18-pay", asOf)).containsExactly("payments/H18-p1 H18-pay PAYMENT 1000000");

        IngestResult again =
                ingest(lake, ledger.resolve("c03-payment-moved"), ledger.resolve("c18-two-versions-one-day"));
        assertThat(List.of(again.added(), again.replaced(), again.quarantined()))
                .containsExactly(0L, 2L, 0L);
        assertThat(new Histories(LakeRows.spark(), lake).update()).isEqualTo(new Histories.Update(false, 0));
    }

    @Test
    void reversalsOfThemselvesInCirclesAndOfTooMuch() throws Exception {
        Path payments = cases().resolve("files/70-reversals/payments.csv");
        FeedFiles files = new FeedFiles(Files.createDirectory(folder.resolve("in")));
        Lake lake = new Lake(folder.resolve("lake").toString());
        files.write("cases.csv", FeedFiles.CASES, FeedFiles.aCase("D0-1", "D0"), FeedFiles.aCase("D1-1", "D1"));
        ingest(lake, files.folder(), payments);
        List<String> refused = List.of(
                "payments payments.csv 2 REVERSAL-CIRCLE",
                "payments payments.csv 3 REVERSAL-CIRCLE",
                "payments payments.csv 4 REVERSAL-UNPLACED",
                "payments payments.csv 6 REVERSAL-EXCEEDS");
        assertThat(LakeRows.quarantine(lake)).isEqualTo(refused);
        assertThat(LakeRows.feed(lake, Feed.PAYMENTS, "payment_id")).containsExactly("g1", "r5");
        long version = lake.tables().latestVersion(lake.feed("payments"));
        assertThat(ingest(lake, payments).quarantined()).isEqualTo(4);
        assertThat(LakeRows.quarantine(lake)).isEqualTo(refused);
        assertThat(lake.tables().latestVersion(lake.feed("payments"))).isEqualTo(version);

        // Another debtor's entry, the bank's reference, and a refund of what is no longer there.
        Path more = files.write(
                "payments-2.csv",
                FeedFiles.PAYMENTS + ",kind,reference",
                "q1,D1-1,50.00,2026-02-01,,DEBTOR,g1,2026-02-03T20:00:00Z,,",
                "q2,D1-1,50.00,2026-02-01,,DEBTOR,E2E-9,2026-02-03T20:00:00Z,,",
                "q3,D1-1,50.00,2026-02-01,,DEBTOR,,2026-02-04T20:00:00Z,,E2E-9",
                "q4,D1-1,0.01,2026-02-01,,DEBTOR,q3,2026-02-05T20:00:00Z,,",
                "q5,D1-1,0.01,2026-02-01,,DEBTOR,,2026-02-05T20:00:00Z,REFUND,");
        ingest(lake, more);
        assertThat(LakeRows.quarantine(lake))
                .containsAll(refused)
                .contains(
                        "payments payments-2.csv 2 REVERSAL-CASE",
                        "payments payments-2.csv 5 REVERSAL-EXCEEDS",
                        "payments payments-2.csv 6 REFUND-EXCEEDS")
                .hasSize(7);
    }
}
