/// Data-quality checks over the lake's feeds: measures, constraints and results.
package org.solvens.quality;
