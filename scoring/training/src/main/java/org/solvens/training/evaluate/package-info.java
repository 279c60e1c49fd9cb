/// How good a model is: ranking, calibration, intervals over debtors, curves, groups of people.
package org.solvens.training.evaluate;
