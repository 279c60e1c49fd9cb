package org.solvens.lake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.solvens.lake.DeltaTable.Filter;
import org.solvens.problem.Problem;
import org.solvens.settings.Settings;

class DeltaTableTest {
    private static final DeltaTables TABLES = new DeltaTables(Settings.NONE);

    private static final Instant MORNING = Instant.parse("2026-06-01T06:00:00.123Z");
    private static final Instant NOON = Instant.parse("2026-06-01T12:00:00.456Z");
    private static final LocalDate JUNE = LocalDate.of(2026, 6, 1);
    private static final LocalDate JULY = LocalDate.of(2026, 7, 1);

    @TempDir
    Path lake;

    @Test
    void everyTypeComesBackAsItWasWritten() {
        DeltaFixture.table(
                        lake,
                        "id string",
                        "days int",
                        "count long",
                        "share double",
                        "narrow float",
                        "open boolean",
                        "raw binary",
                        "day date",
                        "at timestamp",
                        "balance decimal(14,2)",
                        "flags array<string>")
                .append(List.of(
                        List.of(
                                "a",
                                -3,
                                1L << 40,
                                0.25,
                                0.5f,
                                true,
                                "bytes".getBytes(StandardCharsets.UTF_8),
                                JUNE,
                                Instant.parse("2026-06-01T10:11:12.000013Z"),
                                new BigDecimal("1234.50"),
                                List.of("x", "y")),
                        Arrays.asList("b", null, null, null, null, null, null, null, null, null, null)));

        DeltaTable table = TABLES.open(lake.toString());
        List<String> seen = new ArrayList<>();
        table.scan(table.columns(), row -> {
            seen.add(row.getString(0));
            if (row.getString(0).equals("b")) {
                for (int i = 1; i < table.columns().size(); i++) {
                    assertThat(row.isNull(i)).as(table.columns().get(i)).isTrue();
                }
                return;
            }
            assertThat(row.isNull(1)).isFalse();
            assertThat(row.getInt(1)).isEqualTo(-3);
            assertThat(row.getLong(1)).isEqualTo(-3L);
            assertThat(row.getLong(2)).isEqualTo(1L << 40);
            assertThat(row.getDouble(3)).isEqualTo(0.25);
            assertThat(row.getDouble(4)).isEqualTo(0.5);
            assertThat(row.getBoolean(5)).isTrue();
            assertThat(row.getBinary(6)).isEqualTo("bytes".getBytes(StandardCharsets.UTF_8));
            assertThat(LocalDate.ofEpochDay(row.getDate(7))).isEqualTo(JUNE);
            assertThat(row.getTimestampMicros(8))
                    .isEqualTo(Instant.parse("2026-06-01T10:11:12Z").getEpochSecond() * 1_000_000 + 13);
            assertThat(row.getDecimal(9)).isEqualTo(new BigDecimal("1234.50"));
            assertThat(row.getStrings(10)).containsExactly("x", "y");
        });
        assertThat(seen).containsExactlyInAnyOrder("a", "b");
        assertThat(table.version()).isZero();
    }

    @Test
    void columnsAreReadInTheOrderAskedForAndPartitionsAmongThem() {
        cases().append(List.of(List.of("a", JUNE, 1), List.of("b", JULY, 2)));
        assertThat(rows(TABLES.open(lake.toString()), Filter.all())).containsExactlyInAnyOrder("1 a 6", "2 b 7");
    }

    @Test
    void aFilterOnAPartitionGivesThatPartition() {
        cases().append(List.of(List.of("a", JUNE, 1), List.of("b", JULY, 2), List.of("c", JULY, 3)));
        DeltaTable table = TABLES.open(lake.toString());
        assertThat(rows(table, Filter.equal("as_of", JULY))).containsExactlyInAnyOrder("2 b 7", "3 c 7");
        assertThat(rows(table, Filter.equal("as_of", LocalDate.of(2020, 1, 1)))).isEmpty();
    }

    @Test
    void aFilterNeedNotBeAmongTheColumnsRead() {
        cases().append(List.of(List.of("a", JUNE, 1), List.of("b", JULY, 2), List.of("a", JULY, 3)));
        List<Integer> found = new ArrayList<>();
        TABLES.open(lake.toString()).scan(List.of("n"), Filter.equal("id", "a"), row -> found.add(row.getInt(0)));
        assertThat(found).containsExactlyInAnyOrder(1, 3);
    }

