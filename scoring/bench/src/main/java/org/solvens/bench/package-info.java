/// Training and prediction beside LightGBM and XGBoost, on the same rows, in one process.
@NullMarked
package org.solvens.bench;

import org.jspecify.annotations.NullMarked;
