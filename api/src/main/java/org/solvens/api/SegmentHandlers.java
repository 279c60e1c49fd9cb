package org.solvens.api;

import io.javalin.http.Context;
import io.javalin.http.Header;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.stream.Collectors;
import org.apache.arrow.memory.BufferAllocator;
import org.jspecify.annotations.Nullable;
import org.solvens.feature.FeatureCatalogue;
import org.solvens.feed.Money;
import org.solvens.model.Language;
import org.solvens.reports.CaseList;
import org.solvens.scoring.ScoreRow;
import tools.jackson.core.JsonGenerator;

/// Answers with decisions: of a case, of a debtor, of named cases, of a list. Every read is noted before it is
/// answered.
final class SegmentHandlers {
    private static final String READ = "score.read";
    private static final int CASES_PER_ENTRY = 1_000;

    private final Access access;
    private final FeatureCatalogue catalogue;
    private final SegmentAnswer answers;
    private final OnlineScores decisions;
    private final EarlierDecisions earlier;
    private final Bodies bodies;
    private final Semaphore bulkAnswers;
    private final BufferAllocator memory;

    SegmentHandlers(
            Access access,
            FeatureCatalogue catalogue,
            OnlineScores decisions,
            EarlierDecisions earlier,
            Bodies bodies,
            Limits limits,
            BufferAllocator memory) {
        this.access = access;
        this.catalogue = catalogue;
        this.answers = new SegmentAnswer(catalogue);
        this.decisions = decisions;
        this.earlier = earlier;
        this.bodies = bodies;
        this.bulkAnswers = new Semaphore(limits.bulkAnswers());
        this.memory = memory;
    }

    void ofCase(Context context, Caller caller) {
        Accept.choose(context, Json.MEDIA_TYPE);
        String caseId = context.pathParam("caseId");
        String asOf = context.queryParam("as_of");
        Decided decided =
                asOf == null ? ofNow(caseId, caller) : earlier.ofCase(caseId, EarlierDecisions.day(asOf), caller);
        if (decided == null) {
            throw ApiProblem.unknownCase();
        }
        access.note(caller, READ, Map.of("case", caseId, "as_of", decided.asOf().toString()));
        if (isUnchanged(context, List.of(decided), caller)) {
            return;
        }
        Json.answer(context, answers.bytes(decided, caller));
    }

    private @Nullable Decided ofNow(String caseId, Caller caller) {
        CurrentDecisions loaded = decisions.content();
        Decided decided = loaded.ofCase(caseId, caller);
        if (decided == null && loaded.closed(caseId, caller)) {
            throw ApiProblem.closedCase();
        }
        return decided;
    }

    void ofDebtor(Context context, Caller caller) {
        Accept.choose(context, Json.MEDIA_TYPE);
        CurrentDecisions loaded = decisions.content();
        List<Decided> found = loaded.ofDebtor(context.pathParam("debtorId"), caller);
        if (found.isEmpty()) {
            throw ApiProblem.unknownDebtor();
        }
        String debtorId = found.getFirst().row().debtorId();
        access.note(
                caller,
                READ,
                Map.of(
                        "debtor",
                        debtorId,
                        "cases",
                        found.stream().map(each -> each.row().caseId()).toList(),
                        "as_of",
                        found.getFirst().row().asOf().toString()));
        if (isUnchanged(context, found, caller)) {
            return;
        }
        Json.answer(context, json -> {
            json.writeStartObject();
            json.writeStringProperty("debtor_id", debtorId);
            json.writeName("cases");
            answers.write(json, found, caller);
            json.writeEndObject();
        });
    }

