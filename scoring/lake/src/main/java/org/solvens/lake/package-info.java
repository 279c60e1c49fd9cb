/// The lake: the places of its tables, their reading by Delta Kernel, and its lock.
@NullMarked
package org.solvens.lake;

import org.jspecify.annotations.NullMarked;
