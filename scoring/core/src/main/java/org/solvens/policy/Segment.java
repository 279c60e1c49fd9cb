package org.solvens.policy;

/// What kind of case it is. Exactly one holds at a time.
public enum Segment {
    /// Early, with a good history: most likely forgotten.
    FORGETFUL,
    WILLING_ABLE,
    WILLING_UNABLE,
    /// Deep in debt by tax figures and other debts, yet willing.
    OVER_INDEBTED,
    ABLE_UNWILLING,
    UNABLE_UNWILLING,
    /// Mail comes back and no better address is known.
    UNREACHABLE_BAD_DATA,
    /// Letters arrive and are not answered.
    UNREACHABLE_AVOIDING,
    DISPUTING,
    /// A protective hold is open.
    PROTECTED,
    /// Too little is known for a segment by score.
    UNSCORED
}
