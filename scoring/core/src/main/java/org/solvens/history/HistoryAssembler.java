package org.solvens.history;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Puts the pieces of one debtor together.
public final class HistoryAssembler {
    private HistoryAssembler() {}

    /// A history of pieces in any order. Pieces with the same key and `known_at` are one record; where they
    /// differ, the first by {@link Piece#ORDER} counts, which puts a record before the retraction or the hold
    /// that replaces it. With the same key and a later `known_at`, the later version supersedes the earlier
    /// from that time on. The same set of pieces gives the same bytes, whatever their order and even if some
    /// are repeated.
    public static History assemble(String debtorId, Collection<Piece> pieces) {
        List<Piece> sorted = new ArrayList<>(pieces);
        sorted.sort(Piece.ORDER);
        Map<String, Integer> cases = new LinkedHashMap<>();
        Map<String, Integer> creditors = new LinkedHashMap<>();
        Map<String, Integer> newest = new HashMap<>();
        List<Event> events = new ArrayList<>(sorted.size());
        List<String> keys = new ArrayList<>(sorted.size());
        for (Piece piece : sorted) {
            Integer earlier = newest.get(piece.key());
            if (earlier != null && events.get(earlier).knownAt() == piece.knownAt()) {
                continue;
            }
            Event event = piece.decode();
            int caseIndex = piece.caseId() == null ? Event.NONE : position(cases, piece.caseId());
            event = event.placed(caseIndex, Event.NEVER);
            if (event instanceof Event.CasePlaced placed && piece.creditorId() != null) {
                event = placed.ofCreditor(position(creditors, piece.creditorId()));
            }
            if (earlier != null) {
                Event superseded = events.get(earlier);
                events.set(earlier, superseded.placed(superseded.caseIndex(), piece.knownAt()));
            }
            newest.put(piece.key(), events.size());
            events.add(event);
            keys.add(piece.key());
        }
        return new History(debtorId, List.copyOf(cases.keySet()), List.copyOf(creditors.keySet()), events, keys);
    }

    /// The pieces that a history was put together from.
    ///
    /// @param history read with its keys
    public static List<Piece> pieces(History history) {
        if (history.keys().size() != history.events().size()) {
            throw new IllegalArgumentException("the history was read without its keys");
        }
        List<Piece> pieces = new ArrayList<>(history.events().size());
        for (int i = 0; i < history.events().size(); i++) {
            Event event = history.events().get(i).placed(Event.NONE, Event.NEVER);
            int caseIndex = history.events().get(i).caseIndex();
            String creditor = null;
            if (event instanceof Event.CasePlaced placed) {
                creditor = history.creditorIds().get(placed.creditor());
                event = placed.ofCreditor(0);
            }
            pieces.add(new Piece(
                    event.knownAt(),
                    history.keys().get(i),
                    caseIndex == Event.NONE ? null : history.caseIds().get(caseIndex),
                    creditor,
                    Piece.bytes(event)));
        }
        return pieces;
    }

    private static int position(Map<String, Integer> positions, String id) {
        Integer known = positions.get(id);
        if (known != null) {
            return known;
        }
        positions.put(id, positions.size());
        return positions.size() - 1;
    }
}
