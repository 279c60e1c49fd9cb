package org.solvens.registry;

/// The newest entry of the role book at some time.
///
/// @param sequence number of the newest entry, 0 if there was none
/// @param hash of the newest entry
record RolesHead(int sequence, String hash) {
    static final RolesHead EMPTY = new RolesHead(0, RoleLink.START);
}
