package org.solvens.api;

import io.javalin.http.Context;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.solvens.store.Store;

/// What the server counts and measures of itself, for Prometheus. Nothing in it names a case, a debtor or a creditor.
final class Metrics implements AutoCloseable {
    /// Media type of the text format of Prometheus.
    static final String MEDIA_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private static final List<String> METHODS = List.of("GET", "HEAD", "POST");
    private static final Duration[] LATENCIES =
            List.of(1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 30_000).stream()
                    .map(Duration::ofMillis)
                    .toArray(Duration[]::new);

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final JvmGcMetrics garbage = new JvmGcMetrics();
    private final Map<Answered, Timer> requests = new ConcurrentHashMap<>();

    private final Map<String, Counter> events =
            outcomes("solvens.events", "Events that were delivered", "accepted", "known", "refused");
    private final Map<String, Counter> webhooks = outcomes(
            "solvens.webhook.attempts", "Attempts to send a message to a webhook", "delivered", "failed", "dead");

    Metrics() {
        garbage.bindTo(registry);
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
    }

    /// Requests that are counted together.
    private record Answered(String method, String route, int status) {}

    /// Counts a request that was answered.
    ///
    /// @param route its template; null if there is none for it
    /// @param nanos from its head to the end of the answer
    void answered(String method, @Nullable String route, int status, long nanos) {
        Answered with =
                new Answered(METHODS.contains(method) ? method : "other", route == null ? "none" : route, status);
        requests.computeIfAbsent(with, this::timer).record(Duration.ofNanos(nanos));
    }

    private Timer timer(Answered of) {
        return Timer.builder("solvens.http.requests")
                .description("Requests that were answered, by route, with the time until the answer was sent")
                .tag("method", of.method())
                .tag("route", of.route())
                .tag("status", Integer.toString(of.status()))
                .serviceLevelObjectives(LATENCIES)
                .register(registry);
    }

    /// How often newer versions of a table were taken up or refused.
    Reloads reloads(String table) {
        return new Reloads(reloads(table, "loaded"), reloads(table, "refused"));
    }

    private Counter reloads(String table, String outcome) {
        return Counter.builder("solvens.reloads")
                .description("Newer versions of tables and inputs that were loaded, and attempts that were refused")
                .tag("table", table)
                .tag("outcome", outcome)
                .register(registry);
    }

    /// Counters of a table.
    record Reloads(Counter loaded, Counter refused) {}

    /// Counts events that were delivered.
    ///
    /// @param outcome `accepted`, `known` or `refused`
    void events(String outcome, int count) {
        Objects.requireNonNull(events.get(outcome), outcome).increment(count);
    }

    /// Counts an attempt to send a message to a webhook.
    ///
    /// @param outcome `delivered`, `failed` or `dead`
    void webhook(String outcome) {
        Objects.requireNonNull(webhooks.get(outcome), outcome).increment();
    }

    private Map<String, Counter> outcomes(String name, String description, String... outcomes) {
        return Arrays.stream(outcomes)
                .collect(Collectors.toMap(
                        outcome -> outcome,
                        outcome -> Counter.builder(name)
                                .description(description)
                                .tag("outcome", outcome)
                                .register(registry)));
    }

    /// Measures the decisions in force.
    void watch(OnlineScores decisions, Access access) {
        gauge(
                "solvens.cases",
                "Cases of the loaded scores",
                decisions,
                of -> of.loaded().map(now -> now.batch().size()).orElse(0));
        gauge(
                "solvens.cases.online",
                "Cases that accepted events touched",
                decisions,
                of -> of.loaded().map(CurrentDecisions::onlineCases).orElse(0));
        gauge(
                "solvens.scores.age.seconds",
                "Time since the loaded scores were published",
                decisions,
                of -> of.loaded()
                        .map(now -> (access.now().toEpochMilli() - now.commit().writtenAt()) / 1_000.0)
                        .orElse(Double.NaN));
        gauge(
                "solvens.events.on",
                "1 if events change decisions",
                decisions,
                of -> of.status().equals("on") ? 1 : 0);
        if (access.hasStore()) {
            Store store = access.store();
            gauge(
                    "solvens.audit.waiting",
                    "Entries of the audit log that wait to be written",
                    store,
                    of -> of.journal().waiting());
            for (Store.Connections kind : Store.Connections.values()) {
                Gauge.builder("solvens.store.connections", store, of -> of.connections(kind))
                        .description("Connections to the operational store, and threads that wait for one")
                        .tag("state", kind.name().toLowerCase(Locale.ROOT))
                        .register(registry);
            }
        }
    }

    private <T> void gauge(String name, String description, T of, ToDoubleFunction<T> value) {
        Gauge.builder(name, of, value).description(description).register(registry);
    }

    void answer(Context context, Caller caller) {
        Accept.choose(context, "text/plain");
        context.contentType(MEDIA_TYPE).result(registry.scrape());
    }

    @Override
    public void close() {
        garbage.close();
        registry.close();
    }
}
