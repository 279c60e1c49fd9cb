/// The tables of the reports.
@NullMarked
package org.solvens.pipelines.reports;

import org.jspecify.annotations.NullMarked;
