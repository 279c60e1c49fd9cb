/// Compaction and clean-up of the tables of a lake.
package org.solvens.pipelines.maintenance;
