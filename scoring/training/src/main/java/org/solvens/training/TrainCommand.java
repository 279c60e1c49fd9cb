package org.solvens.training;

import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.solvens.command.ActorOption;
import org.solvens.command.Listed;
import org.solvens.command.TextTable;
import org.solvens.feature.Axis;
import org.solvens.feature.FeatureCatalogue;
import org.solvens.plan.TrainingPlan;
import org.solvens.problem.Problem;
import org.solvens.registry.ModelRegistry;
import org.solvens.training.effect.EffectEvaluation;
import org.solvens.training.effect.EffectTraining;
import org.solvens.training.evaluate.CurveEvaluation;
import org.solvens.training.evaluate.Evaluation;
import org.solvens.training.evaluate.Metrics;
import org.solvens.training.evaluate.Resampling;
import org.solvens.training.gate.Approval;
import org.solvens.training.gate.PersonName;
import org.solvens.training.manifest.Json;
import org.solvens.training.manifest.Manifest;
import org.solvens.training.rows.DeltaSnapshots;
import org.solvens.training.rows.SnapshotSource;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/// Trains the axes of a plan.
@Listed(Listed.Group.ANALYSTS)
@Command(
        name = "train",
        sortOptions = false,
        header = "Train a plan's axes; models that pass the gate can become champion.",
        description = {
            "Trains the axes of a plan on the lake's snapshots and publishes the models.",
            "A model that passes the gate becomes champion once a second person has approved it.",
            "With --reproduce, trains a published model again instead and compares the bytes.",
            "With --table, trains on an analyst's own table instead of a lake, and publishes the models to the folder"
                    + " of --out; ./solvens models reads it with SOLVENS_REGISTRY set to it."
        },
        footer = {
            "",
            "Examples:",
            "  ./solvens train --lake lake --plan data-samples/plans/default.yaml --by anna --approved-by bo",
            "  ./solvens train --lake lake --plan data-samples/plans/default.yaml --by nightly --bootstrap",
            "  ./solvens train --lake lake --axis ability --axis willingness --by anna",
            "  ./solvens train --lake lake --reproduce 0123456789abcdef",
            "  ./solvens train --table loans.csv --target paid --split application_day --special -7,-8,-9 --out models"
        })
final class TrainCommand extends TrainingCommand {
    private final FeatureCatalogue catalogue;
    private final Clock clock;

    @Mixin
    private ActorOption actor = new ActorOption();

    @ArgGroup(exclusive = true)
    private @Nullable What what;

    @ArgGroup(exclusive = true)
    private @Nullable Approving approving;

    @Option(
            names = "--axis",
            paramLabel = "AXIS",
            description = "train only this axis of the plan; may be given several times: ${COMPLETION-CANDIDATES}")
    private Set<Axis> axes = Set.of();

