/// One class of the Java kernel of Jupyter, replaced.
@NullMarked
package org.rapaio.jupyter.kernel.channels;

import org.jspecify.annotations.NullMarked;
