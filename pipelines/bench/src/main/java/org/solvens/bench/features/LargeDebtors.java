package org.solvens.bench.features;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.solvens.command.BenchmarkLine;
import org.solvens.facts.CaseView;
import org.solvens.facts.DebtorView;
import org.solvens.facts.FeedStarts;
import org.solvens.facts.OtherCases;
import org.solvens.feature.Axis;
import org.solvens.feature.FeatureCatalogue;
import org.solvens.feed.Feed;
import org.solvens.history.History;
import org.solvens.outcome.Outcomes;
import org.solvens.outcome.Recovered;

/// How long one very large debtor takes: the history is decoded, and every feature and outcome of every case is
/// computed at twelve dates, on one thread. A task of Spark takes a debtor as a whole, so this is also the longest
/// that one debtor can hold up a scan.
final class LargeDebtors {
    private static final int INVOICES = 10_000;
    private static final int RECORDS = 100_000;
    private static final LocalDate FIRST = LocalDate.of(2018, 7, 1);
    private static final LocalDate PLACED_UNTIL = LocalDate.of(2025, 1, 1);
    private static final LocalDate LAST = LocalDate.of(2026, 7, 1);
    private static final int DATES = 12;
    private static final int WARM_UPS = 4;
    private static final int LATE_DAYS = 14;
    private static final double TARGET_SECONDS = 2;
    private static final Outcomes OUTCOMES = new Outcomes(90, LATE_DAYS, 0.5);

    private final int debtors;
    private final long seed;
    private final int repeats;
    private final LongSupplier nanos;
    private final Consumer<String> progress;

    /// @param debtors how many are made; at least 1
    /// @param repeats timed rounds over each debtor; four untimed come before
    LargeDebtors(int debtors, long seed, int repeats, LongSupplier nanos, Consumer<String> progress) {
        this.debtors = debtors;
        this.seed = seed;
        this.repeats = repeats;
        this.nanos = nanos;
        this.progress = progress;
    }

    /// The median of the seconds of one debtor, with its target.
    BenchmarkLine run() {
        List<byte[]> histories = new ArrayList<>();
        for (int i = 0; i < debtors; i++) {
            progress.accept("large debtor " + (i + 1) + ": making its records");
            histories.add(LargeDebtor.history(seed + i, INVOICES, RECORDS, FIRST, PLACED_UNTIL, LAST)
                    .encode());
        }
        progress.accept("large debtors: features and outcomes");
        for (int i = 0; i < WARM_UPS; i++) {
            scan(histories.getFirst());
        }
        double[] seconds = new double[debtors * repeats];
        long rows = 0;
        for (int i = 0; i < seconds.length; i++) {
            long start = nanos.getAsLong();
            rows = scan(histories.get(i % debtors));
            seconds[i] = (nanos.getAsLong() - start) / 1e9;
        }
        Arrays.sort(seconds);
        return new BenchmarkLine(
                "features",
                "features and outcomes of a large debtor, twelve as-ofs",
                seconds[seconds.length / 2],
                "s",
                "aimed at",
                TARGET_SECONDS,
                1.0,
                false,
                rows,
                1);
    }

    /// Features and outcomes of every case at twelve months' ends.
    ///
    /// @return rows
    static long scan(byte[] bytes) {
        History history = History.decode(bytes);
        Map<Feed, Long> starts = new EnumMap<>(Feed.class);
        for (Feed feed : Feed.values()) {
            starts.put(feed, 0L);
        }
        FeedStarts feeds = new FeedStarts(starts);
        long knownUntil = millis(LAST);
        FeatureCatalogue catalogue = FeatureCatalogue.standard(OtherCases.SEEN);
        double[] vector = new double[catalogue.features().size()];
        int[] outcomes = new int[Axis.values().length];
        double[] recovered = new double[Recovered.PERIODS];
        long rows = 0;
        for (int month = 0; month < DATES; month++) {
            long asOf = millis(PLACED_UNTIL.plusMonths(month));
            for (CaseView view : new DebtorView(history, asOf, feeds, OtherCases.SEEN).cases()) {
                catalogue.compute(view, vector);
                OUTCOMES.observe(view, knownUntil, outcomes);
                Recovered.observe(view, LATE_DAYS, knownUntil, recovered);
                rows++;
            }
        }
        return rows;
    }

    private static long millis(LocalDate day) {
        return day.atStartOfDay(ZoneOffset.UTC).toInstant().toEpochMilli();
    }
}
