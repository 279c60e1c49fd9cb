package org.solvens.pipelines;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.solvens.ingest.FeedFiles;
import org.solvens.ingest.Ingest;
import org.solvens.ingest.IngestResult;
import org.solvens.ingest.LakeRows;
import org.solvens.ingest.Protections;
import org.solvens.lake.Lake;
import org.solvens.pipelines.histories.Histories;
import org.solvens.problem.Problem;

/// Records that change their owner, and records that protect somebody although they are refused.
@Tag("slow")
class CorrectionsTest {
    private static final String HOLDS = "hold_id,debtor_id,case_id,kind,opened_on,closed_on,outcome,known_at";
    private static final String CONTACTS =
            "contact_id,debtor_id,case_id,direction,channel,outcome,promised_amount,promised_for,cost,at,known_at";
    private static final String HITS = "hit_id,debtor_id,register,result,trigger,found_on,known_at";
    private static final String ARRANGEMENTS = "arrangement_id,case_id,kind,instalment,instalments,interval_days,"
            + "first_due,waived_interest,waived_costs,agreed_on,known_at";

    @TempDir
    Path folder;

    private FeedFiles files;
    private Lake lake;

    @BeforeEach
    void aLake() throws Exception {
        files = new FeedFiles(Files.createDirectory(folder.resolve("in")));
        lake = new Lake(folder.resolve("lake").toString());
    }

    private static IngestResult ingest(Lake lake, Path... paths) {
        return new Ingest(LakeRows.spark(), lake, null, LakeRows.NOW)
                .run(Stream.of(paths).map(Path::toString).toList(), step -> {});
    }

    private static Histories.Update update(Lake lake) {
        return new Histories(LakeRows.spark(), lake).update();
    }

    private static String payment(String id, String caseId, String day) {
        return FeedFiles.payment(id, caseId, "5.00", day);
    }

    private static String hold(String id, String debtor, String caseId, String kind, String opened, String known) {
        return String.join(",", id, debtor, caseId, kind, opened, "", "", known);
    }

