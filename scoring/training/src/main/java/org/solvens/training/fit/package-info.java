/// Binning, scorecards and boosted trees. Only `Regression` and `SmileTrees` use Smile.
package org.solvens.training.fit;
