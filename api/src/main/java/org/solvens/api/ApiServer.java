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
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.VirtualThreads;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.util.thread.ThreadPool;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.solvens.feature.FeatureCatalogue;
import org.solvens.lake.Lake;
import org.solvens.problem.Problem;
import org.solvens.registry.ModelRegistry;
import org.solvens.scoring.ScoreRow;
import org.solvens.store.Events;
import org.solvens.store.Scope;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

/// The HTTP server: it answers from memory, and checks the lake for newer tables at an interval.
///
/// No request is logged, because addresses carry ids of cases and debtors.
public final class ApiServer implements AutoCloseable {
    /// Ids that one batch request may hold.
    public static final int BATCH_LIMIT = 10_000;

    private static final Logger LOG = LoggerFactory.getLogger(ApiServer.class);
    private static final String READ = "score.read";
    private static final int CASES_PER_ENTRY = 1_000;
    private static final String JSON = "application/json";
    static final String PROBLEM_JSON = "application/problem+json";
    private static final int LARGEST_BODY = 4_000_000;
    private static final Map<String, Asset> ASSETS = Map.of(
            "echarts.min.js",
            new Asset("/META-INF/resources/webjars/echarts/5.3.1/dist/echarts.common.min.js", "text/javascript"),
            "report.js",
            new Asset("/org/solvens/api/pages/report.js", "text/javascript"),
            "recovery.js",
            new Asset("/org/solvens/api/pages/recovery.js", "text/javascript"),
            "quarantine.js",
            new Asset("/org/solvens/api/pages/quarantine.js", "text/javascript"),
            "recovery.css",
            new Asset("/org/solvens/api/pages/recovery.css", "text/css"));

    private record Asset(String resource, String type) {}

    /// Writes names in snake case, and refuses duplicate keys.
    static final JsonMapper MAPPER = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
            .build();

    private static final Map<String, byte[]> RESOURCES = new ConcurrentHashMap<>();

    private final Access access;
    private final Lake lake;
    private final FeatureCatalogue catalogue;
    private final Shelf<Decisions> decisions;
    private volatile HistoryScoring.@Nullable Stamp scoringOf;
    private volatile @Nullable HistoryScoring scoring;
    private volatile @Nullable Problem scoringProblem;
    private final Shelf<RecoveryTable> recovery;
    private final Shelf<QualityTable> quality;
    private final Shelf<QuarantineTable> quarantine;
    private final BufferAllocator memory = new RootAllocator();
    private final Address address;
    private final Limits limits;
    private final Bodies bodies;
    private final Semaphore bulkAnswers;
    private final Deadlines deadlines;
    private final Javalin javalin;
    private final Thread watch;
    private final Thread sweep;

    /// Where to listen.
    ///
    /// @param port 0 for any that is free
    /// @param hosts names that the server answers to
    /// @param tls null for plain HTTP
    record Address(
            String host,
            int port,
            AllowedHosts hosts,
            @Nullable Tls tls) {
        Address(String host, int port, AllowedHosts hosts) {
            this(host, port, hosts, null);
        }
    }

