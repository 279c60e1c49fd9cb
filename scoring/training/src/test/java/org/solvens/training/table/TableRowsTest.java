package org.solvens.training.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.solvens.feature.Direction;
import org.solvens.feature.Missing;
import org.solvens.plan.TrainingPlan;
import org.solvens.problem.Problem;
import org.solvens.training.rows.AxisRows;
import org.solvens.training.rows.Partition;
import org.solvens.training.rows.Special;

class TableRowsTest {
    private static final TrainingPlan PLAN = TrainingPlan.read(
            Path.of("../../data-samples/plans/table.yaml").toAbsolutePath().normalize());

    @TempDir
    Path folder;

    private TableFile csv(String text) throws IOException {
        Path file = Files.writeString(folder.resolve("table.csv"), text);
        return TableFile.read(file, Set.of("NA"));
    }

    /// 200 rows of 100 days: an amount with -9 and -8, a trade with small categories, a person's age, an id.
    private TableFile loans() throws IOException {
        return csv(IntStream.range(0, 200)
                .mapToObj(i -> String.join(
                        ",",
                        "loan" + i,
                        LocalDate.of(2026, 1, 1).plusDays(i / 2).toString(),
                        i % 10 == 0 ? "-9" : i % 10 == 1 ? "-8" : i % 10 == 2 ? "NA" : String.valueOf(i),
                        i % 50 == 0 ? "rare" + i : i % 2 == 0 ? "shop" : "farm",
                        String.valueOf(20 + i % 40),
                        i % 2 == 0 || i % 3 == 0 ? "1" : "0"))
                .collect(Collectors.joining("\n", "Loan,Day,Amount,Trade,age,paid\n", "\n")));
    }

    private static TableSpec spec(String split) {
        return new TableSpec(
                "paid",
                null,
                split,
                null,
                null,
                null,
                null,
                List.of(-7.0, -8.0, -9.0),
                Set.of(),
                Set.of(),
                Set.of(),
                Set.of("Amount"),
                Set.of());
    }

    @Test
    void typesAreInferredAndLeftOutColumnsSayWhy() throws IOException {
        TableFrame frame = TableRows.of(loans(), spec("Day"), PLAN).frame();
        assertThat(frame.good()).isEqualTo("1");
        assertThat(frame.columns()).extracting(TableColumn::feature).containsExactly("amount", "trade");
        assertThat(frame.columns().getFirst().kind()).isEqualTo(TableColumn.Kind.NUMBER);
        assertThat(frame.columns().getFirst().direction()).isEqualTo(Direction.RISING);
        assertThat(frame.columns().getFirst().specials()).containsExactly(-8.0, -9.0);
        assertThat(frame.columns().getFirst().missing()).isEqualTo(0.1);
        assertThat(frame.leftOut()).extracting(TableFrame.LeftOut::column).containsExactly("Loan", "Day", "age");
        assertThat(frame.leftOut().getLast().reason()).contains("describes a person");
    }

    @Test
    void smallCategoriesArePooledAndAllAreRankedByTheirShareOfGoods() throws IOException {
        TableColumn trade =
                TableRows.of(loans(), spec("Day"), PLAN).frame().columns().getLast();
        assertThat(trade.categories()).extracting(TableColumn.Category::value).containsExactly("farm", "shop");
        assertThat(trade.pooled()).isEqualTo(2);
        assertThat(trade.categories()).extracting(TableColumn.Category::rank).containsExactly(1, 3);
        assertThat(trade.encode("rare50", List.of())).isEqualTo(2);
        assertThat(trade.encode("never seen", List.of())).isEqualTo(2);
        assertThat(trade.encode(null, List.of())).isEqualTo(Missing.NO_RECORD.code());
    }

