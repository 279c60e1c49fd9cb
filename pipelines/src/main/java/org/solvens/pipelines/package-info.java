/// The jobs on the lake: histories, snapshots, scores, the recovery report, and the run of them all.
package org.solvens.pipelines;
