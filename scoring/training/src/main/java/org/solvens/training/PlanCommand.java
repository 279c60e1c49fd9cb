package org.solvens.training;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.solvens.command.JsonOption;
import org.solvens.command.Listed;
import org.solvens.command.TextTable;
import org.solvens.config.SettingsReference;
import org.solvens.config.StrictYaml;
import org.solvens.feature.Axis;
import org.solvens.feature.Feature;
import org.solvens.feature.FeatureCatalogue;
import org.solvens.plan.StatedBins;
import org.solvens.plan.TrainingPlan;
import org.solvens.training.manifest.Json;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `plan`: the keys of training plans, and what a plan says.
@Listed(Listed.Group.ANALYSTS)
@Command(
        name = "plan",
        sortOptions = false,
        header = "Check and show training plans: plan check, plan show, plan keys, plan schema.",
        description = "Checks and shows training plans, and lists their keys.",
        footer = {"", "Example:", "  ./solvens plan check data-samples/plans/default.yaml"})
final class PlanCommand implements Runnable {
    @Spec
    private @Nullable CommandSpec spec;

    private PlanCommand() {}

    /// The command with its subcommands.
    static CommandLine line(FeatureCatalogue catalogue) {
        return new CommandLine(new PlanCommand())
                .addSubcommand(new Check(catalogue))
                .addSubcommand(new Show())
                .addSubcommand(new Keys())
                .addSubcommand(new Schema());
    }

    @Override
    public void run() {
        throw new CommandLine.ParameterException(
                Objects.requireNonNull(spec).commandLine(), "a command is needed, such as plan check");
    }

    /// A command that prints something.
    private abstract static class Printing implements Callable<Integer> {
        @Spec
        private @Nullable CommandSpec spec;

        abstract String text();

        @Override
        public final Integer call() {
            Objects.requireNonNull(spec).commandLine().getOut().println(text().stripTrailing());
            return 0;
        }
    }

    @Command(
            name = "check",
            sortOptions = false,
            header = "Check a plan, and print what each axis trains on.",
            description = {
                "Reads a plan as train does, and prints for each axis the feeds that it needs, how many features it"
                        + " trains on, and which bins and directions the plan states.",
                "Ends with 1 where train would refuse the plan, and names the place in the file."
            },
            footer = {"", "Example:", "  ./solvens plan check data-samples/plans/default.yaml"})
    private static final class Check extends Printing {
        private final FeatureCatalogue catalogue;

        @Parameters(paramLabel = "FILE", description = "the plan")
        private @Nullable Path file;

        @Mixin
        private JsonOption json = new JsonOption();

        private Check(FeatureCatalogue catalogue) {
            this.catalogue = catalogue;
        }

        /// What an axis trains on.
        ///
        /// @param features how many its models may read
        /// @param heldConstant how many they are fitted with and then hold at one value
        /// @param bins those that the plan states
        /// @param directions those that the plan changes
        private record AxisLine(
                String axis,
                List<String> feeds,
                int features,
                int heldConstant,
                int leftOut,
                int minimumOutcomes,
                List<StatedBins> bins,
                List<TrainingPlan.DirectionChange> directions) {
            /// What the plan decides by hand, a sentence each.
            List<String> byHand() {
                List<String> lines = new ArrayList<>();
                for (StatedBins each : bins) {
                    String stated = switch (each) {
                        case StatedBins.Cuts cuts ->
                            "bins begin at "
                                    + cuts.at().stream().map(Check::number).collect(Collectors.joining(", "));
                        case StatedBins.Groups groups ->
                            "bins of "
                                    + groups.values().stream()
                                            .map(String::valueOf)
                                            .collect(Collectors.joining(" and "));
                    };
                    lines.add(axis + ", " + each.feature() + ": " + stated + "; " + each.reason());
                }
                for (TrainingPlan.DirectionChange each : directions) {
                    lines.add(axis + ", " + each.feature() + ": direction "
                            + each.direction().name().toLowerCase(Locale.ROOT) + "; " + each.reason());
                }
                return lines;
            }
        }

