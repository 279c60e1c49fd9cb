package org.solvens.simulation;

import java.util.Locale;

/// Everything that a world may assume differently: what people are like, what routes do and what they cost.
///
/// `docs/simulator.md` shows them as one table, with the value in each world; `SimulatorPageTest` compares the
/// two. Amounts are units of the debtor's currency. "Will" and "habit" are about standard normal, and
/// coefficients act on log-odds unless stated otherwise.
enum Assumption {
    // What shows in the portal
    LOOKS_SHOWN("share of the looks at the portal that are recorded", Source.ASSUMED, 1, 1),
    LOOKS_BY_WILL("effect of will on looking at the case after a message", Source.ASSUMED, 1.8, 0.8),
    LOOKS_BY_HABIT("effect of a habit that has nothing to do with will on the same", Source.ASSUMED, 0, 1.2),

    // What people are like
    COMMON_CAUSE("loading of will and of means on what they have in common", Source.ASSUMED, 0.25, 0.45),
    SHOCK_ON_WILL("how much an income shock lowers will while it lasts", Source.ASSUMED, 0, 0.4),
    PRIDE("standard deviation of will between a debtor's creditors", Source.ASSUMED, 0, 0.5),
    DISPUTES_BY_WILL("how much less will makes a dispute more frequent; exponent of a factor", Source.ASSUMED, 0, 0.5),
    UNREPORTED(
            "share of debtors with income that no authority knows, 10 to 60 % of what they report",
            Source.ASSUMED, 0, 0.12),
    HOUSEHOLD(
            "standard deviation of the share of income that the household takes beyond what is seen",
            Source.ASSUMED,
            0,
            0.1),
    INDEBTED(
            "share of debtors with large debts elsewhere, half a year's to three years' income",
            Source.ASSUMED,
            0,
            0.1),

    // Contacts
    UNREAD(
            "share of delivered letters and messages that nobody reads and that do not come back",
            Source.ASSUMED,
            0,
            0.12),
    AGENTS("standard deviation between callers in what they reach in a talk", Source.ASSUMED, 0, 0.4),
    MEMORY_DAYS(
            "days in which a reminder fades from the mind of the forgetful, by the factor e", Source.REMINDERS, 16, 16),
    LETTER_COST("cost of a letter", Source.ASSUMED, 12, 12),
    MESSAGE_COST("cost of an e-mail or text message", Source.ASSUMED, 1, 1),
    ATTEMPT_COST("cost of a call attempt", Source.ASSUMED, 12, 12),
    TALK_COST("further cost of a talk", Source.ASSUMED, 28, 28),
    TRACE_COST("cost of a look-up of an address", Source.ASSUMED, 30, 30),

    // Plans
    OFFER_UNASKED(
            "how much less likely an offer is accepted that the debtor did not ask for in the last 40 days",
            Source.ASSUMED,
            0,
            1.2),
    PLAN_ACCEPT("chance of accepting an offered plan, at average will", Source.ASSUMED, 0.1, 0.1),
    PLAN_ACCEPT_BY_WILL(
            "effect of will on it; less than in world first, because the unwilling take plans to gain time",
            Source.ASSUMED,
            1.0,
            0.5),
    PLAN_DECLINED(
            "share of those able to pay at once who decline a plan; the others would have paid at once and take it",
            Source.ASSUMED,
            0.65,
            0.2),
    PLAN_STRETCHED(
            "share of plans over the longest time that the creditor allows, whatever the debtor could pay",
            Source.ASSUMED,
            0,
            0.6),
    INSTALMENT_PAID(
            "chance of paying an instalment that can be carried, at average will", Source.WRITE_DOWNS, 1.9, 1.6),
    INSTALMENT_BY_WILL("effect of will on it", Source.ASSUMED, 0.9, 1.3),
    PLAN_COST("cost of setting up a plan", Source.ASSUMED, 60, 120),
    INSTALMENT_COST("cost of administering one instalment", Source.ASSUMED, 0, 12),
    BREACH_COST("cost of finding and ending a broken plan", Source.ASSUMED, 0, 100),
    REDUCTION_COST("cost of a reduction: a person checks tax figures", Source.ASSUMED, 90, 250),
    RELIEF("how much hopelessness lowers will after a reduction; 1.1 before it", Source.WRITE_DOWNS, 0.15, 0.15),

