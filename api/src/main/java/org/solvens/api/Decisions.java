package org.solvens.api;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.solvens.api.Decision.ByDays;
import org.solvens.api.Decision.Estimates;
import org.solvens.api.Decision.Score;
import org.solvens.facts.OtherCases;
import org.solvens.feature.Axis;
import org.solvens.lake.DeltaTable;
import org.solvens.lake.DeltaTable.Commit;
import org.solvens.lake.DeltaTable.Filter;
import org.solvens.lake.DeltaTable.RowView;
import org.solvens.model.Curve;
import org.solvens.problem.Problem;

/// Every case's decision at the as-of date that was published last, found by case and by debtor without touching the
/// lake. It never changes: newer scores make a new one.
///
/// Cases stand in an array; two open-addressed tables of array positions lead to them, and the cases
/// of one debtor are chained by position. That is 8 to 24 bytes a case beside the decision itself.
final class Decisions {
    private static final int NONE = -1;
    private static final List<String> COLUMNS = List.of(
            "case_id",
            "debtor_id",
            "segment",
            "flags",
            "route",
            "second_route",
            "rule",
            "trace",
            "needs_human",
            "review_on",
            "holds",
            "reasons",
            "policy",
            "features_version",
            "route_probability",
            "willingness",
            "willingness_points",
            "willingness_status",
            "willingness_model",
            "ability",
            "ability_points",
            "ability_status",
            "ability_model",
            "reachability",
            "reachability_points",
            "reachability_status",
            "reachability_model");
    private static final int FIRST_SCORE = COLUMNS.indexOf("willingness");

    /// Columns that tables written before there were estimates do not have.
    private static final List<String> ESTIMATES = Stream.concat(
                    Stream.of(Axis.PROMISE_KEPT, Axis.SELF_CURE)
                            .map(Axis::label)
                            .flatMap(a -> Stream.of(a, a + "_points", a + "_status", a + "_model")),
                    curve(Axis.EXPECTED_RECOVERY))
            .toList();

    /// Columns that tables written before there was a probability of payment do not have.
    private static final List<String> PAYMENT = curve(Axis.PAYMENT_PROBABILITY).toList();

    private static final int FIRST_ESTIMATE = COLUMNS.size();
    private static final int FIRST_RECOVERY = FIRST_ESTIMATE + 8;
    private static final int FIRST_PAYMENT = FIRST_ESTIMATE + ESTIMATES.size();
    private static final int VALUES = 3 * Curve.DAYS.size();

    private final Commit commit;
    private final LocalDate asOf;
    private final Decision[] decisions;
    private final int[] byCase;
    private final int[] byDebtor;
    private final int[] nextOfDebtor;

    /// @param decisions of distinct cases
    Decisions(Commit commit, LocalDate asOf, Decision[] decisions) {
        this.commit = commit;
        this.asOf = asOf;
        this.decisions = decisions;
        int slots = Math.max(2, Integer.highestOneBit(Math.max(1, decisions.length)) * 4);
        byCase = empty(slots);
        byDebtor = empty(slots);
        nextOfDebtor = empty(decisions.length);
        // From the last to the first, so that the cases of a debtor come out in the table's order.
        for (int i = decisions.length - 1; i >= 0; i--) {
            byCase[caseSlot(decisions[i].caseId())] = i;
            int slot = debtorSlot(decisions[i].debtorId());
            nextOfDebtor[i] = byDebtor[slot];
            byDebtor[slot] = i;
        }
    }

