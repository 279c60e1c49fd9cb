package org.solvens.feature;

/// Why a feature has no value. Missing is a value of its own: never zero, never NaN.
///
/// In arrays of doubles a missing value is one of the codes below, far outside every feature's range
/// and exact in a double, so that it survives every copy, compares with `==`, and can be given a bin
/// of its own. Tables show null and the reason instead.
public enum Missing {
    /// The lake has no such feed, or had none yet at the as-of date.
    NO_FEED(-1e18),
    /// The feed is there and holds nothing on this debtor or case.
    NO_RECORD(-2e18),
    /// There is a record, older than the feature accepts.
    TOO_OLD(-3e18),
    /// The question has no meaning here, such as the kept share where nothing was promised.
    NOT_APPLICABLE(-4e18);

    private static final double HIGHEST = -1e18;
    private static final Missing[] ALL = values();

    private final double code;

    Missing(double code) {
        this.code = code;
    }

    /// The double that represents this reason.
    public double code() {
        return code;
    }

    /// Whether a double is one of the codes.
    public static boolean is(double value) {
        return value <= HIGHEST;
    }

    /// The reason behind a code.
    ///
    /// @throws IllegalArgumentException if the value is not a code
    public static Missing of(double value) {
        for (Missing missing : ALL) {
            if (missing.code == value) {
                return missing;
            }
        }
        throw new IllegalArgumentException("not a missing value: " + value);
    }
}
