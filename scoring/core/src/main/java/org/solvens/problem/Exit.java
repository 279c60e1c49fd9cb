package org.solvens.problem;

import java.nio.file.NoSuchFileException;
import java.util.Set;

/// How a command ends. Schedulers may rely on the numbers; `docs/exit-codes.md` lists them too.
public enum Exit {
    /// Done; no action is needed.
    OK(0, "done"),
    /// A check, a file or a setting was refused; nothing was published.
    REFUSED(1, "a check, a file or a setting was refused"),
    /// The command line is wrong.
    USAGE(2, "the command line is wrong"),
    /// Done, and someone has to act.
    ATTENTION(3, "done, and someone has to act"),
    /// Done, and too many rows are in quarantine.
    QUARANTINE(4, "done, but too many rows went to quarantine"),
    /// A file, table or model that was named does not exist.
    NOT_FOUND(66, "something that was named is not there"),
    /// The disk, the network, an engine or Solvens itself failed.
    ENGINE(70, "the disk, the network, an engine or Solvens itself failed"),
    /// Another job holds the lake or the model registry.
    BUSY(75, "another job is running; try again later");

    private static final Set<String> BUSY_CODES = Set.of("LAKE-BUSY", "REGISTRY-CONFLICT");

    private static final Set<String> NOT_FOUND_CODES = Set.of(
            "LAKE",
            "LAKE-TABLE",
            "LAKE-VERSION",
            "LAKE-EMPTY",
            "FEED-PATH",
            "FEED-GONE",
            "HISTORIES",
            "NO-SCORES",
            "NO-REPORT",
            "NO-QUALITY",
            "NO-SNAPSHOTS",
            "REGISTRY",
            "REGISTRY-MODEL",
            "NOTEBOOK-FILE",
            "STORE-MISSING",
            "KEY-UNKNOWN",
            "WEBHOOK-UNKNOWN");

    private final int code;
    private final String meaning;

    Exit(int code, String meaning) {
        this.code = code;
        this.meaning = meaning;
    }

    /// The number that the process ends with.
    public int code() {
        return code;
    }

    /// The meaning, in a few words.
    public String meaning() {
        return meaning;
    }

    /// The exit code for a problem. If a named file does not exist, the cause of the problem is a
    /// `NoSuchFileException`, and the problem's code states what the file should have been.
    public static Exit of(Problem problem) {
        if (problem.code().startsWith(EngineFailure.PREFIX)) {
            return ENGINE;
        }
        if (problem.code().equals("QUARANTINE")) {
            return QUARANTINE;
        }
        if (BUSY_CODES.contains(problem.code())) {
            return BUSY;
        }
        return NOT_FOUND_CODES.contains(problem.code()) || problem.getCause() instanceof NoSuchFileException
                ? NOT_FOUND
                : REFUSED;
    }
}
