package org.solvens.policy;

import static org.solvens.policy.Reading.choice;
import static org.solvens.policy.Reading.code;
import static org.solvens.policy.Reading.number;
import static org.solvens.policy.Reading.optional;
import static org.solvens.policy.Reading.truth;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// The vocabulary of a policy's conditions. Amounts are major units of the policy's reference currency.
public enum Fact {
    DAYS_PAST_DUE(number(s -> s.facts().claim().daysPastDue())),
    AGE_DAYS(number(s -> s.facts().claim().ageDays())),
    BALANCE(number(s -> s.compared(s.facts().claim().balance()))),
    INTEREST_AND_COSTS(number(
            s -> s.compared(s.facts().claim().interestOpen() + s.facts().claim().costsOpen()))),
    WILLINGNESS(optional(s -> s.facts().scores().willingness().probability())),
    ABILITY(optional(s -> s.facts().scores().ability().probability())),
    REACHABILITY(optional(s -> s.facts().scores().reachability().probability())),
    NET_INCOME_YEAR(optional(s -> {
        Long net = s.facts().income().netYear();
        return net == null ? null : s.compared(net);
    })),
    INCOME_AGE_DAYS(optional(s -> s.facts().income().ageDays())),
    DEBT_TO_INCOME(optional(s -> s.facts().income().debtToIncome())),
    KEPT_PROMISES(number(s -> s.facts().promises().kept())),
    BROKEN_PROMISES(number(s -> s.facts().promises().broken())),
    DAYS_SINCE_INBOUND(optional(s -> s.facts().contacts().daysSinceInbound())),
    DAYS_SINCE_CONTACT(optional(s -> s.facts().contacts().daysSinceContact())),
    RIGHT_PARTY_CONTACTS(number(s -> s.facts().contacts().rightParty90())),
    DELIVERED(number(s -> s.facts().contacts().delivered90())),
    RETURNED(number(s -> s.facts().contacts().returned90())),
    CALLS_DAY(number(s -> s.facts().contacts().calls1())),
    CALLS_WEEK(number(s -> s.facts().contacts().calls7())),
    CALLS_MONTH(number(s -> s.facts().contacts().calls30())),
    DAYS_SINCE_REMINDER(optional(s -> s.facts().letters().daysSinceReminder())),
    DAYS_SINCE_DEMAND(optional(s -> s.facts().letters().daysSinceDemand())),
    /// Missing where no rule of limitation is known for the country.
    LIMITATION_DAYS_LEFT(optional(Situation::limitationDaysLeft)),
    ADDRESS_UNRESOLVED(truth(s -> s.facts().contacts().addressUnresolved())),
    ASKS_PLAN(truth(s -> s.facts().requests().plan())),
    ASKS_DEFERRAL(truth(s -> s.facts().requests().deferral())),
    ASKS_REDUCTION(truth(s -> s.facts().requests().reduction())),
    ARRANGEMENT_RUNNING(truth(s -> s.facts().agreement().running())),
    ARRANGEMENT_BROKEN(truth(s -> s.facts().agreement().broken())),
    ARRANGEMENT(choice(ArrangementKind.class, s -> s.facts().agreement().open())),
    TRIAL_PLAN(choice(TrialOutcome.class, s -> s.facts().agreement().trial())),
    DEBTOR_KIND(choice(DebtorKind.class, s -> s.facts().claim().debtorKind())),
    CLAIM_TYPE(choice(ClaimType.class, s -> s.facts().claim().claimType())),
    STAGE(choice(Stage.class, s -> s.facts().claim().stage())),
    WILLINGNESS_STATUS(
            choice(ScoreStatus.class, s -> s.facts().scores().willingness().status())),
    ABILITY_STATUS(choice(ScoreStatus.class, s -> s.facts().scores().ability().status())),
    REACHABILITY_STATUS(
            choice(ScoreStatus.class, s -> s.facts().scores().reachability().status())),
    COUNTRY(code(s -> s.facts().claim().country())),
    CURRENCY(code(s -> s.facts().claim().currency())),
    /// In routes only.
    SEGMENT(choice(Segment.class, Situation::segment));

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
