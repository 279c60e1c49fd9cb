package org.solvens.simulation;

/// A creditor, what it claims and what it allows.
///
/// @param id in the feeds
/// @param claimType what its claims are for
/// @param median of the principal, in units of the currency
/// @param sigma of the principal's logarithm
/// @param maxPlanMonths longest plan
/// @param minLegalAmount smallest balance for legal steps, in minor units
/// @param mayReduce whether interest and own fees may be waived
/// @param system the case system that its records come from
record Creditor(
        String id,
        String claimType,
        double median,
        double sigma,
        int maxPlanMonths,
        long minLegalAmount,
        boolean mayReduce,
        CaseSystem system) {}
