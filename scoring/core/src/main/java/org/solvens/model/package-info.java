/// Portable models: plain data, a file that verifies itself, and scoring over plain arrays.
@NullMarked
package org.solvens.model;

import org.jspecify.annotations.NullMarked;
