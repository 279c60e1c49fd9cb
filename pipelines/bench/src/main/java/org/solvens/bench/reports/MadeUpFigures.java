package org.solvens.bench.reports;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.solvens.feed.Money;
import org.solvens.report.RecoveryRow;
import org.solvens.report.metric.FigureRow;
import org.solvens.report.metric.Grain;

/// The figures of many cases, made from those of few. Each copy of a row belongs to a creditor that is drawn, and
/// figures of single days are spread over four weeks, so that as many different rows arise as so many cases would have.
final class MadeUpFigures {
    /// Creditors of the made-up lake.
    static final int CREDITORS = 60;

    private static final int DAYS = 28;

    private final long copies;
    private final SplittableRandom draw;

    /// @param copies of each row
    MadeUpFigures(long copies, long seed) {
        this.copies = copies;
        this.draw = new SplittableRandom(seed);
    }

    /// The id of a made-up creditor.
    ///
    /// @param number from 0; those from {@link #CREDITORS} on begin again
    static String creditor(int number) {
        return "K" + (100 + number % CREDITORS);
    }

    List<FigureRow> figures(List<FigureRow> few) {
        Map<FigureRow, long[]> sums = new HashMap<>();
        for (FigureRow row : few) {
            long value = row.value().movePointRight(Money.SCALE).longValue();
            for (long copy = 0; copy < copies; copy++) {
                sums.computeIfAbsent(
                                row.with(
                                        creditor(draw.nextInt(CREDITORS)),
                                        row.currency(),
                                        shifted(row),
                                        BigDecimal.ZERO),
                                _ -> new long[1])[0] += value;
            }
        }
        List<FigureRow> many = new ArrayList<>(sums.size());
        sums.forEach((row, sum) -> many.add(
                row.with(row.creditorId(), row.currency(), row.period(), BigDecimal.valueOf(sum[0], Money.SCALE))));
        return many;
    }

    /// Days after the as-of date stay where they are: today's scores are of today.
    private @Nullable LocalDate shifted(FigureRow row) {
        LocalDate day = row.period();
        return row.grain() != Grain.DAY || day == null || !day.isBefore(row.asOf())
                ? day
                : day.minusDays(draw.nextInt(DAYS));
    }

    List<RecoveryRow> recovery(List<RecoveryRow> few) {
        Map<RecoveryRow, RecoveryRow> sums = new HashMap<>();
        for (RecoveryRow row : few) {
            long[] times = new long[CREDITORS];
            for (long copy = 0; copy < copies; copy++) {
                times[draw.nextInt(CREDITORS)]++;
            }
            for (int i = 0; i < CREDITORS; i++) {
                if (times[i] > 0) {
                    sums.merge(row.times(0, creditor(i)), row.times(times[i], creditor(i)), RecoveryRow::plus);
                }
            }
        }
        return List.copyOf(sums.values());
    }
}
