package org.solvens.api;

import java.time.Duration;

/// Limits that keep one client from blocking others.
///
/// @param deadline for a request to arrive completely, and again for its answer to be sent; also how long a
///     connection may stay open without a request
/// @param connections open at once; further ones wait in the queue of the operating system
/// @param bodies request bodies that are read at once
/// @param bodyBytes of all request bodies that are read or being answered at once
/// @param bulkAnswers that are written at once
record Limits(Duration deadline, int connections, int bodies, int bodyBytes, int bulkAnswers) {
    /// Limits for the heap of this process. A body and the objects made from it take up to ten times its
    /// bytes, so all bodies together use at most a third of the heap.
    static final Limits STANDARD = new Limits(
            Duration.ofSeconds(30),
            4_096,
            512,
            Math.clamp(Runtime.getRuntime().maxMemory() / 32, 4_000_000, 256_000_000),
            32);
}
