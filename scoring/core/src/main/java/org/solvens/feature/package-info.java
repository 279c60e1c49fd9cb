/// Features: each defined once, as a value that carries its meaning and a pure function of a case's
/// history at an as-of date.
package org.solvens.feature;
