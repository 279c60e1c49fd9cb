/// Training and prediction beside LightGBM and XGBoost, on the same rows, in one process.
package org.solvens.bench;
