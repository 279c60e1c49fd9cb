package org.solvens.plan;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.solvens.config.Setting;
import org.solvens.config.WrongSetting;

/// Bins of a feature that the plan states, in place of those that training finds. The card of
/// a scorecard shows them with their reason.
public sealed interface StatedBins {
    /// Most bins of a feature.
    int MOST_BINS = 100;

    /// Most characters of a reason.
    int LONGEST_REASON = 300;

    /// Name of the feature.
    String feature();

    /// Why, in words.
    String reason();

    /// Edges of the bins of a quantity. Bins next to each other that contradict the direction
    /// of the feature get the same points.
    ///
    /// @param feature name
    /// @param at where bins begin, ascending: a value belongs to the last bin whose edge it
    ///     reaches; 1 to 99
    /// @param reason in words, at most 300 characters
    record Cuts(
            @Setting("Name of the feature") String feature,

            @Setting("Where bins begin, ascending: a value belongs to the last bin whose edge it reaches")
            List<Double> at,

            @Setting("Why, in words, at most 300 characters")
            String reason)
            implements StatedBins {
        public Cuts {
            named("cuts", feature, reason);
            require("at", at != null && !at.isEmpty(), "cuts: edges are needed");
            require("at", at.size() < MOST_BINS, "cuts: a feature has at most " + (MOST_BINS - 1) + " edges");
            for (int i = 0; i < at.size(); i++) {
                Double edge = at.get(i);
                require(
                        "at[" + i + "]",
                        edge != null && Double.isFinite(edge) && Math.abs(edge) < 1e14,
                        "cuts: an edge is a number below 1e14 in size");
                require("at[" + i + "]", i == 0 || edge > at.get(i - 1), "cuts: the edges must ascend");
            }
            at = List.copyOf(at);
        }
    }

    /// Codes or categories that share a bin. Those that no group names share another one.
    /// Groups have no direction.
    ///
    /// @param feature name
    /// @param values of each group: codes as whole numbers, or categories of an analyst's own
    ///     table
    /// @param reason in words, at most 300 characters
    record Groups(
            @Setting("Name of the feature") String feature,

            @Setting("Codes or categories of each group; the others share a bin of their own")
            List<List<String>> values,

            @Setting("Why, in words, at most 300 characters")
            String reason)
            implements StatedBins {
        public Groups {
            named("groups", feature, reason);
            require("values", values != null && !values.isEmpty(), "groups: values are needed");
            require("values", values.size() < MOST_BINS, "groups: a feature has at most " + (MOST_BINS - 1));
            Set<String> seen = new HashSet<>();
            List<List<String>> copies = new ArrayList<>();
            for (int i = 0; i < values.size(); i++) {
                List<String> group = values.get(i);
                require("values[" + i + "]", group != null && !group.isEmpty(), "groups: a group is empty");
                for (String value : group) {
                    require("values[" + i + "]", value != null && !value.isBlank(), "groups: a value is empty");
                    require("values[" + i + "]", seen.add(value), "groups: '" + value + "' is given twice");
                }
                copies.add(List.copyOf(group));
            }
            values = List.copyOf(copies);
        }
    }

    private static void named(String key, String feature, String reason) {
        require("feature", feature != null && !feature.isBlank(), key + ": a feature is needed");
        require("reason", reason != null && !reason.isBlank(), key + ": a reason is needed");
        require(
                "reason",
                reason.length() <= LONGEST_REASON,
                key + ": a reason has at most " + LONGEST_REASON + " characters");
    }

    private static void require(String key, boolean condition, String message) {
        WrongSetting.require(condition, key, message);
    }
}