    @Test
    void specialValuesBecomeCodesApart() throws IOException {
        TableColumn amount =
                TableRows.of(loans(), spec("Day"), PLAN).frame().columns().getFirst();
        List<Double> declared = List.of(-7.0, -8.0, -9.0);
        assertThat(amount.encode(-8.0, declared)).isEqualTo(Special.code(0));
        assertThat(amount.encode(-9.0, declared)).isEqualTo(Special.code(1));
        assertThat(amount.encode(-7.0, declared)).isEqualTo(Missing.NO_RECORD.code());
        assertThat(amount.encode(-6.0, declared)).isEqualTo(-6);
        assertThat(Special.cuts(3)).containsExactly(Special.code(1), Special.code(0), Special.FLOOR);
        assertThat(Special.position(Special.code(4))).isEqualTo(4);
    }

    @Test
    void aColumnOfDaysSplitsByTime() throws IOException {
        TableRows table = TableRows.of(loans(), spec("Day"), PLAN);
        AxisRows rows = table.rows();
        Partition partition = table.partition(rows, PLAN.seed());
        LocalDate from = table.frame().testFrom();
        assertThat(from).isEqualTo(LocalDate.of(2026, 3, 12));
        assertThat(partition.test()).hasSize(60);
        assertThat(Arrays.stream(partition.train()).map(rows::asOf).max().orElseThrow())
                .isLessThan((int) from.toEpochDay());
        assertThat(partition.train()).hasSize(140);
    }

    @Test
    void marksSplitAndGroupsStayOnOneSideOfADraw() throws IOException {
        TableFile file = csv("side,client,x,good\n"
                + IntStream.range(0, 100)
                        .mapToObj(i -> (i < 80 ? "train" : "test") + ",c" + i / 5 + "," + i + ","
                                + (i % 3 == 0 ? "yes" : "no"))
                        .collect(Collectors.joining("\n"))
                + "\n");
        TableSpec plain = TableSpec.of("good");
        TableSpec marked = new TableSpec(
                "good", null, "side", null, null, "client", null, List.of(), Set.of(), Set.of(), Set.of(), Set.of(),
                Set.of());
        assertThat(TableRows.of(file, marked, PLAN).frame().testRows()).isEqualTo(20);
        TableSpec grouped = new TableSpec(
                "good",
                null,
                null,
                null,
                null,
                "client",
                null,
                List.of(),
                Set.of(),
                Set.of("side"),
                Set.of(),
                Set.of(),
                Set.of());
        TableRows drawn = TableRows.of(file, grouped, PLAN);
        AxisRows rows = drawn.rows();
        Partition partition = drawn.partition(rows, PLAN.seed());
        Set<Long> trained =
                Arrays.stream(partition.train()).mapToObj(rows::debtor).collect(Collectors.toSet());
        assertThat(Arrays.stream(partition.test()).mapToObj(rows::debtor)).doesNotContainAnyElementsOf(trained);
        assertThat(TableRows.of(file, plain, PLAN).frame().columns())
                .extracting(TableColumn::column)
                .contains("client", "x");
    }

    @Test
    void refusalsNameTheColumn() throws IOException {
        assertThatThrownBy(() -> TableRows.of(loans(), TableSpec.of("paidd"), PLAN))
                .isInstanceOfSatisfying(Problem.class, p -> assertThat(p.code()).isEqualTo("TABLE-COLUMN"))
                .hasMessageContaining("paidd");
        assertThatThrownBy(() -> TableRows.of(loans(), TableSpec.of("Trade"), PLAN))
                .isInstanceOfSatisfying(Problem.class, p -> assertThat(p.code()).isEqualTo("TABLE-TARGET"));
        TableFile unclear = csv("x,result\n1,lost\n2,won\n");
        assertThatThrownBy(() -> TableRows.of(unclear, TableSpec.of("result"), PLAN))
                .hasMessageContaining("not clear");
        assertThatThrownBy(() -> TableFile.read(folder.resolve("table.xlsx"), Set.of()))
                .isInstanceOfSatisfying(Problem.class, p -> assertThat(p.code()).isEqualTo("TABLE-FILE"));
        assertThatThrownBy(() -> TableFile.read(folder.resolve("none.csv"), Set.of()))
                .isInstanceOfSatisfying(Problem.class, p -> assertThat(p.code()).isEqualTo("TABLE-FILE"));
    }
}
