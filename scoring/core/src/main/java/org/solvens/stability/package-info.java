/// Measures whether a population has changed: shares by bin, their stability index, and how much of it is
/// chance.
@NullMarked
package org.solvens.stability;

import org.jspecify.annotations.NullMarked;
