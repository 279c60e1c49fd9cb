package org.solvens.api;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdk;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;
import org.solvens.problem.Problem;

/// Sends a span of each request by OTLP, where an endpoint is configured. A span has the template of the route and
/// never the address, which names a case or a debtor.
final class Traces implements AutoCloseable {
    /// Sends nothing.
    static final Traces NONE = new Traces(null);

    private static final AttributeKey<String> METHOD = AttributeKey.stringKey("http.request.method");
    private static final AttributeKey<String> ROUTE = AttributeKey.stringKey("http.route");
    private static final AttributeKey<Long> STATUS = AttributeKey.longKey("http.response.status_code");
    private static final AttributeKey<String> REQUEST = AttributeKey.stringKey("solvens.request_id");

    /// What is taken unless the variables of OpenTelemetry say something else. Metrics go to
    /// Prometheus.
    private static final Map<String, String> DEFAULTS = Map.of(
            "otel.service.name", "solvens",
            "otel.exporter.otlp.protocol", "http/protobuf",
            "otel.metrics.exporter", "none",
            "otel.logs.exporter", "none");

    private static final TextMapGetter<HttpFields> HEADERS = new TextMapGetter<>() {
        @Override
        public Iterable<String> keys(HttpFields headers) {
            return headers.getFieldNamesCollection();
        }

        @Override
        public @Nullable String get(@Nullable HttpFields headers, String name) {
            return headers == null ? null : headers.get(name);
        }
    };

    private final @Nullable OpenTelemetrySdk sdk;
    private final Tracer tracer;

    private Traces(@Nullable OpenTelemetrySdk sdk) {
        this.sdk = sdk;
        this.tracer = (sdk == null ? OpenTelemetry.noop() : sdk).getTracer("org.solvens.api");
    }

    /// Traces as the variables of OpenTelemetry configure them; none without an endpoint.
    ///
    /// @param variables such as `OTEL_EXPORTER_OTLP_ENDPOINT`
    /// @throws Problem `API-TRACES` if a variable cannot be used
    static Traces of(Map<String, String> variables) {
        if (Stream.of("OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT")
                .allMatch(name -> variables.getOrDefault(name, "").isBlank())) {
            return NONE;
        }
        Map<String, String> properties = new TreeMap<>(DEFAULTS);
        variables.forEach((name, value) -> {
            if (name.startsWith("OTEL_")) {
                properties.put(name.toLowerCase(Locale.ROOT).replace('_', '.'), value);
            }
        });
        try {
            return new Traces(AutoConfiguredOpenTelemetrySdk.builder()
                    .disableShutdownHook()
                    .addPropertiesCustomizer(_ -> properties)
                    .build()
                    .getOpenTelemetrySdk());
        } catch (RuntimeException e) {
            throw new Problem(
                    "API-TRACES",
                    "OTEL_EXPORTER_OTLP_ENDPOINT",
                    "the server cannot send traces",
                    "a variable of OpenTelemetry has a value that cannot be used",
                    "correct it, or unset the endpoint; --debug shows which one it is",
                    e);
        }
    }

    /// Begins the span of a request, in the trace that its `traceparent` names.
    Span begin(Request request) {
        if (sdk == null) {
            return Span.getInvalid();
        }
        Context of = sdk.getPropagators().getTextMapPropagator().extract(Context.root(), request.getHeaders(), HEADERS);
        return tracer.spanBuilder(request.getMethod())
                .setParent(of)
                .setSpanKind(SpanKind.SERVER)
                .setAttribute(METHOD, request.getMethod())
                .startSpan();
    }

    /// Ends the span of a request that was answered.
    void end(Span span, Request request, Exchange exchange, int status) {
        if (!span.getSpanContext().isValid()) {
            return;
        }
        String route = exchange.route();
        if (route != null) {
            span.updateName(request.getMethod() + " " + route).setAttribute(ROUTE, route);
        }
        span.setAttribute(STATUS, (long) status).setAttribute(REQUEST, exchange.id());
        if (status >= 500) {
            span.setStatus(StatusCode.ERROR);
        }
        span.end();
    }

    /// Sends what waits, and ends.
    @Override
    public void close() {
        if (sdk != null) {
            sdk.close();
        }
    }
}
