/// The tables that managers, analysts and operators read: recovery, monitoring, quality checks and quarantine.
@NullMarked
package org.solvens.report;

import org.jspecify.annotations.NullMarked;
