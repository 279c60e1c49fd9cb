package org.solvens.quality;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.solvens.config.StrictYaml;
import org.solvens.config.WrongSetting;
import org.solvens.problem.Problem;

/// Checks that may fail, each with a reason. A person decides this and keeps it in a file.
///
/// ```
/// - check: payments/freshness
///   reason: The client stopped payments by this channel in May; the last file is complete.
/// - {check: cases/shift/principal, reason: New client with larger claims.}
/// - {check: 'protection/holds.csv@3f6a01c2:7', reason: The row is an empty line of the export.}
/// ```
///
/// A name that begins with `protection` is of a refused row that would protect a debtor but names no known
/// one. Its file and line follow.
public final class AcceptedChecks {
    /// The beginning of the names of refused rows that would protect a debtor but name no known one.
    public static final String PROTECTION = "protection";

    private static final Pattern PROTECTION_NAME = Pattern.compile(PROTECTION + "/[^/]+@[0-9a-f]{8}:[1-9][0-9]{0,17}");

    /// No check may fail.
    public static final AcceptedChecks NONE = new AcceptedChecks(Map.of());

    private final Map<String, String> reasons;

    private AcceptedChecks(Map<String, String> reasons) {
        this.reasons = reasons;
    }

    /// @param check name of the check: feed, check and column if it has one, with slashes between them
    /// @param reason why it may fail
    private record Entry(String check, String reason) {
        private static final int LONGEST_REASON = 1_000;

        Entry {
            require(check != null && !check.isBlank(), "check: name the check, such as payments/freshness");
            String feed = check.contains("/") ? check.substring(0, check.indexOf('/')) : check;
            if (feed.equals(PROTECTION)) {
                require(
                        PROTECTION_NAME.matcher(check).matches(),
                        "check: '" + check
                                + "' does not name a row; a refused row is protection/FILE@HASH:LINE, such as"
                                + " protection/holds.csv@3f6a01c2:7");
            } else {
                requireKnown(check, feed);
            }
            WrongSetting.require(
                    reason == null || reason.length() <= LONGEST_REASON,
                    "reason",
                    "reason: a reason has at most " + LONGEST_REASON + " characters");
            require(
                    reason != null && !reason.isBlank(),
                    "reason: write why " + check + " may fail; a check is not accepted without a reason");
        }

        private static void requireKnown(String check, String feed) {
            List<String> names = Constraint.names();
            List<String> ofFeed =
                    names.stream().filter(name -> name.startsWith(feed + "/")).toList();
            require(
                    names.contains(check),
                    ofFeed.isEmpty()
                            ? "check: '" + check + "' does not begin with a feed; a name is feed/check or"
                                    + " feed/check/column, or protection/FILE@HASH:LINE of a refused row"
                            : "check: there is no check '" + check + "'; those of " + feed + " are "
                                    + String.join(", ", ofFeed));
        }

        private static void require(boolean condition, String message) {
            if (!condition) {
                throw new IllegalArgumentException(message);
            }
        }
    }

    /// Reads a file.
    ///
    /// @throws Problem QUALITY-ACCEPT naming file, place and line, if it is not a list of checks with reasons,
    ///     if a check is unknown or named twice, or if a reason is empty
    public static AcceptedChecks read(Path file) {
        StrictYaml.Document<@Nullable Entry[]> document = StrictYaml.document(file, Entry[].class, "QUALITY-ACCEPT");
        @Nullable Entry[] entries = document.value();
        Map<String, String> reasons = new LinkedHashMap<>();
        for (int i = 0; i < entries.length; i++) {
            Entry entry = entries[i];
            if (entry == null || reasons.put(entry.check(), entry.reason().strip()) != null) {
                throw new Problem(
                        "QUALITY-ACCEPT",
                        file + " at [" + i + "]" + document.places().of("[" + i + "]"),
                        entry == null ? "an entry is empty" : "the check " + entry.check() + " is accepted twice",
                        "each check is accepted once, with one reason",
                        "remove the entry");
            }
        }
        return new AcceptedChecks(reasons);
    }

    /// The result with the reason for which its check may fail, or unchanged.
    public Result applied(Result result) {
        return result.accepted(reasons.get(result.name()));
    }

    @Override
    public String toString() {
        return Arrays.toString(reasons.keySet().toArray());
    }
}
