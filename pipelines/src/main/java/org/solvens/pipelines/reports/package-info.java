/// The recovery report.
package org.solvens.pipelines.reports;
