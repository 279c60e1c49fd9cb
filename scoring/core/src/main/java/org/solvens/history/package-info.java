/// The history of a debtor: every record, as it became known.
@NullMarked
package org.solvens.history;

import org.jspecify.annotations.NullMarked;
