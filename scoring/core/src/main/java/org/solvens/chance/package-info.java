/// Chance as a function of names and seeds, so that every draw can be repeated.
@NullMarked
package org.solvens.chance;

import org.jspecify.annotations.NullMarked;