    @ArgGroup(exclusive = false, heading = "Training on a table:%n")
    private @Nullable TableOptions table;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "folder of the models of a table, made if it does not exist")
    private @Nullable Path out;

    /// What to train.
    private static final class What {
        @Option(
                names = "--plan",
                paramLabel = "FILE",
                description = "training plan (default: data-samples/plans/default.yaml)")
        private @Nullable Path plan;

        @Option(
                names = "--reproduce",
                paramLabel = "MODEL",
                description = "train this published model again and prove that the bytes are the same")
        private @Nullable String reproduce;
    }

    /// Who approves that a model serves.
    private static final class Approving {
        @Option(names = "--approved-by", description = "the second person, who approves models that pass the gate")
        private @Nullable String name;

        @Option(
                names = "--bootstrap",
                description = "let the gate approve the first champion of an axis without a second person")
        private boolean bootstrap;
    }

    TrainCommand(FeatureCatalogue catalogue, Clock clock) {
        this.catalogue = catalogue;
        this.clock = clock;
    }

    @Override
    public Integer call() {
        if (table != null) {
            return table(table);
        }
        if (out != null) {
            throw new ParameterException(commandLine(), "--out goes with --table");
        }
        if (what == null && actor.by() == null) {
            throw new ParameterException(commandLine(), "one of --plan, --by and --reproduce is needed");
        }
        if (what != null && what.reproduce != null) {
            if (actor.by() != null) {
                throw new ParameterException(commandLine(), "--by and --reproduce exclude each other");
            }
            return reproduce(what.reproduce);
        }
        PersonName by = PersonName.givenOrSystemUser(
                actor.by(), ActorOption.NAME, settings().user());
        TrainingPlan whole = TrainingPlan.read(what == null || what.plan == null ? defaultPlan() : what.plan);
        TrainingPlan read = axes.isEmpty() ? whole : whole.only(axes);
        if (read.axis(Axis.TABLE) != null) {
            throw new ParameterException(commandLine(), "a plan with the axis table goes with --table");
        }
        SnapshotSource source = new DeltaSnapshots(lake()).require(read, catalogue.version());
        List<AxisResult> results = new Training(read, catalogue, source, new ModelRegistry(lake().registry()))
                .run(by.text(), approval(), clock.instant());
        if (read.axis(Axis.ROUTE_EFFECT) != null) {
            results = new ArrayList<>(results);
            results.add(effects(read, source.version(), by));
        }
        out().println(json() ? Json.of(results) : table(results));
        return 0;
    }

    private int table(TableOptions options) {
        if (out == null || approving != null || !axes.isEmpty() || what != null && what.reproduce != null) {
            throw new ParameterException(
                    commandLine(),
                    "--table needs --out, and goes with none of --axis, --reproduce, --approved-by and --bootstrap");
        }
        PersonName by = PersonName.givenOrSystemUser(
                actor.by(), ActorOption.NAME, settings().user());
        TrainingPlan plan = TrainingPlan.read(
                what == null || what.plan == null
                        ? settings().home().resolve("data-samples/plans/table.yaml")
                        : what.plan);
        TableTraining training = TableTraining.of(options.file(), options.spec(), plan);
        if (!json()) {
            out().println(TableText.frame(training.frame()));
            out().flush();
        }
        TableTraining.Trained trained = training.run(new ModelRegistry(out), by.text(), clock.instant());
        if (json()) {
            out().println(Json.of(trained));
        } else {
            out().println(TableText.search(trained.search()) + table(trained.results()));
        }
        return 0;
    }

    private AxisResult effects(TrainingPlan plan, long snapshotsVersion, PersonName by) {
        EffectTraining.Result result = new EffectTraining(plan, catalogue)
                .run(
                        lake(),
                        new ModelRegistry(lake().registry()),
                        by.text(),
                        approving == null ? null : approving.name,
                        approving != null && approving.bootstrap,
                        snapshotsVersion,
                        clock.instant());
        EffectEvaluation evaluation = result.evaluation();
        String axis = Axis.ROUTE_EFFECT.label();
        return evaluation == null
                ? AxisResult.without(axis, result.decision(), result.reason())
                : new AxisResult(
                        axis,
                        evaluation.family(),
                        result.decision(),
                        result.reason(),
                        evaluation.model(),
                        evaluation.trainRows(),
                        null,
                        null,
                        evaluation.gate(),
                        null,
                        List.of());
    }

    private Path defaultPlan() {
        return TrainingPlan.standard(settings().home());
    }

    private Approval approval() {
        if (approving == null) {
            return new Approval.None();
        }
        String name = approving.name;
        if (name != null) {
            return new Approval.SecondPerson(name);
        }
        return approving.bootstrap ? new Approval.FirstByTheGate() : new Approval.None();
    }

    private int reproduce(String model) {
        Manifest manifest = Json.readLeniently(registry().manifest(model), Manifest.class);
        if (manifest.recalibrated() != null || manifest.table() != null) {
            throw new Problem(
                    "REPRODUCE",
                    model,
                    "the model cannot be trained again from its manifest",
                    manifest.table() != null
                            ? "it was trained on the table " + manifest.table().file()
                            : "it is the model " + manifest.recalibrated() + " with another calibration",
                    manifest.table() != null
                            ? "train on that table again, and compare the ids"
                            : "reproduce " + manifest.recalibrated());
        }
        SnapshotSource source = new DeltaSnapshots(lake(), manifest.snapshotsVersion());
        Training.Reproduction reproduction =
                new Training(manifest.plan(), catalogue, source, registry()).reproduce(model);
        if (json()) {
            out().println(Json.of(reproduction));
        } else if (reproduction.same()) {
            out().println(model + " is the same to the byte: SHA-256 " + reproduction.published());
        } else {
            out().println(model + " came out differently: SHA-256 " + reproduction.published() + " published, "
                    + reproduction.trained() + " now");
        }
        return reproduction.same() ? 0 : 1;
    }

    private static String table(List<AxisResult> results) {
        TextTable table = new TextTable(
                "%-19s %-9s %10s %10s  %-20s %6s %6s %6s  %-6s %-16s %s",
                "axis", "family", "train", "test", "AUC", "KS", "Brier", "cal.", "gate", "model", "decision");
        for (AxisResult result : results) {
            row(table, result);
            if (result.curve() != null) {
                table.line("%s", curve(result.axis(), result.curve()));
            }
            for (String warning : result.warnings()) {
                table.line("  warning: %s", warning);
            }
        }
        return table.text().stripTrailing();
    }

    private static String curve(String axis, CurveEvaluation curve) {
        String format = axis.equals(Axis.EXPECTED_RECOVERY.label())
                ? "%d days %.3f of the balance, came in %.3f [%.3f, %.3f]"
                : "%d days %.3f of the cases pay, paid %.3f [%.3f, %.3f]";
        return curve.days().stream()
                .map(d -> String.format(
                                Locale.ROOT,
                                format,
                                d.days(),
                                d.expected(),
                                d.observed(),
                                d.interval().low(),
                                d.interval().high())
                        + String.format(
                                Locale.ROOT,
                                ", %.0f %% of intervals hold, %.0f %% of slices",
                                100 * d.agreeing(),
                                100 * d.slicesAgreeing()))
                .collect(Collectors.joining("; ", "  expected by ", ""));
    }

    private static void row(TextTable table, AxisResult result) {
        String decision = result.decision().name().toLowerCase(Locale.ROOT).replace('_', ' ') + ": " + result.reason();
        Metrics metrics = result.metrics();
        Resampling.Interval interval = result.aucInterval();
        String family = result.family();
        String model = result.model();
        if (family == null || model == null || metrics == null || interval == null) {
            table.row(result.axis(), "-", "-", "-", "-", "-", "-", "-", "-", "-", decision);
            return;
        }
        boolean passed = result.gate().stream().allMatch(Evaluation.GateCheck::passed);
        table.row(
                result.axis(),
                family,
                result.trainRows(),
                metrics.rows(),
                String.format(Locale.ROOT, "%.3f [%.3f, %.3f]", metrics.auc(), interval.low(), interval.high()),
                number(metrics.ks()),
                number(metrics.brier()),
                number(metrics.calibrationError()),
                passed ? "passed" : "failed",
                model,
                decision);
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.3f", value);
    }
}
