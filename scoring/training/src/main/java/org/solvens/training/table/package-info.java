/// An analyst's own table as rows to train on: what its columns are, and how their values become numbers.
@NullMarked
package org.solvens.training.table;

import org.jspecify.annotations.NullMarked;
