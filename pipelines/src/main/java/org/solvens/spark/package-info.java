/// Tables of the core in Spark's terms.
@NullMarked
package org.solvens.spark;

import org.jspecify.annotations.NullMarked;
