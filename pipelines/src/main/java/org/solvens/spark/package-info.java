/// Tables of the core in Spark's types.
@NullMarked
package org.solvens.spark;

import org.jspecify.annotations.NullMarked;
