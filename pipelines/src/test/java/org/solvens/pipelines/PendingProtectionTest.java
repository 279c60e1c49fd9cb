package org.solvens.pipelines;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.solvens.facts.CaseView;
import org.solvens.facts.DebtorView;
import org.solvens.facts.OtherCases;
import org.solvens.history.History;
import org.solvens.ingest.FeedFiles;
import org.solvens.ingest.Ingest;
import org.solvens.ingest.LakeRows;
import org.solvens.inputs.FeedSpans;
import org.solvens.lake.Lake;
import org.solvens.pipelines.histories.Histories;
import org.solvens.pipelines.scores.Scores;
import org.solvens.pipelines.scores.ScoringInputs;
import org.solvens.policy.Decision;
import org.solvens.policy.Policy;
import org.solvens.policy.PolicyText;
import org.solvens.quality.AcceptedChecks;
import org.solvens.quality.FactChecks;
import org.solvens.quality.Result;
import org.solvens.report.CheckStatus;
import org.solvens.scoring.CaseScoring;
import org.solvens.settings.Settings;

/// Refused records that protect somebody, from the feed to the decision.
class PendingProtectionTest {
    private static final String HOLDS = "hold_id,debtor_id,case_id,kind,opened_on,closed_on,outcome,known_at";
    private static final String HITS = "hit_id,debtor_id,register,result,trigger,found_on,known_at";
    private static final String CONTACTS =
            "contact_id,debtor_id,case_id,direction,channel,outcome,promised_amount," + "promised_for,cost,at,known_at";
    private static final String KNOWN = "2026-02-02T12:00:00Z";
    private static final String LATER = "2026-02-04T12:00:00Z";
    private static final String HELD = "HOLD PROTECTED [PROTECTION_PENDING] [PENDING_PROTECTION]";

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    Path folder;

    private FeedFiles files;
    private Lake lake;

    @BeforeEach
    void aLake() throws Exception {
        files = new FeedFiles(Files.createDirectory(folder.resolve("in")));
        lake = new Lake(folder.resolve("lake").toString());
    }

    private void ingest(Path... paths) {
        new Ingest(LakeRows.spark(), lake, null, LakeRows.NOW)
                .run(Stream.of(paths).map(Path::toString).toList(), step -> {});
    }

