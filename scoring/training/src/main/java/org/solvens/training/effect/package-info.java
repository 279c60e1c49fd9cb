/// What routes bring, learnt from the decisions of the log.
@NullMarked
package org.solvens.training.effect;

import org.jspecify.annotations.NullMarked;
