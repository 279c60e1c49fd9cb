package org.solvens.store;

import java.time.Instant;
import java.util.Map;

/// Something that was done, for the audit log.
///
/// @param at when
/// @param actor id of the API key; `-` for a server that needs no keys; for a command the user's name
/// @param action such as `score.read` or `key.created`
/// @param details further facts, in order; values are texts, numbers or lists of texts
public record AuditEntry(Instant at, String actor, String action, Map<String, ?> details) {}
