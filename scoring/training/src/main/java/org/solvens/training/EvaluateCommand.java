package org.solvens.training;

import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.solvens.command.Listed;
import org.solvens.feature.FeatureCatalogue;
import org.solvens.training.evaluate.Attributes;
import org.solvens.training.evaluate.Fairness;
import org.solvens.training.manifest.Json;
import org.solvens.training.report.SimulatedTruth;
import org.solvens.training.report.TruthReport;
import org.solvens.training.rows.DeltaSnapshots;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Evaluates models against the truth of a simulation or across groups of people.
@Listed(Listed.Group.ANALYSTS)
@Command(
        name = "evaluate",
        sortOptions = false,
        header = "Print a model's evaluation; compare with a simulation's truth, or groups of people.",
        description = {
            "Prints the evaluation that was stored with a model, as JSON.",
            "With --truth: how well scores match a simulation's true traits, on debtors that no model was trained"
                    + " on.",
            "With --fairness: scores, errors and calibration by age band and sex, on each model's test rows.",
            "Both read the newest snapshots and do not update them. The first line names the feeds that have newer"
                    + " records; in JSON it is newer_feeds, null where the snapshots do not record it."
        },
        footer = {
            "",
            "Examples:",
            "  ./solvens evaluate 0123456789abcdef --lake lake",
            "  ./solvens evaluate --truth data-samples/truth --lake lake",
            "  ./solvens evaluate --fairness attributes.csv --lake lake"
        })
final class EvaluateCommand extends TrainingCommand {
    private final FeatureCatalogue catalogue;

    @ArgGroup(exclusive = true, multiplicity = "1")
    private What what;

    /// What to evaluate against.
    private static final class What {
        @Parameters(paramLabel = "MODEL", description = "id of the model")
        private @Nullable String model;

        @Option(names = "--truth", paramLabel = "DIR", description = "folder of a simulation's truth")
        private @Nullable Path truth;

        @Option(
                names = "--fairness",
                paramLabel = "FILE",
                description = "CSV of debtor_id, birth_year or age_band, and sex; kept outside the lake, never stored")
        private @Nullable Path fairness;
    }

    @Option(
            names = "--smallest-group",
            paramLabel = "N",
            defaultValue = "" + Fairness.SMALLEST,
            description = "fewest debtors of a group that is shown (default: ${DEFAULT-VALUE})")
    private int smallestGroup;

    EvaluateCommand(FeatureCatalogue catalogue) {
        this.catalogue = catalogue;
    }

    @Override
    public Integer call() {
        if (what.truth != null) {
            TruthReport report = TruthReport.of(lake(), registry(), catalogue, SimulatedTruth.read(what.truth));
            print(new DeltaSnapshots(lake()).age(), report, report.text());
        } else if (what.fairness != null) {
            DeltaSnapshots source = new DeltaSnapshots(lake());
            Fairness fairness =
                    Fairness.of(registry(), catalogue, source, Attributes.read(what.fairness), smallestGroup);
            print(source.age(), fairness, fairness.text());
        } else {
            out().println(registry()
                    .evaluation(Objects.requireNonNull(what.model, "picocli requires one of the three options")));
        }
        return 0;
    }

    /// Prints a report after a line that names the feeds that are newer than its snapshots.
    private void print(DeltaSnapshots.Age age, Object report, String text) {
        if (json()) {
            out().println(Json.with(report, "newer_feeds", age.recorded() ? age.feeds() : null));
        } else {
            age.line(lake()).ifPresent(out()::println);
            out().print(text);
        }
        out().flush();
    }
}
