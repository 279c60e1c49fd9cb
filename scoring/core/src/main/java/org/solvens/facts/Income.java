package org.solvens.facts;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;
import org.solvens.history.Event;
import org.solvens.history.Event.TaxAssessment;

/// A debtor's income by tax figures in the currency of a case.
///
/// The newest income year counts, unless it ended more than three years ago. Only figures that may be used for
/// scoring collections, that are in the case's currency and that are not of a future year are considered.
/// Amounts are thousandths of the currency unit per year.
public sealed interface Income {
    /// Days after the end of the income year from which figures are too old to use.
    int OLDEST_DAYS = 3 * 365;

    /// A debt above this many yearly incomes counts as this many.
    double HIGHEST_RATIO = 100;

    /// No usable figure.
    record None() implements Income {}

    /// There are figures, but not in the case's currency.
    record OtherCurrency() implements Income {}

    /// Figures that are too old.
    ///
    /// @param ageDays since the end of the income year
    record TooOld(int ageDays) implements Income {}

    /// The figures that count.
    ///
    /// @param newest of the newest year
    /// @param earlier of the newest year before, in the same currency; null if there is none
    /// @param ageDays since the end of the newest income year
    record Known(TaxAssessment newest, @Nullable TaxAssessment earlier, int ageDays) implements Income {
        /// Net income a year; may be negative.
        public long net() {
            return newest.netIncome();
        }

        /// An amount divided by yearly net income, from 0 to {@link #HIGHEST_RATIO}. Any amount owed without
        /// income gives {@link #HIGHEST_RATIO}.
        public double share(long amount) {
            if (amount <= 0) {
                return 0;
            }
            return net() <= 0 ? HIGHEST_RATIO : Math.min(HIGHEST_RATIO, amount / (double) net());
        }
    }

    /// The figures of a debtor for a currency.
    ///
    /// @param figures every figure that was known
    /// @param today the as-of day
    static Income of(Iterable<TaxAssessment> figures, String currency, int today) {
        int thisYear = LocalDate.ofEpochDay(today).getYear();
        TaxAssessment newest = null;
        TaxAssessment earlier = null;
        boolean any = false;
        for (TaxAssessment one : figures) {
            if (one.purpose() != TaxAssessment.Purpose.COLLECTION_SCORING || one.incomeYear() > thisYear) {
                continue;
            }
            any = true;
            if (!one.currency().equals(currency) || one.netIncome() == Event.NO_AMOUNT) {
                continue;
            }
            if (newest == null || one.incomeYear() > newest.incomeYear()) {
                earlier = newest;
                newest = one;
            } else if (earlier == null || one.incomeYear() > earlier.incomeYear()) {
                earlier = one;
            }
        }
        if (newest == null) {
            return any ? new OtherCurrency() : new None();
        }
        int age = today - (int) LocalDate.of(newest.incomeYear(), 12, 31).toEpochDay();
        return age > OLDEST_DAYS ? new TooOld(age) : new Known(newest, earlier, age);
    }
}
