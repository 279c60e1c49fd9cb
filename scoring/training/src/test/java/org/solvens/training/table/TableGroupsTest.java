package org.solvens.training.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.solvens.plan.StatedBins;
import org.solvens.plan.TrainingPlan;
import org.solvens.problem.Problem;

/// Six hundred rows: a trade of four kinds, and an amount.
class TableGroupsTest {
    private static final Path PLANS =
            Path.of("../../data-samples/plans").toAbsolutePath().normalize();

    @TempDir
    Path folder;

    private TableFile table() throws Exception {
        return TableFile.read(
                Files.writeString(
                        folder.resolve("table.csv"),
                        IntStream.range(0, 600)
                                .mapToObj(i -> new String[] {"farm", "shop", "mill", "port"}[i % 4] + "," + i + ","
                                        + (i % 7 < i % 4 + 1 ? 1 : 0))
                                .collect(Collectors.joining("\n", "trade,amount,paid\n", "\n"))),
                Set.of());
    }

    private TrainingPlan plan(String bins) throws Exception {
        String text = Files.readString(PLANS.resolve("table.yaml"));
        return TrainingPlan.read(Files.writeString(
                folder.resolve("plan.yaml"),
                text.replace("    minimum_outcomes: 50\n", "    minimum_outcomes: 50\n" + bins)));
    }

    @Test
    void categoriesOfAGroupShareARankAndEachRankIsABin() throws Exception {
        TrainingPlan plan =
                plan("    groups:\n      - {feature: trade, values: [[farm, port], [mill]], reason: who delivers}\n");
        TableFrame frame = TableRows.of(table(), TableSpec.of("paid"), plan).frame();
        TableColumn trade = frame.columns().getFirst();
        assertThat(trade.feature()).isEqualTo("trade");
        assertThat(trade.categories().stream()
                        .filter(c -> Set.of("farm", "port").contains(c.value()))
                        .map(TableColumn.Category::rank)
                        .distinct())
                .hasSize(1);
        assertThat(trade.categories()).extracting(TableColumn.Category::value).contains("mill");
        StatedBins.Cuts cuts =
                (StatedBins.Cuts) TableGroups.of(plan).bins(frame).get("trade");
        int ranks = trade.categories().stream()
                .mapToInt(TableColumn.Category::rank)
                .max()
                .orElseThrow();
        assertThat(cuts.at()).hasSizeGreaterThanOrEqualTo(ranks - 1).startsWith(2.0);
        assertThat(cuts.reason()).isEqualTo("who delivers");
    }

    @Test
    void binsOfTheOtherKindOfColumnAreRefusedByName() {
        assertThatThrownBy(() -> TableRows.of(
                        table(),
                        TableSpec.of("paid"),
                        plan("    groups:\n      - {feature: amount, values: [[\"1\"]], reason: wrong}\n")))
                .isInstanceOf(Problem.class)
                .hasMessageContaining("amount");
        assertThatThrownBy(() -> TableRows.of(
                        table(),
                        TableSpec.of("paid"),
                        plan("    cuts:\n      - {feature: trade, at: [1], reason: wrong}\n")))
                .isInstanceOf(Problem.class)
                .hasMessageContaining("trade");
        assertThatThrownBy(() -> TableRows.of(
                        table(),
                        TableSpec.of("paid"),
                        plan("    cuts:\n      - {feature: amounts, at: [1], reason: wrong}\n")))
                .isInstanceOf(Problem.class)
                .hasMessageContaining("amounts");
    }
}
