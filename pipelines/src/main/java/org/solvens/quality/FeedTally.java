package org.solvens.quality;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.solvens.feed.Feed;
import org.solvens.feed.FeedContract;
import org.solvens.feed.FieldType;
import org.solvens.feed.Money;

/// Counts properties of a feed's rows in one pass.
final class FeedTally {
    /// Bins of amounts for each factor of ten.
    private static final int BINS = 8;

    private final FeedContract contract;
    private final Calendar calendar;
    private final int days;
    private final int lastMonth;
    private final List<Integer> compared = new ArrayList<>();
    private final List<Integer> ids = new ArrayList<>();
    private final Map<Count, Long> counts = new HashMap<>();

    FeedTally(Feed feed, Calendar calendar) {
        this.contract = FeedContract.of(feed);
        this.calendar = calendar;
        this.days = calendar.days(Calendar.MONTHS);
        this.lastMonth = calendar.days(1);
        for (int i = 0; i < contract.fields().size(); i++) {
            if (Constraint.compared(contract.fields().get(i))) {
                compared.add(i);
            }
            if (SimilarIds.in(contract.fields().get(i))) {
                ids.add(i);
            }
        }
    }

    /// Counts a row.
    ///
    /// @param values in inside form, in the contract's order
    void add(@Nullable Object[] values) {
        Object knownAt = values[contract.position("known_at")];
        if (contract.check(typed(values)) instanceof FeedContract.Checked.Refused(String code, String reason)) {
            count(Count.refused(code + " " + reason));
        }
        for (int i : ids) {
            if (values[i] instanceof String id && SimilarIds.odd(id)) {
                count(Count.odd(contract.fields().get(i).name()));
            }
        }
        if (!(knownAt instanceof Long known)) {
            return;
        }
        long back = calendar.back(known);
        if (back >= days) {
            count(Count.older());
            return;
        }
        count(Count.known((int) back));
        int slot = back < lastMonth ? 0 : 1;
        for (int i = 0; i < values.length; i++) {
            if (values[i] == null) {
                count(Count.empty(contract.fields().get(i).name(), slot));
            }
        }
        for (int i : compared) {
            Object value = values[i];
            if (value != null) {
                FeedContract.Field field = contract.fields().get(i);
                String bucket =
                        field.type() == FieldType.DECIMAL ? String.valueOf(bin((Long) value)) : value.toString();
                count(Count.value(field.name(), bucket, slot));
            }
        }
    }

    Map<Count, Long> counts() {
        return counts;
    }

    private void count(Count what) {
        counts.merge(what, 1L, Long::sum);
    }

    /// Converts amounts, because the contract takes a whole number for whole currency units.
    private @Nullable Object[] typed(@Nullable Object[] values) {
        @Nullable Object[] typed = values.clone();
        for (int i = 0; i < typed.length; i++) {
            if (contract.fields().get(i).type() == FieldType.DECIMAL && typed[i] instanceof Long amount) {
                typed[i] = Money.decimal(amount);
            }
        }
        return typed;
    }

    /// The bin of an amount, in the order of amounts: 0 for a zero amount, logarithmic on both sides of it.
    static int bin(long amount) {
        if (amount == 0) {
            return 0;
        }
        int bin = 1 + (int) Math.floor(BINS * Math.log10(Math.abs((double) amount)));
        return amount > 0 ? bin : -bin;
    }
}
