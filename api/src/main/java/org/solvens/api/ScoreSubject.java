package org.solvens.api;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.solvens.feed.Feed;
import org.solvens.history.HistoryAssembler;
import org.solvens.history.Piece;
import org.solvens.store.Events.Stored;

/// Whose history a request wants scored, and the history with and without the changes.
///
/// @param stored whether the history is one that the server has
/// @param before the history
/// @param after the history with the changes; null if there are none
record ScoreSubject(
        String debtorId,
        boolean stored,
        List<Piece> before,
        @Nullable List<Piece> after) {

    /// The history that a request brings.
    ///
    /// @throws ApiProblem 400 `SCORE-BODY` or `SCORE-RECORD`, 403 `SCORE-CREDITOR`
    static ScoreSubject brought(ScoreRequest request, Caller caller) {
        Owners owners = new Owners(caller, null, Set.of());
        request.records().forEach(owners::see);
        String debtorId = owners.debtor();
        TakenTogether.require(newest(request.records().stream()));
        if (request.changes() == null) {
            return new ScoreSubject(debtorId, false, pieces(request.records()), null);
        }
        request.changes().forEach(owners::see);
        owners.debtor();
        List<ScoreRequest.Taken> all = newest(Stream.concat(request.records().stream(), request.changes().stream()));
        TakenTogether.require(all);
        return new ScoreSubject(debtorId, false, pieces(request.records()), pieces(all));
    }

    /// The history that the server has of a debtor.
    ///
    /// @param known of the debtor, as far as the caller may see it
    /// @throws ApiProblem 400 `SCORE-BODY` or `SCORE-RECORD`, 403 `SCORE-CREDITOR`
    static ScoreSubject stored(ScoreRequest request, Caller caller, KnownHistory known) {
        List<ScoreRequest.Taken> changes = request.changes() == null ? List.of() : request.changes();
        Owners owners = new Owners(caller, known.debtorId(), known.cases());
        changes.forEach(owners::see);
        owners.debtor();
        List<Stored> arriving = new ArrayList<>();
        for (ScoreRequest.Taken change : changes) {
            arriving.add(new Stored(change.position(), change.feed(), change.values(), java.time.Instant.EPOCH));
        }
        Admission.refusals(HistoryAssembler.assemble(known.debtorId(), known.pieces()), arriving)
                .forEach((position, refused) -> {
                    throw changes.get(position.intValue()).refused(refused.code(), refused.reason());
                });
        List<Piece> after = new ArrayList<>(known.pieces());
        after.addAll(pieces(newest(changes.stream())));
        return new ScoreSubject(known.debtorId(), true, known.pieces(), after);
    }

    /// As in a file: with the same key and known_at, the later record replaces the earlier one.
    private static List<ScoreRequest.Taken> newest(Stream<ScoreRequest.Taken> records) {
        Map<String, ScoreRequest.Taken> newest = new LinkedHashMap<>();
        records.forEach(one -> {
            Piece piece = one.piece();
            newest.put(piece.key() + '|' + piece.knownAt(), one);
        });
        return List.copyOf(newest.values());
    }

    private static List<Piece> pieces(Collection<ScoreRequest.Taken> records) {
        return newest(records.stream()).stream().map(ScoreRequest.Taken::piece).toList();
    }

    /// Finds out whose history it is.
    private static final class Owners {
        private final Caller caller;
        private final Set<String> cases;
        private final Set<String> named = new HashSet<>();
        private @Nullable String debtor;

        /// @param debtor null if the records have to say it
        /// @param cases that are known without the records
        private Owners(Caller caller, @Nullable String debtor, Set<String> cases) {
            this.caller = caller;
            this.debtor = debtor;
            this.cases = new HashSet<>(cases);
        }

        private void see(ScoreRequest.Taken record) {
            if (record.get("debtor_id") instanceof String owner) {
                if (debtor != null && !debtor.equals(owner)) {
                    throw ScoreRequest.wrong(record.name() + " names another debtor than the records before it.");
                }
                debtor = owner;
            }
            if (record.get("case_id") instanceof String caseId) {
                (record.feed() == Feed.CASES ? cases : named).add(caseId);
            }
            if (record.feed() == Feed.CASES && !caller.sees(record.text("creditor_id"))) {
                throw new ApiProblem(
                        403,
                        "SCORE-CREDITOR",
                        "The API key may not score this case",
                        "A key limited to creditors scores their cases only.");
            }
        }

        private String debtor() {
            if (debtor == null || cases.isEmpty()) {
                throw ScoreRequest.wrong("The records have no case: at least one record of the feed cases is needed.");
            }
            if (!cases.containsAll(named)) {
                throw ScoreRequest.wrong("A record names a case that is not among the cases of the debtor.");
            }
            return debtor;
        }
    }
}
