package org.solvens.api;

import java.util.Locale;
import org.solvens.problem.Problem;

/// A request that cannot be answered, on its way to becoming a problem document (RFC 9457).
///
/// The detail never repeats what was sent: an id in a log or an error page is personal data.
final class ApiProblem extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final String code;
    private final String title;
    private final String detail;

    /// @param code stable and upper case with dashes
    /// @param title the same for every problem of this code
    /// @param detail this problem, and what to do about it
    ApiProblem(int status, String code, String title, String detail) {
        super(code);
        this.status = status;
        this.code = code;
        this.title = title;
        this.detail = detail;
    }

    static ApiProblem unknownCase() {
        return new ApiProblem(
                404,
                "CASE-UNKNOWN",
                "No decision on this case",
                "The newest scores hold no such case: it is closed, not yet scored, or the id is wrong.");
    }

    static ApiProblem unknownDebtor() {
        return new ApiProblem(
                404,
                "DEBTOR-UNKNOWN",
                "No decision on this debtor",
                "The newest scores hold no case of this debtor: all are closed or not yet scored, or the id is wrong.");
    }

    static ApiProblem badRequest(String code, String detail) {
        return new ApiProblem(400, code, "The request cannot be understood", detail);
    }

    static ApiProblem notAcceptable(String offered) {
        return new ApiProblem(406, "HTTP-406", "Not acceptable", "This address answers with: " + offered + ".");
    }

    /// Nothing to answer from yet.
    static ApiProblem notReady(Problem reason) {
        return new ApiProblem(
                503, reason.code(), "Not ready", reason.what() + ": " + reason.why() + ". " + reason.remedy() + ".");
    }

    Document document(String path) {
        return new Document("urn:solvens:problem:" + code.toLowerCase(Locale.ROOT), title, status, detail, path, code);
    }

    int status() {
        return status;
    }

    /// The members of a problem document.
    record Document(String type, String title, int status, String detail, String instance, String code) {}
}
