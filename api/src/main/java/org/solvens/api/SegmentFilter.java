package org.solvens.api;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;
import org.solvens.history.ClaimType;
import org.solvens.history.HoldKind;
import org.solvens.history.Route;
import org.solvens.history.Stage;
import org.solvens.lake.DeltaTable.Commit;
import org.solvens.policy.Flag;
import org.solvens.policy.Segment;

/// Which decisions a list has, and from where on.
///
/// @param wanted whether a decision belongs to the list
/// @param limit decisions of a page; 0 if none was named
/// @param after id of the last case of the page before; null for the first page
/// @param text the filters as they were given, for the audit log
record SegmentFilter(
        Predicate<Listed> wanted, int limit, @Nullable String after, Map<String, String> text) {
    /// Decisions of a page where no limit is named.
    static final int STANDARD_LIMIT = 100;

    /// Most decisions of a page.
    static final int LARGEST_LIMIT = 1_000;

    private static final Set<String> NAMES = Set.of(
            "creditor",
            "country",
            "currency",
            "segment",
            "route",
            "flag",
            "hold",
            "stage",
            "claim_type",
            "team",
            "review_until",
            "promise_due_until",
            "promise_broken_from",
            "limitation_from",
            "limitation_until",
            "needs_human",
            "limit",
            "cursor");

    /// Reads the parameters of a request.
    ///
    /// @param commit of the scores table that is answered from
    /// @param caller who asks
    /// @throws ApiProblem 400 `FILTER` or `CURSOR`, 410 `CURSOR-GONE` if the scores were replaced since the
    ///     first page
    static SegmentFilter of(Map<String, List<String>> parameters, Commit commit, Caller caller) {
        List<Predicate<Listed>> all = new ArrayList<>();
        Map<String, String> text = new TreeMap<>();
        int limit = 0;
        String after = null;
        for (Map.Entry<String, List<String>> parameter : parameters.entrySet()) {
            String name = parameter.getKey();
            if (!NAMES.contains(name)) {
                throw ApiProblem.badRequest(
                        "FILTER",
                        "There is no such filter. The filters are "
                                + String.join(", ", NAMES.stream().sorted().toList()) + ".");
            }
            if (parameter.getValue().size() > 1) {
                throw ApiProblem.badRequest("FILTER", "The filter " + name + " is given more than once.");
            }
            String value = parameter.getValue().getFirst();
            switch (name) {
                case "limit" -> limit = limit(value);
                case "cursor" -> after = after(value, commit);
                default -> {
                    all.add(predicate(name, value, caller));
                    text.put(name, value);
                }
            }
        }
        return new SegmentFilter(row -> all.stream().allMatch(each -> each.test(row)), limit, after, text);
    }

    private static Predicate<Listed> predicate(String name, String value, Caller caller) {
        return switch (name) {
            case "creditor" -> row -> row.facet().creditorId().equals(value);
            case "country" -> row -> row.facet().country().equals(value);
            case "currency" -> row -> row.facet().currency().equals(value);
            case "segment" -> {
                Segment segment = symbol(name, value, Segment.class);
                yield row -> row.facet().segment() == segment;
            }
            case "route" -> {
                Route route = symbol(name, value, Route.class);
                yield row -> row.facet().route() == route;
            }
            case "flag" -> {
                Flag flag = symbol(name, value, Flag.class);
                yield row -> row.facet().flags().contains(flag);
            }
            case "hold" -> {
                HoldKind hold = symbol(name, value, HoldKind.class);
                // Who may not see that an identity is protected finds none by it.
                boolean seen = hold != HoldKind.PROTECTED_IDENTITY || caller.protectedIdentities();
                yield row -> seen && row.facet().holds().contains(hold);
            }
            case "stage" -> {
                Stage stage = symbol(name, value, Stage.class);
                yield row -> row.facet().stage() == stage;
            }
            case "claim_type" -> {
                ClaimType type = symbol(name, value, ClaimType.class);
                yield row -> row.facet().claimType() == type;
            }
            case "team" -> row -> value.equals(row.facet().team());
            case "needs_human" -> {
                if (!value.equals("true") && !value.equals("false")) {
                    throw ApiProblem.badRequest("FILTER", "The filter needs_human takes true or false.");
                }
                boolean needed = value.equals("true");
                yield row -> row.facet().needsHuman() == needed;
            }
            case "promise_due_until" -> until(name, value, Listed::promiseDueOn);
            case "promise_broken_from" -> from(name, value, Listed::promiseBrokenOn);
            case "limitation_from" -> from(name, value, Listed::limitationOn);
            case "limitation_until" -> until(name, value, Listed::limitationOn);
            default -> {
                LocalDate until = day(name, value);
                yield row -> !row.facet().reviewOn().isAfter(until);
            }
        };
    }

    private static <E extends Enum<E>> E symbol(String name, String value, Class<E> type) {
        return Arrays.stream(type.getEnumConstants())
                .filter(each -> each.name().equals(value))
                .findFirst()
                .orElseThrow(() -> ApiProblem.badRequest(
                        "FILTER",
                        "The filter " + name + " takes one of "
                                + String.join(
                                        ", ",
                                        Arrays.stream(type.getEnumConstants())
                                                .map(Enum::name)
                                                .toList())
                                + "."));
    }

    private static Predicate<Listed> until(String name, String value, ToIntFunction<Listed> day) {
        long until = day(name, value).toEpochDay();
        return row -> day.applyAsInt(row) != Listed.NONE && day.applyAsInt(row) <= until;
    }

    private static Predicate<Listed> from(String name, String value, ToIntFunction<Listed> day) {
        long from = day(name, value).toEpochDay();
        return row -> day.applyAsInt(row) != Listed.NONE && day.applyAsInt(row) >= from;
    }

    private static LocalDate day(String name, String value) {
        try {
            return LocalDate.parse(value);
        } catch (DateTimeParseException e) {
            throw ApiProblem.badRequest("FILTER", "The filter " + name + " takes a day such as 2026-11-30.");
        }
    }

    private static int limit(String value) {
        if (value.matches("[0-9]{1,4}") && Integer.parseInt(value) >= 1 && Integer.parseInt(value) <= LARGEST_LIMIT) {
            return Integer.parseInt(value);
        }
        throw ApiProblem.badRequest("FILTER", "The limit is a whole number from 1 to " + LARGEST_LIMIT + ".");
    }

    /// The cursor of the page after a case: the commit, and the case.
    static String cursor(Commit commit, String caseId) {
        byte[] id = caseId.getBytes(StandardCharsets.UTF_8);
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(ByteBuffer.allocate(2 * Long.BYTES + id.length)
                        .putLong(commit.version())
                        .putLong(commit.writtenAt())
                        .put(id)
                        .array());
    }

    private static String after(String cursor, Commit commit) {
        ByteBuffer bytes;
        try {
            bytes = ByteBuffer.wrap(Base64.getUrlDecoder().decode(cursor));
        } catch (IllegalArgumentException e) {
            throw wrongCursor();
        }
        if (bytes.remaining() <= 2 * Long.BYTES) {
            throw wrongCursor();
        }
        if (bytes.getLong() != commit.version() || bytes.getLong() != commit.writtenAt()) {
            throw new ApiProblem(
                    410,
                    "CURSOR-GONE",
                    "The list has changed",
                    "New scores were published since its first page. Begin again without a cursor.");
        }
        return StandardCharsets.UTF_8.decode(bytes).toString();
    }

    private static ApiProblem wrongCursor() {
        return ApiProblem.badRequest("CURSOR", "The cursor is not one that this server gave. Begin again without one.");
    }
}
