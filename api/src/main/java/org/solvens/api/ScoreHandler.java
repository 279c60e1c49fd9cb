package org.solvens.api;

import io.javalin.http.Context;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.solvens.feature.FeatureCatalogue;

/// Scores the history of a debtor that a request brings.
final class ScoreHandler {
    private final Access access;
    private final FeatureCatalogue catalogue;
    private final Shelves shelves;
    private final Bodies bodies;

    ScoreHandler(Access access, FeatureCatalogue catalogue, Shelves shelves, Bodies bodies) {
        this.access = access;
        this.catalogue = catalogue;
        this.shelves = shelves;
        this.bodies = bodies;
    }

    private record ScoredAnswer(String debtorId, LocalDate asOf, List<ScoredCaseAnswer> cases) {}

    private record ScoredCaseAnswer(
            SegmentAnswer decision, Map<String, Double> features, Map<String, String> missing) {}

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
            Json.answer(
                    context,
                    new ScoredAnswer(
                            request.debtorId(),
                            request.asOf(),
                            scored.stream()
                                    .map(each -> new ScoredCaseAnswer(
                                            SegmentAnswer.of(Decided.request(each.row(), now), catalogue, caller),
                                            each.features(),
                                            each.missing()))
                                    .toList()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
