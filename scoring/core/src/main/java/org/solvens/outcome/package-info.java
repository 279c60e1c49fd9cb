/// Outcomes: what became of a case after an as-of date, and which cases are looked at.
package org.solvens.outcome;
