/// Turns what is known of a case into its scores and its decision. Batch and real-time scoring share this
/// code.
@NullMarked
package org.solvens.scoring;

import org.jspecify.annotations.NullMarked;
