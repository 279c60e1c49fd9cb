package org.solvens.monitor;

import java.util.Arrays;
import org.solvens.stability.Bins;

/// How many cases lie in each bin of everything that is counted, separately for each group of
/// case ages.
///
/// A portfolio that nobody adds to grows older, and with it everything that grows with age. So
/// what is found is compared with the training cases of like ages: each age group of training
/// counts as much as it does in the month.
///
/// @param cells by age group, thing counted and bin; {@link #place} says where
record Counts(long[] cells) {
    /// Most bins of values, without those of missing.
    static final int MOST_BINS = 10;

    /// Places kept for each thing counted, and for the age groups, which are the bins of the
    /// case's age.
    private static final int STRIDE = Bins.MISSING + MOST_BINS + 1;

    /// How many cells the counts of so many things have.
    static int size(int things) {
        return STRIDE * things * STRIDE;
    }

    /// The cell of a bin.
    ///
    /// @param things how many things are counted
    static int place(int ageGroup, int things, int thing, int bin) {
        return (ageGroup * things + thing) * STRIDE + bin;
    }

    /// Both together.
    Counts plus(Counts other) {
        long[] sum = cells.clone();
        Arrays.setAll(sum, i -> sum[i] + other.cells[i]);
        return new Counts(sum);
    }

    private int things() {
        return cells.length / STRIDE / STRIDE;
    }

    private long[] ofAge(int ageGroup, int thing, Bins bins) {
        int from = place(ageGroup, things(), thing, 0);
        return Arrays.copyOfRange(cells, from, from + bins.count());
    }

    /// Cases by bin of a thing, whatever their age.
    long[] of(int thing, Bins bins) {
        long[] sum = new long[bins.count()];
        for (int age = 0; age < STRIDE; age++) {
            long[] part = ofAge(age, thing, bins);
            Arrays.setAll(sum, b -> sum[b] + part[b]);
        }
        return sum;
    }

    private long[] ages() {
        long[] ages = new long[STRIDE];
        for (int age = 0; age < STRIDE; age++) {
            int from = place(age, things(), 0, 0);
            ages[age] = Arrays.stream(cells, from, from + STRIDE).sum();
        }
        return ages;
    }

    /// These cases by bin, if their ages were those of a month; they add up to as many as there
    /// are here. Age groups that are empty here are left out.
    double[] ofAgesLike(Counts month, int thing, Bins bins) {
        double[] weights = weights(month);
        double[] sum = new double[bins.count()];
        for (int age = 0; age < STRIDE; age++) {
            double weight = weights[age];
            long[] part = ofAge(age, thing, bins);
            Arrays.setAll(sum, b -> sum[b] + weight * part[b]);
        }
        return sum;
    }

    /// How much each case of an age group counts; 1 on average.
    private double[] weights(Counts month) {
        long[] here = ages();
        long[] there = month.ages();
        double all = Arrays.stream(here).sum();
        double common = 0;
        for (int age = 0; age < STRIDE; age++) {
            common += here[age] > 0 ? there[age] : 0;
        }
        double[] weights = new double[STRIDE];
        for (int age = 0; age < STRIDE; age++) {
            weights[age] = here[age] == 0 || common == 0 ? 0 : there[age] / common * all / here[age];
        }
        return weights;
    }

    /// What share of its members this side still tells by, when its ages are made like those of
    /// a month (Kish 1965).
    ///
    /// @return above 0 to 1; 1 where the ages are alike
    double effectiveShare(Counts month) {
        long[] here = ages();
        double[] weights = weights(month);
        double all = 0;
        double squares = 0;
        for (int age = 0; age < STRIDE; age++) {
            all += here[age] * weights[age];
            squares += here[age] * weights[age] * weights[age];
        }
        return squares == 0 ? 1 : all * all / squares / Arrays.stream(here).sum();
    }
}
