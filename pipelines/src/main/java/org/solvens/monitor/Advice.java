package org.solvens.monitor;

import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import org.solvens.feature.FeatureCatalogue;
import org.solvens.report.MonitoringRow;
import org.solvens.report.MonitoringRow.Kind;
import org.solvens.stability.Level;

/// What a person should do about a finding, in words.
public final class Advice {
    private final List<MonitoringRow> findings;
    private final FeatureCatalogue catalogue;

    /// @param findings of all months
    /// @param catalogue that says which feed a feature comes from
    public Advice(List<MonitoringRow> findings, FeatureCatalogue catalogue) {
        this.findings = List.copyOf(findings);
        this.catalogue = catalogue;
    }

    /// The advice about a finding; empty where nothing should be done.
    public String about(MonitoringRow finding) {
        if (finding.level() == Level.QUIET) {
            return "";
        }
        return switch (finding.kind()) {
            case SCORE ->
                loud(finding, Kind.CALIBRATION)
                        ? "train again: the score moved and its probabilities no longer fit"
                        : "see which features moved in the same month; nothing else while outcomes fit the scores";
            case FEATURE ->
                finding.subject().equals(Counting.AGE)
                        ? "the cases are not as old as in training; all else is compared at like ages: nothing while"
                                + " outcomes fit the scores"
                        : "look at the feed " + feed(finding.subject()) + " since " + since(finding);
            case MISSING ->
                "find out why the feed " + feed(finding.subject()) + " lacks values since " + since(finding);
            case ABSTAINED -> "see with ./solvens status which feed is late; cases without a score go to people";
            case CALIBRATION ->
                loud(finding, Kind.SCORE)
                        ? "train again: the score moved and its probabilities no longer fit"
                        : "./solvens recalibrate " + Objects.requireNonNullElse(finding.model(), "MODEL")
                                + ": the score did not move, its probabilities no longer fit";
            case CHALLENGER ->
                finding.value() < finding.expected()
                        ? "./solvens compare the challenger with the champion, and promote it"
                        : "./solvens challenge --dismiss: the challenger is worse";
        };
    }

    /// Whether something else about the same axis in the same month is not quiet.
    private boolean loud(MonitoringRow finding, Kind kind) {
        return findings.stream()
                .anyMatch(f -> f.kind() == kind
                        && f.level() != Level.QUIET
                        && f.asOf().equals(finding.asOf())
                        && Objects.equals(f.axis(), finding.axis()));
    }

    private String feed(String feature) {
        int at = catalogue.indexOf(feature);
        return at < 0 ? "of " + feature : catalogue.features().get(at).source().label();
    }

    /// The first of the months up to the finding's in which the same thing was not quiet.
    private LocalDate since(MonitoringRow finding) {
        Predicate<MonitoringRow> same = f -> f.kind() == finding.kind()
                && f.subject().equals(finding.subject())
                && Objects.equals(f.axis(), finding.axis())
                && !f.asOf().isAfter(finding.asOf());
        LocalDate quiet = findings.stream()
                .filter(same.and(f -> f.level() == Level.QUIET))
                .map(MonitoringRow::asOf)
                .max(LocalDate::compareTo)
                .orElse(LocalDate.MIN);
        return findings.stream()
                .filter(same.and(f -> f.level() != Level.QUIET && f.asOf().isAfter(quiet)))
                .map(MonitoringRow::asOf)
                .min(LocalDate::compareTo)
                .orElse(finding.asOf());
    }
}
