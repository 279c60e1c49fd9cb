package org.solvens.report.metric;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.solvens.feed.Money;
import org.solvens.history.Event;

/// Sums of figures over debtors: counts in thousandths, as amounts are, so that one column holds both.
public final class Figures {
    /// What one unit of a count is in the sums.
    public static final long ONE = Money.UNIT;

    private final Map<Cell, Long> sums = new HashMap<>();
    /// Sums that grew too large for a `long`, each once: whoever adds up the parts has wider sums.
    private final List<Map.Entry<Cell, Long>> full = new ArrayList<>();

    /// Adds one to a count.
    void count(Cell cell) {
        amount(cell, ONE);
    }

    /// Adds an amount in thousandths of the currency unit; none is added for 0.
    void amount(Cell cell, long amount) {
        if (amount == 0) {
            return;
        }
        long before = sums.getOrDefault(cell, 0L);
        long after = before + amount;
        if (((before ^ after) & (amount ^ after)) < 0) {
            full.add(Map.entry(cell, before));
            after = amount;
        }
        sums.put(cell, after);
    }

    /// Gives every cell and its sum, in thousandths. A cell may come more than once: its parts have to be added up.
    public void forEach(BiConsumer<Cell, Long> consumer) {
        full.forEach(each -> consumer.accept(each.getKey(), each.getValue()));
        sums.forEach(consumer);
    }

    /// The first day of the month of a day.
    static int month(int day) {
        return day == Event.NONE
                ? day
                : (int) LocalDate.ofEpochDay(day).withDayOfMonth(1).toEpochDay();
    }
}
