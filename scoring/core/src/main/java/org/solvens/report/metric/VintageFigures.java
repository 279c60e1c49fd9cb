package org.solvens.report.metric;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;
import org.solvens.facts.CaseView;
import org.solvens.history.Event.Decision;
import org.solvens.history.Event.Payment;

/// What came in of each month of placement, by first route and size of the claim: what a change of the recovery rate
/// is explained by.
final class VintageFigures {
    /// The route of a case for which no route was decided in its first month.
    static final String UNDECIDED = "UNDECIDED";

    /// What was owed at placement, in units of the currency.
    enum Owed {
        UP_TO_500,
        UP_TO_2_000,
        UP_TO_10_000,
        UP_TO_50_000,
        ABOVE_50_000;

        static Owed of(long thousandths) {
            return thousandths <= 500_000
                    ? UP_TO_500
                    : thousandths <= 2_000_000
                            ? UP_TO_2_000
                            : thousandths <= 10_000_000
                                    ? UP_TO_10_000
                                    : thousandths <= 50_000_000 ? UP_TO_50_000 : ABOVE_50_000;
        }
    }

    /// The products of which the variance of a recovery rate is made.
    enum Square {
        RECOVERED_RECOVERED,
        RECOVERED_PLACED,
        PLACED_PLACED
    }

    private VintageFigures() {}

    static void count(CaseView view, Slice slice, Calendar calendar, Figures figures) {
        LocalDate placed = LocalDate.ofEpochDay(view.placed().placedOn());
        LocalDate month = placed.withDayOfMonth(1);
        if (month.isBefore(calendar.day().withDayOfMonth(1).minusMonths(Calendar.VINTAGES))) {
            return;
        }
        int period = (int) month.toEpochDay();
        Decision first = first(view, placed);
        String route = first == null ? UNDECIDED : first.route().name();
        Owed owed = Owed.of(view.placedAmount());
        figures.count(Cell.of(Metric.VINTAGE_CASES, Grain.MONTH, slice, period)
                .kind(route)
                .size(owed));
        figures.amount(
                Cell.of(Metric.VINTAGE_PLACED, Grain.MONTH, slice, period)
                        .kind(route)
                        .size(owed),
                view.placedAmount());
        for (int age : Calendar.AGES) {
            if (Calendar.mature(month, age, calendar.day())) {
                long recovered = recovered(view, placed, age);
                figures.amount(
                        Cell.of(Metric.VINTAGE_RECOVERED, Grain.MONTH, slice, period)
                                .kind(route)
                                .size(owed)
                                .age(age),
                        recovered);
                squares(recovered, view.placedAmount(), slice, period, age, figures);
            }
        }
    }

    private static void squares(long recovered, long placed, Slice slice, int period, int age, Figures figures) {
        Cell cell = Cell.of(Metric.VINTAGE_SQUARES, Grain.MONTH, slice, period).age(age);
        figures.amount(cell.kind(Square.RECOVERED_RECOVERED), product(recovered, recovered));
        figures.amount(cell.kind(Square.RECOVERED_PLACED), product(recovered, placed));
        figures.amount(cell.kind(Square.PLACED_PLACED), product(placed, placed));
    }

    /// The product of two amounts in thousandths, in thousandths; the largest `long` where it is larger.
    private static long product(long one, long other) {
        return Math.round((double) one * other / Figures.ONE);
    }

    /// The first route that was decided within a month of the placement.
    private static @Nullable Decision first(CaseView view, LocalDate placed) {
        Decision first = null;
        long end = placed.plusMonths(1).toEpochDay();
        for (Decision decision : view.decisions()) {
            if (view.calendar().dayOf(decision.decidedAt()) < end
                    && (first == null || decision.decidedAt() < first.decidedAt())) {
                first = decision;
            }
        }
        return first;
    }

    /// What came in until a number of months after the day of placement, and before it; at most what is owed to date.
    private static long recovered(CaseView view, LocalDate placed, int age) {
        long sum = 0;
        for (Payment payment : view.payments()) {
            sum += by(payment, placed, age) ? payment.amount() : 0;
        }
        for (Payment refund : view.refunds()) {
            sum -= by(refund, placed, age) ? refund.amount() : 0;
        }
        return Math.clamp(sum, 0, view.owed());
    }

    private static boolean by(Payment payment, LocalDate placed, int age) {
        LocalDate day = LocalDate.ofEpochDay(payment.paidOn());
        return day.isBefore(placed) || ChronoUnit.MONTHS.between(placed, day) < age;
    }
}
