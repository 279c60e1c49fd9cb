package org.solvens.training;

import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.solvens.command.ActorOption;
import org.solvens.command.JsonOption;
import org.solvens.command.LakeOption;
import org.solvens.command.Leaf;
import org.solvens.command.Listed;
import org.solvens.feature.Axis;
import org.solvens.feature.FeatureCatalogue;
import org.solvens.lake.Lake;
import org.solvens.model.Model;
import org.solvens.plan.TrainingPlan;
import org.solvens.problem.Exit;
import org.solvens.problem.Problem;
import org.solvens.registry.ModelRegistry;
import org.solvens.registry.RegistryAudit;
import org.solvens.registry.RoleEntry;
import org.solvens.settings.Settings;
import org.solvens.training.evaluate.Attributes;
import org.solvens.training.evaluate.CurveEvaluation;
import org.solvens.training.evaluate.Evaluation;
import org.solvens.training.evaluate.Fairness;
import org.solvens.training.evaluate.Metrics;
import org.solvens.training.evaluate.Resampling;
import org.solvens.training.gate.Approval;
import org.solvens.training.gate.PersonName;
import org.solvens.training.gate.Promotion;
import org.solvens.training.manifest.Json;
import org.solvens.training.manifest.Manifest;
import org.solvens.training.report.ModelExport;
import org.solvens.training.report.SimulatedTruth;
import org.solvens.training.report.TruthReport;
import org.solvens.training.rows.DeltaSnapshots;
import org.solvens.training.rows.SnapshotSource;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// The commands about models: train, compare, promote and other decisions by people.
public final class TrainingMain implements Leaf {
    private final @Nullable FeatureCatalogue given;
    private final Clock clock;

    /// The commands for users.
    public TrainingMain() {
        this(null, Clock.systemUTC());
    }

    /// @param given catalogue; null for that of the settings
    TrainingMain(@Nullable FeatureCatalogue given, Clock clock) {
        this.given = given;
        this.clock = clock;
    }

    /// Starts a command and ends the process as {@link Exit} says.
    public static void main(String... args) {
        Leaf.start(new TrainingMain(), args);
    }

    @Override
    public CommandLine commands(Settings settings) {
        FeatureCatalogue catalogue = given == null ? FeatureCatalogue.standard(settings.otherCases()) : given;
        return Leaf.root(
                settings,
                new Train(catalogue, clock),
                new Models(),
                new Compare(catalogue),
                new Promote(clock),
                new Rollback(clock),
                new Challenge(clock),
                new Evaluate(catalogue),
                PolicyCommand.line(catalogue));
    }

    abstract static class LakeCommand implements Callable<Integer> {
        @Spec
        private CommandSpec spec;

        @Mixin
        private LakeOption lake = new LakeOption();

        @Mixin
        private JsonOption json = new JsonOption();

        Lake lake() {
            return new Lake(lake.place(), lake.settings());
        }

        /// The existing registry of models.
        ///
        /// @throws Problem `REGISTRY` if there is no registry
        ModelRegistry registry() {
            return new ModelRegistry(registryFolder());
        }

        /// @throws Problem `REGISTRY` if it does not exist
        Path registryFolder() {
            Path folder = lake().registry();
            if (!Files.isDirectory(folder)) {
                throw new Problem(
                        "REGISTRY",
                        folder.toString(),
                        "there is no registry of models",
                        "the folder does not exist",
                        "name the lake with --lake, or the folder with SOLVENS_REGISTRY; ./solvens train makes one");
            }
            return folder;
        }

        boolean json() {
            return json.json();
        }

        Settings settings() {
            return Leaf.settings(spec);
        }

        CommandLine commandLine() {
            return spec.commandLine();
        }

        PrintWriter out() {
            return spec.commandLine().getOut();
        }
    }