        private static String number(double edge) {
            return edge == Math.rint(edge)
                    ? String.format(Locale.ROOT, "%.0f", edge)
                    : String.format(Locale.ROOT, "%s", edge);
        }

        @Override
        String text() {
            TrainingPlan plan = TrainingPlan.read(Objects.requireNonNull(file));
            List<AxisLine> lines = new ArrayList<>();
            for (Axis axis : Axis.modelled()) {
                TrainingPlan.AxisPlan own = plan.axis(axis);
                if (own != null) {
                    List<String> out = own.featuresOut();
                    lines.add(new AxisLine(
                            axis.label(),
                            own.feeds(),
                            count(plan.inputs(catalogue, axis), out),
                            count(plan.controls(catalogue, axis), out),
                            out.size(),
                            own.minimumOutcomes(),
                            own.statedBins(),
                            own.changes()));
                }
            }
            if (json.json()) {
                return Json.of(new TreeMap<>(Map.of("plan", plan.label(), "axes", lines)));
            }
            TextTable table = new TextTable(
                    "%-20s %9s %8s %9s %9s  %s", "axis", "features", "constant", "left out", "outcomes", "feeds");
            for (AxisLine line : lines) {
                table.row(
                        line.axis(),
                        line.features(),
                        line.heldConstant(),
                        line.leftOut(),
                        line.minimumOutcomes(),
                        line.feeds().isEmpty() ? "-" : String.join(", ", line.feeds()));
            }
            String trees =
                    plan.boosting() == null ? "no trees" : plan.boosting().trees() + " trees";
            List<String> byHand =
                    lines.stream().flatMap(line -> line.byHand().stream()).toList();
            return String.format(
                    Locale.ROOT,
                    "%s: a horizon of %d days, %s, seed %d%n%n%s%s",
                    plan.label(),
                    plan.horizonDays(),
                    trees,
                    plan.seed(),
                    table.text(),
                    byHand.isEmpty()
                            ? ""
                            : System.lineSeparator()
                                    + String.join(System.lineSeparator(), byHand)
                                    + System.lineSeparator());
        }

        private static int count(List<Feature> features, List<String> out) {
            return (int) features.stream().filter(f -> !out.contains(f.name())).count();
        }
    }

    @Command(
            name = "show",
            sortOptions = false,
            header = "Print a plan with the values that it leaves out.",
            description = "Prints a plan as YAML, with the values that count where it leaves a key out.",
            footer = {"", "Example:", "  ./solvens plan show data-samples/plans/default.yaml"})
    private static final class Show extends Printing {
        @Parameters(paramLabel = "FILE", description = "the plan")
        private @Nullable Path file;

        @Override
        String text() {
            return StrictYaml.write(TrainingPlan.read(Objects.requireNonNull(file)));
        }
    }

    @Command(
            name = "keys",
            sortOptions = false,
            header = "List the keys of a plan: type, range, what counts if it is left out, meaning.",
            description = "Lists the keys of a plan: type, range, what counts if it is left out, and meaning.",
            footer = {"", "Example:", "  ./solvens plan keys"})
    private static final class Keys extends Printing {
        @Mixin
        private JsonOption json = new JsonOption();

        @Override
        String text() {
            List<SettingsReference.Key> keys = TrainingPlan.reference().keys();
            if (json.json()) {
                return Json.of(keys);
            }
            TextTable table =
                    new TextTable("%-30s %-13s %-22s %-44s %s", "key", "type", "range", "if left out", "meaning");
            keys.forEach(key -> table.row(
                    key.place(), key.type(), key.range().isEmpty() ? "-" : key.range(), key.usual(), key.meaning()));
            return table.text();
        }
    }

    @Command(
            name = "schema",
            sortOptions = false,
            header = "Print the JSON Schema of plans, by which editors complete and check them.",
            description = "Prints the JSON Schema of plans, by which editors complete and check them.",
            footer = {"", "Example:", "  ./solvens plan schema > plan.schema.json"})
    private static final class Schema extends Printing {
        @Override
        String text() {
            return TrainingPlan.reference().schema();
        }
    }
}
