package org.solvens.pipelines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.solvens.lake.Lake;
import org.solvens.problem.Problem;
import org.solvens.settings.Settings;

class LakeLockTest {
    private static final String SETTING = "spark.hadoop.fs.box.impl";

    @TempDir
    Path folder;

    /// A store that is reached by a URL, and keeps its objects in a folder.
    public static final class Box extends RawLocalFileSystem {
        @Override
        public URI getUri() {
            return URI.create("box:///");
        }

        @Override
        public String getScheme() {
            return "box";
        }
    }

    @Test
    void aStoreIsLockedByAnObjectThatNamesItsHolder() {
        Lake lake = new Lake(
                "box://" + folder.resolve("lake"), Settings.NONE.withHadoop(Map.of(SETTING, Box.class.getName())));
        try (LakeLock _ = LakeLock.take(lake)) {
            assertThat(folder.resolve("lake/.lock"))
                    .content()
                    .startsWith("process " + ProcessHandle.current().pid());
            assertThatThrownBy(() -> LakeLock.take(lake)).isInstanceOfSatisfying(Problem.class, problem -> {
                assertThat(problem.code()).isEqualTo("LAKE-BUSY");
                assertThat(problem.why()).startsWith("process ");
                assertThat(problem.remedy()).contains("remove box:");
            });
            assertThat(folder.resolve("lake/.lock")).exists();
        }
        assertThat(folder.resolve("lake/.lock")).doesNotExist();
        LakeLock.take(lake).close();
    }

    @Test
    void aFolderIsLockedOnceWhateverPathLeadsToIt() throws Exception {
        Path place = Files.createDirectory(folder.resolve("a lake"));
        Path link = Files.createSymbolicLink(folder.resolve("link"), place);
        try (LakeLock _ = LakeLock.take(new Lake(place.toString()))) {
            for (String other : new String[] {link.toString(), place.toUri().toString(), "file:" + place}) {
                assertThatThrownBy(() -> LakeLock.take(new Lake(other)))
                        .as(other)
                        .hasMessageStartingWith("LAKE-BUSY");
            }
        }
        LakeLock.take(new Lake(link.toString())).close();
    }
}
