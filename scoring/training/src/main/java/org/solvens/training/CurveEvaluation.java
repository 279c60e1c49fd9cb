package org.solvens.training;

import java.util.ArrayList;
import java.util.List;
import org.solvens.model.Calibration;
import org.solvens.model.CurveModel;
import org.solvens.model.RecoveryBand;
import org.solvens.outcome.Recovered;
import org.solvens.training.Resampling.Interval;

/// What a curve expected of the test cases, and what came in.
///
/// @param cases how many were followed
/// @param days one for each day by which the curve is told
public record CurveEvaluation(int cases, List<Day> days) {

    /// One day by which the curve is told.
    ///
    /// @param expected mean over the cases
    /// @param observed censored cases allowed for; see {@link Followed#observed}
    /// @param interval 95 % of the observed, by drawing debtors anew
    /// @param groups by what is expected
    /// @param inside share of the groups whose observed share lies in their band
    /// @param agreeing share of the groups of which the observed share's own interval meets the band
    public record Day(
            int days,
            double expected,
            double observed,
            Interval interval,
            List<Group> groups,
            double inside,
            double agreeing) {}

    /// Cases of which about the same is expected.
    ///
    /// @param low of the model's band at the mean of what is expected
    /// @param high of the same
    public record Group(int cases, double expected, double low, double high, double observed, Interval interval) {

        /// Whether the observed share lies in the band.
        boolean inside() {
            return observed >= low && observed <= high;
        }

        /// Whether the observed share's interval meets the band.
        boolean agrees() {
            return interval.high() >= low && interval.low() <= high;
        }
    }

    /// Measures.
    ///
    /// @param cases of the test
    static CurveEvaluation of(CurveModel model, List<Followed> cases, long seed) {
        List<Day> days = new ArrayList<>();
        for (RecoveryBand band : model.bands()) {
            int periods = band.days() / Recovered.PERIOD_DAYS;
            double observed = Followed.observed(cases, periods);
            if (Double.isFinite(observed)) {
                List<Group> groups = Followed.groups(cases, periods).stream()
                        .filter(group -> Double.isFinite(Followed.observed(group, periods)))
                        .map(group -> group(band, group, periods, seed))
                        .toList();
                days.add(new Day(
                        band.days(),
                        Followed.mean(cases, periods),
                        observed,
                        Followed.interval(cases, periods, seed),
                        groups,
                        share(groups.stream().filter(Group::inside).count(), groups.size()),
                        share(groups.stream().filter(Group::agrees).count(), groups.size())));
            }
        }
        return new CurveEvaluation(cases.size(), List.copyOf(days));
    }

    /// The furthest that the mean expected share lies from the observed one on any day.
    double error() {
        return days.stream()
                .mapToDouble(day -> Math.abs(day.expected() - day.observed()))
                .max()
                .orElse(0);
    }

    /// The smallest share, of any day, of the groups of which the observed share's interval meets the band.
    double agreeing() {
        return days.stream().mapToDouble(Day::agreeing).min().orElse(1);
    }

    private static Group group(RecoveryBand band, List<Followed> cases, int periods, long seed) {
        double expected = Followed.mean(cases, periods);
        return new Group(
                cases.size(),
                expected,
                Math.min(expected, at(band.share(), band.low(), expected)),
                Math.max(expected, at(band.share(), band.high(), expected)),
                Followed.observed(cases, periods),
                Followed.interval(cases, periods, seed));
    }

    private static double at(List<Double> share, List<Double> bound, double expected) {
        return new Calibration(Calibration.Interpolation.LINEAR, share, bound).of(expected);
    }

    private static double share(long part, int all) {
        return all == 0 ? 0 : (double) part / all;
    }
}
