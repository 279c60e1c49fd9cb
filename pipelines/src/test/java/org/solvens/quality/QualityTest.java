package org.solvens.quality;

import static org.apache.spark.sql.functions.lit;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.solvens.feed.Feed;
import org.solvens.ingest.FeedFiles;
import org.solvens.ingest.Ingest;
import org.solvens.ingest.LakeRows;
import org.solvens.lake.Lake;
import org.solvens.report.CheckLevel;
import org.solvens.report.CheckStatus;

class QualityTest {
    @TempDir
    Path folder;

    @Test
    void whatOthersWroteIntoTheLakeIsFoundAndKeptByDate() throws Exception {
        FeedFiles files = new FeedFiles(Files.createDirectory(folder.resolve("in")));
        Lake lake = new Lake(folder.resolve("lake").toString());
        files.write("cases.csv", FeedFiles.CASES, FeedFiles.aCase("C1", "D1"), FeedFiles.aCase("C2", "D2"));
        files.write(
                "payments.csv",
                FeedFiles.PAYMENTS,
                FeedFiles.payment("P1", "C1", "12.30", "2026-02-02"),
                // A correction: the same key, known later.
                FeedFiles.payment("P1", "C1", "12.40", "2026-02-03"));
        new Ingest(LakeRows.spark(), lake, null, LakeRows.NOW)
                .run(List.of(files.folder().toString()), step -> {});
        Quality quality = new Quality(LakeRows.spark(), lake);

        LocalDate first = LocalDate.of(2026, 2, 4);
        assertThat(quality.check(first)).noneMatch(result -> result.status() == CheckStatus.FAILED);

        String payments = lake.feed(Feed.PAYMENTS.label());
        var stored = LakeRows.table(payments);
        stored.limit(1)
                .union(stored.where("amount = 12.40").withColumn("case_id", lit("C9")))
                .write()
                .format("delta")
                .mode("append")
                .save(payments);

        // As of the day before, the correction and what repeats it are not known.
        LocalDate second = LocalDate.of(2026, 2, 5);
        List<Result> results = quality.check(second);
        assertThat(results.stream().filter(Result::error).map(result -> result.check() + ": " + result.message()))
                .containsExactlyInAnyOrder(
                        "unique_key: 2 rows repeat the key and known_at of another",
                        "reference: 1 rows have a case_id that is not among the cases");
        assertThat(quality.check(LocalDate.of(2026, 2, 2)).stream()
                        .filter(result -> result.feed().equals("payments")
                                && result.check().equals("contract"))
                        .map(Result::message))
                .containsExactly("all 0 rows meet the contract");

        quality.check(second);
        assertThat(LakeRows.table(lake.quality()).where("as_of = '2026-02-05'").count())
                .isEqualTo(results.size());
        assertThat(LakeRows.table(lake.quality()).where("as_of = '2026-02-04' and status = 'FAILED'"))
                .satisfies(rows -> assertThat(rows.count()).isZero());
    }

    @Test
    void idsThatDifferByWhiteSpaceOrLeadingZerosAreAWarning() throws Exception {
        FeedFiles files = new FeedFiles(Files.createDirectory(folder.resolve("in")));
        Lake lake = new Lake(folder.resolve("lake").toString());
        files.write(
                "cases.csv",
                FeedFiles.CASES,
                FeedFiles.aCase("00123", "D1"),
                FeedFiles.aCase("123", "D1\u00a0"),
                FeedFiles.aCase("0124", "D\u2009" + "1"),
                FeedFiles.aCase("125", "D2"));
        files.write(
                "payments.csv",
                FeedFiles.PAYMENTS,
                FeedFiles.payment("P 1", "123", "12.30", "2026-02-02"),
                FeedFiles.payment("P1", "125", "12.40", "2026-02-03"));
        new Ingest(LakeRows.spark(), lake, null, LakeRows.NOW)
                .run(List.of(files.folder().toString()), step -> {});
        List<Result> failed = new Quality(LakeRows.spark(), lake)
                .check(LocalDate.of(2026, 2, 4)).stream()
                        .filter(result -> result.status() == CheckStatus.FAILED)
                        .toList();
        assertThat(failed).extracting(Result::level).containsOnly(CheckLevel.WARNING);
        assertThat(failed.stream().map(result -> result.name() + ": " + result.message()))
                .containsExactlyInAnyOrder(
                        "cases/similar_ids/case_id: 0 ids differ from another only by white space, 2 by leading zeros",
                        "cases/similar_ids/debtor_id: 3 ids differ from another only by white space, 0 by leading"
                                + " zeros",
                        // The case that it names has a twin among the cases.
                        "payments/similar_ids/case_id: 0 ids differ from another only by white space, 1 by leading"
                                + " zeros",
                        "payments/similar_ids/payment_id: 2 ids differ from another only by white space, 0 by leading"
                                + " zeros");
    }

    @Test
    void whatIsAcceptedDoesNotCountAndItsReasonIsKept() throws Exception {
        FeedFiles files = new FeedFiles(Files.createDirectory(folder.resolve("in")));
        Lake lake = new Lake(folder.resolve("lake").toString());
        files.write("cases.csv", FeedFiles.CASES, FeedFiles.aCase("C1", "D1"));
        files.write("payments.csv", FeedFiles.PAYMENTS, FeedFiles.payment("P1", "C1", "12.30", "2026-02-02"));
        new Ingest(LakeRows.spark(), lake, null, LakeRows.NOW)
                .run(List.of(files.folder().toString()), step -> {});
        String payments = lake.feed(Feed.PAYMENTS.label());
        LakeRows.table(payments).write().format("delta").mode("append").save(payments);
        Path file = Files.writeString(folder.resolve("accepted.yaml"), """
            - check: payments/unique_key
              reason: The bank sent the file twice.
            """);

        LocalDate day = LocalDate.of(2026, 2, 4);
        Quality quality = new Quality(LakeRows.spark(), lake);
        assertThat(quality.check(day)).anyMatch(Result::error);
        List<Result> results = quality.check(day, AcceptedChecks.read(file));
        assertThat(results).noneMatch(Result::error).anyMatch(Result::failedAndAccepted);
        assertThat(LakeRows.table(lake.quality())
                        .where("accepted is not null")
                        .select("feed", "check", "level", "status", "accepted")
                        .collectAsList()
                        .toString())
                .isEqualTo("[[payments,unique_key,ERROR,FAILED,The bank sent the file twice.]]");
    }
}
