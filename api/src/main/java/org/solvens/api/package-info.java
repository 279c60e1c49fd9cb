/// The case-system API and the report pages, answered from memory over a lake.
///
/// Start reading at {@link org.solvens.api.ApiServer}, which names every route; {@link
/// org.solvens.api.Decisions} is what is looked up, and {@link org.solvens.api.Shelf} keeps it fresh.
package org.solvens.api;
