package org.solvens.api;

import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.javalin.http.HttpStatus;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.apache.arrow.memory.BufferAllocator;
import org.jspecify.annotations.Nullable;
import org.solvens.feature.FeatureCatalogue;
import org.solvens.lake.Lake;
import org.solvens.policy.PolicyText;
import org.solvens.problem.Problem;
import org.solvens.registry.ModelRegistry;
import org.solvens.reports.ReportName;
import org.solvens.store.Scope;

/// Every address that the server answers, and the scope that its key needs.
final class Routes {
    private final Access access;
    private final Lake lake;
    private final FeatureCatalogue catalogue;
    private final List<PolicyText> policies;
    private final Shelves shelves;
    private final OnlineScores decisions;
    private final Metrics metrics;
    private final SegmentHandlers segments;
    private final ScoreHandler score;
    private final EventHandler events;
    private final ChangesHandler changes;
    private final ReportHandlers reports;

    Routes(
            Access access,
            Lake lake,
            FeatureCatalogue catalogue,
            List<PolicyText> policies,
            Shelves shelves,
            OnlineScores decisions,
            Limits limits,
            Metrics metrics,
            BufferAllocator memory) {
        this.access = access;
        this.lake = lake;
        this.catalogue = catalogue;
        this.policies = policies;
        this.shelves = shelves;
        this.decisions = decisions;
        this.metrics = metrics;
        Bodies bodies = new Bodies(limits, Bodies.LARGEST);
        segments =
                new SegmentHandlers(access, catalogue, decisions, new EarlierDecisions(lake), bodies, limits, memory);
        score = new ScoreHandler(access, catalogue, shelves, decisions, bodies);
        changes = new ChangesHandler(access, decisions);
        events = new EventHandler(access, decisions, bodies, metrics);
        reports = new ReportHandlers(shelves.reports(), memory);
    }

    void configure(JavalinConfig config) {
        read(config, "/v1/cases/{caseId}/segment", admitted(segments::ofCase, Scope.SCORE_READ));
        read(config, "/v1/debtors/{debtorId}/segments", admitted(segments::ofDebtor, Scope.SCORE_READ));
        read(config, "/v1/segments", admitted(segments::list, Scope.SCORE_READ));
        read(config, "/v1/changes", admitted(changes::changes, Scope.SCORE_READ));
        read(config, "/v1/models", admitted(this::models));
        read(config, "/v1/policies", admitted(this::policies));
        read(config, "/v1/catalogue", admitted(this::catalogue));
        read(config, "/v1/schemas/{name}", References::schema);
        read(config, "/v1/reports/recovery", admitted(this::recovery, Scope.REPORTS_READ));
        read(config, "/v1/reports/quality", admitted(whole(this::quality), Scope.REPORTS_READ));
        read(config, "/v1/reports/quarantine", admitted(whole(this::quarantine), Scope.REPORTS_READ));
        read(config, "/v1/reports/{name}", admitted(reports::answer, Scope.REPORTS_READ));
        read(
                config,
                "/reports/quarantine",
                admitted(
                        whole((context, _) -> Pages.answer(context, shelves.quarantine(), "quarantine.html")),
                        Scope.REPORTS_READ));
        read(config, "/reports/cases", admitted(segments::page, Scope.SCORE_READ));
        read(config, "/reports/{name}", admitted(reports::page, Scope.REPORTS_READ));
        read(config, "/assets/{name}", Pages::asset);
        read(config, "/health/live", context -> Json.answer(context, Map.of("status", "live")));
        read(config, "/health/ready", this::ready);
        read(config, "/docs", Pages::docs);
        read(config, "/openapi.yaml", Pages::openApi);
        read(config, "/asyncapi.yaml", ChangesHandler::asyncApi);
        read(config, "/", context -> context.redirect("/reports/today", HttpStatus.FOUND));
        read(config, "/metrics", admitted(whole(metrics::answer), Scope.METRICS_READ));
        post(config, "/v1/events", admitted(events::accept, Scope.EVENTS_WRITE));
        post(config, "/v1/score", admitted(score::score, Scope.SCORE_READ));
        post(config, "/v1/segments:batch", admitted(segments::batch, Scope.SCORE_READ));
        ProblemAnswers.configure(config);
    }

    // HEAD is handled as well: left to Javalin, it would be answered with 200 for an unknown case.
    private static void read(JavalinConfig config, String path, Handler handler) {
        Handler noted = noted(path, handler);
        config.routes.get(path, noted).head(path, noted);
    }

    private static void post(JavalinConfig config, String path, Handler handler) {
        config.routes.post(path, noted(path, handler));
    }

    private static Handler noted(String path, Handler handler) {
        return context -> {
            Exchange.of(context).tookRoute(path);
            handler.handle(context);
        };
    }

    /// What a caller who was admitted asks for.
    private interface Asked {
        void answer(Context context, Caller caller) throws Exception;
    }

    private Handler admitted(Asked asked, Scope... scopes) {
        return context -> asked.answer(context, access.admit(context, scopes));
    }

    private record Ready(String status, LocalDate asOf, long scoresVersion, int cases, String events) {}

    private void ready(Context context) {
        CurrentDecisions loaded = decisions.content();
        Json.answer(
                context,
                new Ready(
                        "ready",
                        loaded.asOf(),
                        loaded.commit().version(),
                        loaded.batch().size(),
                        decisions.status()));
    }

    private void models(Context context, Caller caller) {
        Accept.choose(context, Json.MEDIA_TYPE);
        try {
            Json.answer(context, References.models(new ModelRegistry(lake.registry())));
        } catch (Problem e) {
            throw ApiProblem.notReady(e);
        }
    }

    private void policies(Context context, Caller caller) {
        Accept.choose(context, Json.MEDIA_TYPE);
        Json.answer(context, References.policies(decisions.content().policies(), policies));
    }

    private void catalogue(Context context, Caller caller) {
        Accept.choose(context, Json.MEDIA_TYPE);
        Json.answer(context, References.catalogue(catalogue));
    }

    /// What is about all creditors, for a caller who sees all of them.
    private static Asked whole(Asked asked) {
        return (context, caller) -> {
            if (caller.creditors() != null) {
                throw ApiProblem.creditorsOnly();
            }
            asked.answer(context, caller);
        };
    }

    /// The report for programs; with a table, the same as CSV as every other report.
    private void recovery(Context context, Caller caller) throws Exception {
        if (context.queryParam("table") != null) {
            reports.answer(context, caller, ReportName.RECOVERY);
        } else {
            whole(this::recoveryOfAll).answer(context, caller);
        }
    }

    private void recoveryOfAll(Context context, Caller caller) {
        Accept.choose(context, Json.MEDIA_TYPE);
        Json.answer(
                context, shelves.recovery().content().report(chosen(context, "currency"), chosen(context, "segment")));
    }

    private void quality(Context context, Caller caller) {
        Accept.choose(context, Json.MEDIA_TYPE);
        Json.answer(context, shelves.quality().content());
    }

    private void quarantine(Context context, Caller caller) {
        Accept.choose(context, Json.MEDIA_TYPE);
        int limit = QuarantineTable.limit(chosen(context, "limit"));
        Json.answer(
                context,
                shelves.quarantine()
                        .content()
                        .report(chosen(context, "feed"), chosen(context, "file"), chosen(context, "code"), limit));
    }

    private static @Nullable String chosen(Context context, String parameter) {
        String value = context.queryParam(parameter);
        return value == null || value.isEmpty() ? null : value;
    }
}
