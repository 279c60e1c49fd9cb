package org.solvens.policy;

/// What a case handler should know in addition to segment and route.
public enum Flag {
    /// The debtor objected to profiling: no score was read.
    SCORES_UNUSED,
    /// The creditor gave no mandate; the policy's default was used.
    NO_MANDATE_ON_FILE,
    /// A better-ranked route was removed because the mandate does not allow it: consider asking the creditor.
    OUTSIDE_MANDATE,
    /// A better-ranked route was removed because a letter is missing, too recent, too old or was returned.
    LETTER_FIRST,
    /// The claim is time-barred by the dates known.
    TIME_BARRED,
    /// The claim will be time-barred within the policy's warning time.
    LIMITATION_NEAR,
    /// Mail was returned and the address is unresolved.
    ADDRESS_UNRESOLVED,
    /// At least one promise was broken in the last year.
    BROKEN_PROMISES,
    /// The open arrangement is broken.
    ARRANGEMENT_BROKEN,
    /// The debtor does not want calls.
    NO_CALLS,
    /// No more calls for now: a contact limit is reached.
    CALL_LIMIT,
    /// Even the longest permitted plan would take too much of the income.
    UNAFFORDABLE,
    /// A plan is proposed without fresh income figures.
    INCOME_UNKNOWN,
    /// A reduction was removed because tax figures are missing or too old.
    REFRESH_TAX_FIGURES,
    /// The law asks the person who reviews legal steps to consider forbearance first.
    CONSIDER_FORBEARANCE,
    /// What the debtor asked for is not offered.
    REQUEST_NOT_MET,
    /// A record that protects this debtor was refused; correct it. The case is on hold until then.
    PROTECTION_PENDING,
    /// A call was the better route, and the team has none left.
    NO_CALL_LEFT,
    /// A person must confirm, and the team cannot look at the case within a week.
    REVIEW_QUEUED
}
