/// Histories and features compared with DuckDB on the same feeds.
@NullMarked
package org.solvens.bench.reports;

import org.jspecify.annotations.NullMarked;
