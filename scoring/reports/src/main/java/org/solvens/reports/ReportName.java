package org.solvens.reports;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The reports, in the order of the navigation.
public enum ReportName {
    TODAY,
    RECOVERY,
    FLOW,
    CONTACT,
    AGREEMENTS,
    SEGMENTS,
    CREDITORS,
    CARE;

    /// The name in addresses, such as `recovery`.
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// The report of a label.
    public static Optional<ReportName> of(String label) {
        return Arrays.stream(values())
                .filter(name -> name.label().equals(label))
                .findFirst();
    }

    /// The reports that a reader of some data sees: the comparison of creditors is only for those who see all of them.
    public static List<ReportName> of(ReportData data) {
        return Arrays.stream(values())
                .filter(name -> data.whole() || name != CREDITORS)
                .toList();
    }

    /// Whether the pages of this report choose among segments.
    boolean bySegment() {
        return this == RECOVERY;
    }

    /// Whether the pages of this report are about one month.
    boolean byMonth() {
        return this == FLOW;
    }

    /// Whether its figures carry the type of claim.
    boolean byClaimType() {
        return this != SEGMENTS;
    }

    Page page(Filters figures, Wordings words) {
        return switch (this) {
            case TODAY -> TodayPage.of(figures, words);
            case RECOVERY -> RecoveryPage.of(figures, words);
            case FLOW -> FlowPage.of(figures, words);
            case CONTACT -> ContactPage.of(figures, words);
            case AGREEMENTS -> AgreementsPage.of(figures, words);
            case SEGMENTS -> SegmentsPage.of(figures, words);
            case CREDITORS -> CreditorsPage.of(figures, words);
            case CARE -> CarePage.of(figures, words);
        };
    }
}
