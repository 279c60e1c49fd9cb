package org.solvens.api;

import io.javalin.http.Context;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.solvens.feature.FeatureCatalogue;
import org.solvens.history.Piece;
import tools.jackson.core.JsonGenerator;

/// Scores the history of a debtor that a request brings or names, and what changes to it would do. Nothing is stored.
final class ScoreHandler {
    private final Access access;
    private final SegmentAnswer answers;
    private final EstimateReasonsAnswer reasons;
    private final Shelves shelves;
    private final OnlineScores decisions;
    private final Bodies bodies;

    ScoreHandler(Access access, FeatureCatalogue catalogue, Shelves shelves, OnlineScores decisions, Bodies bodies) {
        this.access = access;
        this.answers = new SegmentAnswer(catalogue);
        this.reasons = new EstimateReasonsAnswer(catalogue);
        this.shelves = shelves;
        this.decisions = decisions;
        this.bodies = bodies;
    }

    void score(Context context, Caller caller) throws InterruptedException {
        Accept.choose(context, Json.MEDIA_TYPE);
        String type = Json.requireBody(context, Json.MEDIA_TYPE, AvroBody.MEDIA_TYPE);
        HistoryScoring with = shelves.scoring();
        try (Bodies.Body body = bodies.read(context)) {
            Instant now = access.now();
            byte[] content = body.content().readAllBytes();
            ScoreRequest request = type.equals(Json.MEDIA_TYPE)
                    ? ScoreRequest.of(content, now)
                    : ScoreRequest.of(
                            AvroBody.rows(body, content, "SCORE-AVRO", ScoreRequest.tooMany()),
                            context.queryParam("as_of"),
                            now);
            ScoreSubject subject = request.caseId() == null
                    ? ScoreSubject.brought(request, caller)
                    : ScoreSubject.stored(request, caller, known(request.caseId(), caller));
            long asOf = request.asOf().atStartOfDay(ZoneOffset.UTC).toInstant().toEpochMilli();
            List<HistoryScoring.Scored> before = scored(with, subject.debtorId(), subject.before(), asOf, caller);
            List<HistoryScoring.Scored> after =
                    subject.after() == null ? before : scored(with, subject.debtorId(), subject.after(), asOf, caller);
            access.note(caller, "score.computed", read(request, subject, before, after));
            Json.answer(context, json -> write(json, request, subject, before, after, caller, now));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// What is known of the debtor of a case, as far as the caller may see it.
    private KnownHistory known(String caseId, Caller caller) {
        CurrentDecisions.Owner owner = decisions.content().owner(caseId);
        if (owner == null || !caller.sees(owner.creditorId())) {
            throw ApiProblem.unknownCase();
        }
        return decisions.known(owner.debtorId()).seenBy(caller);
    }

    /// The cases that the caller may see.
    private static List<HistoryScoring.Scored> scored(
            HistoryScoring with, String debtorId, List<Piece> pieces, long asOf, Caller caller)
            throws InterruptedException {
        return with.score(debtorId, pieces, asOf).stream()
                .filter(each -> caller.sees(each.row().creditorId()))
                .toList();
    }

    private static Map<String, Object> read(
            ScoreRequest request,
            ScoreSubject subject,
            List<HistoryScoring.Scored> before,
            List<HistoryScoring.Scored> after) {
        Set<String> cases = new LinkedHashSet<>();
        before.forEach(each -> cases.add(each.row().caseId()));
        after.forEach(each -> cases.add(each.row().caseId()));
        Map<String, Object> read = new LinkedHashMap<>();
        read.put("debtor", subject.debtorId());
        read.put("cases", List.copyOf(cases));
        read.put("as_of", request.asOf().toString());
        if (request.changes() != null) {
            read.put("changes", request.changes().size());
        }
        if (subject.stored()) {
            read.put("stored", true);
        }
        return read;
    }

    private void write(
            JsonGenerator json,
            ScoreRequest request,
            ScoreSubject subject,
            List<HistoryScoring.Scored> before,
            List<HistoryScoring.Scored> after,
            Caller caller,
            Instant now) {
        Map<String, HistoryScoring.Scored> was = new LinkedHashMap<>();
        before.forEach(each -> was.put(each.row().caseId(), each));
        // Values of a stored history may count what a caller limited to creditors does not know, such as an income.
        boolean values = !subject.stored() || caller.creditors() == null;
        // Who brings a history knows what is in it.
        Caller sees = subject.stored() ? caller : new Caller(caller.id(), caller.creditors(), true, true);
        json.writeStartObject();
        json.writeStringProperty("debtor_id", subject.debtorId());
        json.writeStringProperty("as_of", request.asOf().toString());
        json.writeArrayPropertyStart("cases");
        for (HistoryScoring.Scored each : after) {
            json.writeStartObject();
            json.writeName("decision");
            answers.write(json, Decided.request(each.row(), now), sees);
            json.writePOJOProperty("features", values ? sees.shown(each.features()) : Map.of());
            json.writePOJOProperty("missing", values ? sees.shown(each.missing()) : Map.of());
            json.writeName("estimate_reasons");
            reasons.write(json, each.estimates(), sees);
            HistoryScoring.Scored old = was.remove(each.row().caseId());
            if (subject.after() != null) {
                json.writeName("before");
                if (old == null) {
                    json.writeNull();
                } else {
                    answers.write(json, Decided.request(old.row(), now), sees);
                }
            }
            json.writeEndObject();
        }
        json.writeEndArray();
        if (subject.after() != null) {
            json.writePOJOProperty("closed", List.copyOf(was.keySet()));
        }
        json.writeEndObject();
    }
}
