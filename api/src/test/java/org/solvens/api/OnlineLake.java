package org.solvens.api;

import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.solvens.facts.OtherCases;
import org.solvens.feature.FeatureCatalogue;
import org.solvens.feed.Feed;
import org.solvens.feed.FeedContract.Checked;
import org.solvens.history.History;
import org.solvens.history.HistoryAssembler;
import org.solvens.history.Piece;
import org.solvens.inputs.HistoriesMade;
import org.solvens.lake.DeltaFixture;
import org.solvens.lake.Lake;
import org.solvens.lake.Published;
import org.solvens.lake.Stamp;
import org.solvens.lake.TableVersion;
import org.solvens.policy.Deciders;
import org.solvens.scoring.ScoreRow;
import tools.jackson.databind.json.JsonMapper;

/// A lake with histories, and scores that were made from them as batch scoring makes them, without models.
final class OnlineLake {
    static final FeatureCatalogue CATALOGUE = FeatureCatalogue.standard(OtherCases.SEEN);
    private static final JsonMapper JSON = new JsonMapper();

    private final Lake lake;
    private final Deciders deciders;
    private final Map<String, List<Piece>> pieces = new LinkedHashMap<>();
    private final DeltaFixture histories;
    private Published published = new Published(List.of());

    /// The version of the payments table that the histories have read.
    private long payments;

    /// @param deciders who decides where the lake is scored
    OnlineLake(Path folder, Deciders deciders) {
        this.deciders = deciders;
        lake = new Lake(folder.toString());
        histories =
                DeltaFixture.table(Path.of(lake.histories()), "debtor_hash long", "debtor_id string", "history binary");
    }

    Lake lake() {
        return lake;
    }

    static String placed(String caseId, String debtorId, String creditorId) {
        return """
            {"feed":"cases","record":{"case_id":"%s","debtor_id":"%s","creditor_id":"%s","country":"SE","currency":"SEK",
            "debtor_kind":"PERSON","claim_type":"INVOICE","principal":"1000.00","interest":"20.00","costs":"60.00",
            "due_date":"2026-08-01","arose_on":"2026-07-01","placed_on":"2026-09-01","stage":"COLLECTION",
            "reminder_fee_agreed":true,"known_at":"2026-09-01T08:00:00Z"}}\
            """.formatted(caseId, debtorId, creditorId);
    }

    /// A payment that becomes known when it is delivered.
    static String payment(String id, String caseId, String amount) {
        return """
            {"feed":"payments","record":{"payment_id":"%s","case_id":"%s","amount":"%s","paid_on":"2026-10-30",
            "booked_on":"2026-10-31","source":"DEBTOR"}}\
            """.formatted(id, caseId, amount);
    }

    static String hold(String id, String debtorId) {
        return """
            {"feed":"holds","record":{"hold_id":"%s","debtor_id":"%s","kind":"DECEASED","opened_on":"2026-10-31"}}\
            """.formatted(id, debtorId);
    }

    static Piece piece(String event, Instant now) {
        var tree = JSON.readTree(event);
        Feed feed = Feed.ofLabel(tree.get("feed").asString());
        return switch (EventRequest.checked(feed, tree.get("record"), now)) {
            case Checked.Accepted(Object[] values) -> Piece.of(feed, values);
            case Checked.Refused refused -> throw new IllegalArgumentException(refused.toString());
        };
    }

    /// Adds records to the history of a debtor, as an ingest and an update of the histories do.
    OnlineLake with(String debtorId, Instant now, String... events) {
        List<Piece> all = pieces.computeIfAbsent(debtorId, _ -> new ArrayList<>());
        for (String event : events) {
            all.add(piece(event, now));
        }
        payments++;
        histories.append(
                List.of(List.of(0L, debtorId, history(debtorId, List.of()).encode())));
        histories.note(new HistoriesMade(History.VERSION, new TreeMap<>(read())).json());
        return this;
    }

    private Map<String, TableVersion> read() {
        return Map.of("payments", new TableVersion("table-of-payments", payments));
    }

    /// The version of the payments that an ingest makes next.
    Map<String, TableVersion> folded() {
        return Map.of("payments", new TableVersion("table-of-payments", payments + 1));
    }

    /// The history of a debtor with further pieces.
    History history(String debtorId, Collection<Piece> more) {
        List<Piece> all = new ArrayList<>(pieces.getOrDefault(debtorId, List.of()));
        all.addAll(more);
        return HistoryAssembler.assemble(debtorId, all);
    }

    HistoryScoring scoring() {
        return HistoryScoring.read(lake, CATALOGUE, deciders, 1);
    }

    /// Scores all debtors as of a day.
    OnlineLake scored(LocalDate asOf) throws InterruptedException {
        return scored(asOf, null);
    }

    /// Scores all debtors as of a day, where teams have given calls to some cases.
    OnlineLake scored(LocalDate asOf, HistoryScoring.@Nullable Calls calls) throws InterruptedException {
        List<ScoreRow> rows = new ArrayList<>();
        for (String debtorId : pieces.keySet()) {
            rows.addAll(scoring()
                    .decide(
                            history(debtorId, List.of()),
                            asOf.atStartOfDay(ZoneOffset.UTC).toInstant().toEpochMilli(),
                            calls)
                    .open());
        }
        DeltaFixture scores =
                DeltaFixture.table(Path.of(lake.scores()), ScoreRow.TABLE).partitionedBy("as_of");
        scores.append(ScoreRow.TABLE, rows);
        published = published.with(asOf, Stamp.of(CATALOGUE.version(), read()).withPolicy(deciders.label()));
        scores.note(published.json());
        return this;
    }
}
