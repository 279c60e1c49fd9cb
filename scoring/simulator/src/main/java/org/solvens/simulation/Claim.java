package org.solvens.simulation;

import org.solvens.history.Stage;

/// A case as it will be placed. Amounts in minor units, days since 1970-01-01.
///
/// @param index of the case among those of the debtor
/// @param dueOn when it fell due
/// @param aroseOn when the debt arose
/// @param disputed whether the debtor will dispute it once reached
/// @param rightly whether that dispute will be upheld
/// @param feeAgreed whether a reminder fee was agreed in time
/// @param reluctance how much less willing the debtor is towards this claim than in general; what is
///     placed late was resisted already
/// @param originTold whether the creditor states `aroseOn` and `feeAgreed`
record Claim(
        int index,
        Creditor creditor,
        long principal,
        long interest,
        long costs,
        int dueOn,
        int aroseOn,
        int placedOn,
        Stage stage,
        boolean disputed,
        boolean rightly,
        double reluctance,
        boolean feeAgreed,
        boolean originTold) {

    int pastOnPlacement() {
        return placedOn - dueOn;
    }

    long total() {
        return principal + interest + costs;
    }
}
