package org.solvens.training;

import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.solvens.command.Listed;
import org.solvens.feature.FeatureCatalogue;
import org.solvens.policy.Policy;
import org.solvens.training.manifest.Json;
import org.solvens.training.report.PolicyValue;
import org.solvens.training.report.SimulatedTruth;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `policy`: what a policy is worth.
@Listed(Listed.Group.ANALYSTS)
@Command(
        name = "policy",
        sortOptions = false,
        header = "Measure what a policy is worth: policy simulate.",
        description = "Measures what a policy is worth.",
        footer = {"", "Example:", "  ./solvens policy simulate --truth data-samples/truth --lake lake"})
final class PolicyCommand implements Runnable {
    @Spec
    private @Nullable CommandSpec spec;

    private PolicyCommand() {}

    /// The command with its subcommands.
    static CommandLine line(FeatureCatalogue catalogue) {
        return new CommandLine(new PolicyCommand()).addSubcommand(new Simulate(catalogue));
    }

    @Override
    public void run() {
        throw new CommandLine.ParameterException(
                Objects.requireNonNull(spec).commandLine(), "a command is needed, such as policy simulate");
    }

    @Command(
            name = "simulate",
            sortOptions = false,
            header = "Measure a policy on simulated decisions.",
            description = {
                "Measures a policy on simulated decisions, whose outcome under every route is known.",
                "Decides as ./solvens score does, with the champions of the lake, as of the day of each decision.",
                "Prints value, calls, cost and burden of the policy, of the old policy, of a random allowed route, of"
                        + " each route for all and of the best route for each; then by segment, rule, creditor, country"
                        + " and route. Intervals are 95 %, clustered by debtor."
            },
            footer = {
                "",
                "Example:",
                "  ./solvens policy simulate --policy data-samples/policies/cautious.yaml --truth data-samples/truth"
                        + " --lake lake"
            })
    private static final class Simulate extends TrainingMain.LakeCommand {
        private final FeatureCatalogue catalogue;

        @Option(
                names = "--policy",
                paramLabel = "FILE",
                description = "the policy (default: the one that comes with Solvens)")
        private @Nullable Path policy;

        @Option(
                names = "--truth",
                required = true,
                paramLabel = "DIR",
                description = "folder truth of what ./solvens simulate --points N wrote")
        private @Nullable Path truth;

        private Simulate(FeatureCatalogue catalogue) {
            this.catalogue = catalogue;
        }

        @Override
        public Integer call() {
            Policy read = policy == null ? Policy.standard() : Policy.read(policy);
            PolicyValue value = PolicyValue.of(
                    lake(), registry(), catalogue, read, SimulatedTruth.choices(Objects.requireNonNull(truth)));
            out().print(json() ? Json.of(value) + System.lineSeparator() : value.text());
            out().flush();
            return 0;
        }
    }
}
