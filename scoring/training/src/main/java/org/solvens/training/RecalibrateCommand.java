package org.solvens.training;

import java.time.Clock;
import java.util.Locale;
import org.solvens.command.ActorOption;
import org.solvens.command.Listed;
import org.solvens.feature.FeatureCatalogue;
import org.solvens.training.gate.PersonName;
import org.solvens.training.manifest.Json;
import org.solvens.training.manifest.Manifest;
import org.solvens.training.rows.DeltaSnapshots;
import org.solvens.training.rows.SnapshotSource;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `recalibrate`: learns the probabilities of a published model again.
@Listed(Listed.Group.ANALYSTS)
@Command(
        name = "recalibrate",
        sortOptions = false,
        header = "Calibrate a model on recent outcomes, without training it again.",
        description = {
            "Calibrates a scorecard or trees on recent outcomes of the newest snapshots and publishes the result: the"
                    + " ranking of cases stays, their probabilities change.",
            "Half of the recent debtors calibrate, the other half test. ./solvens promote makes the new model"
                    + " champion: the same gate, and a second person."
        },
        footer = {"", "Example:", "  ./solvens recalibrate 0123456789abcdef --lake lake --by anna"})
final class RecalibrateCommand extends ModelCommand {
    private final FeatureCatalogue catalogue;
    private final Clock clock;

    @Mixin
    private ActorOption actor = new ActorOption();

    RecalibrateCommand(FeatureCatalogue catalogue, Clock clock) {
        this.catalogue = catalogue;
        this.clock = clock;
    }

    @Override
    public Integer call() {
        String by = PersonName.givenOrSystemUser(
                        actor.by(), ActorOption.NAME, settings().user())
                .text();
        Manifest manifest = Json.readLeniently(registry().manifest(model()), Manifest.class);
        SnapshotSource newest = new DeltaSnapshots(lake()).require(manifest.plan(), catalogue.version());
        Recalibration.Recalibrated made =
                new Recalibration(catalogue, newest, registry()).run(model(), by, clock.instant());
        if (json()) {
            out().println(Json.of(made));
            return 0;
        }
        out().printf(
                        Locale.ROOT,
                        "%s has the formula of %s, calibrated on %d rows; on %d others the calibration error was %.3f"
                                + " and is %.3f%n",
                        made.model(),
                        made.of(),
                        made.calibrated(),
                        made.tested(),
                        made.errorBefore(),
                        made.errorAfter());
        out().println(
                        made.refused().isEmpty()
                                ? "the gate passed it; ./solvens promote " + made.model() + " makes it champion"
                                : "the gate refused it: " + String.join(", ", made.refused()));
        return 0;
    }
}
