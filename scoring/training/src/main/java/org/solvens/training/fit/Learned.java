package org.solvens.training.fit;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.solvens.feature.Axis;
import org.solvens.model.Calibration;
import org.solvens.model.Model;
import org.solvens.model.ModelFile;
import org.solvens.model.PointsScale;
import org.solvens.model.ScorecardModel;
import org.solvens.model.Term;
import org.solvens.model.Tree;
import org.solvens.model.TreesModel;
import org.solvens.model.Verification;
import org.solvens.outcome.Recovered;
import org.solvens.plan.TrainingPlan;
import org.solvens.training.rows.AxisRows;

/// A fitted model in Smile's form, before calibration and export.
public sealed interface Learned permits Scorecard, Boosting, Published {

    /// Whether no feature is left.
    boolean isEmpty();

    /// Log-odds of rows.
    double[] logOdds(AxisRows rows, int[] which);

    /// Smile's own probability of a row, before calibration.
    double smileProbability(AxisRows rows, int row);

    /// `kept`, or why the feature is not in the model.
    String fate(String feature);

    /// How much a feature in the model weighs: the coefficient of a scorecard, the share of the gain of
    /// trees; null if the feature is not in the model.
    @Nullable
    Double weight(String feature);

    /// The portable model.
    Model export(Common common, Calibration calibration);

    /// Fields that both families of models have.
    record Common(Axis axis, TrainingPlan plan, String featuresVersion, PointsScale scale) {

        private int horizonDays() {
            return axis.isCurve() ? Recovered.DAYS : plan.horizonDays();
        }

        ScorecardModel scorecard(
                List<Term> terms, double intercept, Calibration calibration, List<Verification> verification) {
            return ModelFile.identified(new ScorecardModel(
                    "",
                    axis,
                    plan.plan(),
                    plan.version(),
                    horizonDays(),
                    plan.asOf().maxAgeDays(),
                    featuresVersion,
                    terms,
                    intercept,
                    scale,
                    calibration,
                    verification));
        }

        TreesModel trees(
                List<String> features,
                double base,
                List<Tree> trees,
                Calibration calibration,
                List<Verification> verification) {
            return ModelFile.identified(new TreesModel(
                    "",
                    axis,
                    plan.plan(),
                    plan.version(),
                    horizonDays(),
                    plan.asOf().maxAgeDays(),
                    featuresVersion,
                    features,
                    base,
                    trees,
                    scale,
                    calibration,
                    verification));
        }
    }
}
