package org.solvens.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.solvens.outcome.Outcomes;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The content of training snapshots: cases, dates, outcomes and features. Every commit of the snapshots
/// records it, and training refuses snapshots with other content than its plan needs.
///
/// @param from first as-of date of the plan; null if it follows from the lake
/// @param until dates before it; null if it follows from the lake
/// @param maxAgeDays cases placed longer ago are left out
/// @param horizonDays days in which an outcome may happen
/// @param lateDays days until its records are taken to be known
/// @param ableShare share of the balance that counts as able
/// @param keptShare share of what fell due that counts as kept
/// @param followsRecovery whether recovery is followed period by period
/// @param every what the as-of dates follow, and how many of them make a step, such as `week
///     2`; null for months, in commits of an earlier Solvens
/// @param own outcomes that the plan defines, by axis; null in commits of an earlier Solvens
/// @param features version of the catalogue, which also states whether a case sees other creditors' cases
public record SnapshotContent(
        @Nullable String from,
        @Nullable String until,
        int maxAgeDays,
        int horizonDays,
        int lateDays,
        double ableShare,
        double keptShare,
        boolean followsRecovery,
        @Nullable String every,
        @Nullable Map<String, String> own,
        String features) {
    /// The entry's name in the user metadata of a commit of snapshots.
    public static final String NAME = "snapshots";

    private static final JsonMapper JSON = new JsonMapper();

    /// The content that a plan needs.
    ///
    /// @param features version of the catalogue
    public static SnapshotContent of(TrainingPlan plan, String features) {
        Outcomes outcomes = plan.outcomeDefinition();
        return new SnapshotContent(
                text(plan.asOf().from()),
                text(plan.asOf().until()),
                plan.asOf().maxAgeDays(),
                outcomes.horizonDays(),
                outcomes.lateDays(),
                outcomes.ableShare(),
                outcomes.keptShare(),
                plan.followsRecovery(),
                plan.asOf().every().name().toLowerCase(Locale.ROOT) + " "
                        + plan.asOf().step(),
                own(plan),
                features);
    }

    private static Map<String, String> own(TrainingPlan plan) {
        Map<String, String> own = new TreeMap<>();
        plan.ownOutcomes()
                .forEach((axis, outcome) -> own.put(
                        axis.label(),
                        outcome.good() + (outcome.observed() == null ? "" : " where " + outcome.observed())));
        return own;
    }

    private static @Nullable String text(@Nullable Object value) {
        return value == null ? null : value.toString();
    }

    @Override
    public Map<String, String> own() {
        return own == null ? Map.of() : own;
    }

    @Override
    public String every() {
        return every == null ? "month 1" : every;
    }

    /// The content stated by the user metadata of a commit; empty if there is none.
    public static Optional<SnapshotContent> parse(String metadata) {
        try {
            JsonNode content = JSON.readTree(metadata).path(NAME);
            return content.isObject()
                    ? Optional.of(JSON.treeToValue(content, SnapshotContent.class))
                    : Optional.empty();
        } catch (JacksonException e) {
            return Optional.empty();
        }
    }

    /// How the outcomes and the population of two plans differ, such as `horizon_days is 90 and should be 60`; empty
    /// where they are the same. Dates and features may differ: models of both can be compared on common rows.
    public static List<String> unlike(TrainingPlan has, TrainingPlan wanted) {
        // The version of the features is not compared.
        return of(has, "").unlike(of(wanted, ""));
    }

    private List<String> unlike(SnapshotContent wanted) {
        List<String> found = new ArrayList<>();
        compare(found, "as_of.max_age_days", maxAgeDays, wanted.maxAgeDays);
        compare(found, "horizon_days", horizonDays, wanted.horizonDays);
        compare(found, "late_days", lateDays, wanted.lateDays);
        compare(found, "outcomes.able_share", ableShare, wanted.ableShare);
        compare(found, "outcomes.kept_share", keptShare, wanted.keptShare);
        Set<String> axes = new TreeSet<>(own().keySet());
        axes.addAll(wanted.own().keySet());
        for (String axis : axes) {
            compare(
                    found,
                    "axes." + axis + ".outcome",
                    own().get(axis),
                    wanted.own().get(axis));
        }
        return found;
    }

    /// The differences from the content that a reader needs; empty if there are none.
    public List<String> differences(SnapshotContent wanted) {
        List<String> found = unlike(wanted);
        compare(found, "as_of.from", from, wanted.from);
        compare(found, "as_of.until", until, wanted.until);
        compare(found, "as_of.every", every(), wanted.every());
        // Snapshots that follow recovery also serve a plan that does not need it.
        if (wanted.followsRecovery && !followsRecovery) {
            found.add("what comes in is not followed period by period");
        }
        compare(found, "the version of the features", features, wanted.features);
        return found;
    }

    private static void compare(List<String> found, String name, @Nullable Object has, @Nullable Object wanted) {
        if (!Objects.equals(has, wanted)) {
            found.add(name + " is " + shown(has) + " and should be " + shown(wanted));
        }
    }

    private static String shown(@Nullable Object value) {
        return value == null ? "left out" : value.toString();
    }
}
