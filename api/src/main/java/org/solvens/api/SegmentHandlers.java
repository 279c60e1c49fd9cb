package org.solvens.api;

import io.javalin.http.Context;
import io.javalin.http.Header;
import io.javalin.http.HttpStatus;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.function.Predicate;
import org.apache.arrow.memory.BufferAllocator;
import org.jspecify.annotations.Nullable;
import org.solvens.feature.FeatureCatalogue;
import org.solvens.scoring.ScoreRow;
import tools.jackson.core.JsonGenerator;

/// Answers with decisions: of a case, of a debtor, of named cases, of a list. Every read is noted before it is
/// answered.
final class SegmentHandlers {
    private static final String READ = "score.read";
    private static final int CASES_PER_ENTRY = 1_000;

    private final Access access;
    private final FeatureCatalogue catalogue;
    private final Shelf<Decisions> decisions;
    private final Bodies bodies;
    private final Semaphore bulkAnswers;
    private final BufferAllocator memory;

    SegmentHandlers(
            Access access,
            FeatureCatalogue catalogue,
            Shelf<Decisions> decisions,
            Bodies bodies,
            Limits limits,
            BufferAllocator memory) {
        this.access = access;
        this.catalogue = catalogue;
        this.decisions = decisions;
        this.bodies = bodies;
        this.bulkAnswers = new Semaphore(limits.bulkAnswers());
        this.memory = memory;
    }

    void ofCase(Context context, Caller caller) {
        Accept.choose(context, Json.MEDIA_TYPE);
        Decisions loaded = decisions.content();
        ScoreRow decision = caller.seen(loaded.ofCase(context.pathParam("caseId")));
        if (decision == null) {
            throw ApiProblem.unknownCase();
        }
        access.note(
                caller,
                READ,
                Map.of("case", decision.caseId(), "as_of", loaded.asOf().toString()));
        if (isUnchanged(context, loaded, "case " + decision.caseId(), caller)) {
            return;
        }
        Json.answer(context, SegmentAnswer.of(decision, loaded.commit(), catalogue, caller));
    }

    private record DebtorAnswer(String debtorId, List<SegmentAnswer> cases) {}

    void ofDebtor(Context context, Caller caller) {
        Accept.choose(context, Json.MEDIA_TYPE);
        Decisions loaded = decisions.content();
        List<ScoreRow> found = loaded.ofDebtor(context.pathParam("debtorId")).stream()
                .filter(decision -> caller.sees(decision.creditorId()))
                .toList();
        if (found.isEmpty()) {
            throw ApiProblem.unknownDebtor();
        }
        String debtorId = found.getFirst().debtorId();
        access.note(
                caller,
                READ,
                Map.of(
                        "debtor",
                        debtorId,
                        "cases",
                        found.stream().map(ScoreRow::caseId).toList(),
                        "as_of",
                        loaded.asOf().toString()));
        if (isUnchanged(context, loaded, "debtor " + debtorId, caller)) {
            return;
        }
        Json.answer(
                context,
                new DebtorAnswer(
                        debtorId,
                        found.stream()
                                .map(decision -> SegmentAnswer.of(decision, loaded.commit(), catalogue, caller))
                                .toList()));
    }

    void batch(Context context, Caller caller) {
        String type = Accept.choose(context, Json.MEDIA_TYPE, ArrowAnswer.MEDIA_TYPE);
        Json.requireBody(context);
        Decisions loaded = decisions.content();
        // Checked before the body is read, so that it is not sent for nothing.
        if (bulkAnswers.availablePermits() == 0) {
            throw ApiProblem.busy();
        }
        try (Bodies.Body body = bodies.read(context)) {
            if (!bulkAnswers.tryAcquire()) {
                throw ApiProblem.busy();
            }
            try {
                answerBatch(context, caller, body, type, loaded);
            } finally {
                bulkAnswers.release();
            }
        }
    }

