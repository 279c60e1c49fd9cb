/// Tables that one process writes and another reads. A table is one record class; its columns, their types and their
/// meaning, and how a row is written and read, are derived from it.
@NullMarked
package org.solvens.table;

import org.jspecify.annotations.NullMarked;
