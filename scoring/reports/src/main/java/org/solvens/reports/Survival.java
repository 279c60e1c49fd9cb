package org.solvens.reports;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/// Survival by Kaplan and Meier over whole months, with Greenwood's variance and an interval on the scale of log(-log),
/// which stays between 0 and 1 (Collett, Modelling Survival Data in Medical Research).
final class Survival {
    private static final double NORMAL_95 = 1.959963984540054;

    private final TreeMap<Integer, long[]> byMonth = new TreeMap<>();

    /// The survival after a month.
    ///
    /// @param atRisk followed at its beginning
    /// @param share that survived it, with its interval of 95 %
    record Step(int month, long atRisk, long events, double share, double low, double high) {}

    /// Adds lives that end in a month.
    ///
    /// @param event whether they end by the event, and not because nobody followed them longer
    void add(int month, boolean event, long count) {
        byMonth.computeIfAbsent(month, _ -> new long[2])[event ? 0 : 1] += count;
    }

    /// The steps from the beginning to the last month that somebody was followed.
    List<Step> steps() {
        long atRisk = 0;
        for (long[] ends : byMonth.values()) {
            atRisk += ends[0] + ends[1];
        }
        List<Step> steps = new ArrayList<>();
        double share = 1;
        double variance = 0;
        for (int month = 0; !byMonth.isEmpty() && month <= byMonth.lastKey(); month++) {
            long[] ends = byMonth.getOrDefault(month, new long[2]);
            if (ends[0] > 0) {
                share *= 1 - ends[0] / (double) atRisk;
                variance += atRisk == ends[0] ? 0 : ends[0] / ((double) atRisk * (atRisk - ends[0]));
            }
            double low = share;
            double high = share;
            if (share > 0 && share < 1) {
                double wide = NORMAL_95 * Math.sqrt(variance) / Math.log(share);
                low = Math.pow(share, Math.exp(-wide));
                high = Math.pow(share, Math.exp(wide));
            }
            steps.add(new Step(month, atRisk, ends[0], share, Math.min(low, high), Math.max(low, high)));
            atRisk -= ends[0] + ends[1];
        }
        return steps;
    }
}
