/// Notebooks run and exported by Jupyter.
@NullMarked
package org.solvens.notebook;

import org.jspecify.annotations.NullMarked;
