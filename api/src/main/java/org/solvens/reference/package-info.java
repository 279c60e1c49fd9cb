/// Commands that list what Solvens knows by itself: the features, the tables.
@NullMarked
package org.solvens.reference;

import org.jspecify.annotations.NullMarked;
