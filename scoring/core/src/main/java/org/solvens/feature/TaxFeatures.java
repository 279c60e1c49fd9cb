package org.solvens.feature;

import static org.solvens.feature.Values.NOT_APPLICABLE;
import static org.solvens.feature.Values.NO_RECORD;
import static org.solvens.feature.Values.TOO_OLD;
import static org.solvens.feature.Values.flag;
import static org.solvens.feature.Values.known;

import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.function.ToDoubleFunction;
import org.solvens.facts.CaseView;
import org.solvens.facts.Income;
import org.solvens.feed.Feed;
import org.solvens.feed.Money;
import org.solvens.history.Event;
import org.solvens.history.Event.TaxAssessment;

/// Yearly tax figures: income and wealth.
final class TaxFeatures {
    /// Age from which tax figures are flagged: too old to found a reduction on.
    private static final int OLD_DAYS = 2 * 365;

    private TaxFeatures() {}

    /// The features of the family, in catalogue order.
    static List<Feature> list() {
        FamilyFeatures features = new FamilyFeatures(Family.TAX);
        features.feature("net_income")
                .decimal("currency")
                .description("Net income by the newest usable tax figures")
                .source(Feed.TAX_ASSESSMENTS)
                .axis(Axis.ABILITY, Direction.RISING)
                .value(v -> ofIncome(v, income -> units(income.net())));
        features.feature("net_wealth")
                .decimal("currency")
                .description("Net wealth by the newest usable tax figures")
                .source(Feed.TAX_ASSESSMENTS)
                .axis(Axis.ABILITY, Direction.RISING)
                .value(v -> ofIncome(v, income -> units(income.newest().netWealth())));
        features.feature("balance_to_income")
                .decimal("ratio")
                .description("What is owed on the case over net income, at most 100")
                .source(Feed.TAX_ASSESSMENTS)
                .needs(Feed.CASES)
                .axis(Axis.ABILITY, Direction.FALLING)
                .value(v -> ofIncome(v, income -> income.share(v.balance())));
        features.feature("income_trend")
                .decimal("ratio")
                .description("Net income of the newest over that of the second newest year, between 0 and 10")
                .source(Feed.TAX_ASSESSMENTS)
                .axis(Axis.ABILITY, Direction.RISING)
                .value(v -> ofIncome(v, TaxFeatures::incomeTrend));
        features.feature("tax_figures_age_days")
                .whole("days")
                .description("Days since the end of the newest usable income year")
                .source(Feed.TAX_ASSESSMENTS)
                .axis(Axis.ROUTING, Direction.FREE)
                .value(v -> ageOfIncome(v, age -> age));
        features.feature("tax_figures_over_24_months")
                .flag()
                .description("Whether the newest usable tax figures are of a year that ended more than 24 months ago")
                .source(Feed.TAX_ASSESSMENTS)
                .axis(Axis.ROUTING, Direction.FREE)
                .value(v -> ageOfIncome(v, age -> flag(age > OLD_DAYS)));
        return features.list();
    }

    /// A figure of the income that counts for a case, or why there is none.
    static double ofIncome(CaseView v, ToDoubleFunction<Income.Known> figure) {
        return switch (v.income()) {
            case Income.Known known -> figure.applyAsDouble(known);
            case Income.None _ -> NO_RECORD;
            case Income.TooOld _ -> TOO_OLD;
            case Income.OtherCurrency _ -> NOT_APPLICABLE;
        };
    }

    private static double ageOfIncome(CaseView v, IntToDoubleFunction of) {
        return switch (v.income()) {
            case Income.Known known -> of.applyAsDouble(known.ageDays());
            case Income.TooOld old -> of.applyAsDouble(old.ageDays());
            case Income.None _ -> NO_RECORD;
            case Income.OtherCurrency _ -> NOT_APPLICABLE;
        };
    }

    private static double units(long amount) {
        return amount == Event.NO_AMOUNT ? NOT_APPLICABLE : Money.units(amount);
    }

    private static double incomeTrend(Income.Known income) {
        TaxAssessment earlier = income.earlier();
        if (earlier == null) {
            return NO_RECORD;
        }
        return earlier.netIncome() <= 0
                ? NOT_APPLICABLE
                : Math.clamp(income.net() / (double) earlier.netIncome(), 0, 10);
    }
}
