/// Features and outcomes of the cases at the as-of dates of a plan, and the check that they see nothing later.
@NullMarked
package org.solvens.pipelines.snapshots;

import org.jspecify.annotations.NullMarked;
