package org.solvens.api;

import io.javalin.http.Context;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.solvens.store.Events;

/// Accepts events into the store, each request once under its idempotency key.
final class EventHandler {
    private static final Logger LOG = LoggerFactory.getLogger(EventHandler.class);

    private final Access access;
    private final OnlineScores decisions;
    private final Bodies bodies;
    private final Metrics metrics;

    EventHandler(Access access, OnlineScores decisions, Bodies bodies, Metrics metrics) {
        this.access = access;
        this.decisions = decisions;
        this.bodies = bodies;
        this.metrics = metrics;
    }

    private record Outcomes(int accepted, int known, int refused, List<Result> results) {
        private static Outcomes of(List<Events.Outcome> outcomes) {
            List<Result> results = new ArrayList<>();
            int accepted = 0;
            int known = 0;
            for (int i = 0; i < outcomes.size(); i++) {
                switch (outcomes.get(i)) {
                    case Events.Outcome.Accepted accepts -> {
                        accepted++;
                        results.add(new Result(i, "accepted", Instant.ofEpochMilli(accepts.knownAt()), null, null));
                    }
                    case Events.Outcome.Known knows -> {
                        known++;
                        results.add(new Result(i, "known", Instant.ofEpochMilli(knows.knownAt()), null, null));
                    }
                    case Events.Outcome.Refused(String code, String reason) ->
                        results.add(new Result(i, "refused", null, code, reason));
                }
            }
            return new Outcomes(accepted, known, outcomes.size() - accepted - known, results);
        }
    }

    private record Result(
            int index,
            String status,
            @Nullable Instant knownAt,
            @Nullable String code,
            @Nullable String reason) {}

    private void count(@Nullable Outcomes made) {
        if (made != null) {
            metrics.events("accepted", made.accepted());
            metrics.events("known", made.known());
            metrics.events("refused", made.refused());
        }
    }

    void accept(Context context, Caller caller) {
        Accept.choose(context, Json.MEDIA_TYPE);
        String type = Json.requireBody(context, Json.MEDIA_TYPE, AvroBody.MEDIA_TYPE);
        String name = context.header("Idempotency-Key");
        if (name == null || name.isBlank() || name.length() > 255) {
            throw ApiProblem.idempotencyKey();
        }
        Events events = access.store().events();
        try (Bodies.Body body = bodies.read(context)) {
            byte[] bytes = body.content().readAllBytes();
            EventRequest request = new EventRequest(caller, decisions::content, access.now());
            List<Events.Item> items = type.equals(Json.MEDIA_TYPE)
                    ? request.items(bytes)
                    : request.items(AvroBody.rows(body, bytes, "EVENTS-AVRO", EventRequest.tooMany()));
            AtomicReference<@Nullable Outcomes> made = new AtomicReference<>();
            Events.Answer answer = events.accept(
                    caller.id(), name, MessageDigest.getInstance("SHA-256").digest(bytes), items, outcomes -> {
                        made.set(Outcomes.of(outcomes));
                        return Json.MAPPER.writeValueAsBytes(made.get());
                    });
            switch (answer) {
                case Events.Answer.OtherRequest _ -> throw ApiProblem.idempotencyReused();
                case Events.Answer.Given(byte[] given, boolean replayed) -> {
                    if (replayed) {
                        context.header("Idempotency-Replayed", "true");
                    } else {
                        count(made.get());
                    }
                    decisions.wake();
                    context.contentType(Json.MEDIA_TYPE).result(given);
                }
            }
        } catch (JdbiException e) {
            LOG.error(
                    "request {}: the store did not take events: {}",
                    Exchange.of(context).id(),
                    e.getClass().getName());
            throw ApiProblem.storeAway();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
