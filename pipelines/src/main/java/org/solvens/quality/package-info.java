/// Data-quality checks over the lake's feeds: what is measured, what is asked of it, what came out.
package org.solvens.quality;
