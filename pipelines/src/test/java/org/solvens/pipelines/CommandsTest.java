package org.solvens.pipelines;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.solvens.ingest.FeedFiles;
import org.solvens.inputs.FeedSpans;
import org.solvens.lake.Lake;
import org.solvens.policy.Policy;
import org.solvens.settings.Settings;

/// What is refused before Spark is even started, and what commands say of themselves.
class CommandsTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    Path folder;

    private int run(String... arguments) {
        return new PipelinesMain()
                .run(Settings.ofProcess(), new PrintWriter(out, true), new PrintWriter(err, true), arguments);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "run",
                "ingest",
                "features",
                "score",
                "report",
                "withdraw",
                "status",
                "quarantine",
                "quality",
                "maintain",
                "monitor"
            })
    void everyCommandHasHelpWithAnExample(String command) {
        assertThat(run(command, "--help")).isZero();
        assertThat(out.toString()).contains("Usage: solvens " + command).contains("./solvens " + command);
    }

    @ParameterizedTest
    @ValueSource(strings = {"features", "score", "report", "status", "quarantine", "quality", "maintain", "monitor"})
    void aFolderThatIsNotALakeIsNamed(String command) {
        assertThat(run(command, "--lake", folder.toString())).isEqualTo(66);
        assertThat(err.toString()).startsWith("error LAKE: this is not a lake").contains(folder.toString());
    }

    /// What is named and not there ends with 66, as docs/exit-codes.md promises, and nothing is made.
    @Test
    void whatDoesNotExistEndsWith66() throws Exception {
        String lake = Files.createDirectories(folder.resolve("lake/feeds"))
                .getParent()
                .toString();
        String fresh = folder.resolve("fresh").toString();
        String nowhere = folder.resolve("nowhere").toString();
        String[][] commands = {
            {"run", "--lake", fresh, "--plan", nowhere},
            {"run", "--lake", fresh, "--policy", nowhere},
            {"run", "--lake", fresh, "--mapping", nowhere},
            {"run", "--lake", fresh, "--accept", nowhere},
            {"ingest", "--lake", fresh, "--mapping", nowhere, folder.toString()},
            {"features", "--lake", lake, "--plan", nowhere},
            {"features", "--lake", nowhere},
            {"score", "--lake", lake, "--policy", nowhere},
            {"score", "--lake", lake, "--accept", nowhere},
            {"score", "--lake", lake},
            {"report", "--lake", lake, "--policy", nowhere},
            {"report", "--lake", lake},
            {"monitor", "--lake", lake, "--plan", nowhere},
            {"monitor", "--lake", lake},
            {"quality", "--lake", lake, "--accept", nowhere},
            {"withdraw", "--lake", nowhere, "--as-of", "2026-07-01"},
        };
        for (String[] command : commands) {
            err.getBuffer().setLength(0);
            assertThat(run(command)).as(String.join(" ", command) + err).isEqualTo(66);
            assertThat(err.toString()).startsWith("error ").contains("remedy: ");
        }
        assertThat(folder.resolve("fresh")).doesNotExist();
        assertThat(folder.resolve("nowhere")).doesNotExist();
    }

    @Test
    void nothingIsWrittenIntoAFolderOfSomethingElse() throws Exception {
        Files.writeString(folder.resolve("thesis.txt"), "mine");
        assertThat(run("run", "--lake", folder.toString())).isEqualTo(66);
        assertThat(err.toString()).startsWith("error LAKE: ");
        try (var list = Files.list(folder)) {
            assertThat(list).hasSize(1);
        }
    }

    @Test
    void aPolicyWithoutDefaultStopsTheRunBeforeAnythingIsDone() throws Exception {
        String text = Policy.standardText().replaceAll("(?m)^default_segment:.*$", "");
        Path policy = Files.writeString(folder.resolve("policy.yaml"), text);
        Path lake = folder.resolve("lake");
        assertThat(run("run", "--lake", lake.toString(), "--policy", policy.toString()))
                .isEqualTo(1);
        assertThat(err.toString()).contains("policy.yaml").contains("default").contains("remedy: ");
        assertThat(lake).doesNotExist();
    }

    @Test
    void aMappingWithAMisspeltFieldStopsTheRunBeforeAnythingIsDone() throws Exception {
        Path mapping = Files.writeString(folder.resolve("mapping.yaml"), """
            mapping: mine
            version: 1
            sources:
              - files: "*.csv"
                format: csv
                records:
                  - feed: payments
                    fields: {payment_idd: id}
            """);
        Path lake = folder.resolve("lake");
        assertThat(run("run", "--lake", lake.toString(), "--mapping", mapping.toString(), "x.csv"))
                .isEqualTo(1);
        assertThat(err.toString())
                .contains("mapping.yaml")
                .contains("payment_idd")
                .contains("remedy: ");
        assertThat(lake).doesNotExist();
    }

    @Test
    void whereEverythingIsRefusedTheRunSaysWhy() {
        FeedFiles files = new FeedFiles(folder);
        Path cases = files.write(
                "cases.csv", FeedFiles.CASES, FeedFiles.aCase("C1", "D1").replace("SEK", "kr"));
        assertThat(run("run", "--lake", folder.resolve("lake").toString(), cases.toString()))
                .isEqualTo(4);
        assertThat(err.toString()).contains("CURRENCY 1").contains("error QUARANTINE: no row of the file was accepted");
    }

    @Test
    void whereACheckStopsTheRunWhatWasIngestedIsStillSaidAndTheCheckCanBeAccepted() throws Exception {
        FeedFiles files = new FeedFiles(Files.createDirectory(folder.resolve("in")));
        files.write(
                "cases.csv",
                FeedFiles.CASES,
                FeedFiles.aCase("C1", "D1"),
                FeedFiles.aCase("C2", "D2").replace("2026-01-05T", "2026-03-05T"),
                FeedFiles.aCase("C3", "D3").replace("SEK", "kr"));
        files.write(
                "payments.csv",
                FeedFiles.PAYMENTS,
                FeedFiles.payment("P1", "C1", "12.30", "2026-02-01"),
                FeedFiles.payment("P2", "C1", "12.30", "2026-02-10"),
                FeedFiles.payment("P3", "C1", "12.30", "2026-02-20"));
        files.write("payments-late.csv", FeedFiles.PAYMENTS, FeedFiles.payment("P4", "C1", "1.00", "2026-02-21"));
        files.write(
                "holds.csv",
                "hold_id,debtor_id,case_id,kind,opened_on,closed_on,outcome,known_at",
                "H1,D1,C1,DISPUTE,2026-03-13,,,2026-03-13T12:00:00Z");
        String lake = folder.resolve("lake").toString();
        String[] run = {
            "run", "--lake", lake, "--max-quarantine", "0.2", files.folder().toString()
        };
        assertThat(run(run)).isEqualTo(1);
        assertThat(out.toString()).isEmpty();
        assertThat(err.toString().lines().map(line -> line.replaceAll(" +", " ").strip()))
                .contains(
                        "cases 3 2 0 0 1 CURRENCY 1",
                        "payments 4 4 0 0 0",
                        "error payments/freshness: newest record 20 days before the lake's; longest pause so far 10"
                                + " days",
                        "error QUALITY: a check of level ERROR failed");
        assertThat(err.toString()).contains("accept the check payments/freshness");

        Path accepted = Files.writeString(
                folder.resolve("accepted.yaml"), "- {check: payments/freshness, reason: The bank was on strike.}\n");
        assertThat(run("quality", "--lake", lake)).isEqualTo(1);
        out.getBuffer().setLength(0);
        assertThat(run("quality", "--lake", lake, "--accept", accepted.toString()))
                .isZero();
        assertThat(out.toString())
                .contains("longest pause so far 10 days; accepted: The bank was on strike.")
                .contains("0 ERROR, 0 WARNING, 1 accepted");

        // With the check accepted the run goes on to what this little lake cannot give.
        err.getBuffer().setLength(0);
        assertThat(run(
                        "run",
                        "--lake",
                        lake,
                        "--max-quarantine",
                        "0.2",
                        "--accept",
                        accepted.toString(),
                        files.folder().toString()))
                .isEqualTo(1);
        assertThat(err.toString()).contains("error SNAPSHOTS").doesNotContain("error QUALITY");
    }

    @Test
    void aFileOfAcceptedChecksThatIsNotUnderstoodStopsTheRunBeforeAnythingIsDone() throws Exception {
        Path accepted = Files.writeString(folder.resolve("accepted.yaml"), "- {check: payments/freshness}\n");
        Path lake = folder.resolve("lake");
        assertThat(run("run", "--lake", lake.toString(), "--accept", accepted.toString()))
                .isEqualTo(1);
        assertThat(err.toString()).contains("error QUALITY-ACCEPT").contains("write why payments/freshness may fail");
        assertThat(lake).doesNotExist();
    }

    @Test
    void featuresAreChosenWithADate() throws Exception {
        Files.createDirectories(folder.resolve("feeds"));
        assertThat(run("features", "--lake", folder.toString(), "--feature", "balance"))
                .isEqualTo(1);
        assertThat(err.toString()).startsWith("error FEATURES-DATE: ").contains("--as-of");
    }

    @Test
    void filesAreRetainedForAWeekAtLeast() throws Exception {
        Files.createDirectories(folder.resolve("feeds"));
        assertThat(run("maintain", "--lake", folder.toString(), "--retain-days", "6"))
                .isEqualTo(1);
        assertThat(err.toString()).startsWith("error RETENTION: ").contains("at least 7 days");
    }

    @Test
    void oneJobAtATimeWritesToALake() throws Exception {
        Lake lake = new Lake(folder.resolve("lake").toString());
        try (LakeLock _ = LakeLock.take(lake)) {
            assertThat(run("ingest", "--lake", lake.root(), folder.toString())).isEqualTo(75);
            assertThat(err.toString()).startsWith("error LAKE-BUSY: ");
            err.getBuffer().setLength(0);
            assertThat(run("ingest", "--lake", folder.resolve("lake").toUri().toString(), folder.toString()))
                    .as("the same lake by its URL")
                    .isEqualTo(75);
            Path link = Files.createSymbolicLink(folder.resolve("link"), folder.resolve("lake"));
            assertThat(run("ingest", "--lake", link.toString(), folder.toString()))
                    .as("the same lake by a link")
                    .isEqualTo(75);
        }
    }

    @Test
    void anAsOfDateThatIsStillToComeIsRefusedUnlessItIsAskedFor() throws Exception {
        Files.createDirectories(folder.resolve("feeds"));
        String[] score = {"score", "--lake", folder.toString(), "--as-of", "2026-07-03", "--now", "2026-07-01T12:00:00Z"
        };
        assertThat(run(score)).isEqualTo(1);
        assertThat(err.toString()).startsWith("error AS-OF-FUTURE: ").contains("today is 2026-07-01");
        err.getBuffer().setLength(0);
        score[4] = "2026-07-02";
        assertThat(run(score)).as("tomorrow is the natural as-of date").isEqualTo(66);
        assertThat(err.toString()).startsWith("error HISTORIES: ");
        err.getBuffer().setLength(0);
        score[4] = "2026-07-03";
        String[] asked = java.util.Arrays.copyOf(score, score.length + 1);
        asked[score.length] = "--allow-future";
        assertThat(run(asked)).isEqualTo(66);
        assertThat(err.toString()).startsWith("error HISTORIES: ");
    }

    @Test
    void aFileOfWhichNoRowIsAcceptedIsNoSuccess() throws Exception {
        FeedFiles files = new FeedFiles(Files.createDirectory(folder.resolve("in")));
        Path cases = files.write("cases.csv", FeedFiles.CASES, FeedFiles.aCase("C1", "D1"));
        Path payments =
                files.write("payments.csv", FeedFiles.PAYMENTS, FeedFiles.payment("P1", "C9", "12.30", "2026-02-01"));
        String lake = folder.resolve("lake").toString();
        assertThat(run("ingest", "--lake", lake, cases.toString(), payments.toString()))
                .isEqualTo(4);
        assertThat(err.toString()).contains("error QUARANTINE: no row of the file was accepted", "payments.csv");
        assertThat(out.toString()).contains("payments.csv:2 UNKNOWN-CASE: case_id is not a known case");

        out.getBuffer().setLength(0);
        assertThat(run("quarantine", "--lake", lake)).isZero();
        assertThat(out.toString())
                .contains(
                        "1 rows in quarantine",
                        System.lineSeparator() + files.place("payments.csv", 2) + "  UNKNOWN-CASE: ")
                .contains(FeedFiles.payment("P1", "C9", "12.30", "2026-02-01"));
        Path exported = folder.resolve("refused.csv");
        assertThat(run("quarantine", "--lake", lake, "--code", "UNKNOWN-CASE", "--out", exported.toString()))
                .isZero();
        assertThat(exported).content().contains("\"payments\",\"payments.csv\",\"file:", ",2,\"UNKNOWN-CASE\"");
        out.getBuffer().setLength(0);
        assertThat(run("quarantine", "--lake", lake, "--code", "TYPE")).isZero();
        assertThat(out.toString()).contains("0 rows in quarantine");

        out.getBuffer().setLength(0);
        assertThat(run("status", "--lake", lake)).isZero();
        assertThat(out.toString().lines().map(line -> line.replaceAll(" +", " ").strip()))
                .contains(
                        "cases 1 rows, newest known at 2026-01-05T20:00:00Z",
                        "quarantine 1 rows ever refused; 0 of them protect or protected somebody",
                        "histories unreadable",
                        "scores served none",
                        "willingness no model",
                        "waits histories are unreadable: ./solvens score --lake " + lake
                                + " brings them up to date first")
                .doesNotContain("routing no model");
        assertThat(run("ingest", "--lake", lake, "--max-quarantine", "1", payments.toString()))
                .isZero();
    }

    @Test
    void aPaymentOfTheYear2199IsRefusedAndMovesNoAsOfDate() throws Exception {
        FeedFiles files = new FeedFiles(Files.createDirectory(folder.resolve("in")));
        files.write("cases.csv", FeedFiles.CASES, FeedFiles.aCase("C1", "D1"));
        files.write(
                "payments.csv",
                FeedFiles.PAYMENTS,
                FeedFiles.payment("P1", "C1", "12.30", "2026-02-01"),
                FeedFiles.payment("P2", "C1", "12.30", "2026-02-01").replace("2026-02-01T", "2199-02-01T"),
                FeedFiles.payment("P3", "C1", "12.30", "2026-02-01").replace("2026-02-01T12", "2026-02-02T18"));
        String lake = folder.resolve("lake").toString();
        assertThat(run(
                        "ingest",
                        "--lake",
                        lake,
                        "--max-quarantine",
                        "1",
                        "--now",
                        "2026-02-01T20:00:00Z",
                        files.folder().toString()))
                .isZero();
        assertThat(out.toString())
                .contains("payments.csv:3 KNOWN-LATER: known_at is later than the time of this ingest by more than 24"
                        + " hours");
        assertThat(java.time.Instant.ofEpochMilli(
                        FeedSpans.ofCases(new Lake(lake)).nextMidnight()))
                .isEqualTo("2026-02-03T00:00:00Z");
    }
}
