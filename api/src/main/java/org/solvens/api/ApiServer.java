package org.solvens.api;

import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.javalin.http.Header;
import io.javalin.http.HttpResponseException;
import io.javalin.http.HttpStatus;
import io.javalin.json.JavalinJackson3;
import io.javalin.util.JavalinBindException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.solvens.feature.FeatureCatalogue;
import org.solvens.lake.Lake;
import org.solvens.problem.Problem;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

/// The HTTP server: it answers from memory, and looks in the lake at an interval for newer tables.
///
/// No request is logged, because addresses carry ids of cases and debtors.
public final class ApiServer implements AutoCloseable {
    /// Ids that one batch request may hold.
    public static final int BATCH_LIMIT = 10_000;

    private static final Logger LOG = LoggerFactory.getLogger(ApiServer.class);
    private static final String JSON = "application/json";
    private static final String PROBLEM_JSON = "application/problem+json";
    private static final long LARGEST_BODY = 4_000_000;
    private static final Map<String, Asset> ASSETS = Map.of(
            "echarts.min.js",
            new Asset("/META-INF/resources/webjars/echarts/5.3.1/dist/echarts.common.min.js", "text/javascript"),
            "recovery.js",
            new Asset("/org/solvens/api/pages/recovery.js", "text/javascript"),
            "recovery.css",
            new Asset("/org/solvens/api/pages/recovery.css", "text/css"));

    private record Asset(String resource, String type) {}

    private final JsonMapper json = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();
    private final FeatureCatalogue catalogue;
    private final Shelf<Decisions> decisions;
    private final Shelf<RecoveryTable> recovery;
    private final Shelf<QualityTable> quality;
    private final BufferAllocator memory = new RootAllocator();
    private final Javalin javalin;
    private final Thread watch;

    private ApiServer(Lake lake, FeatureCatalogue catalogue, Duration interval) {
        this.catalogue = catalogue;
        decisions = new Shelf<>(
                lake.scores(),
                Decisions::read,
                new Problem(
                        "NO-SCORES",
                        lake.scores(),
                        "No scores are loaded",
                        "the lake holds none yet",
                        "Run ./solvens run, or ./solvens score where models are published; they are then loaded"
                                + " without a restart"));
        recovery = new Shelf<>(
                lake.recovery(),
                RecoveryTable::read,
                new Problem(
                        "NO-REPORT",
                        lake.recovery(),
                        "No recovery report is loaded",
                        "the lake holds none yet",
                        "Run ./solvens run; it is then loaded without a restart"));
        quality = new Shelf<>(
                lake.quality(),
                QualityTable::read,
                new Problem(
                        "NO-QUALITY",
                        lake.quality(),
                        "No checks of the feeds are loaded",
                        "the lake holds none yet",
                        "Run ./solvens run or ./solvens quality; they are then loaded without a restart"));
        javalin = Javalin.create(this::configure);
        watch = Thread.ofVirtual().name("watch").unstarted(() -> watch(interval));
    }

    /// Starts to answer and loads what the lake holds; until that is done, the server is live but not
    /// ready.
    ///
    /// @param port 0 for any that is free
    /// @param interval between two looks for newer tables
    /// @throws Problem `API-PORT` if the address cannot be listened on
    public static ApiServer start(Lake lake, FeatureCatalogue catalogue, String host, int port, Duration interval) {
        ApiServer server = new ApiServer(lake, catalogue, interval);
        try {
            server.javalin.start(host, port);
        } catch (JavalinBindException e) {
            server.close();
            throw new Problem(
                    "API-PORT",
                    host + ":" + port,
                    "the API cannot listen on this address",
                    "another program listens on the port, or the host is not one of this machine",
                    "choose another port with --port, or stop the other program",
                    e);
        }
        server.refresh();
        server.watch.start();
        return server;
    }

    /// The port that is listened on.
    public int port() {
        return javalin.port();
    }

    /// Reads what is newer in the lake than in memory, now.
    void refresh() {
        decisions.refresh();
        recovery.refresh();
        quality.refresh();
    }

