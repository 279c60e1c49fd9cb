package org.solvens.feed;

import java.util.Locale;

/// The ten feeds of the contract.
public enum Feed {
    CASES,
    CASE_EVENTS,
    PAYMENTS,
    CONTACTS,
    ADDRESS_HITS,
    TAX_ASSESSMENTS,
    ARRANGEMENTS,
    HOLDS,
    DECISIONS,
    MANDATES;

    /// Name in files, tables and mappings, such as `case_events`.
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// The feed of a label, or null if there is none.
    public static @org.jspecify.annotations.Nullable Feed ofLabel(String label) {
        for (Feed feed : values()) {
            if (feed.label().equals(label)) {
                return feed;
            }
        }
        return null;
    }
}
