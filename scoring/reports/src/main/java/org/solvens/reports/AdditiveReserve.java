package org.solvens.reports;

import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleUnaryOperator;

/// What months of placement still bring, by the additive method: in the month of age k, a month of placement brings a
/// share of what was placed that is the same for all, estimated from those that have passed that age. The variance is
/// that of the share over the months seen, for what comes in and for the estimate (Merz and Wüthrich, Stochastic Claims
/// Reserving Methods in Insurance, 2008, section 2.4; Mack, Schadenversicherungsmathematik, 2002).
final class AdditiveReserve {
    /// A month of placement.
    ///
    /// @param placed amount, above 0
    /// @param mature recovered until each age that all of its cases have reached, from age 0; at least one
    /// @param latest recovered to date
    record Vintage(double placed, double[] mature, double latest) {
        int age() {
            return mature.length - 1;
        }
    }

    /// An amount to come.
    ///
    /// @param value expected
    /// @param deviation standard error, of what comes in and of the estimate
    record Estimate(double value, double deviation) {}

    private final double[] share;
    private final double[] spread;
    private final double[] seen;

    /// @param vintages of which some have ages above 0
    AdditiveReserve(List<Vintage> vintages) {
        int last = 0;
        for (Vintage each : vintages) {
            last = Math.max(last, each.age());
        }
        share = new double[last + 1];
        spread = new double[last + 1];
        seen = new double[last + 1];
        for (int age = 1; age <= last; age++) {
            List<double[]> months = new ArrayList<>();
            double placed = 0;
            double came = 0;
            for (Vintage each : vintages) {
                if (each.age() >= age) {
                    double increment = each.mature()[age] - each.mature()[age - 1];
                    months.add(new double[] {each.placed(), increment});
                    placed += each.placed();
                    came += increment;
                }
            }
            seen[age] = placed;
            share[age] = came / placed;
            double squares = 0;
            for (double[] month : months) {
                squares += month[0] * Math.pow(month[1] / month[0] - share[age], 2);
            }
            // A single month shows no spread; the month of age before is the nearest that does.
            spread[age] = months.size() > 1 ? squares / (months.size() - 1) : spread[age - 1];
        }
    }

    /// The oldest age seen, after which nothing is expected.
    int lastAge() {
        return share.length - 1;
    }

    /// What a month of placement brings in its month of an age; less what it brought of a month that has begun.
    double expected(Vintage vintage, int age) {
        if (age <= vintage.age() || age > lastAge()) {
            return 0;
        }
        double whole = vintage.placed() * share[age];
        return age > vintage.age() + 1
                ? whole
                : Math.max(0, whole - (vintage.latest() - vintage.mature()[vintage.age()]));
    }

    /// What months of placement still bring together.
    ///
    /// @param discount years ahead to the factor of their value today
    Estimate of(List<Vintage> vintages, DoubleUnaryOperator discount) {
        double value = 0;
        double variance = 0;
        for (int age = 1; age <= lastAge(); age++) {
            double placed = 0;
            for (Vintage each : vintages) {
                if (each.age() < age) {
                    // The middle of the month of age, seen from the middle of the month that the vintage is in.
                    double years = Math.max(0, age - each.age() - 0.5) / 12;
                    value += expected(each, age) * discount.applyAsDouble(years);
                    placed += each.placed();
                }
            }
            variance += placed * spread[age] + placed * placed * spread[age] / seen[age];
        }
        return new Estimate(value, Math.sqrt(variance));
    }
}
