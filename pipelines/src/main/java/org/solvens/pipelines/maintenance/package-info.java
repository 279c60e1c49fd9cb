/// Compaction and clean-up of the tables of a lake.
@NullMarked
package org.solvens.pipelines.maintenance;

import org.jspecify.annotations.NullMarked;
