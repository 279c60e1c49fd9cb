package org.solvens.training;

import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Objects;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;
import org.solvens.command.Listed;
import org.solvens.feature.Axis;
import org.solvens.feature.FeatureCatalogue;
import org.solvens.policy.Policy;
import org.solvens.policy.PolicyTrial;
import org.solvens.problem.Exit;
import org.solvens.registry.ModelRegistry;
import org.solvens.registry.RoleEntry;
import org.solvens.training.effect.EffectTraining;
import org.solvens.training.manifest.Json;
import org.solvens.training.manifest.Manifest;
import org.solvens.training.offpolicy.HistoryValue;
import org.solvens.training.offpolicy.TrialValue;
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
        header = "Measure what a policy is worth: policy simulate, policy value, policy trial.",
        description = "Measures what a policy is worth.",
        footer = {"", "Example:", "  ./solvens policy simulate --truth data-samples/truth --lake lake"})
final class PolicyCommand implements Runnable {
    @Spec
    private @Nullable CommandSpec spec;

    private PolicyCommand() {}

    /// The command with its subcommands.
    static CommandLine line(FeatureCatalogue catalogue) {
        return new CommandLine(new PolicyCommand())
                .addSubcommand(new Simulate(catalogue))
                .addSubcommand(new Value(catalogue))
                .addSubcommand(new OfTrial(catalogue));
    }

    @Override
    public void run() {
        throw new CommandLine.ParameterException(
                Objects.requireNonNull(spec).commandLine(), "a command is needed, such as policy simulate");
    }

    @Command(
            name = "value",
            sortOptions = false,
            header = "Estimate what a policy would have brought from logged decisions.",
            description = {
                "Estimates what a policy would have brought on the logged decisions of the lake, from the log alone.",
                "Decides as ./solvens score does, as of the day of each decision, and weights the decisions on which"
                        + " policy and log agree by the logged probabilities.",
                "Ends with 3 and without an estimate where the log took too few of the policy's routes, and states what"
                        + " would have to be explored."
            },
            footer = {
                "",
                "Example:",
                "  ./solvens policy value --policy data-samples/policies/cautious.yaml --lake lake"
            })
    private static final class Value extends TrainingCommand {
        private static final int LATE_DAYS = 14;

        private final FeatureCatalogue catalogue;

        @Option(
                names = "--policy",
                paramLabel = "FILE",
                description = "the policy (default: the one that comes with Solvens)")
        private @Nullable Path policy;

        private Value(FeatureCatalogue catalogue) {
            this.catalogue = catalogue;
        }

        @Override
        public Integer call() {
            // The log cannot tell what routes drawn at random bring: each needs support of its own.
            Policy read = (policy == null ? Policy.standard() : Policy.read(policy)).withoutExploration();
            HistoryValue value = HistoryValue.of(
                    lake(), catalogue, PolicyValue.scoring(lake(), registry(), catalogue, read), read, LATE_DAYS);
            out().print(json() ? Json.of(value) + System.lineSeparator() : value.text());
            out().flush();
            return value.answered() ? Exit.OK.code() : Exit.ATTENTION.code();
        }
    }

    @Command(
            name = "trial",
            sortOptions = false,
            header = "Compare a challenging policy with the champion.",
            description = {
                "Compares what came in from the debtors of a challenging policy with what came in from the others.",
                "Share and seed are those of ./solvens score --challenger; --from is the first day on which it ran.",
                "States how many debtors are needed, the difference with its 95 %% interval, and what to do. Ends with"
                        + " 3 where the outcomes are not known yet or the debtors are too few."
            },
            footer = {
                "",
                "Example:",
                "  ./solvens policy trial --lake lake --from 2026-01-01 --challenger-share 0.2 --challenger-seed 1"
            })
    private static final class OfTrial extends TrainingCommand {
        private static final int LATE_DAYS = 14;

        private final FeatureCatalogue catalogue;

        @Option(names = "--from", required = true, paramLabel = "DATE", description = "first day of the trial")
        private @Nullable LocalDate from;

        @Option(
                names = "--challenger-share",
                required = true,
                paramLabel = "SHARE",
                description = "share of the debtors on whom the challenger decides")
        private double share;