    private void answerBatch(Context context, Caller caller, Bodies.Body body, String type, Decisions loaded) {
        try {
            List<ScoreRow> found = new ArrayList<>();
            List<String> notFound = new ArrayList<>();
            for (String caseId : BatchRequest.caseIds(body.content(), Json.MAPPER)) {
                ScoreRow decision = caller.seen(loaded.ofCase(caseId));
                if (decision == null) {
                    notFound.add(caseId);
                } else {
                    found.add(decision);
                }
            }
            noteRead(caller, loaded, found);
            context.contentType(type);
            OutputStream out = context.outputStream();
            if (type.equals(Json.MEDIA_TYPE)) {
                write(found, notFound, loaded, caller, out);
            } else {
                ArrowAnswer.write(
                        found,
                        Map.of("not_found", Json.MAPPER.writeValueAsString(notFound)),
                        loaded.commit(),
                        catalogue,
                        caller,
                        Front.progress(context),
                        memory,
                        out);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Notes which cases were read, in entries of a bounded size.
    private void noteRead(Caller caller, Decisions loaded, List<ScoreRow> found) {
        for (int from = 0; from < found.size(); from += CASES_PER_ENTRY) {
            List<String> cases = found.subList(from, Math.min(found.size(), from + CASES_PER_ENTRY)).stream()
                    .map(ScoreRow::caseId)
                    .toList();
            access.note(
                    caller, READ, Map.of("cases", cases, "as_of", loaded.asOf().toString()));
        }
    }

    private record Page(
            LocalDate asOf,
            List<SegmentAnswer> cases,
            @Nullable String next) {}

    void list(Context context, Caller caller) {
        String type = Accept.choose(context, Json.MEDIA_TYPE, ArrowAnswer.MEDIA_TYPE, CsvAnswer.MEDIA_TYPE);
        Decisions loaded = decisions.content();
        SegmentFilter filter = SegmentFilter.of(context.queryParamMap(), loaded.commit());
        Predicate<ScoreRow> wanted = filter.wanted().and(decision -> caller.sees(decision.creditorId()));
        if (!type.equals(Json.MEDIA_TYPE) && filter.limit() == 0) {
            stream(context, caller, type, loaded, filter, wanted);
            return;
        }
        int limit = filter.limit() == 0 ? SegmentFilter.STANDARD_LIMIT : filter.limit();
        // One more than the page has, to know whether another page follows.
        List<ScoreRow> found = loaded.list(filter.after(), wanted, limit + 1);
        List<ScoreRow> page = found.subList(0, Math.min(limit, found.size()));
        String next = found.size() > limit
                ? SegmentFilter.cursor(loaded.commit(), page.getLast().caseId())
                : null;
        noteRead(caller, loaded, page);
        if (type.equals(Json.MEDIA_TYPE)) {
            Json.answer(
                    context,
                    new Page(
                            loaded.asOf(),
                            page.stream()
                                    .map(decision -> SegmentAnswer.of(decision, loaded.commit(), catalogue, caller))
                                    .toList(),
                            next));
        } else {
            if (next != null) {
                context.header(Header.LINK, "<?cursor=" + next + ">; rel=\"next\"");
            }
            send(context, caller, type, loaded, page);
        }
    }

    /// Answers with all decisions of a list at once.
    private void stream(
            Context context,
            Caller caller,
            String type,
            Decisions loaded,
            SegmentFilter filter,
            Predicate<ScoreRow> wanted) {
        if (!bulkAnswers.tryAcquire()) {
            throw ApiProblem.busy();
        }
        try {
            List<ScoreRow> found = loaded.list(filter.after(), wanted, Integer.MAX_VALUE);
            access.note(
                    caller,
                    READ,
                    Map.of(
                            "all",
                            filter.text(),
                            "count",
                            found.size(),
                            "scores_version",
                            loaded.commit().version(),
                            "as_of",
                            loaded.asOf().toString()));
            send(context, caller, type, loaded, found);
        } finally {
            bulkAnswers.release();
        }
    }

    private void send(Context context, Caller caller, String type, Decisions loaded, List<ScoreRow> found) {
        try {
            context.contentType(type);
            OutputStream out = context.outputStream();
            if (type.equals(CsvAnswer.MEDIA_TYPE)) {
                CsvAnswer.write(found, loaded.commit(), catalogue, caller, Front.progress(context), out);
            } else {
                ArrowAnswer.write(
                        found, Map.of(), loaded.commit(), catalogue, caller, Front.progress(context), memory, out);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    // The generator is not closed after a failure: that would complete the Json.MEDIA_TYPE, and a truncated answer
    // would
    // look whole.
    private void write(List<ScoreRow> found, List<String> notFound, Decisions loaded, Caller caller, OutputStream out) {
        JsonGenerator json = Json.MAPPER.createGenerator(out);
        json.writeStartObject();
        json.writePOJOProperty("as_of", loaded.asOf());
        json.writeArrayPropertyStart("cases");
        for (ScoreRow decision : found) {
            json.writePOJO(SegmentAnswer.of(decision, loaded.commit(), catalogue, caller));
        }
        json.writeEndArray();
        json.writePOJOProperty("not_found", notFound);
        json.writeEndObject();
        json.close();
    }

    private static boolean isUnchanged(Context context, Decisions loaded, String what, Caller caller) {
        String tag = String.format(
                Locale.ROOT,
                "\"%d-%x-%x\"",
                loaded.commit().version(),
                loaded.commit().writtenAt(),
                31 * what.hashCode() + caller.mark());
        context.header(Header.ETAG, tag).header(Header.VARY, "Accept, Accept-Encoding");
        String known = context.header(Header.IF_NONE_MATCH);
        if (known == null) {
            return false;
        }
        for (String each : known.split(",")) {
            String candidate = each.strip();
            if (candidate.equals("*") || candidate.equals(tag) || candidate.equals("W/" + tag)) {
                context.status(HttpStatus.NOT_MODIFIED);
                return true;
            }
        }
        return false;
    }
}
