/// Who may make a model champion: the gate, a second person, or a reason to override.
package org.solvens.training.gate;
