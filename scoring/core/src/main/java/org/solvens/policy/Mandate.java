package org.solvens.policy;

/// What a creditor allows, as in the mandates feed.
///
/// @param maxPlanMonths longest plan in months; 0 allows none
/// @param allowDeferral whether payment may be deferred, at the reminder stage
/// @param maxDeferralDays longest deferral in days
/// @param allowCostsOnly whether costs may be paid first and principal deferred
/// @param allowReduction whether interest and own fees may be waived; never principal
/// @param maxWaivedShare largest share of interest and fees that may be waived, 0 to 1
/// @param minLegalAmount smallest balance for legal steps, in thousandths of the currency unit
public record Mandate(
        int maxPlanMonths,
        boolean allowTrialPlan,
        boolean allowDeferral,
        int maxDeferralDays,
        boolean allowCostsOnly,
        boolean allowReduction,
        double maxWaivedShare,
        boolean allowLegal,
        long minLegalAmount) {
    public Mandate {
        if (maxPlanMonths < 0 || maxDeferralDays < 0 || minLegalAmount < 0) {
            throw new IllegalArgumentException("a mandate's months, days and amounts must not be negative");
        }
        if (!(maxWaivedShare >= 0 && maxWaivedShare <= 1)) {
            throw new IllegalArgumentException("max_waived_share must lie between 0 and 1");
        }
    }
}
