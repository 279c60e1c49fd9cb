package org.solvens.api;

import io.javalin.http.Context;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.solvens.feature.FeatureCatalogue;

/// Scores the history of a debtor that a request brings.
final class ScoreHandler {
    private final Access access;
    private final SegmentAnswer answers;
    private final Shelves shelves;
    private final Bodies bodies;

    ScoreHandler(Access access, FeatureCatalogue catalogue, Shelves shelves, Bodies bodies) {
        this.access = access;
        this.answers = new SegmentAnswer(catalogue);
        this.shelves = shelves;
        this.bodies = bodies;
    }

    void score(Context context, Caller caller) throws InterruptedException {
        Accept.choose(context, Json.MEDIA_TYPE);
        Json.requireBody(context);
        HistoryScoring with = shelves.scoring();
        try (Bodies.Body body = bodies.read(context)) {
            Instant now = access.now();
            ScoreRequest request = ScoreRequest.of(body.content().readAllBytes(), caller, now);
            long asOf = request.asOf().atStartOfDay(ZoneOffset.UTC).toInstant().toEpochMilli();
            List<HistoryScoring.Scored> scored = with.score(request.debtorId(), request.pieces(), asOf);
            access.note(
                    caller,
                    "score.computed",
                    Map.of(
                            "debtor",
                            request.debtorId(),
                            "cases",
                            scored.stream().map(each -> each.row().caseId()).toList(),
                            "as_of",
                            request.asOf().toString()));
            Json.answer(context, json -> {
                json.writeStartObject();
                json.writeStringProperty("debtor_id", request.debtorId());
                json.writeStringProperty("as_of", request.asOf().toString());
                json.writeArrayPropertyStart("cases");
                for (HistoryScoring.Scored each : scored) {
                    json.writeStartObject();
                    json.writeName("decision");
                    answers.write(json, Decided.request(each.row(), now), caller);
                    json.writePOJOProperty("features", each.features());
                    json.writePOJOProperty("missing", each.missing());
                    json.writeEndObject();
                }
                json.writeEndArray();
                json.writeEndObject();
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
