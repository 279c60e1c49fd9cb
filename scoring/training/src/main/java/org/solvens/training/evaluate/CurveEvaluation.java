package org.solvens.training.evaluate;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.solvens.model.Calibration;
import org.solvens.model.CurveBand;
import org.solvens.model.CurveModel;
import org.solvens.outcome.Recovered;
import org.solvens.training.evaluate.Resampling.Interval;

/// Compares a curve's expected values with the observed outcomes of the test cases.
///
/// @param cases how many were followed
/// @param days one for each day at which the curve is given
public record CurveEvaluation(int cases, List<Day> days) {

    /// One day at which the curve is given.
    ///
    /// @param expected mean over the cases
    /// @param observed censored cases allowed for; see {@link Followed#observed}
    /// @param interval 95 % of the observed, by resampling debtors
    /// @param groups by the expected value
    /// @param inside share of the groups with the observed mean inside the band
    /// @param agreeing share of the groups with an interval of the observed mean that overlaps the band
    /// @param slices of at least a hundred cases that share a stage, arrears, age, claim type, country, creditor or
    ///     quarter of balances; empty in evaluations of an earlier Solvens
    /// @param slicesAgreeing share of the slices with an interval of the observed mean that overlaps the band;
    ///     1 if there are no slices
    public record Day(
            int days,
            double expected,
            double observed,
            Interval interval,
            List<Group> groups,
            double inside,
            double agreeing,
            @Nullable List<Slice> slices,
            @Nullable Double slicesAgreeing) {
        public Day {
            slices = slices == null ? List.of() : List.copyOf(slices);
            slicesAgreeing = slicesAgreeing == null ? Double.valueOf(1) : slicesAgreeing;
        }

        @Override
        public List<Slice> slices() {
            return Objects.requireNonNull(slices, "the constructor replaces null");
        }

        @Override
        public Double slicesAgreeing() {
            return Objects.requireNonNull(slicesAgreeing, "the constructor replaces null");
        }
    }

    /// Cases with about the same expected value, or of one slice.
    ///
    /// @param low of the model's band at the mean expected value
    /// @param high of the same
    public record Group(int cases, double expected, double low, double high, double observed, Interval interval) {

        /// Whether the observed mean is inside the band.
        boolean inside() {
            return observed >= low && observed <= high;
        }

        /// Whether the observed mean's interval overlaps the band.
        public boolean agrees() {
            return interval.high() >= low && interval.low() <= high;
        }
    }

    /// The cases that share a fact, whatever their expected value.
    ///
    /// @param dimension such as `stage`
    /// @param value of the fact
    public record Slice(String dimension, String value, Group group) {}

    /// The test cases of a slice.
    record SliceCases(String dimension, String value, List<Followed> cases) {}

    /// Evaluates a curve.
    ///
    /// @param cases of the test
    /// @param slices of them; small ones are left out
    static CurveEvaluation of(CurveModel model, List<Followed> cases, List<SliceCases> slices, long seed) {
        List<Day> days = new ArrayList<>();
        for (CurveBand band : model.bands()) {
            int periods = band.days() / Recovered.PERIOD_DAYS;
            double observed = Followed.observed(cases, periods);
            if (Double.isFinite(observed)) {
                List<Group> groups = Followed.groups(cases, periods).stream()
                        .filter(group -> Double.isFinite(Followed.observed(group, periods)))
                        .map(group -> group(band, group, periods, seed))
                        .toList();
                List<Slice> measured = slices.stream()
                        .filter(slice -> slice.cases().size() >= Followed.SMALLEST_GROUP)
                        .filter(slice -> Double.isFinite(Followed.observed(slice.cases(), periods)))
                        .map(slice ->
                                new Slice(slice.dimension(), slice.value(), group(band, slice.cases(), periods, seed)))
                        .toList();
                long agreeing = measured.stream()
                        .filter(slice -> slice.group().agrees())
                        .count();
                days.add(new Day(
                        band.days(),
                        Followed.mean(cases, periods),
                        observed,
                        Followed.interval(cases, periods, seed),
                        groups,
                        share(groups.stream().filter(Group::inside).count(), groups.size()),
                        share(groups.stream().filter(Group::agrees).count(), groups.size()),
                        measured,
                        measured.isEmpty() ? 1 : share(agreeing, measured.size())));
            }
        }
        return new CurveEvaluation(cases.size(), List.copyOf(days));
    }

    /// The largest difference of the mean expected value from the observed one on any day.
    double error() {
        return days.stream()
                .mapToDouble(day -> Math.abs(day.expected() - day.observed()))
                .max()
                .orElse(0);
    }

    /// The smallest share on any day of groups that agree with the band.
    public double agreeing() {
        return days.stream().mapToDouble(Day::agreeing).min().orElse(1);
    }

    /// The smallest share on any day of slices that agree with the band.
    public double slicesAgreeing() {
        return days.stream().mapToDouble(Day::slicesAgreeing).min().orElse(1);
    }

    private static Group group(CurveBand band, List<Followed> cases, int periods, long seed) {
        double expected = Followed.mean(cases, periods);
        return new Group(
                cases.size(),
                expected,
                Math.min(expected, at(band.value(), band.low(), expected)),
                Math.max(expected, at(band.value(), band.high(), expected)),
                Followed.observed(cases, periods),
                Followed.interval(cases, periods, seed));
    }

    private static double at(List<Double> value, List<Double> bound, double expected) {
        return new Calibration(Calibration.Interpolation.LINEAR, value, bound).of(expected);
    }

    private static double share(long part, int all) {
        return all == 0 ? 0 : (double) part / all;
    }
}
