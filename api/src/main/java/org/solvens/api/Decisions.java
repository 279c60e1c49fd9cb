package org.solvens.api;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.solvens.facts.OtherCases;
import org.solvens.lake.DeltaTable;
import org.solvens.lake.DeltaTable.Commit;
import org.solvens.lake.DeltaTable.Filter;
import org.solvens.lake.Published;
import org.solvens.lake.Stamp;
import org.solvens.lake.TableVersion;
import org.solvens.policy.Deciders;
import org.solvens.policy.Policy;
import org.solvens.problem.Problem;
import org.solvens.scoring.ScoreRow;
import org.solvens.table.Shared;

/// All decisions at the as-of date that was published last, found by case and by debtor without access to the
/// lake. Immutable: newer scores get a new object.
///
/// Cases are in an array. Two open-addressed tables hold array positions, and the cases of one debtor are
/// chained by position. That takes 8 to 24 bytes per case in addition to the decision.
final class Decisions {
    private static final int NONE = -1;
    private final Commit commit;
    private final LocalDate asOf;
    private final @Nullable Stamp made;
    private final ScoreRow[] decisions;
    private final Set<String> policies = new HashSet<>();
    private final int[] byCase;
    private final int[] byDebtor;
    private final int[] nextOfDebtor;

    /// Decisions of which is not known what they were made from.
    Decisions(Commit commit, LocalDate asOf, ScoreRow[] decisions) {
        this(commit, asOf, decisions, null);
    }

    /// @param decisions of distinct cases; they are put in the order of their ids
    /// @param made what made them; null if that is not known
    Decisions(Commit commit, LocalDate asOf, ScoreRow[] decisions, @Nullable Stamp made) {
        this.commit = commit;
        this.asOf = asOf;
        this.made = made;
        this.decisions = decisions;
        Arrays.parallelSort(decisions, Comparator.comparing(ScoreRow::caseId));
        int slots = Math.max(2, Integer.highestOneBit(Math.max(1, decisions.length)) * 4);
        byCase = empty(slots);
        byDebtor = empty(slots);
        nextOfDebtor = empty(decisions.length);
        // From the last to the first, so that the cases of a debtor come out in the order of their ids.
        for (int i = decisions.length - 1; i >= 0; i--) {
            byCase[caseSlot(decisions[i].caseId())] = i;
            int slot = debtorSlot(decisions[i].debtorId());
            nextOfDebtor[i] = byDebtor[slot];
            byDebtor[slot] = i;
            policies.add(decisions[i].policy());
        }
    }

    private static int[] empty(int length) {
        int[] positions = new int[length];
        Arrays.fill(positions, NONE);
        return positions;
    }

    private int caseSlot(String caseId) {
        int slot = spread(caseId) & (byCase.length - 1);
        while (byCase[slot] != NONE && !decisions[byCase[slot]].caseId().equals(caseId)) {
            slot = (slot + 1) & (byCase.length - 1);
        }
        return slot;
    }

    private int debtorSlot(String debtorId) {
        int slot = spread(debtorId) & (byDebtor.length - 1);
        while (byDebtor[slot] != NONE && !decisions[byDebtor[slot]].debtorId().equals(debtorId)) {
            slot = (slot + 1) & (byDebtor.length - 1);
        }
        return slot;
    }

    // Fibonacci hashing: consecutive ids would otherwise fill one long run of slots.
    private static int spread(String id) {
        int product = id.hashCode() * 0x9E3779B9;
        return product ^ (product >>> 15);
    }

    /// Reads the as-of date of a scores table that was published last; empty if the table has no rows.
    static Optional<Decisions> read(DeltaTable table, Commit commit) {
        return table.publishedDay().map(asOf -> {
            List<ScoreRow> decisions = new ArrayList<>();
            Shared shared = new Shared();
            table.scan(
                    ScoreRow.TABLE.names(),
                    Filter.equal("as_of", asOf),
                    row -> decisions.add(ScoreRow.TABLE.row(row, shared)));
            Stamp made = Published.of(table).last().map(Published.Entry::made).orElse(null);
            return new Decisions(commit, asOf, decisions.toArray(ScoreRow[]::new), made);
        });
    }

    /// These decisions, after a check that their features use the server's setting for other creditors' cases.
    ///
    /// @throws Problem OTHER-CASES if they do not
    Decisions require(OtherCases wanted, String path) {
        for (ScoreRow decision : decisions) {
            OtherCases made = OtherCases.ofVersion(decision.featuresVersion());
            if (made != wanted) {
                throw new Problem(
                        "OTHER-CASES",
                        path,
                        "the scores as of " + asOf + " were made with the debtor's cases of other creditors "
                                + made.word(),
                        "this server runs with them " + wanted.word(),
                        "score again with SOLVENS_OTHER_CASES=" + wanted.word() + ", or start the server with "
                                + "SOLVENS_OTHER_CASES=" + made.word());
            }
        }
        return this;
    }

    /// The commit of the scores table that was read.
    Commit commit() {
        return commit;
    }

    LocalDate asOf() {
        return asOf;
    }

    /// The version of each table that the decisions were made from, by name; empty if that is not known.
    Map<String, TableVersion> read() {
        return made == null ? Map.of() : made.read();
    }

    /// The policies that made the decisions, as scoring stamps them.
    String policy() {
        return made != null && made.policy() != null ? made.policy() : String.join(", ", policies);
    }

    /// Whether these policies made the decisions, with the same trial if there is one.
    boolean madeBy(Deciders deciders) {
        return made != null && made.policy() != null
                ? made.policy().equals(deciders.label())
                : decisions.length == 0
                        || policies.equals(
                                deciders.policies().stream().map(Policy::label).collect(Collectors.toSet()));
    }

    int size() {
        return decisions.length;
    }

    /// The decision on a case; null if there is none.
    @Nullable
    ScoreRow ofCase(String caseId) {
        int position = byCase[caseSlot(caseId)];
        return position == NONE ? null : decisions[position];
    }

    /// The decisions on a debtor's cases; empty for a debtor who has none.
    List<ScoreRow> ofDebtor(String debtorId) {
        List<ScoreRow> found = new ArrayList<>();
        for (int i = byDebtor[debtorSlot(debtorId)]; i != NONE; i = nextOfDebtor[i]) {
            found.add(decisions[i]);
        }
        return found;
    }

    /// The policies of all decisions, as name and version.
    Set<String> policies() {
        return Collections.unmodifiableSet(policies);
    }

    /// The decision at a position in the order of the ids of the cases.
    ScoreRow at(int position) {
        return decisions[position];
    }

    /// The position of the first decision after a case.
    ///
    /// @param caseId id of a case, which need not exist; null for the first of all
    int after(@Nullable String caseId) {
        return caseId == null ? 0 : firstAfter(caseId);
    }

    private int firstAfter(String caseId) {
        int low = 0;
        int high = decisions.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (decisions[middle].caseId().compareTo(caseId) <= 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