    @Listed(Listed.Group.ANALYSTS)
    @Command(
            name = "train",
            sortOptions = false,
            header = "Train a plan's axes; models that pass the gate can become champion.",
            description = {
                "Trains the axes of a plan on the lake's snapshots and publishes the models.",
                "A model that passes the gate becomes champion once a second person has approved it.",
                "With --reproduce, trains a published model again instead and compares the bytes."
            },
            footer = {
                "",
                "Examples:",
                "  ./solvens train --lake lake --plan data-samples/plans/default.yaml --by anna --approved-by bo",
                "  ./solvens train --lake lake --plan data-samples/plans/default.yaml --by nightly --bootstrap",
                "  ./solvens train --lake lake --reproduce 0123456789abcdef"
            })
    private static final class Train extends LakeCommand {
        private final FeatureCatalogue catalogue;
        private final Clock clock;

        @Mixin
        private ActorOption actor = new ActorOption();

        @ArgGroup(exclusive = true)
        private @Nullable What what;

        @ArgGroup(exclusive = true)
        private Approving approving;

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
            private String name;

            @Option(
                    names = "--bootstrap",
                    description = "let the gate approve the first champion of an axis without a second person")
            private boolean bootstrap;
        }

        private Train(FeatureCatalogue catalogue, Clock clock) {
            this.catalogue = catalogue;
            this.clock = clock;
        }

        @Override
        public Integer call() {
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
            TrainingPlan read = TrainingPlan.read(what == null ? defaultPlan() : what.plan);
            SnapshotSource source = new DeltaSnapshots(lake()).require(read, catalogue.version());
            List<AxisResult> results = new Training(read, catalogue, source, new ModelRegistry(lake().registry()))
                    .run(by.text(), approval(), clock.instant());
            out().println(json() ? Json.of(results) : table(results));
            return 0;
        }

        private Path defaultPlan() {
            return settings().home().resolve("data-samples/plans/default.yaml");
        }

        private Approval approval() {
            if (approving == null) {
                return new Approval.None();
            }
            return approving.bootstrap ? new Approval.FirstByTheGate() : new Approval.SecondPerson(approving.name);
        }

        private int reproduce(String model) {
            Manifest manifest = Json.readLeniently(registry().manifest(model), Manifest.class);
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
            List<String> lines = new ArrayList<>();
            lines.add(String.format(
                    Locale.ROOT,
                    "%-19s %-9s %10s %10s  %-20s %6s %6s %6s  %-6s %-16s %s",
                    "axis",
                    "family",
                    "train",
                    "test",
                    "AUC",
                    "KS",
                    "Brier",
                    "cal.",
                    "gate",
                    "model",
                    "decision"));
            for (AxisResult result : results) {
                lines.add(line(result));
                if (result.curve() != null) {
                    lines.add(curve(result.axis(), result.curve()));
                }
            }
            return String.join(System.lineSeparator(), lines);
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

        private static String line(AxisResult result) {
            String decision =
                    result.decision().name().toLowerCase(Locale.ROOT).replace('_', ' ') + ": " + result.reason();
            Metrics metrics = result.metrics();
            Resampling.Interval interval = result.aucInterval();
            if (metrics == null || interval == null) {
                return String.format(
                        Locale.ROOT,
                        "%-19s %-9s %10s %10s  %-20s %6s %6s %6s  %-6s %-16s %s",
                        result.axis(),
                        "-",
                        "-",
                        "-",
                        "-",
                        "-",
                        "-",
                        "-",
                        "-",
                        "-",
                        decision);
            }
            boolean passed = result.gate().stream().allMatch(Evaluation.GateCheck::passed);
            return String.format(
                    Locale.ROOT,
                    "%-19s %-9s %10d %10d  %.3f [%.3f, %.3f] %6.3f %6.3f %6.3f  %-6s %-16s %s",
                    result.axis(),
                    result.family(),
                    result.trainRows(),
                    metrics.rows(),
                    metrics.auc(),
                    interval.low(),
                    interval.high(),
                    metrics.ks(),
                    metrics.brier(),
                    metrics.calibrationError(),
                    passed ? "passed" : "failed",
                    result.model(),
                    decision);
        }
    }

