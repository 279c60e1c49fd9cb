/// What training reads: snapshots and histories by Delta Kernel, the rows of an axis, and their split by debtor
/// and date.
@NullMarked
package org.solvens.training.rows;

import org.jspecify.annotations.NullMarked;
