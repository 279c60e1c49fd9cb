/// The operational store of the API: keys, accepted events and the audit log, in a relational database.
///
/// Start reading at {@link org.solvens.store.Store}. It is one path for H2 and PostgreSQL.
@NullMarked
package org.solvens.store;

import org.jspecify.annotations.NullMarked;
