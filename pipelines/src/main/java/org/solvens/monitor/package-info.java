/// Monitoring: compares scoring months with training. `MonitorCommand` of the pipelines starts it; read
/// `Monitor` first.
@NullMarked
package org.solvens.monitor;

import org.jspecify.annotations.NullMarked;
