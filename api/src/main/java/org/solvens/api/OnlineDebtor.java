package org.solvens.api;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.solvens.history.History;
import org.solvens.history.HistoryAssembler;
import org.solvens.history.Piece;
import org.solvens.inputs.HistoryIndex;
import org.solvens.scoring.ScoreRow;
import org.solvens.store.Events.Stored;

/// A debtor with the accepted events that the published scores do not know, in the order in which they were
/// accepted.
///
/// A decision depends on the events alone and on what the server has of the lake, never on when or how
/// often it is computed, so that all servers say the same, also after a restart.
final class OnlineDebtor {
    private final String debtorId;
    private final List<Stored> events = new ArrayList<>();
    private final Map<Long, Piece> pieces = new HashMap<>();
    private @Nullable InLake inLake;

    OnlineDebtor(String debtorId) {
        this.debtorId = debtorId;
    }

    void add(Stored event) {
        events.add(event);
    }

    /// What decisions are made with.
    ///
    /// @param asOf of the published scores, in milliseconds UTC; no decision is as of an earlier moment
    /// @param calls that the published scores gave; null if calls are not scarce
    record With(HistoryIndex index, HistoryScoring scoring, long asOf, HistoryScoring.@Nullable Calls calls) {}

    /// What some of the events say of all cases.
    ///
    /// @param creditors of all cases, by case
    /// @param open decisions on the open ones, by case
    /// @param seq number of the last of the events
    private record Said(Map<String, String> creditors, Map<String, Decided> open, long seq) {}

    /// The state of the debtor's cases now.
    ///
    /// @param before cases that have a decision so far
    /// @param now milliseconds UTC; events that become known later are left out
    /// @throws InterruptedException if the thread is interrupted
    List<OnlineCase> cases(With with, Collection<String> before, long now) throws InterruptedException {
        List<Stored> known = known(now);
        if (known.isEmpty()) {
            return List.of();
        }
        Map<Integer, Said> said = new HashMap<>();
        Said all = said(with, known);
        said.put(known.size(), all);
        List<OnlineCase> cases = new ArrayList<>();
        for (Map.Entry<String, String> one : all.creditors().entrySet()) {
            String caseId = one.getKey();
            if (!before.contains(caseId) && !all.open().containsKey(caseId)) {
                continue;
            }
            int count = concerned(known, one.getValue(), all.creditors());
            if (count > 0 && !said.containsKey(count)) {
                said.put(count, said(with, known.subList(0, count)));
            }
            Said own = said.get(count);
            cases.add(new OnlineCase(
                    caseId, debtorId, one.getValue(), state(all, caseId), own == null ? null : state(own, caseId)));
        }
        return cases;
    }

    private static OnlineCase.State state(Said said, String caseId) {
        Decided decision = said.open().get(caseId);
        return decision == null
                ? new OnlineCase.State.Closed(said.seq())
                : new OnlineCase.State.Open(decision, said.seq());
    }

    /// How many of the events there are up to the last one that is about a case of a creditor, or about the
    /// debtor as a whole.
    private static int concerned(List<Stored> known, String creditor, Map<String, String> creditors) {
        for (int i = known.size(); i > 0; i--) {
            if (!(known.get(i - 1).get("case_id") instanceof String caseId) || creditor.equals(creditors.get(caseId))) {
                return i;
            }
        }
        return 0;
    }

    private Said said(With with, List<Stored> some) throws InterruptedException {
        long moment = with.asOf() - 1;
        Instant accepted = Instant.EPOCH;
        for (Stored event : some) {
            moment = Math.max(moment, Math.max(event.acceptedAt().toEpochMilli(), event.knownAt()));
            accepted = event.acceptedAt().isAfter(accepted) ? event.acceptedAt() : accepted;
        }
        long asOf = moment + 1;
        HistoryScoring.OfDebtor decided = with.scoring()
                .decide(HistoryAssembler.assemble(debtorId, pieces(with.index(), some)), asOf, with.calls());
        String source = "online|" + asOf + '|' + some.getLast().seq() + '|'
                + with.index().version().id() + '@' + with.index().version().version();
        Map<String, Decided> open = new HashMap<>();
        for (ScoreRow row : decided.open()) {
            open.put(row.caseId(), Decided.online(row, source, accepted, Instant.ofEpochMilli(asOf)));
        }
        return new Said(decided.creditors(), open, some.getLast().seq());
    }

    /// The events that are known now.
    private List<Stored> known(long now) {
        return events.stream().filter(event -> event.knownAt() <= now).toList();
    }

    /// What the lake has of the debtor. It is kept, because every event is decided on with it.
    ///
    /// @param history null if the lake does not know the debtor
    /// @param versions of the records
    private record InLake(HistoryIndex index, @Nullable History history, List<Piece> pieces, Set<String> versions) {
        private static InLake of(HistoryIndex index, String debtorId) {
            byte[] encoded = index.ofDebtor(debtorId);
            History history = encoded == null ? null : History.decodeWithKeys(encoded);
            List<Piece> pieces = history == null ? List.of() : HistoryAssembler.pieces(history);
            return new InLake(
                    index,
                    history,
                    pieces,
                    pieces.stream().map(OnlineDebtor::version).collect(Collectors.toSet()));
        }
    }

    /// The pieces of the history in the lake, and of those events that are not in it and that ingest will take.
    ///
    /// @param now milliseconds UTC; events that become known later are left out
    List<Piece> pieces(HistoryIndex index, long now) {
        return pieces(index, known(now));
    }

    private List<Piece> pieces(HistoryIndex index, List<Stored> some) {
        InLake base = inLake;
        if (base == null || base.index() != index) {
            base = InLake.of(index, debtorId);
            inLake = base;
        }
        Set<String> there = base.versions();
        List<Stored> fresh = some.stream()
                .filter(event -> !there.contains(version(piece(event))))
                .toList();
        Set<Long> refused = Admission.refused(base.history(), fresh);
        List<Piece> all = new ArrayList<>(base.pieces());
        for (Stored event : fresh) {
            if (!refused.contains(event.seq())) {
                all.add(piece(event));
            }
        }
        return all;
    }

    /// The number orders events that happened and became known at one time, as the line of a file does.
    private Piece piece(Stored event) {
        return pieces.computeIfAbsent(
                event.seq(), seq -> Piece.of(event.feed(), event.values(), (int) (seq % Integer.MAX_VALUE)));
    }

    /// Two pieces of one key that became known at one time are one record.
    private static String version(Piece piece) {
        return piece.key() + '|' + piece.knownAt();
    }
}
