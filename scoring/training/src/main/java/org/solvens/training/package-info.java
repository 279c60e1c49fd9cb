/// Training: from snapshots to scorecards that have passed the gate.
///
/// Start reading at {@link org.solvens.training.Training}, then {@link org.solvens.training.AxisTraining}.
package org.solvens.training;
