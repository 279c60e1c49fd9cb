package org.solvens.quality;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.solvens.quality.Measure.Measured;
import org.solvens.quality.Measure.TooLittle;

/// A measure of a feed. The larger the value, the worse.
///
/// Comparisons with the past state the effect of chance, at four standard deviations, and need at least {@link
/// #FEWEST} rows: so a hundred checks a day on small feeds raise no false alarm.
public sealed interface Check {
    /// Rows that each side of a comparison must have.
    int FEWEST = 30;

    /// Standard deviations that are attributed to chance.
    double DEVIATIONS = 4;

    /// Name in results.
    String name();

    /// The column it looks at; null for the feed as a whole.
    default @Nullable String column() {
        return null;
    }

    /// Measures a feed.
    Measure measure(FeedProfile profile);

    /// Rows that their contract would refuse: empty, mistyped, outside their range, unknown symbols, known
    /// before they happened.
    record Contract() implements Check {
        @Override
        public String name() {
            return "contract";
        }

        @Override
        public Measure measure(FeedProfile profile) {
            Map<String, Long> refused = profile.refused();
            long rows = refused.values().stream().mapToLong(Long::longValue).sum();
            return new Measured(
                    rows,
                    0,
                    rows == 0
                            ? text("all %,d rows meet the contract", profile.rows())
                            : text("%,d of %,d rows break the contract: ", rows, profile.rows())
                                    + refused.entrySet().stream()
                                            .map(why -> text("%s (%,d)", why.getKey(), why.getValue()))
                                            .collect(Collectors.joining("; ")));
        }
    }

    /// Rows with the same key and `known_at` as another row.
    record UniqueKey() implements Check {
        @Override
        public String name() {
            return "unique_key";
        }

        @Override
        public Measure measure(FeedProfile profile) {
            long rows = profile.repeated();
            return new Measured(
                    rows,
                    0,
                    rows == 0
                            ? "key and known_at are unique"
                            : text("%,d rows repeat the key and known_at of another", rows));
        }
    }

    /// Rows that refer to a case or debtor that is not known.
    ///
    /// @param of `cases` or `debtors`
    record Reference(String column, String of) implements Check {
        @Override
        public String name() {
            return "reference";
        }

        @Override
        public Measure measure(FeedProfile profile) {
            long rows = profile.broken(column);
            return new Measured(
                    rows,
                    0,
                    rows == 0
                            ? text("every %s is among the %s", column, of)
                            : text("%,d rows have a %s that is not among the %s", rows, column, of));
        }
    }

    /// Distinct ids of a column that equal another id except for white space or leading zeros. Files saved by
    /// spreadsheets have such ids: they are the same id but look like two.
    record SimilarId(String column) implements Check {
        @Override
        public String name() {
            return "similar_ids";
        }

        @Override
        public Measure measure(FeedProfile profile) {
            long space = profile.similar(column, Count.SPACE);
            long zeros = profile.similar(column, Count.ZEROS);
            return new Measured(
                    space + zeros,
                    0,
                    space + zeros == 0
                            ? "no two ids differ only by white space or leading zeros"
                            : text(
                                    "%,d ids differ from another only by %s, %,d by %s",
                                    space, Count.SPACE, zeros, Count.ZEROS));
        }
    }

    /// Days from the feed's newest record to the newest of the whole lake. The feed's own longest pause of the
    /// last thirteen months counts as noise: a yearly delivery is not late after a week. A pause longer than
    /// the time that the feed covers is not judged: a cohort of cases that was placed in one week is not a
    /// broken feed.
    record Freshness() implements Check {
        @Override
        public String name() {
            return "freshness";
        }

        @Override
        public Measure measure(FeedProfile profile) {
            List<Integer> days = new ArrayList<>(new TreeSet<>(profile.daily().keySet()));
            if (days.isEmpty()) {
                return new TooLittle("no record in the last thirteen months");
            }
            if (days.size() == 1) {
                return new TooLittle("one day of delivery only");
            }
            int late = profile.silence();
            if (late > profile.covered()) {
                return new TooLittle(text(
                        "all records became known within %d days, too few to judge a pause of %d days by",
                        profile.covered() + 1, late));
            }
            int longest = 0;
            for (int i = 1; i < days.size(); i++) {
                longest = Math.max(longest, days.get(i) - days.get(i - 1));
            }
            return new Measured(
                    late,
                    longest,
                    text("newest record %d days before the lake's; longest pause so far %d days", late, longest));
        }
    }

    /// Rows of the last period compared with those before: the absolute logarithm of their ratio to the
    /// median. Noise is the spread of earlier periods (1.4826 median absolute deviations of the logarithm), or
    /// that of a Poisson count, whichever is larger. Earlier periods without rows are not compared.
    record Volume(Grain grain) implements Check {
        @Override
        public String name() {
            return "rows_" + grain.name().toLowerCase(Locale.ROOT);
        }

