package org.solvens.model;

import java.util.Locale;

/// The languages of reason texts.
public enum Language {
    /// English.
    EN,
    /// Swedish.
    SV,
    /// Norwegian, bokmål.
    NB,
    /// Danish.
    DA;

    /// The language of a tag such as `sv`, `sv-SE` or `no`; English for any other tag.
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
