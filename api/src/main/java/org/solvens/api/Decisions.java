package org.solvens.api;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.solvens.facts.OtherCases;
import org.solvens.history.Route;
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
import org.solvens.table.PackedRows;
import org.solvens.table.StoredRow;

/// All decisions at the as-of date that was published last, found by case and by debtor without access to the
/// lake. Immutable: newer scores get a new object.
///
/// The decisions are bytes outside the heap, in the order of the ids of their cases. Two open-addressed tables
/// hold positions in that order, and the cases of one debtor are chained by position. That takes 44 to 60 bytes
/// of heap per case.
final class Decisions {
    private static final int NONE = -1;

    /// Days of a case that lists are filtered by.
    private static final int DAYS = 3;

    private static final int CASE_ID = ScoreRow.TABLE.names().indexOf("case_id");
    private static final int DEBTOR_ID = ScoreRow.TABLE.names().indexOf("debtor_id");
    private static final int POLICY = SegmentColumns.of("policy");
    private static final int FEATURES = SegmentColumns.of("features_version");
    private static final int TEAM = SegmentColumns.of("team");

    private final Commit commit;
    private final LocalDate asOf;
    private final boolean callsScarce;
    private final @Nullable Stamp made;
    private final PackedRows<ScoreRow> rows;
    private final Facet[] facets;
    private final int[] days;
    private final Set<String> policies;
    private final Set<String> features;
    private final int[] byCase;
    private final int[] byDebtor;
    private final int[] nextOfDebtor;

    private Decisions(Commit commit, LocalDate asOf, @Nullable Stamp made, PackedRows<ScoreRow> packed) {
        this.commit = commit;
        this.asOf = asOf;
        this.made = made;
        this.policies = Set.copyOf(packed.texts(POLICY));
        this.features = Set.copyOf(packed.texts(FEATURES));
        this.callsScarce = !packed.texts(TEAM).isEmpty();
        Map<Facet, Facet> same = new ConcurrentHashMap<>();
        Entry[] entries = IntStream.range(0, packed.size())
                .parallel()
                .mapToObj(number -> Entry.of(number, packed.stored(number), same))
                .toArray(Entry[]::new);
        Arrays.parallelSort(entries, Comparator.comparing(Entry::caseId));
        rows = packed.ordered(Arrays.stream(entries).mapToInt(Entry::number).toArray());
        facets = Arrays.stream(entries).map(entry -> entry.listed().facet()).toArray(Facet[]::new);
        days = Arrays.stream(entries)
                .map(Entry::listed)
                .flatMapToInt(each -> IntStream.of(each.promiseDueOn(), each.promiseBrokenOn(), each.limitationOn()))
                .toArray();
        int slots = Math.max(2, Integer.highestOneBit(Math.max(1, entries.length)) * 4);
        byCase = empty(slots);
        byDebtor = empty(slots);
        nextOfDebtor = empty(entries.length);
        // From the last to the first, so that the cases of a debtor come out in the order of their ids.
        for (int i = entries.length - 1; i >= 0; i--) {
            byCase[slot(byCase, CASE_ID, entries[i].caseId())] = i;
            int slot = slot(byDebtor, DEBTOR_ID, entries[i].debtorId());
            nextOfDebtor[i] = byDebtor[slot];
            byDebtor[slot] = i;
        }
    }

    /// Decisions of which is not known what they were made from.
    ///
    /// @param decisions of distinct cases
    static Decisions of(Commit commit, LocalDate asOf, Iterable<ScoreRow> decisions) {
        PackedRows.Packer<ScoreRow> packer = new PackedRows.Packer<>(ScoreRow.TABLE);
        decisions.forEach(packer::add);
        return of(commit, asOf, packer.rows());
    }

    /// The same of packed rows.
    static Decisions of(Commit commit, LocalDate asOf, PackedRows<ScoreRow> rows) {
        return new Decisions(commit, asOf, null, rows);
    }

    /// A decision while all are put in order.
    ///
    /// @param number of its packed row
    private record Entry(int number, String caseId, String debtorId, Listed listed) {
        private static Entry of(int number, StoredRow row, Map<Facet, Facet> same) {
            Facet facet = Facet.of(row);
            Facet known = same.putIfAbsent(facet, facet);
            return new Entry(
                    number,
                    row.getString(CASE_ID),
                    row.getString(DEBTOR_ID),
                    Listed.of(known == null ? facet : known, row));
        }
    }

