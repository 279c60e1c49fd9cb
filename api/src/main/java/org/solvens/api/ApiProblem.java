package org.solvens.api;

import java.util.Locale;
import org.eclipse.jetty.http.HttpStatus;
import org.jspecify.annotations.Nullable;
import org.solvens.problem.Problem;

/// A request that cannot be answered. It becomes a problem document (RFC 9457).
///
/// The detail never repeats what was sent: an id in a log or an error page is personal data.
final class ApiProblem extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private static final int RETRY_SECONDS = 2;

    private final int status;
    private final String code;
    private final String title;
    private final String detail;
    private final int retryAfter;

    /// @param code stable and upper case with dashes
    /// @param title the same for every problem of this code
    /// @param detail what is wrong, and what to do about it
    ApiProblem(int status, String code, String title, String detail) {
        this(status, code, title, detail, 0);
    }

    /// @param retryAfter seconds after which the same request may succeed; 0 if waiting does not help
    private ApiProblem(int status, String code, String title, String detail, int retryAfter) {
        super(code);
        this.status = status;
        this.code = code;
        this.title = title;
        this.detail = detail;
        this.retryAfter = retryAfter;
    }

    static ApiProblem unknownCase() {
        return new ApiProblem(
                404,
                "CASE-UNKNOWN",
                "No decision on this case",
                "The newest scores hold no such case: it is closed, not yet scored, or the id is wrong.");
    }

    static ApiProblem closedCase() {
        return new ApiProblem(
                404,
                "CASE-CLOSED",
                "The case is closed",
                "An event that was accepted after the newest scores closed it, or it is paid in full. Do nothing more"
                        + " on it.");
    }

    static ApiProblem unknownDebtor() {
        return new ApiProblem(
                404,
                "DEBTOR-UNKNOWN",
                "No decision on this debtor",
                "The newest scores hold no case of this debtor: all are closed or not yet scored, or the id is wrong.");
    }

    static ApiProblem unknownDate() {
        return new ApiProblem(
                404,
                "AS-OF-UNKNOWN",
                "No scores of this date",
                "The lake has no scores as of this date: they were never published, or were withdrawn. Name the date"
                        + " of a former answer, or leave as_of out.");
    }

    static ApiProblem badRequest(String code, String detail) {
        return new ApiProblem(400, code, "The request cannot be understood", detail);
    }

    static ApiProblem notAcceptable(String offered) {
        return new ApiProblem(406, "HTTP-406", "Not acceptable", "This address answers with: " + offered + ".");
    }

    /// There is no data to answer from yet.
    static ApiProblem notReady(Problem reason) {
        return new ApiProblem(
                503,
                reason.code(),
                "Not ready",
                reason.what() + ": " + reason.why() + ". " + reason.remedy() + ".",
                RETRY_SECONDS);
    }

    /// The server has not loaded the lake's tables yet.
    static ApiProblem loading() {
        return new ApiProblem(
                503,
                "LOADING",
                "Still loading",
                "The server is reading the scores and reports of the lake. Ask again in " + RETRY_SECONDS + " seconds.",
                RETRY_SECONDS);
    }

    static ApiProblem busy() {
        return new ApiProblem(
                503,
                "BUSY",
                "Too many bulk requests",
                "The server is working on as many bulk requests as it can. Ask again in " + RETRY_SECONDS + " seconds.",
                RETRY_SECONDS);
    }

    static ApiProblem keyMissing() {
        return new ApiProblem(
                401,
                "KEY-MISSING",
                "An API key is needed",
                "Send the header Authorization: Bearer KEY with your API key, or a token where the server accepts"
                        + " them.");
    }

    static ApiProblem keyInvalid() {
        return new ApiProblem(
                401,
                "KEY-INVALID",
                "The API key is not accepted",
                "It is unknown, has expired, was revoked or was replaced. Ask the operator for a valid one.");
    }

    /// @param why in a sentence that repeats nothing of the token
    static ApiProblem tokenInvalid(String why) {
        return new ApiProblem(401, "TOKEN-INVALID", "The token is not accepted", why);
    }

    static ApiProblem tokenKeys() {
        return new ApiProblem(
                503,
                "TOKEN-KEYS",
                "Tokens cannot be checked",
                "The keys of the identity provider cannot be fetched. Ask again in " + RETRY_SECONDS + " seconds.",
                RETRY_SECONDS);
    }

    static ApiProblem scopeMissing(String scopes) {
        return new ApiProblem(
                403,
                "SCOPE",
                "The API key may not do this",
                "This address needs a key with the scope " + scopes + ". Ask the operator for one.");
    }

    static ApiProblem creditorsOnly() {
        return new ApiProblem(
                403,
                "KEY-CREDITORS",
                "The API key sees only some creditors",
                "This address is about all creditors. Read the reports at /reports/today and /v1/reports/today, which"
                        + " show the figures of the key's creditors.");
    }

    static ApiProblem tooMany(int seconds) {
        return new ApiProblem(
                429,
                "RATE-LIMIT",
                "Too many requests",
                "The API key has used its requests of this minute. Ask again after " + seconds + " seconds.",
                seconds);
    }

    static ApiProblem auditFull() {
        return new ApiProblem(
                503,
                "AUDIT-FULL",
                "The audit log cannot be written",
                "The store does not take entries, so that nothing may be read. Ask again in " + RETRY_SECONDS
                        + " seconds.",
                RETRY_SECONDS);
    }

    static ApiProblem idempotencyKey() {
        return badRequest(
                "IDEMPOTENCY-KEY",
                "Send the header Idempotency-Key with a text of 1 to 255 characters that is new for each request, such"
                        + " as a UUID, and the same when the request is sent again.");
    }

    static ApiProblem idempotencyReused() {
        return new ApiProblem(
                422,
                "IDEMPOTENCY-REUSED",
                "The Idempotency-Key was used for another request",
                "Send a request that differs with a new Idempotency-Key.");
    }

    static ApiProblem storeAway() {
        return new ApiProblem(
                503,
                "STORE-AWAY",
                "The store does not answer",
                "The database does not answer, or its disk is full. Send the same request again, with the same"
                        + " Idempotency-Key, in " + RETRY_SECONDS + " seconds: no event is accepted twice.",
                RETRY_SECONDS);
    }

    static ApiProblem noStore() {
        return new ApiProblem(
                503, "NO-STORE", "There is no store", "This server was started without an operational store.", 0);
    }

    static ApiProblem tooSlow() {
        return new ApiProblem(
                408, "HTTP-408", "Request too slow", "The body did not arrive in time. Send it again, or in parts.");
    }

    static ApiProblem tooLarge(int largest) {
        return new ApiProblem(
                413, "BATCH-SIZE", "Body too large", "A body may hold " + largest + " bytes. Send it in parts.");
    }

    /// @param taken media types
    static ApiProblem unsupportedType(String taken) {
        return new ApiProblem(
                415,
                "HTTP-415",
                "Unsupported media type",
                "This address does not take a body of this type. Send the header Content-Type: " + taken + ".");
    }

    /// A compressed body that is too large once it is inflated.
    static ApiProblem tooLargeInflated(int largest) {
        return new ApiProblem(
                413,
                "BATCH-SIZE",
                "Body too large",
                "A body may hold " + largest + " bytes, also once it is inflated. Send it in parts.");
    }

    /// Stored cases cannot be scored.
    static ApiProblem noHistories() {
        return new ApiProblem(
                503,
                "HISTORIES-AWAY",
                "Stored histories are not there",
                "The server has not read the histories of the lake, or cannot use them; /health/ready and the log say"
                        + " which. Send the whole history as records instead, or ask again later.",
                RETRY_SECONDS);
    }

    /// A problem for an HTTP status.
    static ApiProblem ofStatus(int status) {
        String detail = switch (status) {
            case 400 -> "The request is not HTTP as RFC 9110 and RFC 9112 define it.";
            case 404 -> "There is nothing at this address. See /openapi.yaml for what there is.";
            case 408 -> "The request did not arrive in time. Send it again.";
            case 414 -> "The address is too long.";
            case 431 -> "The headers are too large.";
            case 500 -> "This is a defect of Solvens. The log of the server names its kind and place.";
            default -> "See /openapi.yaml for what can be asked.";
        };
        String title = switch (status) {
            case 500 -> "Internal error";
            case 404 -> "Not found";
            default -> HttpStatus.getMessage(status);
        };
        return new ApiProblem(status, "HTTP-" + status, title, detail);
    }

    /// The document as JSON.
    ///
    /// @param path the requested address; null or empty if it could not be read
    /// @param requestId of the request
    byte[] json(@Nullable String path, String requestId) {
        return Json.MAPPER.writeValueAsBytes(document(path == null ? "" : path, requestId));
    }

    /// Seconds after which the same request may succeed; 0 if waiting does not help.
    int retryAfter() {
        return retryAfter;
    }

    Document document(String path, String requestId) {
        return new Document(
                "urn:solvens:problem:" + code.toLowerCase(Locale.ROOT), title, status, detail, path, code, requestId);
    }

    int status() {
        return status;
    }

    /// The members of a problem document.
    record Document(
            String type, String title, int status, String detail, String instance, String code, String requestId) {}
}
