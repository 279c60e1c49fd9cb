package org.solvens.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.LongRange;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.solvens.feed.Money;
import org.solvens.problem.Problem;

class TableContractTest {
    @TempDir
    Path folder;

    enum Colour {
        RED,
        GREEN
    }

    enum Size implements Labelled {
        SMALL,
        LARGE;

        @Override
        public String label() {
            return "size_" + ordinal();
        }
    }

    record Inner(
            @Means("number") double value,
            @Means("whole number") @Nullable Integer points,
            @Means(value = "within 30 days", name = "30d") double by30) {}

    record Sample(
            @Means(value = "Id", key = true) String caseId,
            @Means("Day") LocalDate placedOn,
            @Means("Moment") Instant knownAt,
            @Means(value = "Amount", amount = true) long balance,
            @Means("Sum") BigDecimal total,
            @Means("Colour") Colour colour,
            @Means("Size") @Nullable Size size,
            @Means("Colours") Set<Colour> colours,
            @Means("Texts") List<String> texts,
            @Means("Numbers") List<Double> numbers,
            @Means("Count") long rows,
            @Means("Yes or no") boolean open,
            @Means("Measure") @Nullable Double measure,
            @Means("Score") Inner score,
            @Means("Other score") @Nullable Inner other) {}

    private static final TableContract<Sample> TABLE = TableContract.of("sample", Sample.class);

    private static Sample sample(long balance, double score) {
        return new Sample(
                "C-1",
                LocalDate.of(2026, 1, 15),
                Instant.parse("1969-12-31T23:59:59.000001Z"),
                balance,
                new BigDecimal("12.500"),
                Colour.GREEN,
                Size.LARGE,
                Set.of(Colour.RED, Colour.GREEN),
                List.of("b", "a"),
                List.of(1.5, Double.NaN),
                7,
                true,
                null,
                new Inner(score, 541, Double.NaN),
                null);
    }

    @Test
    void columnsAreNamedTypedAndExplained() {
        assertThat(TABLE.names())
                .containsExactly(
                        "case_id",
                        "placed_on",
                        "known_at",
                        "balance",
                        "total",
                        "colour",
                        "size",
                        "colours",
                        "texts",
                        "numbers",
                        "rows",
                        "open",
                        "measure",
                        "score",
                        "score_points",
                        "score_30d",
                        "other",
                        "other_points",
                        "other_30d");
        assertThat(TABLE.column("case_id")).isEqualTo(new Column("case_id", ColumnType.TEXT, false, true, "Id"));
        assertThat(TABLE.column("balance").type()).isEqualTo(ColumnType.AMOUNT);
        assertThat(TABLE.column("total").type()).isEqualTo(ColumnType.SUM);
        assertThat(TABLE.column("score"))
                .isEqualTo(new Column("score", ColumnType.DOUBLE, true, false, "Score: number"));
        assertThat(TABLE.column("score_30d").meaning()).isEqualTo("Score: within 30 days");
        assertThat(TABLE.column("size").nullable()).isTrue();
        assertThat(TABLE.column("colour").nullable()).isFalse();
    }

    @Test
    void valuesAreStoredByTheirType() {
        assertThat(TABLE.values(sample(1_234_500, 0.25)))
                .isEqualTo(Arrays.asList(
                        "C-1",
                        LocalDate.of(2026, 1, 15),
                        Instant.parse("1969-12-31T23:59:59.000001Z"),
                        new BigDecimal("1234.500"),
                        new BigDecimal("12.500"),
                        "GREEN",
                        "size_1",
                        List.of("GREEN", "RED"),
                        List.of("b", "a"),
                        Arrays.asList(1.5, null),
                        7L,
                        true,
                        null,
                        0.25,
                        541,
                        null,
                        null,
                        null,
                        null));
    }

    @Property(tries = 200)
    void aRowIsReadAsItWasWritten(
            @ForAll @LongRange(min = -Money.LARGEST, max = Money.LARGEST) long balance,
            @ForAll @DoubleRange(min = -1, max = 1) double score) {
        Sample written = sample(balance, score);
        assertThat(TABLE.row(TABLE.stored(written))).isEqualTo(written);
        PackedRows.Packer<Sample> packer = new PackedRows.Packer<>(TABLE);
        packer.add(written);
        assertThat(packer.rows().get(0)).isEqualTo(written);
    }

