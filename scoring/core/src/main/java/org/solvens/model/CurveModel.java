package org.solvens.model;

import java.util.List;
import java.util.Objects;
import org.solvens.feature.Axis;

/// A curve as plain data: a discrete-time hazard and its bands.
///
/// The hazard is the chance that an event happens during a period if it has not happened before: a unit of the
/// balance is paid (expected recovery), or the case pays for the first time (probability of payment). By the
/// end of period k the curve's value is `1 - (1 - h_0) ... (1 - h_k)`. The hazard is a scorecard or trees, and
/// one of its features may be the number of the period, from 0.
///
/// @param id the content's hash, 16 hexadecimal digits; empty in a draft (see {@link ModelFile#identified})
/// @param hazard of one period, on an axis that {@link Axis#isCurve}
/// @param period name of the hazard's feature that holds the number of the period
/// @param periodDays days of a period
/// @param bands by days, each at the end of a period; the curve is given at these days
/// @param curves rows for verification: their curves are computed again whenever the model is read; at least
///     one
public record CurveModel(
        String id, Model hazard, String period, int periodDays, List<CurveBand> bands, List<CurveRow> curves)
        implements Model {

    /// A row and the curve that the trainer expects of it.
    ///
    /// @param values in the order of the hazard's features; the value of the period is ignored
    public record CurveRow(List<Double> values, List<Curve.Point> points) {
        public CurveRow {
            values = List.copyOf(values);
            points = List.copyOf(points);
            Finite.require("curve", values);
        }
    }

    public CurveModel {
        Objects.requireNonNull(id);
        Objects.requireNonNull(period);
        bands = List.copyOf(bands);
        curves = List.copyOf(curves);
        if (hazard instanceof CurveModel || !hazard.axis().isCurve()) {
            throw new IllegalArgumentException(
                    "the hazard of a curve must be a scorecard or trees of an axis with a curve as its estimate");
        }
        if (periodDays <= 0 || bands.isEmpty() || curves.isEmpty()) {
            throw new IllegalArgumentException("a curve has periods, bands and rows to verify");
        }
        int days = 0;
        for (CurveBand band : bands) {
            if (band.days() <= days || band.days() % periodDays != 0 || band.days() > hazard.horizonDays()) {
                throw new IllegalArgumentException("curve: bands ascend, and each ends with a period of the horizon");
            }
            days = band.days();
        }
        for (CurveRow row : curves) {
            if (row.values().size() != hazard.features().size() || row.points().size() != bands.size()) {
                throw new IllegalArgumentException("curve: a row has another width than the model");
            }
        }
    }

    @Override
    public Axis axis() {
        return hazard.axis();
    }

    @Override
    public String plan() {
        return hazard.plan();
    }

    @Override
    public int planVersion() {
        return hazard.planVersion();
    }

    @Override
    public int horizonDays() {
        return hazard.horizonDays();
    }

    @Override
    public int maxAgeDays() {
        return hazard.maxAgeDays();
    }

    @Override
    public String featuresVersion() {
        return hazard.featuresVersion();
    }

    @Override
    public PointsScale scale() {
        return hazard.scale();
    }

    /// From log-odds to the hazard.
    @Override
    public Calibration calibration() {
        return hazard.calibration();
    }

    @Override
    public List<Verification> verification() {
        return hazard.verification();
    }

    @Override
    public List<String> features() {
        return hazard.features();
    }

    /// The same model under another id.
    CurveModel withId(String other) {
        return new CurveModel(other, hazard, period, periodDays, bands, curves);
    }
}