    private void watch(Duration interval) {
        try {
            while (true) {
                Thread.sleep(interval);
                refresh();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        watch.interrupt();
        javalin.stop();
        memory.close();
    }

    private void configure(JavalinConfig config) {
        config.startup.showJavalinBanner = false;
        config.startup.startupWatcherEnabled = false;
        config.http.prefer405over404 = true;
        config.http.maxRequestSize = LARGEST_BODY;
        config.router.javaLangErrorHandler((response, error) -> {
            LOG.error("a request failed: {}", error.getClass().getName());
            response.setStatus(HttpStatus.INTERNAL_SERVER_ERROR.getCode());
        });
        config.jsonMapper(new JavalinJackson3(json, false));
        read(config, "/v1/cases/{caseId}/segment", this::segmentOfCase);
        read(config, "/v1/debtors/{debtorId}/segments", this::segmentsOfDebtor);
        read(config, "/v1/reports/recovery", this::recoveryReport);
        read(config, "/v1/reports/quality", this::qualityReport);
        read(config, "/reports/recovery", context -> page(context, "recovery.html"));
        read(config, "/assets/{name}", ApiServer::asset);
        read(config, "/health/live", context -> answer(context, Map.of("status", "live")));
        read(config, "/health/ready", this::ready);
        read(config, "/openapi.yaml", ApiServer::openApi);
        read(config, "/", context -> context.redirect("/reports/recovery", HttpStatus.FOUND));
        config.routes
                .before(ApiServer::guard)
                .post("/v1/segments:batch", this::segmentsOfBatch)
                .exception(ApiProblem.class, (problem, context) -> answer(context, problem))
                .exception(HttpResponseException.class, (e, context) -> answer(context, ofHttp(e, context)))
                .exception(Exception.class, (e, context) -> answer(context, defect(e)));
    }

    // HEAD is handled as well: left to Javalin, it would be answered with 200 for an unknown case.
    private static void read(JavalinConfig config, String path, Handler handler) {
        config.routes.get(path, handler).head(path, handler);
    }

    private void segmentOfCase(Context context) {
        Accept.choose(context.header(Header.ACCEPT), JSON);
        Decisions loaded = decisions.content();
        Decision decision = loaded.ofCase(context.pathParam("caseId"));
        if (decision == null) {
            throw ApiProblem.unknownCase();
        }
        if (isUnchanged(context, loaded, "case " + decision.caseId())) {
            return;
        }
        answer(context, SegmentAnswer.of(decision, loaded.asOf(), catalogue));
    }

    private record DebtorAnswer(String debtorId, List<SegmentAnswer> cases) {}

    private void segmentsOfDebtor(Context context) {
        Accept.choose(context.header(Header.ACCEPT), JSON);
        Decisions loaded = decisions.content();
        List<Decision> found = loaded.ofDebtor(context.pathParam("debtorId"));
        if (found.isEmpty()) {
            throw ApiProblem.unknownDebtor();
        }
        String debtorId = found.getFirst().debtorId();
        if (isUnchanged(context, loaded, "debtor " + debtorId)) {
            return;
        }
        answer(context, new DebtorAnswer(debtorId, answers(found, loaded)));
    }

    private List<SegmentAnswer> answers(List<Decision> found, Decisions loaded) {
        return found.stream()
                .map(decision -> SegmentAnswer.of(decision, loaded.asOf(), catalogue))
                .toList();
    }

    private record BatchAnswer(LocalDate asOf, List<SegmentAnswer> cases, List<String> notFound) {}

    private void segmentsOfBatch(Context context) {
        String type = Accept.choose(context.header(Header.ACCEPT), JSON, ArrowAnswer.MEDIA_TYPE);
        Decisions loaded = decisions.content();
        List<Decision> found = new ArrayList<>();
        List<String> notFound = new ArrayList<>();
        for (String caseId : caseIds(context.bodyAsBytes())) {
            Decision decision = loaded.ofCase(caseId);
            if (decision == null) {
                notFound.add(caseId);
            } else {
                found.add(decision);
            }
        }
        if (type.equals(JSON)) {
            answer(context, new BatchAnswer(loaded.asOf(), answers(found, loaded), notFound));
        } else {
            context.contentType(type).result(ArrowAnswer.write(found, notFound, loaded.asOf(), json, memory));
        }
    }

    private List<String> caseIds(byte[] body) {
        JsonNode request;
        try {
            request = json.readTree(body);
        } catch (JacksonException e) {
            String where = e.getLocation() == null
                    ? ""
                    : " at line " + e.getLocation().getLineNr() + ", column "
                            + e.getLocation().getColumnNr();
            throw ApiProblem.badRequest("BATCH-JSON", "The body is not JSON" + where + ".");
        }
        JsonNode ids = request.get("case_ids");
        if (!request.isObject() || request.size() != 1 || ids == null || !ids.isArray()) {
            throw ApiProblem.badRequest(
                    "BATCH-BODY",
                    "The body must be an object with one member, case_ids, which is an array of strings.");
        }
        if (ids.size() > BATCH_LIMIT) {
            throw new ApiProblem(
                    413,
                    "BATCH-SIZE",
                    "Too many ids",
                    "A batch may hold " + BATCH_LIMIT + " ids and this one holds " + ids.size()
                            + ". Send it in parts.");
        }
        List<String> caseIds = new ArrayList<>(ids.size());
        for (int i = 0; i < ids.size(); i++) {
            if (!ids.get(i).isString()) {
                throw ApiProblem.badRequest(
                        "BATCH-BODY", "case_ids must hold strings only; element " + i + " is something else.");
            }
            caseIds.add(ids.get(i).stringValue());
        }
        return caseIds;
    }

    private void recoveryReport(Context context) {
        Accept.choose(context.header(Header.ACCEPT), JSON);
        answer(context, recovery.content().report(chosen(context, "currency"), chosen(context, "segment")));
    }

    private void qualityReport(Context context) {
        Accept.choose(context.header(Header.ACCEPT), JSON);
        answer(context, quality.content());
    }

    private static String chosen(Context context, String parameter) {
        String value = context.queryParam(parameter);
        return value == null || value.isEmpty() ? null : value;
    }

    private record Ready(String status, LocalDate asOf, long scoresVersion, int cases) {}

    private void ready(Context context) {
        Decisions loaded = decisions.content();
        answer(context, new Ready("ready", loaded.asOf(), loaded.commit().version(), loaded.size()));
    }

    private static void openApi(Context context) {
        context.contentType("application/yaml").result(resource("/org/solvens/api/openapi.yaml"));
    }

    private static void page(Context context, String name) {
        Accept.choose(context.header(Header.ACCEPT), "text/html");
        context.contentType("text/html; charset=utf-8").result(resource("/org/solvens/api/pages/" + name));
    }

    private static void asset(Context context) {
        Asset asset = ASSETS.get(context.pathParam("name"));
        if (asset == null) {
            throw nothingHere();
        }
        context.contentType(asset.type() + "; charset=utf-8").result(resource(asset.resource()));
    }

    private static byte[] resource(String name) {
        try (InputStream in = ApiServer.class.getResourceAsStream(name)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    // Pages run only our own scripts and style sheets, from this address; the chart sets style attributes. Answers are
    // not kept by anyone in between.
    private static void guard(Context context) {
        context.header(
                        "Content-Security-Policy",
                        "default-src 'none'; script-src 'self'; style-src 'self'; style-src-attr 'unsafe-inline';"
                                + " img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none';"
                                + " frame-ancestors 'none'")
                .header("X-Content-Type-Options", "nosniff")
                .header("Referrer-Policy", "no-referrer")
                .header(Header.CACHE_CONTROL, "private, no-cache");
    }

    private static boolean isUnchanged(Context context, Decisions loaded, String what) {
        String tag = "\"%d-%x-%x\""
                .formatted(loaded.commit().version(), loaded.commit().writtenAt(), what.hashCode());
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

    private void answer(Context context, Object body) {
        context.contentType(JSON).result(json.writeValueAsBytes(body));
    }

    private void answer(Context context, ApiProblem problem) {
        context.removeHeader(Header.ETAG);
        context.status(problem.status())
                .contentType(PROBLEM_JSON)
                .result(json.writeValueAsBytes(problem.document(context.req().getRequestURI())));
    }

    private static ApiProblem nothingHere() {
        return new ApiProblem(
                404, "HTTP-404", "Not found", "There is nothing at this address. See /openapi.yaml for what there is.");
    }

    private static ApiProblem ofHttp(HttpResponseException e, Context context) {
        return switch (e.getStatus()) {
            case 404 -> nothingHere();
            case 405 -> {
                String allowed = e.getDetails().getOrDefault("availableMethods", "");
                context.header(Header.ALLOW, allowed);
                yield new ApiProblem(
                        405, "HTTP-405", "Method not allowed", "This address takes only: " + allowed + ".");
            }
            case 413 ->
                new ApiProblem(
                        413,
                        "BATCH-SIZE",
                        "Body too large",
                        "A body may hold " + LARGEST_BODY + " bytes. Send it in parts.");
            default ->
                new ApiProblem(
                        e.getStatus(),
                        "HTTP-" + e.getStatus(),
                        HttpStatus.forStatus(e.getStatus()).getMessage(),
                        "See /openapi.yaml for what can be asked.");
        };
    }

    // The message of an exception may hold what was sent, so that only its kind and place are logged.
    private static ApiProblem defect(Exception e) {
        StackTraceElement[] trace = e.getStackTrace();
        LOG.error(
                "a request failed: {} at {}",
                e.getClass().getName(),
                trace.length == 0 ? "an unknown place" : trace[0]);
        return new ApiProblem(
                500,
                "HTTP-500",
                "Internal error",
                "This is a defect of Solvens. The log of the server names its kind and place.");
    }
}
