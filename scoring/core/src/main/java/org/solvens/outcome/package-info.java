/// Outcomes: what happened to a case after an as-of date, and which cases are observed.
package org.solvens.outcome;
