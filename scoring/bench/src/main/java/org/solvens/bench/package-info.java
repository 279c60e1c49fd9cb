/// Training and prediction compared with LightGBM and XGBoost, on the same rows, in one process.
@NullMarked
package org.solvens.bench;

import org.jspecify.annotations.NullMarked;
