package org.solvens.inputs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.solvens.history.History;
import org.solvens.lake.DeltaFixture;
import org.solvens.lake.Lake;
import org.solvens.problem.Problem;

class HistoryIndexTest {
    @TempDir
    Path folder;

    private Lake lake;
    private DeltaFixture table;
    private Path disk;

    @BeforeEach
    void start() {
        lake = new Lake(folder.resolve("lake").toString());
        table = DeltaFixture.table(Path.of(lake.histories()), "debtor_hash long", "debtor_id string", "history binary");
        disk = folder.resolve("disk");
    }

    private static byte[] history(String debtorId, String... cases) {
        return new History(debtorId, List.of(cases), List.of("K-1"), List.of(), List.of()).encode();
    }

    private void append(byte[]... histories) {
        table.append(Arrays.stream(histories)
                .map(bytes -> List.<Object>of(0L, History.decode(bytes).debtorId(), bytes))
                .toList());
        table.note(new HistoriesMade(History.VERSION, new TreeMap<>()).json());
    }

    private HistoryIndex newest() {
        return HistoryIndex.newest(lake, disk);
    }

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(disk)) {
            return files.map(file -> file.getFileName().toString().replaceFirst(".*(_-?\\d+_\\d+\\.)", "$1"))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void everyDebtorAndCaseIsFoundAndNoOther() {
        List<byte[]> histories = new ArrayList<>();
        for (int i = 0; i < 3_000; i++) {
            histories.add(history(
                    "D-" + i,
                    IntStream.range(0, i % 4)
                            .mapToObj(c -> c + "-" + histories.size())
                            .toArray(String[]::new)));
        }
        // Ids with one hash code.
        histories.add(history("AaAa", "BBBB"));
        histories.add(history("BBBB", "AaAa"));
        append(histories.toArray(byte[][]::new));
        HistoryIndex index = newest();
        assertThat(index.debtors()).isEqualTo(3_002);
        for (byte[] bytes : histories) {
            History history = History.decode(bytes);
            assertThat(index.ofDebtor(history.debtorId())).isEqualTo(bytes);
            for (String caseId : history.caseIds()) {
                assertThat(index.debtorOf(caseId)).isEqualTo(history.debtorId());
            }
        }
        for (String other : List.of("", "D-3000", "d-1", "1-0", "AaBB")) {
            assertThat(index.ofDebtor(other)).isNull();
            assertThat(index.debtorOf(other)).isNull();
        }
    }

    @Test
    void whatLaterVersionsWroteIsAddedAndOldFilesGo() throws Exception {
        append(IntStream.range(0, 500)
                .mapToObj(i -> history("D-" + i, "C-" + i))
                .toArray(byte[][]::new));
        HistoryIndex first = newest();
        assertThat(files()).containsExactly("_-1_1.histories");
        // As a merge does it: the changed row is written again, and deleted where it was.
        table.append(
                List.of(List.of(0L, "D-500", history("D-500", "C-500")), List.of(0L, "D-7", history("D-7", "C-x"))));
        long version = table.deleteFromLastFile(0);
        table.append(List.of(List.of(0L, "D-500", history("D-500", "C-7"))));
        // The row of D-7 in the first file is deleted by the test's own count only: one row is too many now.
        HistoryIndex whole = newest();
        assertThat(whole.version().version()).isEqualTo(version + 1);
        assertThat(files()).containsExactly("_-1_" + (version + 1) + ".histories");
        append(history("D-501", "C-501"));
        HistoryIndex more = newest();
        assertThat(files())
                .containsExactly(
                        "_-1_" + (version + 1) + ".histories",
                        "_" + (version + 1) + "_" + (version + 3) + ".histories");
        assertThat(more.debtorOf("C-501")).isEqualTo("D-501");
        assertThat(more.debtorOf("C-7")).isEqualTo("D-500");
        assertThat(more.debtorOf("C-8")).isEqualTo("D-8");
        // An index in use stays as it was.
        assertThat(first.ofDebtor("D-501")).isNull();
        assertThat(first.debtorOf("C-7")).isEqualTo("D-7");
    }

    @Test
    void manyVersionsEndInOneFile() throws Exception {
        append(IntStream.range(0, 500)
                .mapToObj(i -> history("D-" + i, "C-" + i))
                .toArray(byte[][]::new));
        newest();
        for (int i = 500; i < 515; i++) {
            append(history("D-" + i, "C-" + i));
            assertThat(newest().debtors()).isEqualTo(i + 1);
        }
        assertThat(files()).hasSizeLessThanOrEqualTo(12);
        HistoryIndex index = newest();
        for (int i = 0; i < 515; i++) {
            assertThat(index.debtorOf("C-" + i)).isEqualTo("D-" + i);
        }
    }

    @Test
    void filesAreUsedAgainAndDamagedOnesAreNot() throws Exception {
        append(history("D-1", "C-1"));
        newest();
        Path file;
        try (Stream<Path> files = Files.list(disk)) {
            file = files.findFirst().orElseThrow();
        }
        var written = Files.getLastModifiedTime(file);
        newest();
        assertThat(Files.getLastModifiedTime(file)).isEqualTo(written);
        Files.write(file, Arrays.copyOf(Files.readAllBytes(file), (int) Files.size(file) - 9));
        Files.writeString(disk.resolve(file.getFileName() + ".999999999.part"), "of a process that was killed");
        assertThat(newest().debtorOf("C-1")).isEqualTo("D-1");
        assertThat(files()).containsExactly("_-1_1.histories");
    }

    @Test
    void historiesOfAnotherEncodingAreRefused() {
        append(history("D-1", "C-1"));
        table.note(new HistoriesMade("v1", new TreeMap<>()).json());
        assertThatThrownBy(this::newest)
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.code()).isEqualTo("HISTORIES-OLD"));
    }
}
