/// What people read of models and policies: the model card, the exported model, comparison with a simulation's
/// truth.
@NullMarked
package org.solvens.training.report;

import org.jspecify.annotations.NullMarked;