    @Test
    void aFilterOpensOnlyTheFilesThatCanHoldTheValue() throws Exception {
        DeltaFixture table = cases();
        table.append(List.of(List.of("a", JUNE, 1)));
        spoilFiles();
        table.append(List.of(List.of("b", JUNE, 2)));
        assertThat(rows(TABLES.open(lake.toString()), Filter.equal("id", "b"))).containsExactly("2 b 6");
        assertThatThrownBy(() -> rows(TABLES.open(lake.toString()), Filter.all()))
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.code()).isEqualTo("LAKE-READ"));
    }

    @Test
    void deletedRowsAreLeftOut() {
        DeltaFixture table = cases();
        table.append(List.of(List.of("a", JUNE, 1), List.of("b", JUNE, 2), List.of("c", JUNE, 3)));
        table.deleteFromLastFile(0, 2);
        assertThat(rows(TABLES.open(lake.toString()), Filter.all())).containsExactly("2 b 6");
        assertThat(rows(TABLES.open(lake.toString(), 0), Filter.all())).hasSize(3);
    }

    @Test
    void anOpenedTableStaysAtItsVersion() {
        DeltaFixture table = cases();
        table.append(List.of(List.of("a", JUNE, 1)));
        DeltaTable first = TABLES.open(lake.toString());
        table.append(List.of(List.of("b", JUNE, 2)));
        assertThat(rows(first, Filter.all())).containsExactly("1 a 6");
        assertThat(TABLES.latestVersion(lake.toString())).isEqualTo(1);
        assertThat(TABLES.open(lake.toString()).version()).isEqualTo(1);
        assertThat(rows(TABLES.open(lake.toString(), 0), Filter.all())).containsExactly("1 a 6");
        assertThatThrownBy(() -> TABLES.open(lake.toString(), 2))
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.code()).isEqualTo("LAKE-VERSION"));
    }

    @Test
    void whatIsNotATableIsAProblemWithARemedy() {
        assertThat(TABLES.exists(lake.toString())).isFalse();
        assertThat(TABLES.exists(lake.resolve("none").toString())).isFalse();
        assertThatThrownBy(() -> TABLES.open(lake.toString())).isInstanceOfSatisfying(Problem.class, problem -> {
            assertThat(problem.code()).isEqualTo("LAKE-TABLE");
            assertThat(problem.subject()).isEqualTo(lake.toString());
            assertThat(problem.remedy()).contains("run the command");
        });
    }

    @Test
    void aColumnThatTheTableLacksIsNamed() {
        cases().append(List.of(List.of("a", JUNE, 1)));
        assertThat(TABLES.exists(lake.toString())).isTrue();
        assertThatThrownBy(() -> TABLES.open(lake.toString()).scan(List.of("height"), _ -> {}))
                .isInstanceOfSatisfying(Problem.class, problem -> {
                    assertThat(problem.code()).isEqualTo("LAKE-COLUMN");
                    assertThat(problem.what()).contains("height");
                    assertThat(problem.why()).contains("id, as_of, n");
                });
    }

    @Test
    void theNewestDayComesFromThePartitionsOrFromTheRows() throws Exception {
        cases().append(List.of(List.of("a", JULY, 1), List.of("b", JUNE, 2)));
        assertThat(TABLES.open(lake.toString()).newestDay("as_of")).contains(JULY);
        Path plain = lake.resolve("plain");
        DeltaFixture.table(plain, "as_of date")
                .append(List.of(List.of(JUNE), List.of(JULY), Arrays.asList((Object) null)));
        assertThat(TABLES.open(plain.toString()).newestDay("as_of")).contains(JULY);
    }

    @Test
    void theSpanOfAColumnComesFromTheLogWithoutOpeningAFile() throws Exception {
        DeltaFixture table = instants();
        spoilFiles();
        assertThat(span()).contains(new DeltaTable.Span(MORNING.toEpochMilli(), NOON.toEpochMilli(), 3));
        table.append(List.of(List.of("d", NOON.plusSeconds(60))));
        spoilFiles();
        assertThat(span())
                .contains(new DeltaTable.Span(
                        MORNING.toEpochMilli(), NOON.plusSeconds(60).toEpochMilli(), 4));
    }

    @Test
    void theSpanIsThatOfTheRowsWhereSomeAreDeletedOrTheLogDoesNotTellIt() throws Exception {
        DeltaFixture table = instants();
        table.append(List.of(List.of("d", NOON.plusMillis(1)), List.of("e", NOON.plusMillis(2))));
        Path entry = lake.resolve("_delta_log/%020d.json".formatted(0));
        Files.deleteIfExists(entry.resolveSibling("." + entry.getFileName() + ".crc"));
        Files.writeString(entry, Files.readString(entry).replaceAll("\"stats\":\"(\\\\.|[^\"])*\"", "\"stats\":null"));
        assertThat(span())
                .contains(new DeltaTable.Span(
                        MORNING.toEpochMilli(), NOON.plusMillis(2).toEpochMilli(), 5));
        table.deleteFromLastFile(1);
        assertThat(span())
                .contains(new DeltaTable.Span(
                        MORNING.toEpochMilli(), NOON.plusMillis(1).toEpochMilli(), 4));
        Path empty = lake.resolve("empty");
        DeltaFixture.table(empty, "at timestamp").append(List.of(Arrays.asList((Object) null)));
        assertThat(TABLES.open(empty.toString()).span("at")).isEmpty();
    }

    @Test
    void filesAddedSinceAVersionAreThoseWithNewRows() throws Exception {
        DeltaFixture table = DeltaFixture.table(lake, "id string");
        table.append(List.of(List.of("a")));
        table.append(List.of(List.of("b"), List.of("c")));
        long last = table.append(List.of(List.of("d")));
        assertThat(addedRows(last, -1)).containsExactly(1L, 2L, 1L);
        assertThat(addedRows(last, 0)).containsExactly(2L, 1L);
        assertThat(addedRows(1, 0)).containsExactly(2L);
        assertThat(addedRows(last, last)).isEmpty();
        assertThat(TABLES.open(lake.toString()).addedSince(1).orElseThrow())
                .allSatisfy(file -> assertThat(Path.of(file.path())).exists());

        long deletion = table.deleteFromLastFile(0);
        assertThat(addedRows(deletion, last)).isEmpty();
        DeltaTable opened = TABLES.open(lake.toString());
        Path second = Path.of(opened.addedSince(0).orElseThrow().getFirst().path());
        Path aside = Files.move(second, lake.resolve("aside"));
        assertThat(opened.addedSince(0)).as("a file is gone").isEmpty();
        Files.move(aside, second);
        assertThat(opened.addedSince(0)).isPresent();
        Files.delete(lake.resolve("_delta_log/%020d.json".formatted(1)));
        assertThat(opened.addedSince(0)).isEmpty();
    }

    private List<Long> addedRows(long until, long since) {
        return TABLES.open(lake.toString(), until).addedSince(since).orElseThrow().stream()
                .map(DeltaTable.Added::rows)
                .toList();
    }

    private DeltaFixture instants() {
        DeltaFixture table = DeltaFixture.table(lake, "id string", "at timestamp");
        table.append(List.of(List.of("a", NOON), List.of("b", MORNING), Arrays.asList("c", null)));
        return table;
    }

    private java.util.Optional<DeltaTable.Span> span() {
        return TABLES.open(lake.toString()).span("at");
    }

    private void spoilFiles() throws Exception {
        try (var files = Files.walk(lake)) {
            for (Path file :
                    files.filter(f -> f.toString().endsWith(".parquet")).toList()) {
                Files.writeString(file, "not parquet");
            }
        }
    }

    @Test
    void aFolderWithoutAnyPartOfALakeIsRefused() throws Exception {
        assertThatThrownBy(() -> Lake.existing(lake.toString(), Settings.NONE))
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.code()).isEqualTo("LAKE"));
        assertThatThrownBy(() -> Lake.existing(lake.resolve("none").toString(), Settings.NONE))
                .isInstanceOf(Problem.class);
        Files.createDirectory(lake.resolve("registry"));
        assertThat(Lake.existing(lake + "/", Settings.NONE)).isEqualTo(new Lake(lake.toString()));
    }

    private DeltaFixture cases() {
        return DeltaFixture.table(lake, "id string", "as_of date", "n int").partitionedBy("as_of");
    }

    private static List<String> rows(DeltaTable table, Filter filter) {
        List<String> rows = new ArrayList<>();
        table.scan(
                List.of("n", "id", "as_of"),
                filter,
                row -> rows.add(row.getInt(0) + " " + row.getString(1) + " "
                        + LocalDate.ofEpochDay(row.getDate(2)).getMonthValue()));
        return rows;
    }
}