    @Test
    void aRecordLeavesTheDebtorThatACorrectionTakesItFrom() {
        Path cases = files.write(
                "cases.csv",
                FeedFiles.CASES,
                FeedFiles.aCase("C1", "D1"),
                FeedFiles.aCase("C2", "D2"),
                FeedFiles.aCase("C3", "D3"));
        String plan = ",PLAN,100,3,,2026-03-01,,,2026-02-01,";
        String call = ",,OUTBOUND,CALL,REACHED,,,,2026-02-01T10:00:00Z,";
        String gone = ",POPULATION,DECEASED,SCHEDULED,2026-02-01,";
        Path[] first = {
            cases,
            files.write(
                    "payments-1.csv",
                    FeedFiles.PAYMENTS,
                    payment("MOVED", "C1", "2026-02-02"),
                    // The newer version comes first.
                    payment("OLDER", "C2", "2026-02-05"),
                    payment("THREE", "C1", "2026-02-02"),
                    payment("BACK", "C1", "2026-02-02"),
                    payment("SAME", "C1", "2026-02-02"),
                    payment("STAYS", "C1", "2026-02-02")),
            files.write("holds-1.csv", HOLDS, hold("H1", "D1", "", "DECEASED", "2026-02-01", "2026-02-02T12:00:00Z")),
            files.write("contacts-1.csv", CONTACTS, "K1,D1" + call + "2026-02-02T12:00:00Z"),
            files.write("address_hits-1.csv", HITS, "X1,D1" + gone + "2026-02-02T12:00:00Z"),
            files.write("arrangements-1.csv", ARRANGEMENTS, "A1,C1" + plan + "2026-02-02T12:00:00Z")
        };
        Path[] second = {
            files.write(
                    "payments-2.csv",
                    FeedFiles.PAYMENTS,
                    payment("MOVED", "C2", "2026-02-05"),
                    payment("OLDER", "C1", "2026-02-02"),
                    payment("THREE", "C2", "2026-02-05"),
                    payment("BACK", "C2", "2026-02-05"),
                    payment("SAME", "C1", "2026-02-05"),
                    // Quarantined: it moves nothing.
                    payment("STAYS", "C9", "2026-02-05")),
            files.write("holds-2.csv", HOLDS, hold("H1", "D2", "", "DECEASED", "2026-02-01", "2026-02-05T12:00:00Z")),
            files.write("contacts-2.csv", CONTACTS, "K1,D2" + call + "2026-02-05T12:00:00Z"),
            files.write("address_hits-2.csv", HITS, "X1,D2" + gone + "2026-02-05T12:00:00Z"),
            files.write("arrangements-2.csv", ARRANGEMENTS, "A1,C2" + plan + "2026-02-05T12:00:00Z")
        };
        Path third = files.write(
                "payments-3.csv",
                FeedFiles.PAYMENTS,
                payment("THREE", "C3", "2026-02-08"),
                payment("BACK", "C1", "2026-02-08"));

        ingest(lake, first);
        assertThat(lake.tables().exists(lake.moves())).isFalse();
        update(lake);
        ingest(lake, second);
        assertThat(update(lake).full()).isFalse();
        ingest(lake, third);
        assertThat(update(lake)).isEqualTo(new Histories.Update(false, 3));

        String before = "2026-02-04T00:00:00Z";
        String between = "2026-02-07T00:00:00Z";
        String after = "2026-02-10T00:00:00Z";
        assertThat(KnownHistory.of(lake, "D1", before))
                .containsExactly(
                        "address_hits/X1",
                        "arrangements/A1 C1",
                        "contacts/K1",
                        "holds/H1 DECEASED",
                        "payments/BACK C1 PAYMENT 5000",
                        "payments/MOVED C1 PAYMENT 5000",
                        "payments/OLDER C1 PAYMENT 5000",
                        "payments/SAME C1 PAYMENT 5000",
                        "payments/STAYS C1 PAYMENT 5000",
                        "payments/THREE C1 PAYMENT 5000");
        assertThat(KnownHistory.of(lake, "D2", before)).isEmpty();
        assertThat(KnownHistory.of(lake, "D1", between))
                .containsExactly("payments/SAME C1 PAYMENT 5000", "payments/STAYS C1 PAYMENT 5000");
        assertThat(KnownHistory.of(lake, "D2", between))
                .containsExactly(
                        "address_hits/X1",
                        "arrangements/A1 C2",
                        "contacts/K1",
                        "holds/H1 DECEASED",
                        "payments/BACK C2 PAYMENT 5000",
                        "payments/MOVED C2 PAYMENT 5000",
                        "payments/OLDER C2 PAYMENT 5000",
                        "payments/THREE C2 PAYMENT 5000");
        assertThat(KnownHistory.of(lake, "D1", after))
                .containsExactly(
                        "payments/BACK C1 PAYMENT 5000",
                        "payments/SAME C1 PAYMENT 5000",
                        "payments/STAYS C1 PAYMENT 5000");
        assertThat(KnownHistory.of(lake, "D2", after)).doesNotContain("payments/BACK C2 PAYMENT 5000");
        assertThat(KnownHistory.of(lake, "D3", after)).containsExactly("payments/THREE C3 PAYMENT 5000");

        // All at once gives the same moves and the same histories, and so does a full build of the grown lake.
        Lake atOnce = new Lake(folder.resolve("at-once").toString());
        ingest(atOnce, files.folder());
        update(atOnce);
        assertThat(LakeRows.content(atOnce.moves())).isEqualTo(LakeRows.content(lake.moves()));
        new Histories(LakeRows.spark(), lake).rebuild();
        assertThat(HistoriesTest.content(atOnce).keySet())
                .isEqualTo(HistoriesTest.content(lake).keySet());
        assertThat(HistoriesTest.content(atOnce)).isEqualTo(HistoriesTest.content(lake));

        // A kill before the append leaves the moves: running again completes it and adds no move twice.
        long version = lake.tables().latestVersion(lake.moves());
        LakeRows.spark().sql("delete from delta.`" + lake.feed("holds") + "` where known_at > '2026-02-03'");
        assertThat(ingest(lake, second[1]).added()).isEqualTo(1);
        ingest(lake, files.folder());
        assertThat(lake.tables().latestVersion(lake.moves())).isEqualTo(version);
    }

