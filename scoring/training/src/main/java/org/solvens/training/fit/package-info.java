/// Binning, scorecards and boosted trees. Only `Regression` and `SmileTrees` use Smile.
@NullMarked
package org.solvens.training.fit;

import org.jspecify.annotations.NullMarked;