    @Listed(Listed.Group.ANALYSTS)
    @Command(
            name = "models",
            sortOptions = false,
            header = "List the published models and the one that serves each axis.",
            description = "Lists the published models and the one that serves each axis.",
            subcommands = {Card.class, Export.class, Verify.class},
            footer = {"", "Example:", "  ./solvens models --lake lake"})
    private static final class Models extends LakeCommand {
        /// One line of the list.
        private record Line(
                String axis,
                @Nullable String family,
                @Nullable String model,
                @Nullable String plan,
                int features,
                String role,
                String reason) {}

        @Override
        public Integer call() {
            ModelRegistry registry = registry();
            List<Line> lines = new ArrayList<>();
            for (String id : registry.models()) {
                Model model = registry.load(id);
                Optional<RoleEntry> role = registry.champion(model.axis()).filter(r -> id.equals(r.model()));
                lines.add(new Line(
                        model.axis().label(),
                        model.family(),
                        id,
                        model.plan() + "@" + model.planVersion(),
                        model.features().size(),
                        role.isPresent()
                                ? "champion"
                                : registry.challengers(model.axis()).contains(id) ? "challenger" : "",
                        role.map(Models::reason).orElse("")));
            }
            for (Axis axis : Axis.modelled()) {
                registry.champion(axis)
                        .filter(r -> r.model() == null)
                        .ifPresent(r -> lines.add(
                                new Line(axis.label(), null, null, null, 0, "insufficient_data", r.reason())));
            }
            if (json()) {
                out().println(Json.of(lines));
            } else {
                String format = "%-19s %-9s %-16s %-24s %8s  %-17s %s%n";
                out().printf(Locale.ROOT, format, "axis", "family", "model", "plan", "features", "role", "reason");
                for (Line line : lines) {
                    out().printf(
                                    Locale.ROOT,
                                    format,
                                    line.axis(),
                                    line.family() == null ? "-" : line.family(),
                                    line.model() == null ? "-" : line.model(),
                                    line.plan() == null ? "-" : line.plan(),
                                    line.features(),
                                    line.role(),
                                    line.reason());
                }
            }
            return 0;
        }

        /// Why a model serves, who approved it, and why the gate was overridden.
        private static String reason(RoleEntry role) {
            String approved = role.approvedBy() == null ? "" : "; approved by " + role.approvedBy();
            String override = role.override() == null ? "" : "; against the gate: " + role.override();
            return role.reason() + approved + override;
        }
    }

    private abstract static class ModelCommand extends LakeCommand {
        @Parameters(paramLabel = "MODEL", description = "id of the model")
        private String model;

        String model() {
            return model;
        }
    }

    @Command(
            name = "card",
            sortOptions = false,
            header = "Print a model's card as HTML.",
            description = "Prints a model's card as HTML.",
            footer = {"", "Example:", "  ./solvens models card 0123456789abcdef --lake lake > card.html"})
    private static final class Card extends ModelCommand {
        @Override
        public Integer call() {
            out().print(registry().card(model()));
            return 0;
        }
    }

    @Command(
            name = "verify",
            sortOptions = false,
            header = "Find files of the registry that were tampered with.",
            description = {
                "Finds files of models and role entries in the registry that differ from what was written.",
                "Prints one line for each finding and ends with 1 if there is any.",
                "Note the hash that it prints where writers of the registry cannot change it, and give it with --noted"
                        + " next time: then the removal of the newest entries is found too."
            },
            footer = {"", "Example:", "  ./solvens models verify --lake lake"})
    private static final class Verify extends LakeCommand {
        @Option(names = "--noted", paramLabel = "HASH", description = "hash that an earlier verification printed")
        private @Nullable String noted;

        @Override
        public Integer call() {
            RegistryAudit audit = RegistryAudit.of(registryFolder(), noted);
            if (json()) {
                out().println(Json.of(audit));
            } else {
                audit.findings().forEach(finding -> out().println(finding.line()));
                audit.notes().forEach(note -> out().println("note  " + note));
                out().printf(
                                Locale.ROOT,
                                "%d findings in %d models and %d role entries; hash of the newest entry: %s%n",
                                audit.findings().size(),
                                audit.models(),
                                audit.roles(),
                                audit.hash());
            }
            return audit.findings().isEmpty() ? 0 : 1;
        }
    }

