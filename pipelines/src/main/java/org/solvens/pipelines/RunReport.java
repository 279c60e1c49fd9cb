package org.solvens.pipelines;

import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.solvens.command.TextTable;
import org.solvens.feature.Axis;
import org.solvens.feed.Feed;
import org.solvens.feed.Money;
import org.solvens.ingest.IngestResult;
import org.solvens.pipelines.histories.Histories;
import org.solvens.pipelines.scores.Scores;
import org.solvens.quality.Result;
import org.solvens.report.TrainedAxis;
import org.solvens.report.metric.RecoveryTotal;
import tools.jackson.databind.json.JsonMapper;

/// The report of a run, for people and for machines.
///
/// @param records in the lake now, by feed
/// @param quality results of the feeds' checks
/// @param dates as-of dates of the snapshots
/// @param axes the result of training for each model, or for an axis without one
/// @param seconds of each step
record RunReport(
        String lake,
        String plan,
        String policy,
        IngestResult ingest,
        Map<Feed, Long> records,
        List<Result> quality,
        Histories.Update histories,
        int dates,
        List<TrainProcess.Trained> axes,
        Scores.Result scores,
        Map<String, RecoveryTotal> recovery,
        Map<String, Double> seconds) {
    static final JsonMapper JSON = new JsonMapper();

    static String json(Object value) {
        return JSON.writeValueAsString(value) + System.lineSeparator();
    }

    /// The table of a run.
    String text() {
        StringBuilder text = new StringBuilder();
        text.append(text(ingest));
        line(text, "");
        line(text, "in the lake      %s", records(records));
        line(
                text,
                "quality          %,d checks, %,d failed%s",
                quality.size(),
                quality.stream().filter(Result::failed).count(),
                accepted(quality));
        text.append(QualityCommand.failures(quality));
        line(text, "histories        %s; snapshots at %d as-of dates", text(histories), dates);
        line(text, "");
        TextTable table = new TextTable(
                "%-19s %-10s %-16s %,8d %,8d  %-24s %s",
                "axis", "family", "model", "train", "test", "AUC out of time", "calibration");
        for (TrainProcess.Trained trained : axes) {
            axis(table, trained.axis());
        }
        text.append(table.text());
        line(text, "");
        text.append(text(scores));
        line(text, "");
        text.append(text(recovery));
        line(text, "");
        line(
                text,
                "seconds          %s",
                seconds.entrySet().stream()
                        .map(step -> String.format(Locale.ROOT, "%s %.1f", step.getKey(), step.getValue()))
                        .collect(Collectors.joining(", ")));
        line(text, "plan, policy     %s, %s", plan, policy);
        line(text, "next             ./solvens serve --lake %s   then open http://127.0.0.1:7070/", lake);
        line(text, "                 ./solvens models --lake %s", lake);
        return text.toString();
    }

    /// An update of the histories.
    static String text(Histories.Update update) {
        String why = update.replaced().isEmpty()
                ? ""
                : ", because a table was deleted and made again: " + String.join(", ", update.replaced());
        return String.format(Locale.ROOT, "%,d %s%s", update.debtors(), update.full() ? "built" : "rewritten", why);
    }

    /// The decision on a model; if the gate refused it, also the checks that it failed.
    private static String decision(TrainedAxis axis) {
        String words = axis.decision().words();
        return axis.decision() == TrainedAxis.Decision.REFUSED ? words + " by " + axis.reason() : words;
    }

    private static String accepted(List<Result> quality) {
        long accepted = quality.stream().filter(Result::failedAndAccepted).count();
        return accepted == 0 ? "" : String.format(Locale.ROOT, ", %,d more failed and are accepted", accepted);
    }

    private static void axis(TextTable table, TrainedAxis axis) {
        TrainedAxis.Metrics metrics = axis.metrics();
        String family = axis.family();
        String model = axis.model();
        if (family == null || model == null) {
            table.line("%-19s %s", axis.axis(), axis.reason());
            return;
        }
        if (metrics == null) {
            String decided = axis.decision() == TrainedAxis.Decision.REFUSED
                    ? decision(axis)
                    : axis.reason() + "; " + axis.decision().words();
            table.line("%-19s %-10s %s %,8d           %s", axis.axis(), family, model, axis.trainRows(), decided);
            return;
        }
        TrainedAxis.Interval interval =
                axis.aucInterval() == null ? new TrainedAxis.Interval(0, 1) : axis.aucInterval();
        table.row(
                axis.axis(),
                family,
                model,
                axis.trainRows(),
                metrics.rows(),
                String.format(Locale.ROOT, "%.3f [%.3f, %.3f]", metrics.auc(), interval.low(), interval.high()),
                String.format(Locale.ROOT, "%.3f off on average; %s", metrics.calibrationError(), decision(axis)));
        if (axis.curve() == null) {
            return;
        }
        String curve = axis.axis().equals(Axis.EXPECTED_RECOVERY.label())
                ? "by %d days %.3f of the balance expected, %.3f [%.3f, %.3f] came in"
                : "by %d days %.3f of the cases expected to pay, %.3f [%.3f, %.3f] paid";
        for (TrainedAxis.Day day : axis.curve().days()) {
            table.line(
                    "%-19s %-10s " + curve + "; %.0f %% of the intervals hold, %.0f %% of those of slices",
                    "",
                    "",
                    day.days(),
                    day.expected(),
                    day.observed(),
                    day.interval().low(),
                    day.interval().high(),
                    100 * day.agreeing(),
                    100 * day.slicesAgreeing());
        }
    }

    /// The result of an ingest, feed by feed.
    static String text(IngestResult ingest) {
        TextTable table = new TextTable(
                "%-16s %,12d %,12d %,12d %,12d %,12d  %s",
                "feed", "rows in", "added", "known", "replaced", "quarantined", "why");
        for (IngestResult.FeedCount count : ingest.feeds()) {
            table.row(
                    count.feed().label(),
                    count.rows(),
                    count.added(),
                    count.known(),
                    count.replaced(),
                    count.quarantined(),
                    count.refused().entrySet().stream()
                            .map(why -> why.getKey() + " " + why.getValue())
                            .collect(Collectors.joining(", ")));
        }
        table.row(
                "all",
                ingest.rows(),
                ingest.added(),
                ingest.rows() - ingest.added() - ingest.replaced() - ingest.quarantined(),
                ingest.replaced(),
                ingest.quarantined(),
                "");
        StringBuilder text = new StringBuilder(table.text());
        for (IngestResult.FeedCount count : ingest.feeds()) {
            count.examples().forEach(example -> line(text, "  refused  %s", example));
        }
        if (ingest.waited() > 0) {
            line(
                    text,
                    "  %,d records of earlier files are added too: what they refer to is known now",
                    ingest.waited());
        }
        if (ingest.quarantined() > 0) {
            line(text, "  all refused rows: ./solvens quarantine");
        }
        return text.toString();
    }

    /// The result of scoring.
    static String text(Scores.Result scores) {
        StringBuilder text = new StringBuilder();
        line(text, "cases scored     %,d as of %s", scores.cases(), scores.asOf());
        line(text, "segments         %s", shares(scores.segments(), scores.cases()));
        line(text, "routes           %s", shares(scores.routes(), scores.cases()));
        scores.teams()
                .forEach((team, load) -> line(
                        text,
                        "team             %s: %,d of %,d calls, %,d of %,d reviews",
                        team,
                        load.callsGiven(),
                        load.callsAsked(),
                        load.reviewsGiven(),
                        load.reviewsAsked()));
        return text.toString();
    }

    /// The recovered amounts.
    static String text(Map<String, RecoveryTotal> recovery) {
        StringBuilder text = new StringBuilder();
        recovery.forEach((currency, total) -> line(
                text,
                "recovered        %.1f %% of %s %s owed (%s placed, %s added): %s%s; %,d of %,d cases paid something",
                100 * total.rate(),
                amount(total.owed(), currency),
                currency,
                amount(total.placed(), currency),
                amount(total.added(), currency),
                amount(total.recovered(), currency),
                beyond(total, currency),
                total.paidCases(),
                total.cases()));
        return text.toString();
    }

    /// The overpaid amount, and the share of the debt that all payments together are.
    private static String beyond(RecoveryTotal total, String currency) {
        if (total.overpaid().signum() == 0) {
            return "";
        }
        double all = total.recovered().add(total.overpaid()).doubleValue()
                / total.owed().doubleValue();
        return String.format(
                Locale.ROOT, ", and %s beyond: %.1f %% came in", amount(total.overpaid(), currency), 100 * all);
    }

    /// The amount with the decimals of the currency.
    private static String amount(BigDecimal amount, String currency) {
        return String.format(Locale.ROOT, "%,." + Money.decimals(currency) + "f", amount);
    }

    private static String shares(Map<String, Long> counts, long all) {
        return counts.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed().thenComparing(Map.Entry.comparingByKey()))
                .map(entry -> String.format(
                        Locale.ROOT,
                        "%s %.1f %%",
                        entry.getKey().toLowerCase(Locale.ROOT),
                        100.0 * entry.getValue() / all))
                .collect(Collectors.joining(", "));
    }

    private static String records(Map<Feed, Long> records) {
        return new TreeMap<>(records)
                .entrySet().stream()
                        .map(entry -> String.format(
                                Locale.ROOT,
                                "%,d %s",
                                entry.getValue(),
                                entry.getKey().label()))
                        .collect(Collectors.joining(", "));
    }

    private static void line(StringBuilder text, String format, Object... values) {
        text.append(String.format(Locale.ROOT, format, values)).append(System.lineSeparator());
    }
}
