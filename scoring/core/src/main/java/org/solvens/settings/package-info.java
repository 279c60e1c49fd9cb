/// The settings of a process, read once.
@NullMarked
package org.solvens.settings;

import org.jspecify.annotations.NullMarked;
