package org.solvens.problem;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// An error that a user can act on: what is wrong, with which thing, why, and what to do about it.
///
/// Any other exception is a defect of Solvens. No part of a problem may contain personal data.
public final class Problem extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String code;
    private final String subject;
    private final String what;
    private final String why;
    private final String remedy;

    /// @param code stable and upper case with dashes, such as `FEED-HEADER`; scripts may match on it
    /// @param subject the name of the thing: a file, a table, a case
    /// @param what the problem, in one sentence without a full stop
    /// @param why its cause, in one sentence without a full stop
    /// @param remedy what the user can do, in one sentence without a full stop
    public Problem(String code, String subject, String what, String why, String remedy) {
        this(code, subject, what, why, remedy, null);
    }

    /// A problem with the underlying failure, for the log.
    public Problem(
            String code, String subject, String what, String why, String remedy, @Nullable Throwable underneath) {
        super(code + " " + subject + ": " + what, underneath);
        this.code = Objects.requireNonNull(code);
        this.subject = Objects.requireNonNull(subject);
        this.what = Objects.requireNonNull(what);
        this.why = Objects.requireNonNull(why);
        this.remedy = Objects.requireNonNull(remedy);
    }

    public String code() {
        return code;
    }

    public String subject() {
        return subject;
    }

    public String what() {
        return what;
    }

    public String why() {
        return why;
    }

    public String remedy() {
        return remedy;
    }

    /// The four lines that a user sees on a terminal.
    public String display() {
        return "error " + code + ": " + what + "\n  in:     " + subject + "\n  cause:  " + why + "\n  remedy: "
                + remedy;
    }
}
