package org.solvens.training.table;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.solvens.feature.Axis;
import org.solvens.plan.StatedBins;
import org.solvens.plan.TrainingPlan;
import org.solvens.plan.TrainingPlan.AxisPlan;
import org.solvens.problem.Problem;

/// Bins of an analyst's table that the plan states.
///
/// @param plan name and version
/// @param stated in the order of the plan
public record TableGroups(String plan, List<StatedBins> stated) {
    /// The bins that a plan states for a table.
    public static TableGroups of(TrainingPlan plan) {
        AxisPlan own = plan.axis(Axis.TABLE);
        return new TableGroups(plan.label(), own == null ? List.of() : own.statedBins());
    }

    /// Whether the categories of a feature are grouped.
    boolean groups(String feature) {
        return stated.stream().anyMatch(b -> b.feature().equals(feature) && b instanceof StatedBins.Groups);
    }

    /// The name of the group of a category; null if it is in none.
    @Nullable
    String of(String feature, String word) {
        for (StatedBins bins : stated) {
            if (bins instanceof StatedBins.Groups groups && groups.feature().equals(feature)) {
                for (List<String> group : groups.values()) {
                    if (group.contains(word)) {
                        return String.join(", ", group);
                    }
                }
            }
        }
        return null;
    }

    /// Refuses bins of columns that models do not read, or that are of the other kind.
    ///
    /// @throws Problem `PLAN` naming the feature
    void requireIn(List<TableColumn> columns) {
        for (StatedBins bins : stated) {
            boolean groups = bins instanceof StatedBins.Groups;
            TableColumn.Kind kind = groups ? TableColumn.Kind.CATEGORY : TableColumn.Kind.NUMBER;
            TableColumn column = columns.stream()
                    .filter(c -> c.feature().equals(bins.feature()))
                    .findFirst()
                    .orElse(null);
            if (column == null || column.kind() != kind) {
                throw new Problem(
                        "PLAN",
                        plan + ", " + (groups ? "groups" : "cuts") + " of " + bins.feature(),
                        column == null
                                ? "models read no column of that name"
                                : groups ? "the column is a quantity" : "the column has categories",
                        "they read "
                                + String.join(
                                        ", ",
                                        columns.stream()
                                                .filter(c -> c.kind() == kind)
                                                .map(TableColumn::feature)
                                                .toList()),
                        "correct the name in the plan, or name the column with --category or --keep");
            }
        }
    }

    /// The bins as edges: of categories each rank is a bin.
    public Map<String, StatedBins> bins(TableFrame frame) {
        Map<String, StatedBins> bins = new HashMap<>();
        for (StatedBins own : stated) {
            int ranks = frame.columns().stream()
                    .filter(c -> c.feature().equals(own.feature()))
                    .mapToInt(c -> Math.max(
                            c.pooled() == null ? 0 : c.pooled(),
                            c.categories().stream()
                                    .mapToInt(TableColumn.Category::rank)
                                    .max()
                                    .orElse(0)))
                    .max()
                    .orElse(0);
            if (own instanceof StatedBins.Cuts) {
                bins.put(own.feature(), own);
            } else if (ranks > 1) {
                bins.put(
                        own.feature(),
                        new StatedBins.Cuts(
                                own.feature(),
                                IntStream.rangeClosed(2, ranks)
                                        .mapToObj(rank -> (double) rank)
                                        .toList(),
                                own.reason()));
            }
        }
        return bins;
    }
}
