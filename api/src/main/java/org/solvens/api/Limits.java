package org.solvens.api;

import java.time.Duration;

/// What one client may take from the others.
///
/// @param deadline for a request to arrive whole, and again for its answer to leave; also how long a
///     connection may stay without a request
/// @param connections open at once; further ones wait in the queue of the operating system
/// @param bodies request bodies that are read at once
/// @param bodyBytes of all request bodies that are read or being answered at once
/// @param bulkAnswers that are written at once
record Limits(Duration deadline, int connections, int bodies, int bodyBytes, int bulkAnswers) {
    /// For the heap of this process: a body and the ids, texts and columns made from it take up to ten times its
    /// bytes, so that all of them together fill a third of the heap at most.
    static final Limits STANDARD = new Limits(
            Duration.ofSeconds(30),
            4_096,
            512,
            Math.clamp(Runtime.getRuntime().maxMemory() / 32, 4_000_000, 256_000_000),
            32);
}
