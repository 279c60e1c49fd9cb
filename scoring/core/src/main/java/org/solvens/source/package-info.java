/// Source files: CSV, Avro and Parquet, read to their end or refused.
@NullMarked
package org.solvens.source;

import org.jspecify.annotations.NullMarked;
