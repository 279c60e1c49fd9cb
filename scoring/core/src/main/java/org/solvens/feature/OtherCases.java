package org.solvens.feature;

/// Whether a case may see the debtor's cases of other creditors.
public enum OtherCases {
    /// Aggregates over all the debtor's cases are permitted.
    SEEN,
    /// A case is looked at as if the debtor's cases of other creditors did not exist: neither they nor the
    /// payments, contacts, arrangements and holds about them move any feature.
    LEFT_OUT
}