    private ApiServer(
            Lake lake, FeatureCatalogue catalogue, Address address, Limits limits, Duration interval, Access access) {
        this.access = access;
        this.lake = lake;
        this.catalogue = catalogue;
        this.address = address;
        this.limits = limits;
        bodies = new Bodies(limits, LARGEST_BODY);
        bulkAnswers = new Semaphore(limits.bulkAnswers());
        deadlines = new Deadlines(limits.deadline());
        decisions = new Shelf<>(
                lake.scores(),
                (path, commit) -> Decisions.read(path, commit).map(read -> read.require(catalogue.otherCases(), path)),
                new Problem(
                        "NO-SCORES",
                        lake.scores(),
                        "No scores are loaded",
                        "the lake has none yet",
                        "Run ./solvens run, or ./solvens score if models are published; they are then loaded"
                                + " without a restart"));
        recovery = new Shelf<>(
                lake.recovery(),
                RecoveryTable::read,
                new Problem(
                        "NO-REPORT",
                        lake.recovery(),
                        "No recovery report is loaded",
                        "the lake has none yet",
                        "Run ./solvens run; it is then loaded without a restart"));
        quality = new Shelf<>(
                lake.quality(),
                QualityTable::read,
                new Problem(
                        "NO-QUALITY",
                        lake.quality(),
                        "No checks of the feeds are loaded",
                        "the lake has none yet",
                        "Run ./solvens run or ./solvens quality; they are then loaded without a restart"));
        quarantine = new Shelf<>(
                lake.quarantine(),
                QuarantineTable::read,
                new Problem(
                        "NO-QUARANTINE",
                        lake.quarantine(),
                        "The quarantine is not loaded",
                        "its table could not be read",
                        "Run ./solvens quarantine, which names the error"),
                Optional.of(QuarantineTable.EMPTY));
        javalin = Javalin.create(this::configure);
        watch = every("watch", interval, this::refresh);
        sweep = every("deadlines", deadlines.interval(), deadlines::sweep);
    }

