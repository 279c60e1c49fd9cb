/// Monitoring: scoring months held against training. `MonitorCommand` of the pipelines starts it; read `Monitor` first.
package org.solvens.monitor;
