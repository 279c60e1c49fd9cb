package org.solvens.training.report;

import java.util.List;
import java.util.Locale;
import org.solvens.training.evaluate.ClusteredMean;
import org.solvens.training.report.PolicyValue.Group;
import org.solvens.training.report.PolicyValue.Line;
import org.solvens.training.report.PolicyValue.Population;
import org.solvens.training.report.PolicyValue.RouteShare;

/// The value of a policy as tables for people.
final class PolicyValueText {
    private PolicyValueText() {}

    static String of(PolicyValue value) {
        StringBuilder text = new StringBuilder();
        text.append(String.format(
                Locale.ROOT,
                "policy %s on %,d simulated decisions%s; net recovery in %d days per decision, in the policy's"
                        + " reference currency, with 95 %% intervals by debtor%n",
                value.policy(),
                value.decisions(),
                value.notOpen() == 0
                        ? ""
                        : String.format(Locale.ROOT, " (%,d left out: no open case on record)", value.notOpen()),
                value.days()));
        for (Population population : value.populations()) {
            text(population, text);
        }
        return text.toString();
    }

    private static void text(Population population, StringBuilder text) {
        text.append(String.format(
                Locale.ROOT,
                "%n%s: %,d decisions on %,d debtors%n%n",
                population.name(),
                population.decisions(),
                population.debtors()));
        text.append(String.format(
                Locale.ROOT,
                "%-32s %7s %-16s %8s %-16s %6s %6s %8s %6s %6s%n",
                "who decides",
                "value",
                "",
                "gain",
                "on the old one",
                "cost",
                "calls",
                "contacts",
                "fees",
                "legal"));
        for (Line line : population.lines()) {
            text.append(String.format(
                    Locale.ROOT,
                    "%-32s %7s %-16s %8s %-16s %6.0f %6.2f %8.2f %6.0f %6.3f%n",
                    line.who(),
                    whole(line.value().value()),
                    interval(line.value()),
                    gain(line.gain().value()),
                    interval(line.gain()),
                    line.cost(),
                    line.calls(),
                    line.contacts(),
                    line.fees(),
                    line.legalSteps()));
        }
        text.append(String.format(
                Locale.ROOT,
                "the policy goes %.0f %% [%.0f, %.0f] of the way from the old policy to the best for each%n",
                100 * population.way().value(),
                100 * population.way().low(),
                100 * population.way().high()));
        text.append(String.format(Locale.ROOT, "%n%-16s %8s %8s %8s%n", "route", "policy", "old", "best"));
        for (RouteShare share : population.shares()) {
            text.append(String.format(
                    Locale.ROOT,
                    "%-16s %6.1f %% %6.1f %% %6.1f %%%n",
                    share.route(),
                    100 * share.taken(),
                    100 * share.old(),
                    100 * share.best()));
        }
        population.groups().forEach((by, groups) -> groups(by, groups, text));
    }

    private static void groups(String by, List<Group> groups, StringBuilder text) {
        text.append(String.format(
                Locale.ROOT,
                "%n%-24s %9s %7s %7s %8s %-18s %7s %7s %6s %6s %8s %6s %6s%n",
                "by " + by,
                "decisions",
                "policy",
                "old",
                "gain",
                "",
                "random",
                "best",
                "cost",
                "calls",
                "contacts",
                "fees",
                "legal"));
        for (Group group : groups) {
            Line ours = group.lines().get(0);
            text.append(String.format(
                            Locale.ROOT,
                            "%-24s %9d %7s %7s %8s %-18s %7s %7s %6.0f %6.2f %8.2f %6.0f %6.3f%s",
                            group.key(),
                            group.decisions(),
                            whole(ours.value().value()),
                            whole(group.lines().get(1).value().value()),
                            gain(ours.gain().value()),
                            interval(ours.gain()),
                            whole(group.lines().get(2).value().value()),
                            whole(group.lines().get(3).value().value()),
                            ours.cost(),
                            ours.calls(),
                            ours.contacts(),
                            ours.fees(),
                            ours.legalSteps(),
                            group.loses() ? "  loses" : ""))
                    .append(System.lineSeparator());
        }
    }

    private static String whole(double value) {
        return String.format(Locale.ROOT, "%,.0f", value);
    }

    private static String gain(double value) {
        return String.format(Locale.ROOT, "%+,.0f", value);
    }

    private static String interval(ClusteredMean mean) {
        return Double.isNaN(mean.low()) ? "" : "[" + whole(mean.low()) + ", " + whole(mean.high()) + "]";
    }
}
