/// Training: from snapshots to models that have passed the gate.
///
/// ```
/// SnapshotSource -> AxisRows -> Partition -> Scorecard, Boosting -> calibration -> Model
///                                                                                    |
///                          registry <- Training (gate, approval) <- Evaluation <- Evaluating
/// ```
///
/// Start reading at {@link org.solvens.training.Training}, then {@link org.solvens.training.AxisTraining},
/// then {@link org.solvens.training.Evaluation}. Only `Regression` and `SmileTrees` use Smile.
package org.solvens.training;
