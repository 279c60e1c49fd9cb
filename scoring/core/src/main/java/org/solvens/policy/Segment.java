package org.solvens.policy;

/// The kind of a case. Each case has exactly one.
public enum Segment {
    /// Early, with a good history: most likely forgotten.
    FORGETFUL,
    WILLING_ABLE,
    WILLING_UNABLE,
    /// Deep in debt by tax figures and other debts, yet willing.
    OVER_INDEBTED,
    ABLE_UNWILLING,
    UNABLE_UNWILLING,
    /// Mail is returned and no newer address is known.
    UNREACHABLE_BAD_DATA,
    /// Letters arrive and are not answered.
    UNREACHABLE_AVOIDING,
    DISPUTING,
    /// A protective hold is open.
    PROTECTED,
    /// Too little is known for a segment by score.
    UNSCORED
}
