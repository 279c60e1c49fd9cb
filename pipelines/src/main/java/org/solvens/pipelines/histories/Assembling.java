package org.solvens.pipelines.histories;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NoSuchElementException;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.solvens.history.HistoryAssembler;
import org.solvens.history.Piece;

/// Turns the sorted pieces of a partition into histories, one hash at a time: nearly always that of one
/// debtor.
public final class Assembling implements Iterator<HistoryRow> {
    private final Iterator<PieceRow> pieces;
    private final HistoryRow out = new HistoryRow();
    private final NavigableMap<String, List<Piece>> debtors = new TreeMap<>();
    private @Nullable PieceRow next;

    /// @param pieces sorted by the hash of the debtor's id
    public Assembling(Iterator<PieceRow> pieces) {
        this.pieces = pieces;
        this.next = pieces.hasNext() ? pieces.next() : null;
    }

    @Override
    public boolean hasNext() {
        return next != null || !debtors.isEmpty();
    }

    @Override
    public HistoryRow next() {
        if (debtors.isEmpty()) {
            gather();
        }
        Map.Entry<String, List<Piece>> first = debtors.pollFirstEntry();
        if (first == null) {
            throw new NoSuchElementException();
        }
        out.setDebtorId(first.getKey());
        out.setHistory(
                HistoryAssembler.assemble(first.getKey(), first.getValue()).encode());
        return out;
    }

    private void gather() {
        long hash = next == null ? 0 : next.getDebtorHash();
        while (next != null && next.getDebtorHash() == hash) {
            debtors.computeIfAbsent(next.getDebtorId(), _ -> new ArrayList<>()).add(next.piece());
            next = pieces.hasNext() ? pieces.next() : null;
        }
    }
}