    private int command(String... arguments) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        return new PipelinesMain()
                .run(Settings.ofProcess(), new PrintWriter(out, true), new PrintWriter(err, true), arguments);
    }

    private static String hold(String id, String debtor, String caseId, String kind, String opened, String known) {
        return String.join(",", id, debtor, caseId, kind, opened, "", "", known);
    }

    private static String withdrawn(String id, String debtor, String caseId) {
        return String.join(",", id, debtor, caseId, "DISPUTE", "2026-02-01", "2026-02-03", "WITHDRAWN", LATER);
    }

    /// Brings the histories up to date, scores, and gives route, segment, flags and holds of each case. The same
    /// must come of a plain replay of the histories.
    private Map<String, String> decided() {
        new Histories(LakeRows.spark(), lake).update();
        FeedSpans spans = FeedSpans.ofCases(lake);
        // Routes of two debtors are compared, so none may be drawn by the debtor's name.
        String policy = Policy.standardText().replace("share: 0.02", "share: 0");
        ScoringInputs inputs = ScoringInputs.of(lake, PolicyText.of(policy, "default.yaml"));
        Scores.Result result = new Scores(LakeRows.spark(), lake).write(spans.nextMidnight(), spans.starts(), inputs);
        Map<String, String> decided = new TreeMap<>();
        for (Row row : LakeRows.table(lake.scores())
                .where("as_of = '" + result.asOf() + "'")
                .selectExpr(
                        "case_id",
                        "route",
                        "segment",
                        "array_join(filter(flags, f -> f != 'NO_MANDATE_ON_FILE'), ', ')",
                        "array_join(holds, ', ')",
                        "willingness_status")
                .collectAsList()) {
            decided.put(
                    row.getString(0),
                    row.getString(1) + " " + row.getString(2) + " [" + row.getString(3) + "] [" + row.getString(4)
                            + "]");
            boolean pending = row.getString(4).contains("PENDING_PROTECTION");
            assertThat(row.getString(5)).isEqualTo(pending ? "outside_population" : "no_model");
        }
        assertThat(replayed(spans, inputs.scoring())).isEqualTo(decided);
        return decided;
    }

    /// The decisions by the histories alone, without Spark.
    private Map<String, String> replayed(FeedSpans spans, CaseScoring scoring) {
        Map<String, String> decided = new TreeMap<>();
        for (Row row : LakeRows.table(lake.histories()).select("history").collectAsList()) {
            History history = History.decode(row.getAs(0));
            for (CaseView view :
                    new DebtorView(history, spans.nextMidnight(), spans.starts(), OtherCases.SEEN).cases()) {
                if (view.open()) {
                    Decision decision = scoring.score(view).decision();
                    decided.put(
                            view.caseId(),
                            decision.route() + " " + decision.segment() + " "
                                    + decision.flags().stream()
                                            .map(Enum::name)
                                            .filter(flag -> !flag.equals("NO_MANDATE_ON_FILE"))
                                            .sorted()
                                            .toList()
                                    + " "
                                    + decision.holds().stream()
                                            .map(Enum::name)
                                            .sorted()
                                            .toList());
                }
            }
        }
        return decided;
    }

    private List<String> warnings() {
        FeedSpans spans = FeedSpans.ofCases(lake);
        return new FactChecks(LakeRows.spark(), lake)
                .check(spans.nextMidnight(), spans.starts(), AcceptedChecks.NONE).stream()
                        .filter(result -> result.status() == CheckStatus.FAILED)
                        .map(result -> result.level() + " " + result.name() + ": " + result.message())
                        .toList();
    }

    @Test
    void whomARefusedRecordNamesIsOnHoldUntilACorrectedRecordOfItsKeyIsAccepted() {
        List<String> cases = new ArrayList<>(List.of(FeedFiles.CASES));
        for (int i = 1; i <= 9; i++) {
            if (i != 8) {
                cases.add(FeedFiles.aCase("C" + i, "D" + i));
            }
        }
        ingest(
                files.write("cases.csv", cases.toArray(String[]::new)),
                files.write(
                        "holds-0.csv",
                        HOLDS,
                        String.join(",", "H4", "D4", "C4", "DISPUTE", "2026-02-01", "2026-02-01", "WITHDRAWN", KNOWN)));
        Map<String, String> before = decided();
        assertThat(before).hasSize(8);
        assertThat(before.values()).allSatisfy(one -> assertThat(one).doesNotContain("PEND"));

        // Nothing else is known of that day: what is refused moves the as-of date all the same.
        ingest(
                files.write(
                        "holds-1.csv",
                        HOLDS,
                        hold("H1", "D1", "", "DECEASED", "2026-02-30", "2026-02-03T12:00:00Z"),
                        hold("H2", "D2", "C2", "DISPUT", "2026-02-01", KNOWN),
                        hold("", "D3", "C3", "DISPUTE", "2026-02-01", KNOWN),
                        // The lake has a version of this key and time that says something else.
                        hold("H4", "D4", "", "DECEASED", "2026-02-01", KNOWN),
                        hold("H7", "", "C7", "DISPUTE", "2026-02-01", KNOWN),
                        hold("H8", "D8", "", "DISPUTE", "2026-02-01", KNOWN)),
                files.write("address_hits-1.csv", HITS, "X1,D5,POPULATION,PROTECTED,WHENEVER,2026-02-01," + KNOWN),
                files.write(
                        "contacts-1.csv", CONTACTS, "K1,D6,,INBOUND,TELEX,OPTS_OUT,,,,2026-02-01T10:00:00Z," + KNOWN));
        Map<String, String> held = decided();
        for (int i = 1; i <= 7; i++) {
            assertThat(held).containsEntry("C" + i, HELD);
        }
        assertThat(held).hasSize(8).containsEntry("C9", before.get("C9"));
        assertThat(Instant.ofEpochMilli(FeedSpans.ofCases(lake).nextMidnight())).isEqualTo("2026-02-04T00:00:00Z");
        assertThat(warnings())
                .containsExactly("WARNING holds/unknown_debtor: refused records that protect a debtor without a known"
                        + " case: 1, on 1 debtor such as D8");

        ingest(
                files.write("cases-2.csv", FeedFiles.CASES, FeedFiles.aCase("C8", "D8")),
                files.write(
                        "holds-2.csv",
                        HOLDS,
                        hold("H1", "D1", "", "DECEASED", "2026-02-01", "2026-02-03T12:00:00Z"),
                        withdrawn("H2", "D2", "C2"),
                        // The key could not be read: the place of the row replaces it.
                        withdrawn(files.place("holds-1.csv", 4), "D3", "C3"),
                        withdrawn("H4", "D4", "C4")),
                files.write(
                        "holds-3.csv",
                        HOLDS + ",retracted",
                        hold("H7", "D7", "C7", "DISPUTE", "2026-02-01", LATER) + ",true"),
                files.write("address_hits-2.csv", HITS, "X1,D5,POPULATION,CONFIRMED,SCHEDULED,2026-02-01," + LATER),
                files.write(
                        "contacts-2.csv", CONTACTS, "K1,D6,,INBOUND,EMAIL,REACHED,,,,2026-02-01T10:00:00Z," + LATER));
        Map<String, String> corrected = decided();
        assertThat(corrected).containsEntry("C1", "HOLD PROTECTED [] [DECEASED]");
        assertThat(corrected)
                .as("the record waited for its case, and protects by itself since that arrived")
                .containsEntry("C8", "HOLD DISPUTING [] [DISPUTE]");
        for (int i = 2; i <= 9; i++) {
            if (i != 8) {
                assertThat(corrected.get("C" + i))
                        .as("C" + i)
                        .doesNotContain("PENDING")
                        .endsWith(" []");
            }
        }
        assertThat(warnings()).isEmpty();

        ingest(files.write("holds-4.csv", HOLDS, withdrawn("H8", "D8", "C8")));
        assertThat(decided().get("C8")).doesNotContain("PENDING").isEqualTo(corrected.get("C9"));
    }

    @Test
    void aRowThatNamesNobodyStopsRunAndScoreUntilItIsAccepted() throws Exception {
        files.write("cases.csv", FeedFiles.CASES, FeedFiles.aCase("C1", "D1"), FeedFiles.aCase("C2", "D2"));
        files.write(
                "holds.csv",
                HOLDS,
                hold("H1", "D2", "", "DISPUTE", "2026-02-01", KNOWN),
                hold("H2", "", "", "DECEASED", "2026-02-01", KNOWN),
                hold("H3", "D1", "", "DECEASED", "2026-02-30", KNOWN));
        String place = lake.root();
        String in = files.folder().toString();
        String third = files.place("holds.csv", 3);
        assertThat(command("run", "--lake", place, "--max-quarantine", "1", in)).isEqualTo(1);
        assertThat(err.toString().lines().map(line -> line.replaceAll(" +", " ").strip()))
                .contains(
                        "cases 2 2 0 0 0",
                        "holds 3 1 0 0 2 MISSING 1, TYPE 1",
                        "error protection/" + third + ": a refused row of holds would protect a debtor but names no"
                                + " known debtor or case (MISSING: debtor_id is empty)",
                        "error PROTECTION-UNNAMED: a refused row of holds would protect a debtor but names no known"
                                + " debtor or case",
                        "in: holds.csv:3");
        assertThat(err.toString()).contains("accept the check protection/" + third + " with a reason");
        assertThat(out.toString()).isEmpty();
        assertThat(lake.tables().exists(lake.scores())).isFalse();

        assertThat(command("score", "--lake", place)).isEqualTo(1);
        assertThat(err.toString()).contains("error PROTECTION-UNNAMED");
        assertThat(lake.tables().exists(lake.scores())).isFalse();
        assertThat(command("quality", "--lake", place)).isEqualTo(1);
        assertThat(out.toString()).containsPattern("ERROR +protection/" + third + " +a refused row of holds");

        Path other = Files.writeString(
                folder.resolve("other.yaml"),
                "- {check: 'protection/" + files.place("holds.csv", 2) + "', reason: Another row.}\n");
        assertThat(command("score", "--lake", place, "--accept", other.toString()))
                .isEqualTo(1);
        Path accepted = Files.writeString(
                folder.resolve("accepted.yaml"),
                "- {check: 'protection/" + third + "', reason: The row is the total of the export.}\n");
        assertThat(command("score", "--lake", place, "--accept", accepted.toString()))
                .as(err.toString())
                .isZero();
        assertThat(out.toString())
                .containsPattern(
                        "accepted +protection/" + third + ": .*; accepted: The row is the total of the export.")
                .contains("cases scored     2");
        assertThat(command("quality", "--lake", place, "--accept", accepted.toString()))
                .isZero();
        assertThat(LakeRows.table(lake.quality())
                        .where("feed = 'protection'")
                        .select("check", "level", "status", "accepted")
                        .collectAsList()
                        .toString())
                .isEqualTo("[[" + third + ",ERROR,FAILED,The row is the total of the export.]]");

        // The run goes on to what this little lake cannot give.
        assertThat(command("run", "--lake", place, "--max-quarantine", "1", "--accept", accepted.toString(), in))
                .isEqualTo(1);
        assertThat(err.toString()).contains("error SNAPSHOTS").doesNotContain("PROTECTION-UNNAMED");
        assertThat(decided()).containsEntry("C1", HELD).containsEntry("C2", "HOLD DISPUTING [] [DISPUTE]");

        // A corrected record of the key resolves the row without that.
        ingest(files.write("holds-2.csv", HOLDS, hold("H2", "D1", "", "DECEASED", "2026-02-01", KNOWN)));
        assertThat(command("score", "--lake", place)).as(err.toString()).isZero();
    }

    @Test
    void aRowThatSaysATimeStillToComeStopsScoringUntilItIsAccepted() throws Exception {
        ingest(
                files.write("cases.csv", FeedFiles.CASES, FeedFiles.aCase("C1", "D1")),
                files.write("holds.csv", HOLDS, hold("H1", "D1", "", "DISPUT", "2026-02-01", "2062-02-02T12:00:00Z")));
        new Histories(LakeRows.spark(), lake).update();
        FeedSpans spans = FeedSpans.ofCases(lake);
        assertThat(Instant.ofEpochMilli(spans.nextMidnight())).isEqualTo("2026-01-06T00:00:00Z");
        assertThat(command("score", "--lake", lake.root())).isEqualTo(1);
        assertThat(err.toString())
                .contains("error PROTECTION-LATER")
                .contains("protection/" + files.place("holds.csv", 2));
        ingest(files.write(
                "holds-2.csv", HOLDS, hold("H1", "D1", "", "DISPUTE", "2026-01-04", "2026-01-05T12:00:00Z")));
        assertThat(ProtectionCheck.of(LakeRows.spark(), lake, spans, AcceptedChecks.NONE)
                        .results())
                .extracting(Result::name)
                .isEmpty();
    }
}