    private static Thread every(String name, Duration interval, Runnable work) {
        return Thread.ofVirtual().name(name).unstarted(() -> {
            try {
                while (true) {
                    Thread.sleep(interval);
                    work.run();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    /// Starts a server without a store, which admits everybody, and loads the lake's tables; until that is
    /// done, the server is live but not ready.
    ///
    /// @param port 0 for any that is free
    /// @param allowedHosts further host names that the server answers to, in addition to this machine's own
    ///     and `host`
    /// @param interval between two checks for newer tables
    /// @throws Problem `API-PORT` if the address cannot be listened on
    public static ApiServer start(
            Lake lake,
            FeatureCatalogue catalogue,
            String host,
            int port,
            Collection<String> allowedHosts,
            Duration interval) {
        return start(
                lake,
                catalogue,
                new Address(host, port, AllowedHosts.of(host, allowedHosts)),
                interval,
                new Access(null, true, Clock.systemUTC()));
    }

    /// Starts the server with control of access.
    ///
    /// @param access is closed with the server
    static ApiServer start(Lake lake, FeatureCatalogue catalogue, Address address, Duration interval, Access access) {
        ApiServer server = listening(lake, catalogue, address, Limits.STANDARD, interval, access);
        server.refresh();
        server.watch.start();
        return server;
    }

    /// Starts the server without loading anything; call {@link #refresh} for that.
    static ApiServer listening(
            Lake lake, FeatureCatalogue catalogue, Address address, Limits limits, Duration interval) {
        return listening(lake, catalogue, address, limits, interval, new Access(null, true, Clock.systemUTC()));
    }

    private static ApiServer listening(
            Lake lake, FeatureCatalogue catalogue, Address address, Limits limits, Duration interval, Access access) {
        ApiServer server = new ApiServer(lake, catalogue, address, limits, interval, access);
        try {
            server.javalin.start();
        } catch (JavalinBindException e) {
            server.close();
            throw new Problem(
                    "API-PORT",
                    address.host() + ":" + address.port(),
                    "the API cannot listen on this address",
                    "another program listens on the port, or the host is not one of this machine",
                    "choose another port with --port, or stop the other program",
                    e);
        }
        server.sweep.start();
        return server;
    }

    /// The port that is listened on.
    public int port() {
        return javalin.port();
    }

    /// Reads the tables that are newer in the lake than in memory.
    void refresh() {
        decisions.refresh();
        recovery.refresh();
        quality.refresh();
        quarantine.refresh();
        refreshScoring();
    }

    /// Reads champions, mandates and the beginnings of feeds again, if one of them changed. What cannot be read leaves
    /// the last ones in force.
    private void refreshScoring() {
        try {
            HistoryScoring.Stamp now = HistoryScoring.Stamp.of(lake);
            if (!now.equals(scoringOf)) {
                scoring = HistoryScoring.read(
                        lake, catalogue, Runtime.getRuntime().availableProcessors());
                scoringOf = now;
                scoringProblem = null;
            }
        } catch (Problem e) {
            if (scoringProblem == null || !scoringProblem.code().equals(e.code())) {
                LOG.warn("{} in {}: {}; {}", e.code(), e.subject(), e.why(), e.remedy());
            }
            scoringProblem = e;
        }
    }

    @Override
    public void close() {
        watch.interrupt();
        sweep.interrupt();
        javalin.stop();
        access.close();
        memory.close();
    }

    private void configure(JavalinConfig config) {
        config.startup.showJavalinBanner = false;
        config.startup.startupWatcherEnabled = false;
        config.http.prefer405over404 = true;
        config.http.maxRequestSize = LARGEST_BODY;
        config.jetty.threadPool = threads();
        config.jetty.modifyHttpConfiguration(http -> {
            http.setSendServerVersion(false);
            http.setSendDateHeader(true);
        });
        config.jetty.addConnector(this::connector);
        config.jetty.modifyServer(server -> {
            server.setHandler(new Front(address.hosts(), deadlines));
            server.setErrorHandler(new Front.Errors());
        });
        config.jetty.modifyServletContextHandler(handler -> handler.setErrorHandler(new Front.Errors()));
        config.router.javaLangErrorHandler((response, error) -> {
            LOG.error("a request failed: {}", error.getClass().getName());
            response.setStatus(HttpStatus.INTERNAL_SERVER_ERROR.getCode());
        });
        config.jsonMapper(new JavalinJackson3(MAPPER, false));
        read(config, "/v1/cases/{caseId}/segment", admitted(this::segmentOfCase, Scope.SCORE_READ));
        read(config, "/v1/debtors/{debtorId}/segments", admitted(this::segmentsOfDebtor, Scope.SCORE_READ));
        read(config, "/v1/segments", admitted(this::segments, Scope.SCORE_READ));
        read(config, "/v1/models", admitted(this::models));
        read(config, "/v1/policies", admitted(this::policies));
        read(config, "/v1/catalogue", admitted(this::catalogue));
        read(config, "/v1/reports/recovery", admitted(this::recoveryReport, Scope.REPORTS_READ));
        read(config, "/v1/reports/quality", admitted(this::qualityReport, Scope.REPORTS_READ));
        read(config, "/v1/reports/quarantine", admitted(this::quarantineReport, Scope.REPORTS_READ));
        read(
                config,
                "/reports/recovery",
                admitted((context, _) -> page(context, recovery, "recovery.html"), Scope.REPORTS_READ));
        read(
                config,
                "/reports/quarantine",
                admitted((context, _) -> page(context, quarantine, "quarantine.html"), Scope.REPORTS_READ));
        read(config, "/assets/{name}", ApiServer::asset);
        read(config, "/health/live", context -> answer(context, Map.of("status", "live")));
        read(config, "/health/ready", this::ready);
        read(config, "/openapi.yaml", ApiServer::openApi);
        read(config, "/", context -> context.redirect("/reports/recovery", HttpStatus.FOUND));
        config.routes
                .post("/v1/events", admitted(this::events, Scope.EVENTS_WRITE))
                .post("/v1/score", admitted(this::score, Scope.SCORE_READ))
                .post("/v1/segments:batch", admitted(this::segmentsOfBatch, Scope.SCORE_READ))
                .exception(ApiProblem.class, (problem, context) -> answer(context, problem))
                .exception(HttpResponseException.class, (e, context) -> answer(context, ofHttp(e, context)))
                .exception(Exception.class, (e, context) -> answer(context, unexpected(e)));
    }

    // Requests run on virtual threads, so that one that waits for its client holds no platform thread.
    private static ThreadPool threads() {
        QueuedThreadPool threads = new QueuedThreadPool();
        threads.setName("http");
        threads.setVirtualThreadsExecutor(VirtualThreads.getNamedVirtualThreadsExecutor("request-"));
        return threads;
    }

    private Connector connector(Server server, HttpConfiguration http) {
        ServerConnector connector;
        if (address.tls() == null) {
            connector = new ServerConnector(server, new HttpConnectionFactory(http));
        } else {
            http.addCustomizer(new SecureRequestCustomizer(false));
            connector = new ServerConnector(
                    server,
                    new SslConnectionFactory(address.tls().factory(), "http/1.1"),
                    new HttpConnectionFactory(http));
        }
        connector.setHost(address.host());
        connector.setPort(address.port());
        connector.setIdleTimeout(limits.deadline().toMillis());
        connector.addBean(deadlines);
        connector.addBean(new NetworkConnectionLimit(limits.connections(), connector));
        return connector;
    }

    // HEAD is handled as well: left to Javalin, it would be answered with 200 for an unknown case.
    private static void read(JavalinConfig config, String path, Handler handler) {
        config.routes.get(path, handler).head(path, handler);
    }

    /// What a caller who was admitted asks for.
    private interface Asked {
        void answer(Context context, Caller caller) throws Exception;
    }

    private Handler admitted(Asked asked, Scope... scopes) {
        return context -> asked.answer(context, access.admit(context, scopes));
    }

    private void segmentOfCase(Context context, Caller caller) {
        Accept.choose(accept(context), JSON);
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
        answer(context, SegmentAnswer.of(decision, loaded.commit(), catalogue, caller));
    }

    private record DebtorAnswer(String debtorId, List<SegmentAnswer> cases) {}

    private void segmentsOfDebtor(Context context, Caller caller) {
        Accept.choose(accept(context), JSON);
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
        answer(
                context,
                new DebtorAnswer(
                        debtorId,
                        found.stream()
                                .map(decision -> SegmentAnswer.of(decision, loaded.commit(), catalogue, caller))
                                .toList()));
    }

    private void segmentsOfBatch(Context context, Caller caller) {
        String type = Accept.choose(accept(context), JSON, ArrowAnswer.MEDIA_TYPE);
        if (!isJson(context.contentType())) {
            throw ApiProblem.unsupportedType();
        }
        Decisions loaded = decisions.content();
        // Checked before the body is read, so that it is not sent for nothing.
        if (bulkAnswers.availablePermits() == 0) {
            throw ApiProblem.busy();
        }
        try (Bodies.Body body = bodies.read(bodyOf(context), context.req().getContentLengthLong())) {
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
            for (String caseId : BatchRequest.caseIds(body.content(), MAPPER)) {
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
            if (type.equals(JSON)) {
                write(found, notFound, loaded, caller, out);
            } else {
                ArrowAnswer.write(
                        found,
                        Map.of("not_found", MAPPER.writeValueAsString(notFound)),
                        loaded.commit(),
                        catalogue,
                        caller,
                        progress(context),
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

    /// What a long answer runs whenever a part of it was sent: its deadline begins again.
    private static Runnable progress(Context context) {
        return (Runnable) context.req().getAttribute(Front.GO_ON);
    }

    private record Page(
            LocalDate asOf,
            List<SegmentAnswer> cases,
            @Nullable String next) {}

    private void segments(Context context, Caller caller) {
        String type = Accept.choose(accept(context), JSON, ArrowAnswer.MEDIA_TYPE, CsvAnswer.MEDIA_TYPE);
        Decisions loaded = decisions.content();
        SegmentFilter filter = SegmentFilter.of(context.queryParamMap(), loaded.commit());
        Predicate<ScoreRow> wanted = filter.wanted().and(decision -> caller.sees(decision.creditorId()));
        if (!type.equals(JSON) && filter.limit() == 0) {
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
        if (type.equals(JSON)) {
            answer(
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
                CsvAnswer.write(found, loaded.commit(), catalogue, caller, progress(context), out);
            } else {
                ArrowAnswer.write(found, Map.of(), loaded.commit(), catalogue, caller, progress(context), memory, out);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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

    private void events(Context context, Caller caller) {
        Accept.choose(accept(context), JSON);
        if (!isJson(context.contentType())) {
            throw ApiProblem.unsupportedType();
        }
        String name = context.header("Idempotency-Key");
        if (name == null || name.isBlank() || name.length() > 255) {
            throw ApiProblem.idempotencyKey();
        }
        Events events = access.store().events();
        try (Bodies.Body body = bodies.read(bodyOf(context), context.req().getContentLengthLong())) {
            byte[] bytes = body.content().readAllBytes();
            List<Events.Item> items = new EventRequest(caller, decisions::content, access.now()).items(bytes);
            Events.Answer answer = events.accept(
                    caller.id(),
                    name,
                    MessageDigest.getInstance("SHA-256").digest(bytes),
                    items,
                    outcomes -> MAPPER.writeValueAsBytes(Outcomes.of(outcomes)));
            switch (answer) {
                case Events.Answer.OtherRequest _ -> throw ApiProblem.idempotencyReused();
                case Events.Answer.Given(byte[] given, boolean replayed) -> {
                    if (replayed) {
                        context.header("Idempotency-Replayed", "true");
                    }
                    context.contentType(JSON).result(given);
                }
            }
        } catch (JdbiException e) {
            LOG.error("the store did not take events: {}", e.getClass().getName());
            throw ApiProblem.storeAway();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private record ScoredAnswer(String debtorId, LocalDate asOf, List<ScoredCaseAnswer> cases) {}

    private record ScoredCaseAnswer(
            SegmentAnswer decision, Map<String, Double> features, Map<String, String> missing) {}

    private void score(Context context, Caller caller) throws InterruptedException {
        Accept.choose(accept(context), JSON);
        if (!isJson(context.contentType())) {
            throw ApiProblem.unsupportedType();
        }
        HistoryScoring with = scoring;
        Problem problem = scoringProblem;
        if (with == null) {
            throw problem == null ? ApiProblem.loading() : ApiProblem.notReady(problem);
        }
        try (Bodies.Body body = bodies.read(bodyOf(context), context.req().getContentLengthLong())) {
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
            answer(
                    context,
                    new ScoredAnswer(
                            request.debtorId(),
                            request.asOf(),
                            scored.stream()
                                    .map(each -> new ScoredCaseAnswer(
                                            SegmentAnswer.of(each.row(), null, now, catalogue, caller),
                                            each.features(),
                                            each.missing()))
                                    .toList()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void models(Context context, Caller caller) {
        Accept.choose(accept(context), JSON);
        try {
            answer(context, References.models(new ModelRegistry(lake.registry())));
        } catch (Problem e) {
            throw ApiProblem.notReady(e);
        }
    }

    private void policies(Context context, Caller caller) {
        Accept.choose(accept(context), JSON);
        answer(context, References.policies(decisions.content().policies()));
    }

    private void catalogue(Context context, Caller caller) {
        Accept.choose(accept(context), JSON);
        answer(context, References.catalogue(catalogue));
    }

    private static InputStream bodyOf(Context context) {
        try {
            return context.req().getInputStream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isJson(String contentType) {
        return contentType != null && contentType.split(";", 2)[0].strip().equalsIgnoreCase(JSON);
    }

    // The generator is not closed after a failure: that would complete the JSON, and a truncated answer would
    // look whole.
    private void write(List<ScoreRow> found, List<String> notFound, Decisions loaded, Caller caller, OutputStream out) {
        JsonGenerator json = MAPPER.createGenerator(out);
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

    private void recoveryReport(Context context, Caller caller) {
        Accept.choose(accept(context), JSON);
        answer(context, recovery.content().report(chosen(context, "currency"), chosen(context, "segment")));
    }

    private void qualityReport(Context context, Caller caller) {
        Accept.choose(accept(context), JSON);
        answer(context, quality.content());
    }

    private void quarantineReport(Context context, Caller caller) {
        Accept.choose(accept(context), JSON);
        int limit = QuarantineTable.limit(chosen(context, "limit"));
        answer(
                context,
                quarantine
                        .content()
                        .report(chosen(context, "feed"), chosen(context, "file"), chosen(context, "code"), limit));
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

    private static void page(Context context, Shelf<?> shown, String name) {
        Accept.choose(accept(context), "text/html");
        if (shown.isLoading()) {
            context.status(HttpStatus.SERVICE_UNAVAILABLE)
                    .header(
                            Header.RETRY_AFTER,
                            String.valueOf(ApiProblem.loading().retryAfter()));
            page(context, "loading.html");
        } else {
            page(context, name);
        }
    }

    private static void page(Context context, String name) {
        context.contentType("text/html; charset=utf-8").result(resource("/org/solvens/api/pages/" + name));
    }

    private static void asset(Context context) {
        Asset asset = ASSETS.get(context.pathParam("name"));
        if (asset == null) {
            throw nothingHere();
        }
        context.contentType(asset.type() + "; charset=utf-8").result(resource(asset.resource()));
    }

    private static String accept(Context context) {
        return String.join(",", Collections.list(context.req().getHeaders(Header.ACCEPT)));
    }

    private static byte[] resource(String name) {
        return RESOURCES.computeIfAbsent(name, ApiServer::readResource);
    }

    private static byte[] readResource(String name) {
        try (InputStream in = ApiServer.class.getResourceAsStream(name)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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

    private void answer(Context context, Object body) {
        context.contentType(JSON).result(MAPPER.writeValueAsBytes(body));
    }

    private void answer(Context context, ApiProblem problem) {
        if (context.res().isCommitted()) {
            // A part of the answer was sent. If it ended normally, it would look whole.
            ((Runnable) context.req().getAttribute(Front.BREAK_OFF)).run();
            return;
        }
        context.removeHeader(Header.ETAG);
        if (problem.retryAfter() > 0) {
            context.header(Header.RETRY_AFTER, String.valueOf(problem.retryAfter()));
        }
        if (problem.status() == 401) {
            // A browser that opens a page asks its user for the key, as a password.
            context.header(
                    Header.WWW_AUTHENTICATE,
                    (context.path().startsWith("/reports/") ? "Basic" : "Bearer") + " realm=\"Solvens\"");
        }
        context.status(problem.status())
                .contentType(PROBLEM_JSON)
                .result(problem.json(context.req().getRequestURI()));
    }

    private static ApiProblem nothingHere() {
        return ApiProblem.ofStatus(404);
    }

    private static ApiProblem ofHttp(HttpResponseException e, Context context) {
        return switch (e.getStatus()) {
            case 405 -> {
                String allowed = e.getDetails().getOrDefault("availableMethods", "");
                context.header(Header.ALLOW, allowed);
                yield new ApiProblem(
                        405, "HTTP-405", "Method not allowed", "This address takes only: " + allowed + ".");
            }
            case 413 -> ApiProblem.tooLarge(LARGEST_BODY);
            default -> ApiProblem.ofStatus(e.getStatus());
        };
    }

    /// The problem for any other exception: the client's mistake, or ours.
    private static ApiProblem unexpected(Exception e) {
        for (Throwable each = e; each != null; each = each.getCause()) {
            switch (each) {
                case HttpException http
                when http.getCode() < 500 -> {
                    return ApiProblem.ofStatus(http.getCode());
                }
                case IOException _, TimeoutException _ -> {
                    return ApiProblem.ofStatus(400);
                }
                default -> {}
            }
        }
        return defect(e);
    }

    // An exception's message may contain request data, so only its kind and place are logged.
    private static ApiProblem defect(Exception e) {
        StackTraceElement[] trace = e.getStackTrace();
        LOG.error(
                "a request failed: {} at {}",
                e.getClass().getName(),
                trace.length == 0 ? "an unknown place" : trace[0]);
        return ApiProblem.ofStatus(500);
    }
}
