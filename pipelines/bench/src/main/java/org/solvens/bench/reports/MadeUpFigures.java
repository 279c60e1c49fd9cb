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

    private static String creditor(int number) {
        return "K" + (100 + number);
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
                    RecoveryRow many = like(row, creditor(i), times[i]);
                    sums.merge(like(many, many.creditorId(), 0), many, MadeUpFigures::sum);
                }
            }
        }
        return List.copyOf(sums.values());
    }

    private static RecoveryRow like(RecoveryRow row, String creditor, long times) {
        BigDecimal by = BigDecimal.valueOf(times);
        return new RecoveryRow(
                row.asOf(),
                creditor,
                row.country(),
                row.currency(),
                row.claimType(),
                row.segment(),
                row.placedMonth(),
                row.monthsSince(),
                row.cases() * times,
                row.paidCases() * times,
                row.placed().multiply(by),
                row.added().multiply(by),
                row.recovered().multiply(by),
                row.overpaid().multiply(by),
                row.cost().multiply(by),
                row.mature());
    }

    private static RecoveryRow sum(RecoveryRow one, RecoveryRow other) {
        return new RecoveryRow(
                one.asOf(),
                one.creditorId(),
                one.country(),
                one.currency(),
                one.claimType(),
                one.segment(),
                one.placedMonth(),
                one.monthsSince(),
                one.cases() + other.cases(),
                one.paidCases() + other.paidCases(),
                one.placed().add(other.placed()),
                one.added().add(other.added()),
                one.recovered().add(other.recovered()),
                one.overpaid().add(other.overpaid()),
                one.cost().add(other.cost()),
                one.mature());
    }
}
