/// Training: from snapshots to models that have passed the gate.
///
/// ```
/// SnapshotSource -> AxisRows -> Partition -> Scorecard, Boosting -> calibration -> Model
///                                                                                    |
///                          registry <- Training (gate, approval) <- Evaluation <- Evaluating
/// ```
///
/// Start reading at {@link org.solvens.training.Training}, then {@link org.solvens.training.AxisTraining}, then
/// {@link org.solvens.training.evaluate.Evaluation}. The rooms below this package do not know it;
/// `ArchitectureTest` has the arrows between them.
@NullMarked
package org.solvens.training;

import org.jspecify.annotations.NullMarked;
