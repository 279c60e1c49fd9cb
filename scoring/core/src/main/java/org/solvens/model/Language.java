package org.solvens.model;

import java.util.Locale;

/// The languages in which reasons are told.
public enum Language {
    /// English.
    EN,
    /// Swedish.
    SV,
    /// Norwegian, bokmål.
    NB,
    /// Danish.
    DA;

    /// The language of a tag such as `sv`, `sv-SE` or `no`; English where the tag is of none of them.
    public static Language of(String tag) {
        String primary = tag.strip().split("[-_]", 2)[0].toLowerCase(Locale.ROOT);
        return switch (primary) {
            case "sv" -> SV;
            case "nb", "no", "nn" -> NB;
            case "da" -> DA;
            default -> EN;
        };
    }
}
