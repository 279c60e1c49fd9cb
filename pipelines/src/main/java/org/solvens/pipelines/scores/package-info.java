/// What scoring reads, and the scores of a date.
@NullMarked
package org.solvens.pipelines.scores;

import org.jspecify.annotations.NullMarked;
