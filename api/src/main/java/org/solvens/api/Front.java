package org.solvens.api;

import io.opentelemetry.api.trace.Span;
import java.nio.ByteBuffer;
import java.util.Map;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/// The steps before the routes for every request: the deadline, the security headers and the check of the
/// host.
final class Front extends Handler.Wrapper {
    // Pages run only our own scripts and style sheets, from this address; the chart sets style attributes.
    // Answers are not cached by intermediaries.
    private static final Map<String, String> HEADERS = Map.of(
            "Content-Security-Policy",
            "default-src 'none'; script-src 'self'; style-src 'self'; style-src-attr 'unsafe-inline';"
                    + " img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none';"
                    + " frame-ancestors 'none'",
            "X-Content-Type-Options",
            "nosniff",
            "Referrer-Policy",
            "no-referrer",
            "Cache-Control",
            "private, no-cache",
            "Cross-Origin-Resource-Policy",
            "same-origin",
            "Cross-Origin-Opener-Policy",
            "same-origin",
            "X-Frame-Options",
            "DENY");

    private static final String STRICT_TRANSPORT = "max-age=31536000";

    private final AllowedHosts hosts;
    private final Deadlines deadlines;
    private final Metrics metrics;
    private final Traces traces;

    Front(AllowedHosts hosts, Deadlines deadlines, Metrics metrics, Traces traces) {
        this.hosts = hosts;
        this.deadlines = deadlines;
        this.metrics = metrics;
        this.traces = traces;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        EndPoint endPoint = request.getConnectionMetaData().getConnection().getEndPoint();
        deadlines.began(endPoint);
        Exchange exchange = Exchange.begin(request, endPoint, deadlines);
        Span span = traces.begin(request);
        Request.addCompletionListener(request, _ -> {
            deadlines.ended(endPoint);
            metrics.answered(
                    request.getMethod(),
                    exchange.route(),
                    response.getStatus(),
                    System.nanoTime() - request.getBeginNanoTime());
            traces.end(span, request, exchange, response.getStatus());
        });
        prepare(request, response, exchange);
        String authority = request.getHttpURI().getHost();
        HttpField header = request.getHeaders().getField(HttpHeader.HOST);
        if (!hosts.allows(authority) || (header != null && !hosts.allows(host(header.getValue())))) {
            answer(
                    new ApiProblem(
                            421,
                            "HOST-UNKNOWN",
                            "Unknown host",
                            "The server does not answer under the name in the Host header. Use a name that it knows,"
                                    + " or start it with --allowed-host NAME."),
                    request,
                    response,
                    callback);
            return true;
        }
        return super.handle(request, response, callback);
    }

    private static void prepare(Request request, Response response, Exchange exchange) {
        HttpFields.Mutable headers = response.getHeaders();
        HEADERS.forEach(headers::put);
        headers.put(Exchange.ID_HEADER, exchange.id());
        if (request.isSecure()) {
            headers.put(HttpHeader.STRICT_TRANSPORT_SECURITY, STRICT_TRANSPORT);
        }
    }

    // An empty value has no host; a name, or an address in brackets, may be followed by a port.
    private static String host(@Nullable String value) {
        if (value == null) {
            return "";
        }
        int port = value.lastIndexOf(':');
        return port > value.lastIndexOf(']') ? value.substring(0, port) : value;
    }

    private static void answer(ApiProblem problem, Request request, Response response, Callback callback) {
        Exchange exchange = Exchange.of(request);
        prepare(request, response, exchange);
        HttpFields.Mutable headers = response.getHeaders();
        headers.put(HttpHeader.CONTENT_TYPE, Json.PROBLEM_MEDIA_TYPE);
        response.setStatus(problem.status());
        byte[] body = problem.json(request.getHttpURI().getPath(), exchange.id());
        headers.put(HttpHeader.CONTENT_LENGTH, body.length);
        response.write(true, ByteBuffer.wrap(body), callback);
    }

    /// Writes Jetty's own errors, such as a request line that cannot be read, as problems.
    static final class Errors extends ErrorHandler {
        @Override
        public boolean handle(Request request, Response response, Callback callback) {
            int status = response.getStatus() < 400 ? 500 : response.getStatus();
            answer(ApiProblem.ofStatus(status), request, response, callback);
            return true;
        }
    }
}
