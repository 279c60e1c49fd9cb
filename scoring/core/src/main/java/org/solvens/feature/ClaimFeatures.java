package org.solvens.feature;

import static org.solvens.feature.Values.NOT_APPLICABLE;
import static org.solvens.feature.Values.NO_RECORD;
import static org.solvens.feature.Values.daysSince;
import static org.solvens.feature.Values.flag;

import java.util.List;
import org.solvens.facts.CaseView;
import org.solvens.feed.Feed;
import org.solvens.feed.Money;
import org.solvens.history.DebtorKind;
import org.solvens.history.Event;
import org.solvens.history.Event.CaseChanged;

/// The claim and the course of the case: its size, age, stage and kind, its letters and charges.
final class ClaimFeatures {
    private static final CaseTally<Course> COURSE = new CaseTally<>(Family.CLAIM, Course.class, Course::new);

    private ClaimFeatures() {}

    /// The features of the family, in catalogue order.
    static List<Feature> list() {
        FamilyFeatures features = new FamilyFeatures(Family.CLAIM);
        size(features);
        kind(features);
        course(features);
        return features.list();
    }

    private static void size(FamilyFeatures features) {
        features.feature("balance")
                .decimal("currency")
                .description("What is owed on the case")
                .source(Feed.CASES)
                .axis(Axis.ABILITY, Direction.FALLING)
                .value(v -> Money.units(v.balance()));
        features.feature("costs_share")
                .decimal("share")
                .description("Share of interest and costs in what is owed on the case")
                .source(Feed.CASES)
                .axis(Axis.ABILITY, Direction.FREE)
                .value(ClaimFeatures::costsShare);
        features.feature("growth_since_placement")
                .decimal("ratio")
                .description("All that was owed on the case over the amount placed")
                .source(Feed.CASE_EVENTS)
                .axis(Axis.ABILITY, Direction.FALLING)
                .value(ClaimFeatures::growth);
    }

    private static void kind(FamilyFeatures features) {
        features.feature("days_overdue")
                .whole("days")
                .description("Days since the claim fell due")
                .source(Feed.CASES)
                .axis(Axis.CLAIM, Direction.FALLING)
                .value(CaseView::daysPastDue);
        features.feature("days_past_due_bucket")
                .code("rank")
                .description(
                        "Days past due in steps: 0 none, 1 to 7, 2 to 14, 3 to 30, 4 to 60, 5 to 90, 6 to 180, 7 to"
                                + " 365, 8 more")
                .source(Feed.CASES)
                .axis(Axis.CLAIM, Direction.FALLING)
                .value(v -> bucket(v.daysPastDue()));
        features.feature("case_age_days")
                .whole("days")
                .description("Days since the case was placed")
                .source(Feed.CASES)
                .axis(Axis.CLAIM, Direction.FALLING)
                .value(CaseView::ageDays);
        features.feature("stage_reached")
                .code("rank")
                .description(
                        "Stage of the case: 0 reminder, 1 before collection, 2 collection, 3 legal, 4 surveillance")
                .source(Feed.CASES)
                .axis(Axis.CLAIM, Direction.FREE)
                .value(v -> v.stage().ordinal());
        features.feature("claim_type_code")
                .code("code")
                .description("What the claim is for: 0 invoice, 1 loan, 2 credit card, 3 rent, 4 utility, 5 parking, 6"
                        + " subscription, 7 damages, 8 public, 9 other")
                .source(Feed.CASES)
                .axis(Axis.CLAIM, Direction.FREE)
                .value(v -> v.placed().claimType().ordinal());
        features.feature("debtor_is_business")
                .flag()
                .description("Whether the debtor is a company or a sole trader")
                .source(Feed.CASES)
                .axis(Axis.CLAIM, Direction.FREE)
                .value(v -> flag(v.placed().debtorKind() != DebtorKind.PERSON));
    }

    private static void course(FamilyFeatures features) {
        features.feature("letters_sent")
                .whole("count")
                .description("Letters sent on the case")
                .source(Feed.CASE_EVENTS)
                .axis(Axis.CLAIM, Direction.FREE)
                .value(v -> COURSE.of(v).lettersSent);
        features.feature("days_since_letter")
                .whole("days")
                .description("Days since the last letter on the case")
                .source(Feed.CASE_EVENTS)
                .axis(Axis.CLAIM, Direction.FREE)
                .value(v -> daysSince(v, COURSE.of(v).lastLetter));
        features.feature("reminder_lag_days")
                .whole("days")
                .description("Days from the due day to the first letter on the case")
                .source(Feed.CASE_EVENTS)
                .axis(Axis.CLAIM, Direction.FREE)
                .value(v -> COURSE.of(v).reminderLag(v.placed().dueOn()));
        features.feature("days_since_stage_change")
                .whole("days")
                .description("Days since the stage of the case last changed")
                .source(Feed.CASE_EVENTS)
                .axis(Axis.CLAIM, Direction.FREE)
                .value(v -> daysSince(v, COURSE.of(v).lastStageChange));
        features.feature("charges_added")
                .whole("count")
                .description("Charges added to the case since placement")
                .source(Feed.CASE_EVENTS)
                .axis(Axis.CLAIM, Direction.FREE)
                .value(v -> COURSE.of(v).chargesAdded);
    }

    private static double costsShare(CaseView v) {
        long balance = v.balance();
        return balance == 0 ? NOT_APPLICABLE : (v.costsOpen() + v.interestOpen()) / (double) balance;
    }

    private static double growth(CaseView v) {
        return v.placedAmount() == 0 ? NOT_APPLICABLE : v.owed() / (double) v.placedAmount();
    }

    private static double bucket(int daysPastDue) {
        if (daysPastDue <= 0) {
            return 0;
        }
        if (daysPastDue <= 30) {
            return daysPastDue <= 7 ? 1 : daysPastDue <= 14 ? 2 : 3;
        }
        if (daysPastDue <= 90) {
            return daysPastDue <= 60 ? 4 : 5;
        }
        return daysPastDue <= 180 ? 6 : daysPastDue <= 365 ? 7 : 8;
    }

    /// What is counted over the changes of a case.
    private static final class Course {
        int lettersSent;
        int firstLetter = Event.NONE;
        int lastLetter = Event.NONE;
        int lastStageChange = Event.NONE;
        int chargesAdded;

        Course(CaseView view) {
            List<CaseChanged> changes = view.changes();
            for (int i = 0, n = changes.size(); i < n; i++) {
                CaseChanged change = changes.get(i);
                int day = change.happenedOn();
                switch (change.kind()) {
                    case LETTER_SENT -> {
                        lettersSent++;
                        firstLetter = firstLetter == Event.NONE ? day : Math.min(firstLetter, day);
                        lastLetter = Math.max(lastLetter, day);
                    }
                    case STAGE_CHANGED -> lastStageChange = Math.max(lastStageChange, day);
                    case CHARGE_ADDED, CHARGE_RESTATED -> chargesAdded++;
                    case CHARGE_WAIVED, LETTER_RETURNED, CLOSED, REOPENED -> {}
                }
            }
        }

        /// Days from a due day to the first letter.
        double reminderLag(int dueOn) {
            return firstLetter == Event.NONE ? NO_RECORD : firstLetter - dueOn;
        }
    }
}
