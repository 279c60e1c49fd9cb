/// How good a model is: ranking, calibration, intervals over debtors, curves, groups of people.
@NullMarked
package org.solvens.training.evaluate;

import org.jspecify.annotations.NullMarked;
