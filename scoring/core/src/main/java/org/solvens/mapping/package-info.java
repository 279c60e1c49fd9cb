/// Mappings of foreign columns to the feeds, and their expressions.
@NullMarked
package org.solvens.mapping;

import org.jspecify.annotations.NullMarked;