    // Legal steps
    LEGAL_COST("cost of the review and the letter of termination", Source.ASSUMED, 1_200, 400),
    COURT_COST("cost of the application and of enforcement, 300 and 600 in Sweden", Source.COURT_FEES, 0, 900),
    COURT_AFTER("days from the letter to the application", Source.ASSUMED, 40, 60),
    ENFORCED_AFTER("days from the application to the first attachment of income", Source.ASSUMED, 35, 120),
    ENFORCED_SHARE(
            "chance that attachment of income brings something in a month; other creditors come first",
            Source.ASSUMED,
            0.8,
            0.4),
    RUIN("chance that an application ends in bankruptcy or debt relief", Source.ASSUMED, 0, 0.04),
    LOST_CUSTOMER_COST(
            "margin that the creditor loses with a customer who is taken to court; every second one leaves",
            Source.ASSUMED,
            0,
            600),
    THREAT_RAISES("how much the letter raises the will of those who could pay and will not", Source.THREATS, 1.0, 0.7),
    THREAT_HURTS("how much it lowers that of the willing", Source.ASSUMED, 1.2, 1.2),
    THREAT_DAYS("days in which it acts", Source.ASSUMED, 75, 75),
    THREAT_DULLS("factor on what the letter raises for each earlier one on the case", Source.ASSUMED, 1, 0.5),

    // The portfolio over time
    RECESSION_AT(
            "share of the time span before which no recession begins; negative: drawn between 0.25 and 0.55",
            Source.ASSUMED,
            -1,
            -1),
    RECESSION_DEPTH("factor of a recession on the urge to pay", Source.ASSUMED, 0.85, 0.85),
    NEW_CREDITOR_AT("share of the time span before which the largest creditor places nothing", Source.ASSUMED, 0, 0),
    PROCESS_CHANGES_AT("share of the time span after which only half the callers are left", Source.ASSUMED, 2, 2),

    // What is measured
    EXPLORED(
            "share of the old policy's decisions that are drawn evenly from what is allowed",
            Source.ASSUMED,
            0.03,
            0.03),
    LONG_DAYS("days of the long outcomes; 0 for none", Source.ASSUMED, 0, 720),
    DISCOUNT("yearly rate at which later money counts less in the long outcomes", Source.ASSUMED, 0.1, 0.1);

    /// Where values come from.
    static final class Source {
        static final String ASSUMED = "assumed";
        static final String REMINDERS =
                "that reminders raise repayment: Cadena and Schoar, Remembering to pay?, NBER working paper 17020,"
                        + " 2011; size assumed";
        static final String WRITE_DOWNS =
                "that waived interest keeps people paying, and many plans break: Dobbie and Song, Targeted debt relief"
                        + " and the origins of financial distress, American Economic Review 110, 2020; size assumed";
        static final String THREATS =
                "that the threat of enforcement raises compliance: Fellner, Sausgruber and Traxler, Testing"
                        + " enforcement strategies in the field, Journal of the European Economic Association 11, 2013;"
                        + " size assumed";
        static final String COURT_FEES = "Kronofogden's fees for a payment order and for enforcement";

        private Source() {}
    }

    private final String meaning;
    private final String source;
    private final double first;
    private final double usual;

    Assumption(String meaning, String source, double first, double usual) {
        this.meaning = meaning;
        this.source = source;
        this.first = first;
        this.usual = usual;
    }

    /// In one clause without a full stop.
    String meaning() {
        return meaning;
    }

    /// The source, or `assumed`.
    String source() {
        return source;
    }

    /// Value in the world `first`.
    double first() {
        return first;
    }

    /// Value in the world `default`.
    double usual() {
        return usual;
    }

    String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
