package org.solvens.feature;

import java.util.Locale;

/// What a feature is about; groups the catalogue for readers.
///
/// Features of a family other than {@link #OTHER_CASES} read the records of the case itself and those of
/// the debtor as a whole. Where the debtor is reached (contacts behind reachability, letters that came
/// back) is of the debtor as a whole whichever case it was about.
public enum Family {
    /// Payments on the case.
    PAYMENTS,
    /// Aggregates over the debtor's other cases, of whichever creditor.
    OTHER_CASES,
    /// Contacts and what came of them.
    CONTACTS,
    /// Promises to pay.
    PROMISES,
    /// Registers' answers and returned letters.
    ADDRESS,
    /// Yearly tax figures.
    TAX,
    /// Plans and other agreements on the case.
    ARRANGEMENTS,
    /// Disputes and other holds.
    HOLDS,
    /// The claim and the course of the case.
    CLAIM,
    /// Season and payday.
    CALENDAR,
    /// Routes taken before.
    DECISIONS;

    /// Lower-case name, as in files and on pages.
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// Whether the value may be shown to the creditor of the case: never what other cases tell, since one
    /// other case is enough to make a sum that creditor's detail.
    public boolean shownToCreditor() {
        return this != OTHER_CASES;
    }
}
