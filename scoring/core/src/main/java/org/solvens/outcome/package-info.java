/// Outcomes: what happened to a case after an as-of date, and which cases are observed.
@NullMarked
package org.solvens.outcome;

import org.jspecify.annotations.NullMarked;
