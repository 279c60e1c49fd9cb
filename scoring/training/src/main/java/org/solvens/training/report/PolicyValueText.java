package org.solvens.training.report;

import java.util.List;
import java.util.Locale;
import org.solvens.command.TextTable;
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
        TextTable lines = new TextTable(
                "%-32s %7s %-16s %8s %-16s %8s %-16s %6.0f %6.2f %8.2f %6.0f %6.3f",
                "who decides",
                "value",
                "",
                "gain",
                "on the old one",
                "lead",
                "of the policy",
                "cost",
                "calls",
                "contacts",
                "fees",
                "legal");
        for (Line line : population.lines()) {
            lines.row(
                    line.who(),
                    whole(line.value().value()),
                    interval(line.value()),
                    gain(line.gain().value()),
                    interval(line.gain()),
                    gain(line.lead().value()),
                    interval(line.lead()),
                    line.cost(),
                    line.calls(),
                    line.contacts(),
                    line.fees(),
                    line.legalSteps());
        }
        text.append(lines.text());
        text.append(String.format(
                Locale.ROOT,
                "the policy goes %.0f %% [%.0f, %.0f] of the way from the old policy to the best for each%n",
                100 * population.way().value(),
                100 * population.way().low(),
                100 * population.way().high()));
        TextTable shares = new TextTable("%-16s %8s %8s %8s %10s", "route", "policy", "old", "best", "best, open");
        for (RouteShare share : population.shares()) {
            shares.row(
                    share.route(),
                    percent(share.taken()),
                    percent(share.old()),
                    percent(share.best()),
                    percent(share.bestOpen()));
        }
        text.append(System.lineSeparator()).append(shares.text());
        if (population.calls() != null) {
            text.append(System.lineSeparator()).append(population.calls().text());
        }
        population.groups().forEach((by, groups) -> groups(by, groups, text));
    }

    private static void groups(String by, List<Group> groups, StringBuilder text) {
        TextTable table = new TextTable(
                "%-24s %9d %7s %7s %8s %-18s %7s %7s %6.0f %6.2f %8.2f %6.0f %6.3f%s",
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
                "legal",
                "");
        for (Group group : groups) {
            Line ours = group.lines().get(0);
            table.row(
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
                    group.loses() ? "  loses" : "");
        }
        text.append(System.lineSeparator()).append(table.text());
    }

    private static String whole(double value) {
        return String.format(Locale.ROOT, "%,.0f", value);
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f %%", 100 * share);
    }

    private static String gain(double value) {
        return String.format(Locale.ROOT, "%+,.0f", value);
    }

    private static String interval(ClusteredMean mean) {
        return Double.isNaN(mean.low()) ? "" : "[" + whole(mean.low()) + ", " + whole(mean.high()) + "]";
    }
}
