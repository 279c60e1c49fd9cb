package org.solvens.problem;

import java.io.FileNotFoundException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Turns failures that Solvens did not foresee into a {@link Problem} that says what to do: a full disk, a damaged
/// file, no permission, an object store that does not answer, or a defect.
public final class EngineFailure {
    /// The prefix of the codes of these problems.
    public static final String PREFIX = "ENGINE-";

    /// How many characters of an engine's message are shown.
    private static final int SHOWN = 300;

    private EngineFailure() {}

    /// The problem to show for a failure, or the {@link Problem} that some cause of it is.
    public static Problem problem(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = next(cause)) {
            if (cause instanceof Problem problem) {
                return problem;
            }
        }
        for (Throwable cause = failure; cause != null; cause = next(cause)) {
            Problem known = known(cause, failure);
            if (known != null) {
                return known;
            }
        }
        Throwable root = root(failure);
        return new Problem(
                PREFIX + "FAILURE",
                root.getClass().getSimpleName(),
                "an unexpected failure stopped the command",
                message(root),
                "run the command again with --debug to see where; if the input and the machine are sound, it is a"
                        + " defect of Solvens: report it with that output",
                failure);
    }

    private static @Nullable Throwable next(Throwable failure) {
        return failure.getCause() == failure ? null : failure.getCause();
    }

    private static Throwable root(Throwable failure) {
        Throwable root = failure;
        for (Throwable cause = failure; cause != null; cause = next(cause)) {
            root = cause;
        }
        return root;
    }

    private static @Nullable Problem known(Throwable cause, Throwable failure) {
        String text = String.valueOf(cause.getMessage());
        String lower = text.toLowerCase(Locale.ROOT);
        String type = cause.getClass().getName();
        if (lower.contains("no space left on device") || lower.contains("disk quota exceeded")) {
            return new Problem(
                    PREFIX + "DISK-FULL",
                    "the disk",
                    "the disk is full",
                    message(cause),
                    "free some space and run the command again: what was begun is completed, nothing is counted twice",
                    failure);
        }
        if (cause instanceof AccessDeniedException || lower.contains("permission denied")) {
            return new Problem(
                    PREFIX + "PERMISSION",
                    message(cause),
                    "a file or folder may not be read or written",
                    "the operating system or the object store refuses access",
                    "give the user who runs Solvens access to it, or name another folder",
                    failure);
        }
        if (cause instanceof UnknownHostException
                || cause instanceof ConnectException
                || cause instanceof NoRouteToHostException
                || cause instanceof SocketTimeoutException
                || type.startsWith("software.amazon.awssdk.core.exception")) {
            return new Problem(
                    PREFIX + "STORE-AWAY",
                    "the network",
                    "an object store or another server does not answer",
                    message(cause),
                    "check the address, the keys and the network, then run the command again",
                    failure);
        }
        boolean damaged = type.startsWith("org.apache.parquet.io.Parquet")
                || lower.contains("is not a parquet file")
                || lower.contains("could not read footer")
                || lower.contains("corrupt");
        if (damaged) {
            return new Problem(
                    PREFIX + "DAMAGED",
                    message(cause),
                    "a file of a table is damaged",
                    "its content is not what its format says",
                    "bring the file back from a copy, or remove the table and ingest its files again",
                    failure);
        }
        if (cause instanceof NoSuchFileException
                || cause instanceof FileNotFoundException
                || type.equals("org.apache.spark.SparkFileNotFoundException")) {
            return new Problem(
                    PREFIX + "FILE-GONE",
                    message(cause),
                    "a file that is needed is gone",
                    "it was removed after a table or a command had named it",
                    "bring it back from a copy, or name another file",
                    failure);
        }
        if (cause instanceof OutOfMemoryError) {
            return new Problem(
                    PREFIX + "MEMORY",
                    "the JVM",
                    "there is not enough memory",
                    message(cause),
                    "give it more, such as SOLVENS_JAVA_OPTIONS=-Xmx8g, or run on a cluster: --master URL",
                    failure);
        }
        return null;
    }

    /// The first line of a message, shortened.
    private static String message(Throwable failure) {
        String text = failure.getMessage() == null ? failure.getClass().getName() : failure.getMessage();
        String line = text.strip().lines().findFirst().orElse("");
        return line.length() <= SHOWN ? line : line.substring(0, SHOWN) + " ...";
    }
}
