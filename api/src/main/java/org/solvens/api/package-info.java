/// The case-system API and the report pages, answered from memory over a lake.
///
/// Start reading at {@link org.solvens.api.Routes}, which names every address; {@link
/// org.solvens.api.Decisions} holds the decisions, and {@link org.solvens.api.Shelf} keeps them up to date.
@NullMarked
package org.solvens.api;

import org.jspecify.annotations.NullMarked;