    private static Stream<String> curve(Axis axis) {
        return Stream.concat(
                Curve.DAYS.stream()
                        .map(days -> axis.label() + "_" + days + "d")
                        .flatMap(by -> Stream.of(by, by + "_low", by + "_high")),
                Stream.of("_status", "_model").map(axis.label()::concat));
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

    /// Reads the as-of date of a scores table that was published last; empty where the table has no rows.
    static Optional<Decisions> read(String path, Commit commit) {
        DeltaTable table = DeltaTable.open(path, commit.version());
        return table.publishedDay().map(asOf -> {
            List<Decision> decisions = new ArrayList<>();
            Map<Object, Object> same = new HashMap<>();
            List<String> columns = new ArrayList<>(COLUMNS);
            if (table.columns().containsAll(ESTIMATES)) {
                columns.addAll(ESTIMATES);
                if (table.columns().containsAll(PAYMENT)) {
                    columns.addAll(PAYMENT);
                }
            }
            table.scan(columns, Filter.equal("as_of", asOf), row -> decisions.add(decision(row, columns.size(), same)));
            return new Decisions(commit, asOf, decisions.toArray(Decision[]::new));
        });
    }

    /// These decisions, if they were made by features that see what the server may show.
    ///
    /// @throws Problem OTHER-CASES if they were not
    Decisions require(OtherCases wanted, String path) {
        for (Decision decision : decisions) {
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

    /// @param columns how many were read
    private static Decision decision(RowView row, int columns, Map<Object, Object> same) {
        return new Decision(
                row.getString(0),
                row.getString(1),
                score(row, FIRST_SCORE, same),
                score(row, FIRST_SCORE + 4, same),
                score(row, FIRST_SCORE + 8, same),
                text(row, 2, same),
                texts(row, 3, same),
                text(row, 4, same),
                text(row, 5, same),
                text(row, 6, same),
                texts(row, 7, same),
                !row.isNull(8) && row.getBoolean(8),
                row.isNull(9) ? null : one(LocalDate.ofEpochDay(row.getDate(9)), same),
                texts(row, 10, same),
                texts(row, 11, same),
                text(row, 12, same),
                text(row, 13, same),
                row.isNull(14) ? 1 : row.getDouble(14),
                estimates(row, columns, same));
    }

    /// Rows written before there were estimates hold nulls.
    private static Estimates estimates(RowView row, int columns, Map<Object, Object> same) {
        if (columns <= FIRST_ESTIMATE || row.isNull(FIRST_RECOVERY + VALUES)) {
            return Estimates.NONE;
        }
        return new Estimates(
                score(row, FIRST_ESTIMATE, same),
                score(row, FIRST_ESTIMATE + 4, same),
                byDays(row, FIRST_RECOVERY, same),
                columns <= FIRST_PAYMENT ? ByDays.NONE : byDays(row, FIRST_PAYMENT, same));
    }

    /// Rows written before there was the estimate hold nulls.
    ///
    /// @param first column of the curve; its status and model follow the values
    private static ByDays byDays(RowView row, int first, Map<Object, Object> same) {
        int status = first + VALUES;
        if (row.isNull(status)) {
            return ByDays.NONE;
        }
        double[] values = new double[row.isNull(first) ? 0 : VALUES];
        for (int i = 0; i < values.length; i++) {
            values[i] = row.getDouble(first + i);
        }
        return new ByDays(values, text(row, status, same), text(row, status + 1, same));
    }

    /// @param first column of the score; its points, status and model follow
    private static Score score(RowView row, int first, Map<Object, Object> same) {
        return new Score(
                row.isNull(first) ? Double.NaN : row.getDouble(first),
                row.isNull(first + 1) ? null : one(row.getInt(first + 1), same),
                text(row, first + 2, same),
                text(row, first + 3, same));
    }

    private static String text(RowView row, int column, Map<Object, Object> same) {
        return row.isNull(column) ? null : one(row.getString(column), same);
    }

    private static List<String> texts(RowView row, int column, Map<Object, Object> same) {
        if (row.isNull(column)) {
            return List.of();
        }
        List<String> texts = row.getStrings(column);
        texts.replaceAll(text -> one(text, same));
        return one(List.copyOf(texts), same);
    }

    @SuppressWarnings("unchecked")
    private static <T> T one(T value, Map<Object, Object> same) {
        Object first = same.putIfAbsent(value, value);
        return first == null ? value : (T) first;
    }

    /// The commit of the scores table that was read.
    Commit commit() {
        return commit;
    }

    LocalDate asOf() {
        return asOf;
    }

    int size() {
        return decisions.length;
    }

    /// The decision on a case, or null.
    Decision ofCase(String caseId) {
        int position = byCase[caseSlot(caseId)];
        return position == NONE ? null : decisions[position];
    }

    /// The decisions on a debtor's cases; empty for a debtor who has none.
    List<Decision> ofDebtor(String debtorId) {
        List<Decision> found = new ArrayList<>();
        for (int i = byDebtor[debtorSlot(debtorId)]; i != NONE; i = nextOfDebtor[i]) {
            found.add(decisions[i]);
        }
        return found;
    }
}
