/// What decisions read from the feeds of a lake in addition to histories, without Spark.
@NullMarked
package org.solvens.inputs;

import org.jspecify.annotations.NullMarked;
