package org.solvens.facts;

import java.util.Locale;
import org.solvens.problem.Problem;

/// Whether a case may see the debtor's cases of other creditors.
public enum OtherCases {
    /// Aggregates over all the debtor's cases are permitted.
    SEEN,
    /// A case is looked at as if the debtor's cases of other creditors did not exist: neither they nor the
    /// payments, contacts, arrangements and holds about them move any feature.
    LEFT_OUT;

    /// The word for it in settings, `seen` or `left_out`.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// What ends the versions of catalogues that look so.
    public String mark() {
        return switch (this) {
            case SEEN -> "";
            case LEFT_OUT -> "-left_out";
        };
    }

    /// What the catalogue of a version sees.
    public static OtherCases ofVersion(String catalogueVersion) {
        return catalogueVersion.endsWith(LEFT_OUT.mark()) ? LEFT_OUT : SEEN;
    }

    /// @throws Problem OTHER-CASES if the word is neither
    public static OtherCases of(String word) {
        return switch (word) {
            case "seen" -> SEEN;
            case "left_out" -> LEFT_OUT;
            default ->
                throw new Problem(
                        "OTHER-CASES",
                        word,
                        "this does not say whether a case may see the debtor's cases of other creditors",
                        "the switch knows the words seen and left_out",
                        "set SOLVENS_OTHER_CASES to one of them, or leave it unset");
        };
    }
}
