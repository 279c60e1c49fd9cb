package org.solvens.feature;

import static org.solvens.feature.Values.NOT_APPLICABLE;
import static org.solvens.feature.Values.share;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.solvens.facts.Agreement;
import org.solvens.facts.CaseView;
import org.solvens.feed.Feed;
import org.solvens.history.ArrangementKind;

/// Plans and other arrangements on the case, and how they are kept.
final class ArrangementFeatures {
    private static final CaseTally<Agreed> AGREED = new CaseTally<>(Family.ARRANGEMENTS, Agreed.class, Agreed::new);

    private ArrangementFeatures() {}

    /// The features of the family, in catalogue order.
    static List<Feature> list() {
        FamilyFeatures features = new FamilyFeatures(Family.ARRANGEMENTS);
        features.feature("arrangements_agreed_365d")
                .whole("count")
                .description("Arrangements that the debtor agreed to on the case in 365 days")
                .source(Feed.ARRANGEMENTS)
                .window(365)
                .axis(Axis.WILLINGNESS, Direction.RISING)
                .value(v -> AGREED.of(v).agreed365);
        features.feature("arrangement_kept_share")
                .decimal("share")
                .description("Mean kept share of the arrangements on the case that had instalments due")
                .source(Feed.ARRANGEMENTS)
                .needs(Feed.PAYMENTS)
                .axis(Axis.ABILITY, Direction.RISING)
                .value(v -> AGREED.of(v).keptShare);
        features.feature("instalments_on_time_share")
                .decimal("share")
                .description(
                        "Share of the instalments due of the newest arrangement on the case that were covered on their"
                                + " day, three days of grace included")
                .source(Feed.ARRANGEMENTS)
                .needs(Feed.PAYMENTS)
                .axis(Axis.ABILITY, Direction.RISING)
                .value(v -> share(AGREED.of(v).onTimeCount, AGREED.of(v).due));
        features.feature("instalments_kept_in_a_row")
                .whole("count")
                .description(
                        "Instalments of the newest arrangement on the case kept on time from the first on, before one"
                                + " was not")
                .source(Feed.ARRANGEMENTS)
                .needs(Feed.PAYMENTS)
                .axis(Axis.ABILITY, Direction.RISING)
                .value(v -> AGREED.of(v).due == 0 ? NOT_APPLICABLE : AGREED.of(v).inARow);
        features.feature("instalments_behind")
                .whole("count")
                .description("Instalments due of the newest arrangement on the case that are not covered yet")
                .source(Feed.ARRANGEMENTS)
                .needs(Feed.PAYMENTS)
                .axis(Axis.ABILITY, Direction.FALLING)
                .value(v -> AGREED.of(v).due == 0 ? NOT_APPLICABLE : AGREED.of(v).behind);
        features.feature("trial_plan_kept_share")
                .decimal("share")
                .description("Kept share of the newest trial plan on the case")
                .source(Feed.ARRANGEMENTS)
                .needs(Feed.PAYMENTS)
                .axis(Axis.ABILITY, Direction.RISING)
                .value(v -> AGREED.of(v).trialPlan);
        features.feature("instalment_to_income")
                .decimal("ratio")
                .description(
                        "Instalment a month of the newest arrangement on the case over net income a month, at most 10")
                .source(Feed.ARRANGEMENTS)
                .needs(Feed.TAX_ASSESSMENTS)
                .axis(Axis.ABILITY, Direction.FALLING)
                .value(ArrangementFeatures::instalmentToIncome);
        return features.list();
    }

    private static double instalmentToIncome(CaseView v) {
        Agreement newest = AGREED.of(v).newest;
        if (newest == null || !newest.hasInstalments()) {
            return NOT_APPLICABLE;
        }
        return TaxFeatures.ofIncome(
                v, income -> income.net() <= 0 ? 10.0 : Math.min(10.0, newest.yearly() / income.net()));
    }

    /// What is counted over the arrangements on a case.
    private static final class Agreed {
        int agreed365;
        final double keptShare;
        double trialPlan = NOT_APPLICABLE;

        final @Nullable Agreement newest;

        /// Instalments due of the newest.
        int due;

        int onTimeCount;
        int inARow;
        int behind;

        Agreed(CaseView view) {
            int today = view.today();
            List<Agreement> agreements = view.agreements();
            Agreement newestTrial = null;
            for (int i = 0, n = agreements.size(); i < n; i++) {
                Agreement agreement = agreements.get(i);
                agreed365 += today - agreement.arrangement().agreedOn() <= 365 ? 1 : 0;
                newestTrial = agreement.arrangement().kind() == ArrangementKind.TRIAL_PLAN ? agreement : newestTrial;
            }
            keptShare = meanKept(agreements, today);
            newest = agreements.isEmpty() ? null : agreements.getLast();
            if (newest != null && newest.hasInstalments()) {
                instalments(newest, today);
            }
            if (newestTrial != null) {
                double share = newestTrial.keptShare(today);
                trialPlan = Double.isNaN(share) ? NOT_APPLICABLE : share;
            }
        }

        private static double meanKept(List<Agreement> agreements, int today) {
            double sum = 0;
            int due = 0;
            for (int i = 0, n = agreements.size(); i < n; i++) {
                double share = agreements.get(i).keptShare(today);
                sum += Double.isNaN(share) ? 0 : share;
                due += Double.isNaN(share) ? 0 : 1;
            }
            return due == 0 ? NOT_APPLICABLE : sum / due;
        }

        /// Goes through the instalments due of the newest arrangement, one after the other.
        private void instalments(Agreement agreement, int today) {
            due = agreement.dueBefore(today);
            boolean unbroken = true;
            for (int i = 0; i < due; i++) {
                boolean onTime = agreement.inTime(i);
                onTimeCount += onTime ? 1 : 0;
                unbroken &= onTime;
                inARow += unbroken ? 1 : 0;
            }
            behind = agreement.behind(today);
        }
    }
}
