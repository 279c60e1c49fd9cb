package org.solvens.lake;

import java.util.Objects;

/// One version of one table. Two tables that were made one after the other in the same folder have different ids, even
/// where their versions have the same number.
///
/// @param id of the table, given when it was made; never changes
/// @param version number of the version, from 0
public record TableVersion(String id, long version) {
    public TableVersion {
        Objects.requireNonNull(id);
    }
}