    private static int[] empty(int length) {
        int[] positions = new int[length];
        Arrays.fill(positions, NONE);
        return positions;
    }

    private int slot(int[] table, int column, String id) {
        int slot = spread(id) & (table.length - 1);
        while (table[slot] != NONE
                && !rows.stored(table[slot]).getString(column).equals(id)) {
            slot = (slot + 1) & (table.length - 1);
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
            PackedRows.Packer<ScoreRow> packer = new PackedRows.Packer<>(ScoreRow.TABLE);
            table.scan(ScoreRow.TABLE.names(), Filter.equal("as_of", asOf), packer::add);
            return new Decisions(commit, asOf, made(table), packer.rows());
        });
    }

    /// The same decisions, of which the rows were kept in a file.
    static Optional<Decisions> kept(DeltaTable table, Commit commit, PackedRows<ScoreRow> rows) {
        return table.publishedDay().map(asOf -> new Decisions(commit, asOf, made(table), rows));
    }

    private static @Nullable Stamp made(DeltaTable table) {
        return Published.of(table).last().map(Published.Entry::made).orElse(null);
    }

    /// The rows, in the order of the ids of their cases.
    PackedRows<ScoreRow> rows() {
        return rows;
    }

    /// These decisions, after a check that their features use the server's setting for other creditors' cases.
    ///
    /// @throws Problem OTHER-CASES if they do not
    Decisions require(OtherCases wanted, String path) {
        for (String version : features) {
            OtherCases made = OtherCases.ofVersion(version);
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
                : size() == 0
                        || policies.equals(
                                deciders.policies().stream().map(Policy::label).collect(Collectors.toSet()));
    }

    int size() {
        return rows.size();
    }

    /// The calls that teams have given to these cases; null if calls are not scarce.
    HistoryScoring.@Nullable Calls calls() {
        return !callsScarce
                ? null
                : new HistoryScoring.Calls() {
                    @Override
                    public boolean given(String caseId) {
                        ScoreRow row = ofCase(caseId);
                        return row != null && row.route() == Route.CALL;
                    }

                    @Override
                    public @Nullable String team(String caseId) {
                        ScoreRow row = ofCase(caseId);
                        return row == null ? null : row.team();
                    }
                };
    }

    /// The decision on a case; null if there is none.
    @Nullable
    ScoreRow ofCase(String caseId) {
        StoredRow stored = storedOfCase(caseId);
        return stored == null ? null : ScoreRow.TABLE.row(stored);
    }

    /// The decision on a case as it is stored, for one thread; null if there is none.
    @Nullable
    StoredRow storedOfCase(String caseId) {
        int slot = spread(caseId) & (byCase.length - 1);
        while (byCase[slot] != NONE) {
            StoredRow stored = rows.stored(byCase[slot]);
            if (stored.getString(CASE_ID).equals(caseId)) {
                return stored;
            }
            slot = (slot + 1) & (byCase.length - 1);
        }
        return null;
    }

    /// The decisions on a debtor's cases; empty for a debtor who has none.
    List<ScoreRow> ofDebtor(String debtorId) {
        List<ScoreRow> found = new ArrayList<>();
        for (int i = byDebtor[slot(byDebtor, DEBTOR_ID, debtorId)]; i != NONE; i = nextOfDebtor[i]) {
            found.add(rows.get(i));
        }
        return found;
    }

    /// The policies of all decisions, as name and version.
    Set<String> policies() {
        return policies;
    }

    /// The decision at a position in the order of the ids of the cases.
    ScoreRow at(int position) {
        return rows.get(position);
    }

    /// The same as it is stored, for one thread.
    StoredRow storedAt(int position) {
        return rows.stored(position);
    }

    /// The id of its case.
    String caseAt(int position) {
        return rows.stored(position).getString(CASE_ID);
    }

    /// What lists are filtered by, at a position.
    Listed listedAt(int position) {
        int at = DAYS * position;
        return new Listed(facets[position], days[at], days[at + 1], days[at + 2]);
    }

    /// The position of the first decision after a case.
    ///
    /// @param caseId id of a case, which need not exist; null for the first of all
    int after(@Nullable String caseId) {
        return caseId == null ? 0 : firstAfter(caseId);
    }

    private int firstAfter(String caseId) {
        int low = 0;
        int high = rows.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (caseAt(middle).compareTo(caseId) <= 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
