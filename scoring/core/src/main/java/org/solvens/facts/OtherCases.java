package org.solvens.facts;

import java.util.Locale;
import org.solvens.problem.Problem;

/// Whether a case may see the debtor's cases of other creditors.
public enum OtherCases {
    /// A case sees all the debtor's cases, and aggregates over them are permitted.
    SEEN,
    /// A case is viewed as if the debtor's cases of other creditors did not exist. Neither they nor their
    /// payments, contacts, arrangements and holds affect any feature.
    LEFT_OUT;

    /// The word for it in settings, `seen` or `left_out`.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// The suffix of the versions of catalogues with this choice.
    public String mark() {
        return switch (this) {
            case SEEN -> "";
            case LEFT_OUT -> "-left_out";
        };
    }

    /// The choice that a catalogue version was made with.
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
                        "the setting does not state whether a case may see the debtor's cases of other creditors",
                        "the allowed values are seen and left_out",
                        "set SOLVENS_OTHER_CASES to one of them, or leave it unset");
        };
    }
}
