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

/// Checks that may fail, each with the reason why: a decision of a person, kept in a file next to the run.
///
/// ```
/// - check: payments/freshness
///   reason: The client stopped payments by this channel in May; the last file is complete.
/// - {check: cases/shift/principal, reason: New client with larger claims.}
/// - {check: 'protection/holds.csv@3f6a01c2:7', reason: The row is an empty line of the export.}
/// ```
///
/// A name that begins with `protection` is of a refused row that would protect somebody and names nobody: its file
/// and line follow.
public final class AcceptedChecks {
    /// What the names of refused rows begin with that would protect somebody and name nobody.
    public static final String PROTECTION = "protection";

    private static final Pattern PROTECTION_NAME = Pattern.compile(PROTECTION + "/[^/]+@[0-9a-f]{8}:[1-9][0-9]{0,17}");

    /// No check may fail.
    public static final AcceptedChecks NONE = new AcceptedChecks(Map.of());

    private final Map<String, String> reasons;

    private AcceptedChecks(Map<String, String> reasons) {
        this.reasons = reasons;
    }

    /// @param check name of the check: feed, check and, where it looks at one, column, with slashes between them
    /// @param reason why it may fail
    private record Entry(String check, String reason) {
        private static final int LONGEST_REASON = 1_000;

        Entry {
            require(check != null && !check.isBlank(), "check: name the check, such as payments/freshness");
            String feed = check.contains("/") ? check.substring(0, check.indexOf('/')) : check;
            if (feed.equals(PROTECTION)) {
                require(
                        PROTECTION_NAME.matcher(check).matches(),
                        "check: '" + check + "' names no row; a refused row is protection/FILE@HASH:LINE, such as"
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
    /// @throws Problem QUALITY-ACCEPT naming file, place and line, if it is no list of checks with reasons, if a
    ///     check is not known or named twice, or if a reason is empty
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
                        "take the entry out");
            }
        }
        return new AcceptedChecks(reasons);
    }

    /// The result with the reason for which its check may fail, or as it is.
    public Result applied(Result result) {
        return result.accepted(reasons.get(result.name()));
    }

    @Override
    public String toString() {
        return Arrays.toString(reasons.keySet().toArray());
    }
}
