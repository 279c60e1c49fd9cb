/// Monitoring: compares scoring months with training. `MonitorCommand` of the pipelines starts it; read
/// `Monitor` first.
package org.solvens.monitor;
