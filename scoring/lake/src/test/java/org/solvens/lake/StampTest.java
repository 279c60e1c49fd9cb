package org.solvens.lake;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.solvens.settings.Program;
import org.solvens.settings.Settings;

/// What commits record of how a table was made, and of which as-of dates were published.
class StampTest {
    private static final DeltaTables TABLES = new DeltaTables(Settings.NONE);

    private static final LocalDate JUNE = LocalDate.of(2026, 6, 1);

    @TempDir
    Path folder;

    private String path(String table) {
        return folder.resolve(table).toString();
    }

    private Map<String, String> paths() {
        return Map.of("payments", path("payments"), "contacts", path("contacts"), "holds", path("holds"));
    }

    @Test
    void userMetadataKeepsTheStampAndWhatElseIsRecorded() {
        Stamp stamp = new Stamp("1.2.3", "abc-left_out", "default@5", "strict@2", Map.of("payments", version("id", 7)));
        assertThat(Stamp.parse(stamp.json())).contains(stamp);
        String both = stamp.json("other", Map.of("a", 1));
        assertThat(Stamp.parse(both)).contains(stamp);
        assertThat(both).contains("\"other\":{\"a\":1}");
        assertThat(Stamp.parse("{}")).isEmpty();
        assertThat(Stamp.parse("no json")).isEmpty();
        assertThat(Stamp.parse("{\"made\":{\"read\":7}}")).isEmpty();
        assertThat(Program.VERSION).matches("\\d+\\.\\d+\\.\\d+.*");
    }

    private static TableVersion version(String id, long version) {
        return new TableVersion(id, version);
    }

    @Test
    void newerAreTablesWithMoreRowsAndOnesThatWereMadeAnew() throws Exception {
        DeltaFixture payments = DeltaFixture.table(folder.resolve("payments"), "id string");
        payments.append(List.of(List.of("P1")));
        DeltaFixture.table(folder.resolve("contacts"), "id string").append(List.of(List.of("C1")));
        Stamp stamp = Stamp.of("f", Map.of())
                .reading(TABLES, "payments", path("payments"))
                .reading(TABLES, "contacts", path("contacts"))
                .reading(TABLES, "holds", path("holds"));
        assertThat(stamp.read().keySet()).containsExactly("contacts", "payments");
        assertThat(stamp.newer(TABLES, paths())).isEmpty();

        // A commit without rows, as maintenance makes them, is nothing new.
        payments.note("{}");
        assertThat(stamp.newer(TABLES, paths())).isEmpty();

        payments.append(List.of(List.of("P2")));
        DeltaFixture.table(folder.resolve("holds"), "id string").append(List.of(List.of("H1")));
        assertThat(stamp.newer(TABLES, paths())).containsExactly("holds", "payments");

        try (var files = Files.walk(folder.resolve("contacts"))) {
            for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
        assertThat(stamp.newer(TABLES, paths())).containsExactly("contacts", "holds", "payments");
        DeltaFixture.table(folder.resolve("contacts"), "id string").append(List.of(List.of("C1")));
        assertThat(stamp.newer(TABLES, paths())).containsExactly("contacts", "holds", "payments");
    }

    @Test
    void datesAreKeptInTheOrderOfPublicationWithTheStampsOfTheNewest() throws Exception {
        DeltaFixture scores = DeltaFixture.table(folder.resolve("scores"), "id string");
        scores.append(List.of(List.of("S1")));
        // As an earlier Solvens recorded them.
        scores.note("{\"published\":[\"2026-06-02\",\"2026-06-01\"]}");
        assertThat(Published.of(TABLES, path("scores")).asOfs()).containsExactly(JUNE.plusDays(1), JUNE);
        assertThat(Published.of(TABLES, path("scores")).last().map(Published.Entry::made))
                .isEmpty();

        Published published = Published.of(TABLES, path("scores"));
        List<LocalDate> expected = new ArrayList<>(published.asOfs());
        for (int day = 10; day < 25; day++) {
            published = published.with(JUNE.plusDays(day), Stamp.of("f", Map.of("payments", version("id", day))));
            expected.addFirst(JUNE.plusDays(day));
        }
        published = published.with(JUNE, Stamp.of("g", Map.of()));
        expected.remove(JUNE);
        expected.addFirst(JUNE);
        scores.note(published.json());
        Published read = Published.of(TABLES, path("scores"));
        assertThat(read.asOfs()).containsExactlyElementsOf(expected);
        assertThat(read.last().orElseThrow().made()).isEqualTo(Stamp.of("g", Map.of()));
        assertThat(read.entries().stream().filter(entry -> entry.made() != null))
                .hasSize(10);
        Published withdrawn = read.without(JUNE);
        assertThat(Objects.requireNonNull(withdrawn.last().orElseThrow().made()).read())
                .containsEntry("payments", version("id", 24));
    }
}
