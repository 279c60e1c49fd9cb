package org.solvens.api;

import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.Semaphore;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.solvens.store.Changes;
import org.solvens.store.Changes.Change;

/// Answers with the changes of decisions after a cursor, and waits for the next one if asked to.
///
/// The cursor is the id of the last change that the caller received. So it says nothing about how much
/// happened to others in between.
final class ChangesHandler {
    private static final Logger LOG = LoggerFactory.getLogger(ChangesHandler.class);
    private static final String START = "start";
    private static final int STANDARD_LIMIT = 100;
    private static final int LARGEST_LIMIT = 1_000;
    private static final int LONGEST_WAIT = 20;
    private static final int MOST_WAITING = 1_000;
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(50);
    private static final Set<String> NAMES = Set.of("cursor", "limit", "wait");

    private final Access access;
    private final OnlineScores decisions;
    private final Semaphore waiters = new Semaphore(MOST_WAITING);

    ChangesHandler(Access access, OnlineScores decisions) {
        this.access = access;
        this.decisions = decisions;
    }

    /// Answers with the description of the messages.
    static void asyncApi(Context context) throws IOException {
        try (InputStream in = Objects.requireNonNull(ChangesHandler.class.getResourceAsStream("asyncapi.yaml"))) {
            context.contentType("application/yaml").result(in.readAllBytes());
        }
    }

    private record Page(List<ChangeEvent> changes, String next) {}

    void changes(Context context, Caller caller) throws InterruptedException {
        Accept.choose(context, Json.MEDIA_TYPE);
        for (Map.Entry<String, List<String>> parameter : context.queryParamMap().entrySet()) {
            if (!NAMES.contains(parameter.getKey()) || parameter.getValue().size() > 1) {
                throw ApiProblem.badRequest("FILTER", "The parameters are cursor, limit and wait, each at most once.");
            }
        }
        int limit = number(context, "limit", STANDARD_LIMIT, 1, LARGEST_LIMIT);
        int wait = number(context, "wait", 0, 0, LONGEST_WAIT);
        String cursor = context.queryParam("cursor");
        try {
            Changes changes = access.store().changes();
            if (cursor == null) {
                Json.answer(
                        context,
                        new Page(
                                List.of(),
                                changes.last(caller.creditors()).map(Change::id).orElse(START)));
                return;
            }
            long after = after(changes, cursor, caller.creditors());
            long seen = decisions.lastChange();
            List<Change> found = changes.since(after, caller.creditors(), limit);
            if (found.isEmpty() && wait > 0) {
                found = waited(changes, after, seen, caller, limit, Duration.ofSeconds(wait));
            }
            List<String> cases = found.stream()
                    .map(Change::caseId)
                    .filter(caseId -> !caseId.isEmpty())
                    .toList();
            if (!cases.isEmpty()) {
                access.note(caller, "changes.read", Map.of("cases", cases));
            }
            Json.answer(
                    context,
                    new Page(
                            found.stream().map(ChangeEvent::of).toList(),
                            found.isEmpty() ? cursor : found.getLast().id()));
        } catch (JdbiException e) {
            LOG.error("the store does not give changes: {}", e.getClass().getName());
            throw ApiProblem.storeAway();
        }
    }

    private static long after(Changes changes, String cursor, @Nullable Set<String> creditors) {
        if (cursor.equals(START)) {
            return 0;
        }
        OptionalLong seq = changes.seqOf(cursor, creditors);
        if (seq.isEmpty()) {
            throw new ApiProblem(
                    410,
                    "CURSOR-GONE",
                    "The change is no longer kept",
                    "Changes are kept for " + Changes.KEPT.toDays() + " days. Ask without a cursor, list the cases"
                            + " again, and follow from there.");
        }
        return seq.getAsLong();
    }

    /// @param seen number of the last change when there was none after `after`
    private List<Change> waited(Changes changes, long after, long seen, Caller caller, int limit, Duration longest)
            throws InterruptedException {
        if (!waiters.tryAcquire()) {
            throw ApiProblem.busy();
        }
        try {
            long end = System.nanoTime() + longest.toNanos();
            while (System.nanoTime() - end < 0) {
                Thread.sleep(BETWEEN_LOOKS);
                long last = decisions.lastChange();
                if (last != seen) {
                    seen = last;
                    List<Change> found = changes.since(after, caller.creditors(), limit);
                    if (!found.isEmpty()) {
                        return found;
                    }
                }
            }
            return List.of();
        } finally {
            waiters.release();
        }
    }

    private static int number(Context context, String name, int standard, int least, int most) {
        String value = context.queryParam(name);
        if (value == null) {
            return standard;
        }
        if (value.matches("[0-9]{1,4}") && Integer.parseInt(value) >= least && Integer.parseInt(value) <= most) {
            return Integer.parseInt(value);
        }
        throw ApiProblem.badRequest("FILTER", name + " is a whole number from " + least + " to " + most + ".");
    }
}
