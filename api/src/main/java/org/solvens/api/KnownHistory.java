package org.solvens.api;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.solvens.history.Piece;
import org.solvens.inputs.HistoryIndex;

/// What is known of a debtor now: the history in the lake, and the accepted events that are not in it yet.
record KnownHistory(String debtorId, List<Piece> pieces) {
    /// @param touched the debtor with the events; null without any
    static KnownHistory of(String debtorId, HistoryIndex index, @Nullable OnlineDebtor touched, Instant now) {
        OnlineDebtor debtor = touched == null ? new OnlineDebtor(debtorId) : touched;
        return new KnownHistory(debtorId, debtor.pieces(index, now.toEpochMilli()));
    }

    /// The same as far as a caller may see it. To one who is limited to creditors, the cases of others do not
    /// exist, so that nothing computed from the history depends on them.
    KnownHistory seenBy(Caller caller) {
        if (caller.creditors() == null) {
            return this;
        }
        Map<String, Piece> placed = new HashMap<>();
        for (Piece piece : pieces) {
            if (piece.creditorId() != null) {
                placed.merge(piece.caseId(), piece, (a, b) -> b.knownAt() >= a.knownAt() ? b : a);
            }
        }
        Set<String> own = placed.values().stream()
                .filter(piece -> caller.sees(piece.creditorId()))
                .map(Piece::caseId)
                .collect(Collectors.toSet());
        Set<String> keys = pieces.stream()
                .filter(piece -> !piece.isRetraction() && isOwn(piece, own))
                .map(Piece::key)
                .collect(Collectors.toSet());
        return new KnownHistory(
                debtorId,
                pieces.stream()
                        .filter(piece -> keys.contains(piece.key()))
                        // A correction may have moved a record to a case of others: here it is gone.
                        .map(piece -> isOwn(piece, own) ? piece : piece.retraction())
                        .toList());
    }

    private static boolean isOwn(Piece piece, Set<String> own) {
        return piece.caseId() == null || own.contains(piece.caseId());
    }

    /// The ids of the cases.
    Set<String> cases() {
        return pieces.stream()
                .filter(piece -> piece.creditorId() != null)
                .map(Piece::caseId)
                .collect(Collectors.toSet());
    }
}
