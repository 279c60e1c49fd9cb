/// The lake: the places of its tables, reading and appending to them by Delta Kernel, and its lock.
@NullMarked
package org.solvens.lake;

import org.jspecify.annotations.NullMarked;
