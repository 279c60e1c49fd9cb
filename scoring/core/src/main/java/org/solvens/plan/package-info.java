/// Training plans.
@NullMarked
package org.solvens.plan;

import org.jspecify.annotations.NullMarked;
