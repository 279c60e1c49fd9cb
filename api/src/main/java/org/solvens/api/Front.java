package org.solvens.api;

import io.javalin.http.Context;
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
    private static final String BREAK_OFF = "org.solvens.api.break-off";

    private static final String GO_ON = "org.solvens.api.go-on";

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
            "private, no-cache");

    private final AllowedHosts hosts;
    private final Deadlines deadlines;

    Front(AllowedHosts hosts, Deadlines deadlines) {
        this.hosts = hosts;
        this.deadlines = deadlines;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        EndPoint endPoint = request.getConnectionMetaData().getConnection().getEndPoint();
        deadlines.began(endPoint);
        Request.addCompletionListener(request, _ -> deadlines.ended(endPoint));
        request.setAttribute(BREAK_OFF, (Runnable) endPoint::close);
        request.setAttribute(GO_ON, (Runnable) () -> deadlines.began(endPoint));
        HEADERS.forEach(response.getHeaders()::put);
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

    /// Aborts the connection of a request.
    static void breakOff(Context context) {
        ((Runnable) context.req().getAttribute(BREAK_OFF)).run();
    }

    /// What a long answer runs whenever a part of it was sent: its deadline begins again.
    static Runnable progress(Context context) {
        return (Runnable) context.req().getAttribute(GO_ON);
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
        HttpFields.Mutable headers = response.getHeaders();
        HEADERS.forEach(headers::put);
        headers.put(HttpHeader.CONTENT_TYPE, Json.PROBLEM_MEDIA_TYPE);
        response.setStatus(problem.status());
        byte[] body = problem.json(request.getHttpURI().getPath());
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
