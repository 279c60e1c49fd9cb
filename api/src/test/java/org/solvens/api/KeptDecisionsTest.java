package org.solvens.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.solvens.history.Route;
import org.solvens.lake.DeltaTables;
import org.solvens.lake.Lake;
import org.solvens.policy.Segment;
import org.solvens.scoring.ScoreRow;

class KeptDecisionsTest {
    @TempDir
    Path folder;

    private Path kept() {
        return folder.resolve("kept");
    }

    private Decisions read(Lake lake, int fewest) {
        DeltaTables tables = lake.tables();
        return new KeptDecisions(kept(), fewest)
                .read(
                        tables.open(lake.scores()),
                        tables.lastCommit(lake.scores()).orElseThrow())
                .orElseThrow();
    }

    private List<Path> files() throws IOException {
        if (!Files.exists(kept())) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(kept())) {
            return files.toList();
        }
    }

    private static List<ScoreRow> rows(Decisions decisions) {
        return IntStream.range(0, decisions.size()).mapToObj(decisions::at).toList();
    }

    @Test
    void keptScoresAreThoseOfTheLakeAndAreNotReadThereAgain() throws IOException {
        SampleLake sample = new SampleLake(folder).withScores();
        Decisions first = read(sample.lake(), 1);
        assertThat(files()).hasSize(1);
        // Without the files of the table only what was kept can be read.
        try (Stream<Path> data = Files.walk(Path.of(sample.lake().scores()))) {
            for (Path file :
                    data.filter(each -> each.toString().endsWith(".parquet")).toList()) {
                Files.delete(file);
            }
        }
        Decisions again = read(sample.lake(), 1);
        assertThat(rows(again)).hasSize(3).isEqualTo(rows(first));
        assertThat(again.commit()).isEqualTo(first.commit());
        assertThat(again.asOf()).isEqualTo(first.asOf());
        assertThat(again.policies()).isEqualTo(first.policies());
        assertThat(again.ofDebtor("D-1")).hasSize(2).isEqualTo(first.ofDebtor("D-1"));
        assertThat(again.listedAt(1)).isEqualTo(first.listedAt(1)).isEqualTo(Listed.of(again.at(1)));
    }

    @Test
    void newerScoresTakeThePlaceOfThoseThatWereKept() throws IOException {
        SampleLake sample = new SampleLake(folder).withScores();
        Decisions old = read(sample.lake(), 1);
        List<Path> before = files();
        sample.appendScores(SampleLake.NOVEMBER, Segment.FORGETFUL, Route.REMINDER);
        Decisions now = read(sample.lake(), 1);
        assertThat(files()).hasSize(1).doesNotContainAnyElementsOf(before);
        assertThat(now.ofCase("C-1").route()).isEqualTo(Route.REMINDER);
        // Those that are still open can be read on.
        assertThat(old.ofCase("C-1").route()).isEqualTo(Route.PLAN);
    }

    @Test
    void aFileThatCannotBeUsedIsReplaced() throws IOException {
        SampleLake sample = new SampleLake(folder).withScores();
        List<ScoreRow> rows = rows(read(sample.lake(), 1));
        Path file = files().getFirst();
        byte[] whole = Files.readAllBytes(file);
        Files.writeString(file, "something else, by another program");
        assertThat(rows(read(sample.lake(), 1))).isEqualTo(rows);
        assertThat(Files.readAllBytes(file)).isEqualTo(whole);
    }

    @Test
    void fewScoresAreNotKept() throws IOException {
        read(new SampleLake(folder).withScores().lake(), 4);
        assertThat(files()).isEmpty();
    }

    @Test
    void aFolderThatCannotBeWrittenCostsOnlyTime() throws IOException {
        SampleLake sample = new SampleLake(folder).withScores();
        Files.writeString(kept(), "a file where the folder should be");
        assertThat(read(sample.lake(), 1).size()).isEqualTo(3);
    }
}
