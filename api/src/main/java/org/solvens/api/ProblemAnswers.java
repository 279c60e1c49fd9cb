package org.solvens.api;

import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.Header;
import io.javalin.http.HttpResponseException;
import java.io.IOException;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.http.HttpException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Answers a request that failed on its route with a problem document.
final class ProblemAnswers {
    private static final Logger LOG = LoggerFactory.getLogger(ProblemAnswers.class);

    private ProblemAnswers() {}

    static void configure(JavalinConfig config) {
        config.routes
                .exception(ApiProblem.class, (problem, context) -> answer(context, problem))
                .exception(HttpResponseException.class, (e, context) -> answer(context, ofHttp(e, context)))
                .exception(
                        Exception.class,
                        (e, context) -> answer(
                                context, unexpected(e, Exchange.of(context).id())));
    }

    private static void answer(Context context, ApiProblem problem) {
        if (context.res().isCommitted()) {
            // A part of the answer was sent. If it ended normally, it would look whole.
            Exchange.of(context).breakOff();
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
                .contentType(Json.PROBLEM_MEDIA_TYPE)
                .result(problem.json(
                        context.req().getRequestURI(), Exchange.of(context).id()));
    }

    private static ApiProblem ofHttp(HttpResponseException e, Context context) {
        return switch (e.getStatus()) {
            case 405 -> {
                String allowed = e.getDetails().getOrDefault("availableMethods", "");
                context.header(Header.ALLOW, allowed);
                yield new ApiProblem(
                        405, "HTTP-405", "Method not allowed", "This address takes only: " + allowed + ".");
            }
            case 413 -> ApiProblem.tooLarge(Bodies.LARGEST);
            default -> ApiProblem.ofStatus(e.getStatus());
        };
    }

    /// The problem for any other exception: the client's mistake, or ours.
    private static ApiProblem unexpected(Exception e, String requestId) {
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
        return defect(e, requestId);
    }

    // An exception's message may contain request data, so only its kind and place are logged.
    private static ApiProblem defect(Exception e, String requestId) {
        StackTraceElement[] trace = e.getStackTrace();
        LOG.error(
                "request {} failed: {} at {}",
                requestId,
                e.getClass().getName(),
                trace.length == 0 ? "an unknown place" : trace[0]);
        return ApiProblem.ofStatus(500);
    }
}
