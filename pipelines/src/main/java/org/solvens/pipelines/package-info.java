/// The commands on the lake, and the run of all its steps. Each step is a room below this package, or one of `ingest`,
/// `quality` and `monitor`; `RoomsTest` has the arrows between them.
@NullMarked
package org.solvens.pipelines;

import org.jspecify.annotations.NullMarked;
