package org.solvens.simulation;

import org.jspecify.annotations.Nullable;

/// The case system of a creditor. Systems state the same facts in different ways.
///
/// Assumed: of five creditors two have `PLAIN`, and one each of the others.
enum CaseSystem {
    /// A month is 30 days.
    PLAIN(30, null, false, false),
    /// A month is 31 days; payments carry the bank's reference.
    THIRTY_ONE(31, null, true, false),
    /// The interval of monthly plans is left empty; a hold without an end is closed on 9999-12-31.
    SILENT(null, null, false, true),
    /// A month is a month; payments carry the bank's reference, and every entry its kind.
    UNITS(null, "MONTHS", true, false);

    private static final CaseSystem[] OF_FIVE = {PLAIN, UNITS, PLAIN, SILENT, THIRTY_ONE};

    private final @Nullable Integer monthDays;
    private final @Nullable String monthUnit;
    private final boolean bankReferences;
    private final boolean endlessHolds;

    CaseSystem(@Nullable Integer monthDays, @Nullable String monthUnit, boolean bankReferences, boolean endlessHolds) {
        this.monthDays = monthDays;
        this.monthUnit = monthUnit;
        this.bankReferences = bankReferences;
        this.endlessHolds = endlessHolds;
    }

    static CaseSystem ofCreditor(int number) {
        return OF_FIVE[number % OF_FIVE.length];
    }

    /// `interval_days` of a monthly plan.
    @Nullable
    Integer monthDays() {
        return monthDays;
    }

    /// `interval_unit` of a monthly plan.
    @Nullable
    String monthUnit() {
        return monthUnit;
    }

    /// Whether payments carry the bank's own reference.
    boolean bankReferences() {
        return bankReferences;
    }

    /// Whether entries state their kind where the contract can derive it.
    boolean statesKinds() {
        return this == UNITS;
    }

    /// Whether an open hold is closed on 9999-12-31.
    boolean endlessHolds() {
        return endlessHolds;
    }
}