    void batch(Context context, Caller caller) {
        String type = Accept.choose(context, Json.MEDIA_TYPE, ArrowAnswer.MEDIA_TYPE);
        Json.requireBody(context);
        CurrentDecisions loaded = decisions.content();
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

    private void answerBatch(Context context, Caller caller, Bodies.Body body, String type, CurrentDecisions loaded) {
        try {
            List<Decided> found = new ArrayList<>();
            List<String> notFound = new ArrayList<>();
            for (String caseId : BatchRequest.caseIds(body.content(), Json.MAPPER)) {
                Decided decided = loaded.ofCase(caseId, caller);
                if (decided == null) {
                    notFound.add(caseId);
                } else {
                    found.add(decided);
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
                        catalogue,
                        caller,
                        Exchange.of(context)::progress,
                        memory,
                        out);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Notes which cases were read, in entries of a bounded size.
    private void noteRead(Caller caller, CurrentDecisions loaded, List<Decided> found) {
        for (int from = 0; from < found.size(); from += CASES_PER_ENTRY) {
            List<String> cases = found.subList(from, Math.min(found.size(), from + CASES_PER_ENTRY)).stream()
                    .map(decided -> decided.row().caseId())
                    .toList();
            access.note(
                    caller, READ, Map.of("cases", cases, "as_of", loaded.asOf().toString()));
        }
    }

    /// The open cases that a number of the reports counts, as a page. What is shown, noted and withheld is what {@link
    /// #list} shows, notes and withholds.
    void page(Context context, Caller caller) {
        Accept.choose(context, ReportHandlers.HTML);
        CurrentDecisions loaded = decisions.content();
        Map<String, List<String>> asked = new LinkedHashMap<>(context.queryParamMap());
        Language language = ReportHandlers.language(context, asked.remove("lang"));
        SegmentFilter filter = SegmentFilter.of(asked, loaded.commit(), caller);
        int limit = filter.limit() == 0 ? SegmentFilter.STANDARD_LIMIT : filter.limit();
        List<Decided> found = loaded.list(filter.after(), filter.wanted(), limit + 1, caller);
        List<Decided> page = found.subList(0, Math.min(limit, found.size()));
        noteRead(caller, loaded, page);
        ReportHandlers.send(
                context,
                new CaseList(
                                loaded.asOf(),
                                filter.text(),
                                page.stream()
                                        .map(decided -> shown(caller.shown(decided.row(), catalogue)))
                                        .toList(),
                                loaded.count(filter.wanted(), caller),
                                found.size() > limit
                                        ? SegmentFilter.cursor(
                                                loaded.commit(), page.getLast().caseId())
                                        : null,
                                caller.creditors() == null)
                        .html(language));
    }

    private static CaseList.Case shown(ScoreRow row) {
        return new CaseList.Case(
                row.caseId(),
                row.creditorId(),
                Money.decimal(row.balance()),
                row.currency(),
                row.segment(),
                row.route(),
                row.stage(),
                row.reviewOn(),
                row.promiseDueOn(),
                row.promiseBrokenOn(),
                row.limitationOn(),
                row.needsHuman());
    }

    void list(Context context, Caller caller) {
        String type = Accept.choose(
                context,
                Json.MEDIA_TYPE,
                ArrowAnswer.MEDIA_TYPE,
                AvroAnswer.MEDIA_TYPE,
                ParquetAnswer.MEDIA_TYPE,
                CsvAnswer.MEDIA_TYPE);
        CurrentDecisions loaded = decisions.content();
        SegmentFilter filter = SegmentFilter.of(context.queryParamMap(), loaded.commit(), caller);
        if (!type.equals(Json.MEDIA_TYPE) && filter.limit() == 0) {
            stream(context, caller, type, loaded, filter);
            return;
        }
        int limit = filter.limit() == 0 ? SegmentFilter.STANDARD_LIMIT : filter.limit();
        // One more than the page has, to know whether another page follows.
        List<Decided> found = loaded.list(filter.after(), filter.wanted(), limit + 1, caller);
        List<Decided> page = found.subList(0, Math.min(limit, found.size()));
        String next = found.size() > limit
                ? SegmentFilter.cursor(loaded.commit(), page.getLast().row().caseId())
                : null;
        noteRead(caller, loaded, page);
        if (type.equals(Json.MEDIA_TYPE)) {
            Json.answer(context, json -> {
                json.writeStartObject();
                json.writeStringProperty("as_of", loaded.asOf().toString());
                json.writeName("cases");
                answers.write(json, page, caller);
                json.writePOJOProperty("next", next);
                json.writeEndObject();
            });
        } else {
            if (next != null) {
                context.header(Header.LINK, "<?cursor=" + next + ">; rel=\"next\"");
            }
            send(context, caller, type, page);
        }
    }

    /// Answers with all decisions of a list at once.
    private void stream(Context context, Caller caller, String type, CurrentDecisions loaded, SegmentFilter filter) {
        if (!bulkAnswers.tryAcquire()) {
            throw ApiProblem.busy();
        }
        try {
            List<Decided> found = loaded.list(filter.after(), filter.wanted(), Integer.MAX_VALUE, caller);
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
            send(context, caller, type, found);
        } finally {
            bulkAnswers.release();
        }
    }

    private void send(Context context, Caller caller, String type, List<Decided> found) {
        try {
            context.contentType(type);
            OutputStream out = context.outputStream();
            Runnable progress = Exchange.of(context)::progress;
            switch (type) {
                case CsvAnswer.MEDIA_TYPE -> CsvAnswer.write(found, catalogue, caller, progress, out);
                case AvroAnswer.MEDIA_TYPE -> AvroAnswer.write(found, catalogue, caller, progress, out);
                case ParquetAnswer.MEDIA_TYPE -> ParquetAnswer.write(found, catalogue, caller, progress, out);
                default -> ArrowAnswer.write(found, Map.of(), catalogue, caller, progress, memory, out);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    // The generator is not closed after a failure: that would complete the JSON, and a truncated answer would look
    // whole.
    private void write(
            List<Decided> found, List<String> notFound, CurrentDecisions loaded, Caller caller, OutputStream out) {
        JsonGenerator json = Json.MAPPER.createGenerator(out);
        json.writeStartObject();
        json.writePOJOProperty("as_of", loaded.asOf());
        json.writeName("cases");
        answers.write(json, found, caller);
        json.writePOJOProperty("not_found", notFound);
        json.writeEndObject();
        json.close();
    }

    /// Answers 304 if the caller has these decisions already. The tag depends on nothing but them and on
    /// what the caller may see of them.
    private static boolean isUnchanged(Context context, List<Decided> decisions, Caller caller) {
        String ids = decisions.size() == 1
                ? String.valueOf(decisions.getFirst().id())
                : UUID.nameUUIDFromBytes(decisions.stream()
                                .map(Decided::id)
                                .collect(Collectors.joining(" "))
                                .getBytes(StandardCharsets.UTF_8))
                        .toString();
        return Tags.unchanged(context, '"' + ids + '-' + Integer.toHexString(caller.mark()) + '"');
    }
}