    @Command(
            name = "export",
            sortOptions = false,
            header = "Print a model for other programs.",
            description = {
                "Prints a model for other programs.",
                "sql: a query that adds log_odds, probability and points to a table of features (scorecards only).",
                "json: the complete content of the model."
            },
            footer = {"", "Example:", "  ./solvens models export 0123456789abcdef --lake lake --format sql > score.sql"
            })
    private static final class Export extends ModelCommand {
        @Option(names = "--format", required = true, description = "sql or json")
        private ModelExport.Format format;

        @Option(
                names = "--table",
                defaultValue = "snapshots",
                description = "table that the SQL reads (default: ${DEFAULT-VALUE})")
        private String table;

        @Override
        public Integer call() {
            out().println(ModelExport.of(registry().load(model()), format, table)
                    .strip());
            return 0;
        }
    }

    @Listed(Listed.Group.ANALYSTS)
    @Command(
            name = "compare",
            sortOptions = false,
            header = "Compare two models on the same test rows, with an interval of the difference.",
            description = "Compares two models of an axis on rows that neither was trained on.",
            footer = {"", "Example:", "  ./solvens compare 0123456789abcdef fedcba9876543210 --lake lake"})
    private static final class Compare extends LakeCommand {
        private final FeatureCatalogue catalogue;

        @Parameters(index = "0", paramLabel = "A", description = "id of the first model")
        private String first;

        @Parameters(index = "1", paramLabel = "B", description = "id of the second model")
        private String second;

        private Compare(FeatureCatalogue catalogue) {
            this.catalogue = catalogue;
        }

        @Override
        public Integer call() {
            ModelRegistry registry = registry();
            long version =
                    Json.readLeniently(registry.manifest(first), Manifest.class).snapshotsVersion();
            SnapshotSource source = new DeltaSnapshots(lake(), version);
            ModelComparison comparison = ModelComparison.of(registry, first, second, catalogue, source);
            if (json()) {
                out().println(Json.of(comparison));
                return 0;
            }
            out().printf(
                            Locale.ROOT,
                            "%s on %d rows as of %s or later%n",
                            comparison.axis(),
                            comparison.rows(),
                            comparison.testFrom());
            out().printf(Locale.ROOT, "%-16s %-9s %6s %6s %6s %6s%n", "model", "family", "AUC", "KS", "Brier", "cal.");
            for (ModelComparison.Side side : List.of(comparison.first(), comparison.second())) {
                Metrics metrics = side.metrics();
                out().printf(
                                Locale.ROOT,
                                "%-16s %-9s %6.3f %6.3f %6.3f %6.3f%n",
                                side.model(),
                                side.family(),
                                metrics.auc(),
                                metrics.ks(),
                                metrics.brier(),
                                metrics.calibrationError());
            }
            Resampling.Interval auc = comparison.difference().auc();
            out().printf(
                            Locale.ROOT,
                            "AUC differs by %+.4f [%+.4f, %+.4f]: %s%n",
                            comparison.aucDifference(),
                            auc.low(),
                            auc.high(),
                            comparison.verdict());
            return 0;
        }
    }

    private abstract static class RoleCommand extends LakeCommand {
        @Option(names = "--reason", required = true, description = "why, for the audit trail")
        private String reason;

        String reason() {
            return reason;
        }

        void print(RoleEntry entry) {
            if (json()) {
                out().println(Json.of(entry));
            } else {
                String serves = entry.model() == null ? "nothing: insufficient data" : entry.model();
                out().println(entry.axis().label() + " is served by " + serves);
            }
        }
    }

    @Listed(Listed.Group.ANALYSTS)
    @Command(
            name = "promote",
            sortOptions = false,
            header = "Make a published model its axis' champion.",
            description = {
                "Makes a published model its axis' champion.",
                "Needs the approval of a person who did not train it, and a passed gate or a reason to override it."
            },
            footer = {
                "",
                "Example:",
                "  ./solvens promote 0123456789abcdef --lake lake --approved-by bo --reason 'agreed'"
            })
    private static final class Promote extends RoleCommand {
        private final Clock clock;

