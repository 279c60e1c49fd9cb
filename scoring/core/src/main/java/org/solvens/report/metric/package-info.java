/// The metrics of the reports: each defined once, with its name, unit, grain and source, and counted from the views of
/// debtors and cases.
@NullMarked
package org.solvens.report.metric;

import org.jspecify.annotations.NullMarked;
