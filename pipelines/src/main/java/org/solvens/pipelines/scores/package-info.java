/// What scoring reads, and the scores of a date.
package org.solvens.pipelines.scores;
