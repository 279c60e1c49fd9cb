package org.solvens.policy;

import static org.solvens.policy.Reading.choice;
import static org.solvens.policy.Reading.code;
import static org.solvens.policy.Reading.number;
import static org.solvens.policy.Reading.optional;
import static org.solvens.policy.Reading.optionalChoice;
import static org.solvens.policy.Reading.truth;

import java.util.Locale;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import org.solvens.feature.ScoreStatus;
import org.solvens.history.ArrangementKind;
import org.solvens.history.ClaimType;
import org.solvens.history.DebtorKind;
import org.solvens.history.Stage;

/// The vocabulary of a policy's conditions. Amounts are major units of the policy's reference currency.
public enum Fact {
    DAYS_PAST_DUE(days(s -> s.facts().claim().daysPastDue())),
    AGE_DAYS(days(s -> s.facts().claim().ageDays())),
    BALANCE(amount(s -> s.compared(s.facts().claim().balance()))),
    INTEREST_AND_COSTS(amount(
            s -> s.compared(s.facts().claim().interestOpen() + s.facts().claim().costsOpen()))),
    WILLINGNESS(probability(s -> s.facts().scores().willingness().probability())),
    ABILITY(probability(s -> s.facts().scores().ability().probability())),
    REACHABILITY(probability(s -> s.facts().scores().reachability().probability())),
    NET_INCOME_YEAR(optional(0, Bounds.AMOUNT, false, s -> {
        Long net = s.facts().income().netYear();
        return net == null ? null : s.compared(net);
    })),
    /// Negative if the income year has not ended.
    INCOME_AGE_DAYS(optional(-366, Bounds.DAYS, true, s -> s.facts().income().ageDays())),
    DEBT_TO_INCOME(optional(0, Bounds.AMOUNT, false, s -> s.facts().income().debtToIncome())),
    KEPT_PROMISES(count(s -> s.facts().promises().kept())),
    BROKEN_PROMISES(count(s -> s.facts().promises().broken())),
    DAYS_SINCE_INBOUND(daysSince(s -> s.facts().contacts().daysSinceInbound())),
    DAYS_SINCE_CONTACT(daysSince(s -> s.facts().contacts().daysSinceContact())),
    RIGHT_PARTY_CONTACTS(count(s -> s.facts().contacts().rightParty90())),
    DELIVERED(count(s -> s.facts().contacts().delivered90())),
    RETURNED(count(s -> s.facts().contacts().returned90())),
    CALLS_DAY(count(s -> s.facts().contacts().calls1())),
    CALLS_WEEK(count(s -> s.facts().contacts().calls7())),
    CALLS_MONTH(count(s -> s.facts().contacts().calls30())),
    DAYS_SINCE_REMINDER(daysSince(s -> s.facts().letters().daysSinceReminder())),
    DAYS_SINCE_DEMAND(daysSince(s -> s.facts().letters().daysSinceDemand())),
    DAYS_SINCE_OFFER(daysSince(s -> s.facts().agreement().daysSinceOffer())),
    /// Missing if no rule of limitation is known for the country.
    LIMITATION_DAYS_LEFT(daysSince(Situation::limitationDaysLeft)),
    ADDRESS_UNRESOLVED(truth(s -> s.facts().contacts().addressUnresolved())),
    ASKS_PLAN(truth(s -> s.facts().requests().plan())),
    ASKS_DEFERRAL(truth(s -> s.facts().requests().deferral())),
    ASKS_REDUCTION(truth(s -> s.facts().requests().reduction())),
    ARRANGEMENT_RUNNING(truth(s -> s.facts().agreement().running())),
    ARRANGEMENT_BROKEN(truth(s -> s.facts().agreement().broken())),
    ARRANGEMENT(optionalChoice(ArrangementKind.class, s -> s.facts().agreement().open())),
    TRIAL_PLAN(optionalChoice(TrialOutcome.class, s -> s.facts().agreement().trial())),
    DEBTOR_KIND(choice(DebtorKind.class, s -> s.facts().claim().debtorKind())),
    CLAIM_TYPE(choice(ClaimType.class, s -> s.facts().claim().claimType())),
    STAGE(choice(Stage.class, s -> s.facts().claim().stage())),
    WILLINGNESS_STATUS(
            choice(ScoreStatus.class, s -> s.facts().scores().willingness().status())),
    ABILITY_STATUS(choice(ScoreStatus.class, s -> s.facts().scores().ability().status())),
    REACHABILITY_STATUS(
            choice(ScoreStatus.class, s -> s.facts().scores().reachability().status())),
    COUNTRY(code(2, s -> s.facts().claim().country())),
    CURRENCY(code(3, s -> s.facts().claim().currency())),
    /// Available in routes only.
    SEGMENT(choice(Segment.class, Situation::segment));

    /// Numbers that no fact exceeds.
    private static final class Bounds {
        /// Days from 1900 to 2200, the dates that feeds may have, and the longest limitation.
        static final int DAYS = 150_000;
        static final double AMOUNT = 1e15;
        static final int COUNT = 1_000_000_000;
    }

    private static Reading days(ToDoubleFunction<Situation> of) {
        return number(0, Bounds.DAYS, true, of);
    }

    private static Reading daysSince(Function<Situation, @Nullable Integer> of) {
        return optional(0, Bounds.DAYS, true, of);
    }

    private static Reading amount(ToDoubleFunction<Situation> of) {
        return number(0, Bounds.AMOUNT, false, of);
    }

    private static Reading probability(Function<Situation, @Nullable Double> of) {
        return optional(0, 1, false, of);
    }

    private static Reading count(ToDoubleFunction<Situation> of) {
        return number(0, Bounds.COUNT, true, of);
    }

    private final Reading reading;

    Fact(Reading reading) {
        this.reading = reading;
    }

    /// Name in a policy file.
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    Reading reading() {
        return reading;
    }

    /// The fact of a name in a policy file, or null.
    static @Nullable Fact ofLabel(String label) {
        for (Fact fact : values()) {
            if (fact.label().equals(label)) {
                return fact;
            }
        }
        return null;
    }

    /// The value for people to read.
    String shown(Situation situation) {
        return switch (reading) {
            case Reading.Number number -> {
                double value = number.of().applyAsDouble(situation);
                yield org.solvens.feature.Missing.is(value) ? "missing" : plain(value);
            }
            case Reading.Truth truth -> Boolean.toString(truth.of().test(situation));
            case Reading.Choice choice -> {
                Object value = choice.of().apply(situation);
                yield value == null ? "missing" : value.toString();
            }
            case Reading.Code code -> code.of().apply(situation);
        };
    }

    static String plain(double value) {
        return java.math.BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
    }
}
