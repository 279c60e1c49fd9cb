/// Pages: templates, tables as their cells, and the one escaping of HTML.
@NullMarked
package org.solvens.page;

import org.jspecify.annotations.NullMarked;