    @Test
    void equalTextsOfRowsShareOneObjectAndKeysDoNot() {
        Map<Object, Object> same = new HashMap<>();
        List<Object> asked = new ArrayList<>();
        List<Sample> rows = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            List<@Nullable Object> values = TABLE.values(sample(1, 0.5));
            values.set(8, new ArrayList<>(List.of(new String("b"))));
            rows.add(TABLE.row(new ValueRow(values), value -> {
                asked.add(value);
                return same.computeIfAbsent(value, first -> first);
            }));
        }
        assertThat(rows.get(0).texts()).isSameAs(rows.get(1).texts());
        assertThat(rows.get(0).placedOn()).isSameAs(rows.get(1).placedOn());
        assertThat(asked).doesNotContain("C-1").contains("b", 541);
    }

    @Test
    void aValueThatNoRowMayHaveIsRefused() {
        List<@Nullable Object> unknown = TABLE.values(sample(1, 0.5));
        unknown.set(5, "BLUE");
        refused(unknown, "the column colour of table sample holds BLUE");
        List<@Nullable Object> none = TABLE.values(sample(1, 0.5));
        none.set(1, null);
        refused(none, "the column placed_on of table sample holds no value");
        List<@Nullable Object> count = TABLE.values(sample(1, 0.5));
        count.set(10, null);
        refused(count, "the column rows of table sample holds no value");
    }

    private static void refused(List<@Nullable Object> values, String problem) {
        PackedRows.Packer<Sample> packer = new PackedRows.Packer<>(TABLE);
        packer.add(sample(1, 0.5));
        for (ThrowingCallable reading : List.<ThrowingCallable>of(
                () -> TABLE.row(new ValueRow(values)), () -> packer.add(new ValueRow(values)))) {
            assertThatThrownBy(reading).isInstanceOfSatisfying(Problem.class, p -> {
                assertThat(p.code()).isEqualTo("TABLE-VALUE");
                assertThat(p.what()).isEqualTo(problem);
                assertThat(p.remedy()).contains("write it again");
            });
        }
    }

    /// More rows than the first piece of memory holds, with texts that no other row has.
    @Test
    void packedRowsAreFoundByNumber() throws IOException {
        PackedRows.Packer<Sample> packer = new PackedRows.Packer<>(TABLE);
        List<Sample> rows = new ArrayList<>();
        for (int i = 0; i < 3_000; i++) {
            Sample like = sample(i - 1_500L, i / 7.0);
            rows.add(new Sample(
                    "Ö-" + i,
                    like.placedOn().plusDays(i),
                    like.knownAt().plusNanos(1_000L * i),
                    like.balance(),
                    like.total().negate(),
                    Colour.RED,
                    null,
                    Set.of(),
                    List.of("text " + i),
                    List.of(),
                    Long.MIN_VALUE + i,
                    i % 2 == 0,
                    0.1,
                    new Inner(Double.NaN, null, 1),
                    i % 3 == 0 ? null : new Inner(1, -i, 2)));
            packer.add(rows.get(i));
        }
        PackedRows<Sample> packed = packer.rows();
        assertThat(packed.size()).isEqualTo(3_000);
        for (int i = 0; i < 3_000; i++) {
            assertThat(packed.get(i)).isEqualTo(rows.get(i));
        }
        PackedRows<Sample> turned = packed.ordered(new int[] {2_999, 0});
        assertThat(turned.size()).isEqualTo(2);
        assertThat(turned.stored(0).getString(0)).isEqualTo("Ö-2999");
        assertThat(turned.get(1)).isEqualTo(rows.get(0));

        Path file = folder.resolve("rows");
        packed.write(file);
        PackedRows<Sample> opened = PackedRows.open(TABLE, file).orElseThrow();
        Files.delete(file);
        assertThat(opened.size()).isEqualTo(3_000);
        for (int i = 0; i < 3_000; i++) {
            assertThat(opened.get(i)).isEqualTo(rows.get(i));
        }
        turned.write(file);
        assertThat(PackedRows.open(TABLE, file).orElseThrow().get(1)).isEqualTo(rows.get(0));
    }

    @Test
    void aFileThatIsNotOfTheseRowsIsNotOpened() throws IOException {
        PackedRows.Packer<Sample> packer = new PackedRows.Packer<>(TABLE);
        packer.add(sample(1, 0.5));
        Path file = folder.resolve("rows");
        packer.rows().write(file);
        assertThat(PackedRows.open(TABLE.reading(Part.class), file)).isEmpty();
        byte[] whole = Files.readAllBytes(file);
        for (int length : new int[] {0, 7, 19, 40, 200, whole.length - 1}) {
            Files.write(file, Arrays.copyOf(whole, length));
            assertThat(PackedRows.open(TABLE, file)).as("%d bytes", length).isEmpty();
        }
        Files.write(file, new byte[whole.length]);
        assertThat(PackedRows.open(TABLE, file)).isEmpty();
        Files.delete(file);
        PackedRows.Packer<Sample> none = new PackedRows.Packer<>(TABLE);
        none.rows().write(file);
        assertThat(PackedRows.open(TABLE, file).orElseThrow().size()).isZero();
    }

    record Part(Colour colour, String caseId) {}

    record WrongType(long colour) {}

    record Unknown(String size_of) {}

    @Test
    void someColumnsAreReadByARecordOfTheirNames() {
        TableContract<Part> part = TABLE.reading(Part.class);
        assertThat(part.names()).containsExactly("colour", "case_id");
        assertThat(part.row(new ValueRow(List.of("RED", "C-2")))).isEqualTo(new Part(Colour.RED, "C-2"));
        assertThatThrownBy(() -> TABLE.reading(WrongType.class)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> TABLE.reading(Unknown.class)).hasMessageContaining("no column size_of");
    }

    record WithoutMeaning(@Means("Id") String id, String other) {}

    record Twice(
            @Means("One") String one,
            @Means(value = "Two", name = "one") String two) {}

    record Untyped(@Means("Thing") Object thing) {}

    record Narrow(@Means(value = "Amount", amount = true) int amount) {}

    @Test
    void aRecordThatMakesNoTableIsRefused() {
        assertThatThrownBy(() -> TableContract.of("t", WithoutMeaning.class)).hasMessageContaining("has no meaning");
        assertThatThrownBy(() -> TableContract.of("t", Twice.class)).hasMessageContaining("column one twice");
        assertThatThrownBy(() -> TableContract.of("t", Untyped.class)).hasMessageContaining("no column has the type");
        assertThatThrownBy(() -> TableContract.of("t", Narrow.class)).hasMessageContaining("no column has the type");
    }
}
