package org.solvens.bench.reports;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.solvens.report.RecoveryRow;
import org.solvens.report.metric.FigureRow;
import org.solvens.report.metric.Grain;

class MadeUpFiguresTest {
    private static final LocalDate DAY = LocalDate.parse("2026-07-01");

    private static FigureRow figure(String metric, Grain grain, @Nullable LocalDate period, String value) {
        return new FigureRow(
                DAY,
                metric,
                grain,
                "K-1",
                "SE",
                "SEK",
                "LOAN",
                period,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                new BigDecimal(value));
    }

    private static final List<FigureRow> FEW = List.of(
            figure("received", Grain.DAY, DAY.minusDays(1), "12.345"),
            figure("received", Grain.MONTH, DAY.minusMonths(1), "12.345"),
            figure("open_cases", Grain.DAY, DAY, "3.000"));

    /// Every copy counts once, so that a total is that of the few times the copies.
    @Test
    void totalsAreThoseOfTheFewTimesTheCopies() {
        List<FigureRow> many = new MadeUpFigures(500, 1).figures(FEW);
        for (FigureRow row : FEW) {
            assertThat(many.stream()
                            .filter(each -> each.metric().equals(row.metric()) && each.grain() == row.grain())
                            .map(FigureRow::value)
                            .reduce(BigDecimal.ZERO, BigDecimal::add))
                    .isEqualByComparingTo(row.value().multiply(BigDecimal.valueOf(500)));
        }
        Set<LocalDate> days = many.stream()
                .filter(row -> row.grain() == Grain.DAY && row.metric().equals("received"))
                .map(FigureRow::period)
                .collect(Collectors.toSet());
        assertThat(days).hasSize(28).allSatisfy(day -> assertThat(day).isBefore(DAY));
        assertThat(many.stream().filter(row -> row.metric().equals("open_cases")))
                .hasSizeLessThanOrEqualTo(MadeUpFigures.CREDITORS)
                .allSatisfy(row -> assertThat(row.period()).isEqualTo(DAY));
    }

    @Test
    void theSameSeedMakesTheSameFigures() {
        assertThat(Set.copyOf(new MadeUpFigures(50, 7).figures(FEW)))
                .isEqualTo(Set.copyOf(new MadeUpFigures(50, 7).figures(FEW)))
                .isNotEqualTo(Set.copyOf(new MadeUpFigures(50, 8).figures(FEW)));
    }

    @Test
    void vintagesAddUpByCreditorAndAge() {
        RecoveryRow young = new RecoveryRow(
                DAY,
                "K-1",
                "SE",
                "SEK",
                "LOAN",
                RecoveryRow.ALL,
                DAY.minusMonths(2),
                0,
                2,
                1,
                BigDecimal.TEN,
                BigDecimal.ONE,
                BigDecimal.TWO,
                BigDecimal.ZERO,
                BigDecimal.ONE,
                true);
        RecoveryRow other = new RecoveryRow(
                DAY,
                "K-2",
                "SE",
                "SEK",
                "LOAN",
                RecoveryRow.ALL,
                DAY.minusMonths(2),
                0,
                1,
                1,
                BigDecimal.TEN,
                BigDecimal.ONE,
                BigDecimal.TEN,
                BigDecimal.ZERO,
                BigDecimal.ONE,
                true);
        List<RecoveryRow> many = new MadeUpFigures(300, 1).recovery(List.of(young, other));
        assertThat(many).hasSize(MadeUpFigures.CREDITORS);
        assertThat(many.stream().mapToLong(RecoveryRow::cases).sum()).isEqualTo(900);
        assertThat(many.stream().map(RecoveryRow::recovered).reduce(BigDecimal.ZERO, BigDecimal::add))
                .isEqualByComparingTo("3600");
    }
}
