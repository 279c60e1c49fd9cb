package org.solvens.reports;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The reports, in the order of the navigation.
public enum ReportName {
    TODAY,
    RECOVERY,
    FORECAST,
    FLOW,
    CONTACT,
    AGREEMENTS,
    SEGMENTS,
    CHANGE,
    CREDITORS,
    CARE,
    MODELS;

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

    /// The reports that a reader of some data sees: the comparison of creditors, and the models and feeds that all of
    /// them share, are only for those who see all creditors.
    public static List<ReportName> of(ReportData data) {
        return seen(data.whole());
    }

    /// The same by whether the reader sees all creditors.
    static List<ReportName> seen(boolean whole) {
        return Arrays.stream(values())
                .filter(name -> whole || (name != CREDITORS && name != MODELS))
                .toList();
    }

    /// Whether the pages of this report choose among segments.
    boolean bySegment() {
        return this == RECOVERY;
    }

    /// Whether the pages of this report choose among decisions: segment, route and team.
    boolean byDecision() {
        return this == SEGMENTS || this == FORECAST;
    }

    /// Whether the pages of this report are about one month.
    boolean byMonth() {
        return this == FLOW;
    }

    /// Whether it is about all cases, so that nothing is chosen.
    boolean ofAllCases() {
        return this == MODELS;
    }

    /// Whether some of its figures come from the scores, of which earlier ones do not have the type of claim.
    boolean hasScores() {
        return this == TODAY || this == FORECAST || this == SEGMENTS || this == CREDITORS;
    }

    /// Whether its pages compare two periods of placement.
    boolean byPeriods() {
        return this == CHANGE;
    }

    /// Whether its pages discount amounts at a rate.
    boolean byRate() {
        return this == FORECAST;
    }

    Page page(Filters figures, Wordings words) {
        return switch (this) {
            case TODAY -> TodayPage.of(figures, words);
            case RECOVERY -> RecoveryPage.of(figures, words);
            case FORECAST -> ForecastPage.of(figures, words);
            case FLOW -> FlowPage.of(figures, words);
            case CONTACT -> ContactPage.of(figures, words);
            case AGREEMENTS -> AgreementsPage.of(figures, words);
            case SEGMENTS -> SegmentsPage.of(figures, words);
            case CHANGE -> ChangePage.of(figures, words);
            case CREDITORS -> CreditorsPage.of(figures, words);
            case CARE -> CarePage.of(figures, words);
            case MODELS -> ModelsPage.of(figures, words);
        };
    }
}
