/// The recovery report.
@NullMarked
package org.solvens.pipelines.reports;

import org.jspecify.annotations.NullMarked;