        @Option(
                names = "--challenger-seed",
                paramLabel = "N",
                defaultValue = "1",
                description = "seed of the draw (default: ${DEFAULT-VALUE})")
        private long seed;

        @Option(
                names = "--effect",
                paramLabel = "AMOUNT",
                description =
                        "difference to be found, per debtor in the reference currency (default: a twentieth of what"
                                + " a debtor of the champion brings)")
        private @Nullable Double effect;

        @Option(
                names = "--policy",
                paramLabel = "FILE",
                description = "the policy whose currencies count (default: the one that comes with Solvens)")
        private @Nullable Path policy;

        private OfTrial(FeatureCatalogue catalogue) {
            this.catalogue = catalogue;
        }

        @Override
        public Integer call() {
            if (!(share > 0 && share < 1)) {
                throw new CommandLine.ParameterException(commandLine(), "--challenger-share lies between 0 and 1");
            }
            if (effect != null && !(effect > 0)) {
                throw new CommandLine.ParameterException(commandLine(), "--effect is above 0");
            }
            TrialValue value = TrialValue.of(
                    lake(),
                    catalogue.otherCases(),
                    policy == null ? Policy.standard() : Policy.read(policy),
                    new PolicyTrial(share, seed),
                    Objects.requireNonNull(from),
                    effect,
                    LATE_DAYS);
            out().print(json() ? Json.of(value) + System.lineSeparator() : value.text());
            out().flush();
            return value.judged() ? Exit.OK.code() : Exit.ATTENTION.code();
        }
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
                        + " and route. Intervals are 95 %%, clustered by debtor.",
                "Then compares orders in which to call where calls are scarce: by the value of the call, highest"
                        + " chance of payment, largest or oldest case first, in turn, as far as features tell, and an"
                        + " oracle."
            },
            footer = {
                "",
                "Example:",
                "  ./solvens policy simulate --policy data-samples/policies/cautious.yaml --truth data-samples/truth"
                        + " --lake lake"
            })
    private static final class Simulate extends TrainingCommand {
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
                description = "the folder truth that ./solvens simulate --points N wrote")
        private @Nullable Path truth;

        @Option(
                names = "--days",
                defaultValue = "180",
                paramLabel = "180|720",
                description = "count what comes in within so many days; 720 is discounted, and worlds other than first"
                        + " have it (default: ${DEFAULT-VALUE})")
        private int days;

        @Option(
                names = "--calls",
                paramLabel = "N",
                description = "compare whom to call where only N calls can be made among the measured decisions"
                        + " (default: one in ten of those that leave a call open)")
        private @Nullable Integer calls;

        private Simulate(FeatureCatalogue catalogue) {
            this.catalogue = catalogue;
        }

        /// The debtors from whom the champion of the effects of routes was learnt.
        private static LongPredicate effectsTrained(ModelRegistry registry) {
            String model =
                    registry.champion(Axis.ROUTE_EFFECT).map(RoleEntry::model).orElse(null);
            if (model == null) {
                return _ -> false;
            }
            long seed =
                    Json.readLeniently(registry.manifest(model), Manifest.class).seed();
            return debtor -> EffectTraining.trains(debtor, seed);
        }

        @Override
        public Integer call() {
            if (days != PolicyValue.NEAR_DAYS && days != PolicyValue.FAR_DAYS) {
                throw new CommandLine.ParameterException(commandLine(), "--days is 180 or 720");
            }
            if (calls != null && calls < 1) {
                throw new CommandLine.ParameterException(commandLine(), "--calls is at least 1");
            }
            boolean later = days == PolicyValue.FAR_DAYS;
            Policy read = policy == null ? Policy.standard() : Policy.read(policy);
            PolicyValue value = PolicyValue.of(
                    lake(),
                    registry(),
                    catalogue,
                    read,
                    SimulatedTruth.choices(Objects.requireNonNull(truth), later),
                    days,
                    effectsTrained(registry()),
                    calls);
            out().print(json() ? Json.of(value) + System.lineSeparator() : value.text());
            out().flush();
            return 0;
        }
    }
}