        @Parameters(paramLabel = "MODEL", description = "id of the model")
        private String model;

        @Option(
                names = "--approved-by",
                description =
                        "the person who approves it, not the one who trained it (default: the operating system's user)")
        private @Nullable String approvedBy;

        @Option(
                names = "--override",
                description = "why it must serve although the gate refused it; recorded for the audit trail")
        private String override;

        private Promote(Clock clock) {
            this.clock = clock;
        }

        @Override
        public Integer call() {
            PersonName approver = PersonName.givenOrSystemUser(
                    approvedBy, "--approved-by", settings().user());
            print(Promotion.promote(registry(), model, approver.text(), reason(), override, clock.instant()));
            return 0;
        }
    }

    @Listed(Listed.Group.ANALYSTS)
    @Command(
            name = "rollback",
            sortOptions = false,
            header = "Bring back the model that served an axis before.",
            description = "Brings back the model that served an axis before.",
            footer = {"", "Example:", "  ./solvens rollback willingness --lake lake --by anna --reason 'worse in use'"})
    private static final class Rollback extends RoleCommand {
        private final Clock clock;

        @Mixin
        private ActorOption actor = new ActorOption();

        @Parameters(paramLabel = "AXIS", description = "${COMPLETION-CANDIDATES}")
        private Axis axis;

        private Rollback(Clock clock) {
            this.clock = clock;
        }

        @Override
        public Integer call() {
            ModelRegistry registry = registry();
            String who = PersonName.givenOrSystemUser(
                            actor.by(), ActorOption.NAME, settings().user())
                    .text();
            print(registry.rollback(axis, who, reason(), clock.instant(), registry.sequence()));
            return 0;
        }
    }

    @Listed(Listed.Group.ANALYSTS)
    @Command(
            name = "challenge",
            sortOptions = false,
            header = "Score a model in shadow mode; monitor compares it with the champion.",
            description = {
                "Scores a published model in shadow mode: ./solvens monitor compares it with its axis' champion.",
                "With --dismiss, stops that."
            },
            footer = {
                "",
                "Example:",
                "  ./solvens challenge 0123456789abcdef --lake lake --by anna --reason 'trees in use'"
            })
    private static final class Challenge extends RoleCommand {
        private final Clock clock;

        @Parameters(paramLabel = "MODEL", description = "id of the model")
        private String model;

        @Mixin
        private ActorOption actor = new ActorOption();

        @Option(names = "--dismiss", description = "remove the challenger")
        private boolean dismiss;

        private Challenge(Clock clock) {
            this.clock = clock;
        }

        @Override
        public Integer call() {
            ModelRegistry registry = registry();
            String who = PersonName.givenOrSystemUser(
                            actor.by(), ActorOption.NAME, settings().user())
                    .text();
            RoleEntry entry = dismiss
                    ? registry.dismiss(model, who, reason(), clock.instant(), registry.sequence())
                    : registry.challenge(model, who, reason(), clock.instant(), registry.sequence());
            out().println(
                            json()
                                    ? Json.of(entry)
                                    : entry.axis().label() + " is challenged by "
                                            + String.join(", ", registry.challengers(entry.axis())));
            return 0;
        }
    }

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
    private static final class Evaluate extends LakeCommand {
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
                    description =
                            "CSV of debtor_id, birth_year or age_band, and sex; kept outside the lake, never stored")
            private @Nullable Path fairness;
        }

        @Option(
                names = "--smallest-group",
                paramLabel = "N",
                defaultValue = "" + Fairness.SMALLEST,
                description = "fewest debtors of a group that is shown (default: ${DEFAULT-VALUE})")
        private int smallestGroup;

        private Evaluate(FeatureCatalogue catalogue) {
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
                out().println(registry().evaluation(what.model));
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
}
