/// Where the API keeps the events that it accepted, and how an ingest takes them from there.
///
/// The API writes them through its own store. Everything here is plain JDBC; the driver is on the class path of
/// the leaf.
@NullMarked
package org.solvens.intake;

import org.jspecify.annotations.NullMarked;