    @Test
    void whoeverARefusedRecordWouldProtectIsProtectedUntilItIsCorrected() {
        files.write(
                "cases.csv",
                FeedFiles.CASES,
                FeedFiles.aCase("C1", "D1"),
                FeedFiles.aCase("C2", "D2"),
                FeedFiles.aCase("C3", "D3"));
        String known = "2026-02-02T12:00:00Z";
        files.write(
                "holds.csv",
                HOLDS,
                hold("H1", "D1", "", "DECEASED", "2026-02-30", known),
                hold("H2", "D1", "C2", "DISPUTE", "2026-02-01", known),
                hold("H3", "D7", "", "DISPUTE", "2026-02-01", known),
                hold("H4", "", "C9", "DISPUTE", "2026-02-01", known),
                hold("H5", "", "C2", "DISPUTE", "2026-02-01", known),
                "H6,D1,,DISPUTE,2026-02-01,,," + known + ",too,many",
                hold("H7", "D3", "C3", "DISPUTE", "2026-02-01", "yesterday"),
                hold("H8", "D3", "C3", "DISPUTE", "2026-02-01", known),
                hold("H9", "D1", "C1", "DISPUT", "2026-02-01", known));
        files.write(
                "address_hits.csv",
                HITS,
                "X1,D1,POPULATION,DECEASD,SCHEDULED,2026-02-01," + known,
                "X2,D2,POPULATION,CONFIRMED,WHENEVER,2026-02-01," + known,
                "X3,D2,POPULATION,protected,WHENEVER,2026-02-01," + known,
                "X4,D2,POPULATION,Deceased,SCHEDULED,2026-02-01," + known + ",more",
                "X5,D2,POPULATION,MOVED,SCHEDULED,2026-02-01," + known + ",more",
                "X6,D8,POPULATION,PROTECTED,SCHEDULED,2026-02-01," + known);
        files.write(
                "contacts.csv",
                CONTACTS,
                "K1,D2,,INBOUND,TELEX,OPTS_OUT,,,,2026-02-01T10:00:00Z," + known,
                "K2,D2,,INBOUND,TELEX,REACHED,,,,2026-02-01T10:00:00Z," + known);
        ingest(lake, files.folder());
        assertThat(protections())
                .containsExactly(
                        "address_hits D1 - X1 2026-02-02T12:00:00Z VALUE",
                        "address_hits D2 - X3 2026-02-02T12:00:00Z VALUE",
                        "address_hits D8 - X6 2026-02-02T12:00:00Z UNKNOWN-DEBTOR",
                        "address_hits nobody - " + files.place("address_hits.csv", 5) + " 1970-01-01T00:00:00Z COLUMNS",
                        "contacts D2 - K1 2026-02-02T12:00:00Z VALUE",
                        "holds D1 - H1 2026-02-02T12:00:00Z TYPE",
                        "holds D1 - H2 2026-02-02T12:00:00Z CASE-DEBTOR",
                        "holds D1 C1 H9 2026-02-02T12:00:00Z VALUE",
                        "holds D2 - H2 2026-02-02T12:00:00Z CASE-DEBTOR",
                        "holds D2 C2 H5 2026-02-02T12:00:00Z MISSING",
                        "holds D3 C3 H7 1970-01-01T00:00:00Z TYPE",
                        "holds D7 - H3 2026-02-02T12:00:00Z UNKNOWN-DEBTOR",
                        "holds nobody - " + files.place("holds.csv", 7) + " 1970-01-01T00:00:00Z COLUMNS",
                        "holds nobody C9 H4 2026-02-02T12:00:00Z MISSING");
        assertThat(unnamed())
                .containsExactly(
                        "protection/" + files.place("address_hits.csv", 5),
                        "protection/" + files.place("holds.csv", 5),
                        "protection/" + files.place("holds.csv", 7));
        assertThat(Protections.unnamed(
                        LakeRows.spark(),
                        lake,
                        java.util.Set.of(
                                "protection/" + files.place("holds.csv", 5),
                                "protection/" + files.place("holds.csv", 7))))
                .extracting(Protections.Unnamed::name)
                .containsExactly("protection/" + files.place("address_hits.csv", 5));
        Problem problem = Protections.problem(Protections.unnamed(LakeRows.spark(), lake));
        assertThat(problem.code()).isEqualTo("PROTECTION-UNNAMED");
        assertThat(problem.display())
                .contains("in:     address_hits.csv:5")
                .contains("COLUMNS")
                .contains("accept the check protection/" + files.place("address_hits.csv", 5) + " with a reason");
        update(lake);
        String later = "2026-02-03T00:00:00Z";
        assertThat(KnownHistory.of(lake, "D1", later))
                .containsExactly(
                        "address_hits/X1 PENDING_PROTECTION",
                        "holds/H1 PENDING_PROTECTION",
                        "holds/H2 PENDING_PROTECTION",
                        "holds/H9 C1 PENDING_PROTECTION");
        assertThat(KnownHistory.of(lake, "D1", "2026-02-02T12:00:00Z")).isEmpty();
        assertThat(KnownHistory.of(lake, "D3", "2000-01-01T00:00:00Z"))
                .as("a time that cannot be read is always")
                .containsExactly("holds/H7 C3 PENDING_PROTECTION");
        assertThat(KnownHistory.of(lake, "D7", later)).containsExactly("holds/H3 PENDING_PROTECTION");

        // The same files again change nothing.
        List<String> before = LakeRows.content(lake.protections());
        ingest(lake, files.folder());
        assertThat(LakeRows.content(lake.protections())).isEqualTo(before);

        // Corrected records, known at the same time or later, take the place of what stood in for them.
        ingest(
                lake,
                files.write("cases-2.csv", FeedFiles.CASES, FeedFiles.aCase("C7", "D7"), FeedFiles.aCase("C9", "D9")),
                files.write(
                        "holds-2.csv",
                        HOLDS,
                        hold("H1", "D1", "", "DECEASED", "2026-02-01", known),
                        hold("H2", "D1", "C1", "DISPUTE", "2026-02-01", known),
                        hold("H3", "D7", "", "DISPUTE", "2026-02-01", known),
                        hold("H4", "D9", "C9", "DISPUTE", "2026-02-01", known),
                        hold("H5", "D3", "", "NO_CALLS", "2026-02-01", "2026-02-04T12:00:00Z"),
                        // Contradicts what was accepted: it protects next to that.
                        hold("H8", "D2", "", "DECEASED", "2026-02-01", known)));
        assertThat(update(lake).full()).isFalse();
        assertThat(KnownHistory.of(lake, "D1", later))
                .containsExactly(
                        "address_hits/X1 PENDING_PROTECTION",
                        "holds/H1 DECEASED",
                        "holds/H2 C1 DISPUTE",
                        "holds/H9 C1 PENDING_PROTECTION");
        assertThat(KnownHistory.of(lake, "D7", later)).containsExactly("holds/H3 DISPUTE");
        assertThat(KnownHistory.of(lake, "D2", later))
                .as("H2 was another debtor's; H5 still is")
                .containsExactly(
                        "address_hits/X3 PENDING_PROTECTION",
                        "contacts/K1 PENDING_PROTECTION",
                        "holds/H5 C2 PENDING_PROTECTION",
                        "holds/H8 PENDING_PROTECTION");
        assertThat(KnownHistory.of(lake, "D2", "2026-02-05T00:00:00Z"))
                .doesNotContain("holds/H5 C2 PENDING_PROTECTION");
        assertThat(KnownHistory.of(lake, "D3", "2026-02-05T00:00:00Z"))
                .containsExactly("holds/H5 NO_CALLS", "holds/H7 C3 PENDING_PROTECTION", "holds/H8 C3 DISPUTE");
        assertThat(unnamed())
                .containsExactly(
                        "protection/" + files.place("address_hits.csv", 5),
                        "protection/" + files.place("holds.csv", 7));
        java.util.Map<String, String> grown = HistoriesTest.content(lake);
        new Histories(LakeRows.spark(), lake).rebuild();
        assertThat(HistoriesTest.content(lake)).isEqualTo(grown);
    }

    private List<String> unnamed() {
        return Protections.unnamed(LakeRows.spark(), lake).stream()
                .map(Protections.Unnamed::name)
                .toList();
    }

    private List<String> protections() {
        return LakeRows.table(lake.protections())
                .selectExpr("concat_ws(' ', feed, coalesce(debtor_id, 'nobody'), coalesce(case_id, '-'), key, "
                        + "date_format(known_at, \"yyyy-MM-dd'T'HH:mm:ss'Z'\"), code)")
                .collectAsList()
                .stream()
                .map(row -> row.getString(0))
                .sorted()
                .toList();
    }
}
