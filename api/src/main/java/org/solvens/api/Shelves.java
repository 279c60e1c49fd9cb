package org.solvens.api;

import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.solvens.feature.FeatureCatalogue;
import org.solvens.lake.Lake;
import org.solvens.policy.Deciders;
import org.solvens.problem.Problem;
import org.solvens.reports.Rates;
import org.solvens.reports.ReportData;

/// What the server holds in memory of a lake: its tables, and the inputs for scoring histories.
final class Shelves {
    private static final Logger LOG = LoggerFactory.getLogger(Shelves.class);

    private final Lake lake;
    private final FeatureCatalogue catalogue;
    private final Deciders deciders;
    private final Shelf<Decisions> decisions;
    private final Shelf<RecoveryTable> recovery;
    private final Shelf<ReportData> reports;
    private final Shelf<QualityTable> quality;
    private final Shelf<QuarantineTable> quarantine;
    private final Metrics.Reloads inputs;
    private volatile HistoryScoring.@Nullable Stamp scoringOf;
    private volatile @Nullable HistoryScoring scoring;
    private volatile @Nullable Problem scoringProblem;

    /// @param deciders on histories
    /// @param rates by which reports convert amounts
    /// @param folder for large scores on local disk
    Shelves(Lake lake, FeatureCatalogue catalogue, Deciders deciders, Rates rates, Path folder, Metrics metrics) {
        this.lake = lake;
        this.catalogue = catalogue;
        this.deciders = deciders;
        KeptDecisions kept = new KeptDecisions(folder, KeptDecisions.FEWEST);
        decisions = new Shelf<>(
                lake.tables(),
                lake.scores(),
                (table, commit) ->
                        kept.read(table, commit).map(read -> read.require(catalogue.otherCases(), lake.scores())),
                new Problem(
                        "NO-SCORES",
                        lake.scores(),
                        "No scores are loaded",
                        "the lake has none yet",
                        "Run ./solvens run, or ./solvens score if models are published; they are then loaded"
                                + " without a restart"),
                metrics.reloads("scores"));
        recovery = new Shelf<>(
                lake.tables(),
                lake.recovery(),
                RecoveryTable::read,
                new Problem(
                        "NO-REPORT",
                        lake.recovery(),
                        "No recovery report is loaded",
                        "the lake has none yet",
                        "Run ./solvens run; it is then loaded without a restart"),
                metrics.reloads("recovery"));
        reports = new Shelf<>(
                lake.tables(),
                lake.figures(),
                (table, _) -> ReportData.read(lake, table).map(data -> data.with(rates)),
                new Problem(
                        "NO-REPORT",
                        lake.figures(),
                        "No reports are loaded",
                        "the lake has none yet",
                        "Run ./solvens run or ./solvens report; they are then loaded without a restart"),
                metrics.reloads("figures"));
        quality = new Shelf<>(
                lake.tables(),
                lake.quality(),
                QualityTable::read,
                new Problem(
                        "NO-QUALITY",
                        lake.quality(),
                        "No checks of the feeds are loaded",
                        "the lake has none yet",
                        "Run ./solvens run or ./solvens quality; they are then loaded without a restart"),
                metrics.reloads("quality"));
        quarantine = new Shelf<>(
                lake.tables(),
                lake.quarantine(),
                QuarantineTable::read,
                new Problem(
                        "NO-QUARANTINE",
                        lake.quarantine(),
                        "The quarantine is not loaded",
                        "its table could not be read",
                        "Run ./solvens quarantine, which names the error"),
                Optional.of(QuarantineTable.EMPTY),
                metrics.reloads("quarantine"));
        inputs = metrics.reloads("inputs");
    }

    Shelf<Decisions> decisions() {
        return decisions;
    }

    Shelf<RecoveryTable> recovery() {
        return recovery;
    }

    Shelf<ReportData> reports() {
        return reports;
    }

    Shelf<QualityTable> quality() {
        return quality;
    }

    Shelf<QuarantineTable> quarantine() {
        return quarantine;
    }

    /// What scores histories.
    ///
    /// @throws ApiProblem 503 with the reason if its inputs could not be read so far
    HistoryScoring scoring() {
        HistoryScoring with = scoring;
        Problem problem = scoringProblem;
        if (with == null) {
            throw problem == null ? ApiProblem.loading() : ApiProblem.notReady(problem);
        }
        return with;
    }

    /// The same, after the first refresh.
    ///
    /// @throws Problem the reason if its inputs could not be read so far
    HistoryScoring loadedScoring() {
        HistoryScoring with = scoring;
        if (with == null) {
            throw Objects.requireNonNull(scoringProblem, "the inputs of scoring are read first");
        }
        return with;
    }

    /// Reads the tables that are newer in the lake than in memory.
    void refresh() {
        decisions.refresh();
        recovery.refresh();
        reports.refresh();
        quality.refresh();
        quarantine.refresh();
        refreshScoring();
    }

    /// Reads champions, mandates and the beginnings of feeds again, if one of them changed. What cannot be read leaves
    /// the last ones in force.
    private void refreshScoring() {
        try {
            HistoryScoring.Stamp now = HistoryScoring.Stamp.of(lake);
            if (!now.equals(scoringOf)) {
                scoring = HistoryScoring.read(
                        lake, catalogue, deciders, Runtime.getRuntime().availableProcessors());
                scoringOf = now;
                scoringProblem = null;
                inputs.loaded().increment();
            }
        } catch (Problem e) {
            if (scoringProblem == null || !scoringProblem.code().equals(e.code())) {
                LOG.warn("{} in {}: {}; {}", e.code(), e.subject(), e.why(), e.remedy());
            }
            scoringProblem = e;
            inputs.refused().increment();
        }
    }
}
