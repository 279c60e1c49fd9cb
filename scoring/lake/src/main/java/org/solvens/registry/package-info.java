/// Published models, and which of them serves each axis.
@NullMarked
package org.solvens.registry;

import org.jspecify.annotations.NullMarked;
