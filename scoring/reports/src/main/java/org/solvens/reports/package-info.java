/// The pages of the reports: what they show, in four languages, as HTML, CSV and JSON.
@NullMarked
package org.solvens.reports;

import org.jspecify.annotations.NullMarked;
