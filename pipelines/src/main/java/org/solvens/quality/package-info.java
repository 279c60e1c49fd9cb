/// Data-quality checks over the lake's feeds: measures, constraints and results.
@NullMarked
package org.solvens.quality;

import org.jspecify.annotations.NullMarked;
