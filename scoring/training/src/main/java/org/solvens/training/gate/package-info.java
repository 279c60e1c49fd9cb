/// Who may make a model champion: the gate, a second person, or a reason to override.
@NullMarked
package org.solvens.training.gate;

import org.jspecify.annotations.NullMarked;