        @Override
        public Measure measure(FeedProfile profile) {
            long[] counts = profile.periods(grain);
            int needed = grain == Grain.DAY ? 4 : 3;
            long filled = Arrays.stream(counts).skip(1).filter(rows -> rows > 0).count();
            if (filled < needed) {
                return new TooLittle(text("%d earlier periods have rows; %d are needed", filled, needed));
            }
            double[] past = new double[counts.length - 1];
            for (int i = 1; i < counts.length; i++) {
                past[i - 1] = Math.log(counts[i] + 0.5);
            }
            double middle = median(past);
            double[] off =
                    Arrays.stream(past).map(value -> Math.abs(value - middle)).toArray();
            double spread = Math.max(1.4826 * median(off), Math.sqrt(1 / Math.exp(middle)));
            return new Measured(
                    Math.abs(Math.log(counts[0] + 0.5) - middle),
                    DEVIATIONS * spread,
                    text(
                            "%,d rows in the last %s; the median of %d before is %,.0f",
                            counts[0],
                            grain.name().toLowerCase(Locale.ROOT),
                            past.length,
                            Math.max(0, Math.exp(middle) - 0.5)));
        }
    }

    /// Change of the share of empty values, last month compared with the months before. Noise is that of the
    /// difference of two shares.
    record NullRate(String column) implements Check {
        @Override
        public String name() {
            return "null_rate";
        }

        @Override
        public Measure measure(FeedProfile profile) {
            double now = profile.lastMonth();
            double before = profile.monthsBefore();
            if (now < FEWEST || before < FEWEST) {
                return few(now, before);
            }
            long empty = profile.emptyLastMonth(column);
            long emptyBefore = profile.emptyMonthsBefore(column);
            double pooled = (empty + emptyBefore) / (now + before);
            return new Measured(
                    Math.abs(empty / now - emptyBefore / before),
                    DEVIATIONS * Math.sqrt(pooled * (1 - pooled) * (1 / now + 1 / before)),
                    text(
                            "%.1f %% empty in the last month, %.1f %% before",
                            100 * empty / now, 100 * emptyBefore / before));
        }
    }

    /// The population stability index of a column's values, last month compared with the months before, and
    /// its noise ({@link org.solvens.stability.Shift}). Amounts fall into bins of about a tenth of the past
    /// each; symbols that were rarer than a hundredth form one bin together.
    record Shift(String column) implements Check {
        private static final double AMOUNTS = 0.1;
        private static final double SYMBOLS = 0.01;

        @Override
        public String name() {
            return "shift";
        }

        @Override
        public Measure measure(FeedProfile profile) {
            Map<String, Long> last = profile.valuesLastMonth(column);
            Map<String, Long> past = profile.valuesMonthsBefore(column);
            double now = sum(last);
            double before = sum(past);
            if (now < FEWEST || before < FEWEST) {
                return few(now, before);
            }
            List<long[]> bins = profile.ordered(column) ? inOrder(last, past, before) : symbols(last, past, before);
            org.solvens.stability.Shift shift = org.solvens.stability.Shift.of(
                    bins.stream().mapToLong(bin -> bin[1]).toArray(),
                    bins.stream().mapToLong(bin -> bin[0]).toArray(),
                    (long) before,
                    (long) now);
            return new Measured(
                    shift.value(),
                    shift.noise(),
                    text(
                            "stability index %.3f over %d bins, of which chance makes up to %.3f",
                            shift.value(), bins.size(), shift.noise()));
        }

        private static List<long[]> inOrder(Map<String, Long> last, Map<String, Long> past, double before) {
            TreeMap<Integer, long[]> fine = new TreeMap<>();
            last.forEach((bin, n) -> fine.computeIfAbsent(Integer.valueOf(bin), _ -> new long[2])[0] += n);
            past.forEach((bin, n) -> fine.computeIfAbsent(Integer.valueOf(bin), _ -> new long[2])[1] += n);
            List<long[]> bins = new ArrayList<>();
            long[] open = null;
            for (long[] bin : fine.values()) {
                if (open == null || open[1] >= AMOUNTS * before) {
                    open = new long[2];
                    bins.add(open);
                }
                open[0] += bin[0];
                open[1] += bin[1];
            }
            if (bins.size() > 1 && bins.getLast()[1] < AMOUNTS * before / 2) {
                long[] rest = bins.removeLast();
                bins.getLast()[0] += rest[0];
                bins.getLast()[1] += rest[1];
            }
            return bins;
        }

        private static List<long[]> symbols(Map<String, Long> last, Map<String, Long> past, double before) {
            List<long[]> bins = new ArrayList<>();
            long[] rare = new long[2];
            TreeSet<String> all = new TreeSet<>(last.keySet());
            all.addAll(past.keySet());
            for (String symbol : all) {
                long[] bin = {last.getOrDefault(symbol, 0L), past.getOrDefault(symbol, 0L)};
                if (bin[1] >= SYMBOLS * before) {
                    bins.add(bin);
                } else {
                    rare[0] += bin[0];
                    rare[1] += bin[1];
                }
            }
            if (rare[0] + rare[1] > 0) {
                bins.add(rare);
            }
            return bins;
        }

        private static double sum(Map<String, Long> counts) {
            return counts.values().stream().mapToLong(Long::longValue).sum();
        }
    }

    private static Measure few(double now, double before) {
        return new TooLittle(
                text("%,.0f rows in the last month and %,.0f before; %d each are needed", now, before, FEWEST));
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int half = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    }

    private static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
