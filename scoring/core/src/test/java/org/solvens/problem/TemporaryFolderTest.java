package org.solvens.problem;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TemporaryFolderTest {
    @TempDir
    Path base;

    private TemporaryFolder own;

    /// Another process: claims the folder that it is given, deletes what is abandoned, and waits to be ended.
    static final class Other {
        public static void main(String[] folder) throws IOException {
            TemporaryFolder claimed = TemporaryFolder.claim(Path.of(folder[0]));
            claimed.deleteAbandoned();
            System.out.println("ready");
            while (System.in.read() >= 0) {}
            claimed.close();
        }
    }

    @BeforeEach
    void thisProcess() throws IOException {
        own = TemporaryFolder.make(base);
    }

    @AfterEach
    void end() {
        own.close();
    }

    /// A folder as the launcher makes it.
    private Path unclaimed(String name) throws IOException {
        Path folder = Files.createDirectories(base.resolve(name));
        Files.createFile(folder.resolve(TemporaryFolder.LOCK));
        return folder;
    }

    /// A folder as a killed process leaves it.
    private Path abandoned(String name) throws IOException {
        Path folder = unclaimed(name);
        Files.writeString(folder.resolve(TemporaryFolder.LOCK), "process 1 since then\n");
        Files.createDirectories(folder.resolve("blockmgr-1/0c"));
        Files.writeString(folder.resolve("blockmgr-1/0c/temp_shuffle"), "rows");
        Files.writeString(folder.resolve("libsnappyjava.so"), "code");
        return folder;
    }

    private static Process start(Path folder) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx64m",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        place(TemporaryFolder.class) + File.pathSeparator + place(Other.class),
                        Other.class.getName(),
                        folder.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static String place(Class<?> type) {
        return Path.of(java.net.URI.create(
                        type.getProtectionDomain().getCodeSource().getLocation().toString()))
                .toString();
    }

    private static void awaitReady(Process process) throws IOException {
        byte[] said = process.getInputStream().readNBytes(5);
        assertThat(new String(said, StandardCharsets.UTF_8)).isEqualTo("ready");
    }

    private List<String> left() throws IOException {
        try (Stream<Path> all = Files.list(base)) {
            return all.filter(each -> !each.equals(own.path()))
                    .map(each -> each.getFileName().toString())
                    .sorted()
                    .toList();
        }
    }

    @Test
    void theFolderOfALivingProcessStaysAndThatOfAKilledOneGoes() throws Exception {
        Path folder = unclaimed("solvens-run-1-1");
        Process process = start(folder);
        try {
            awaitReady(process);
            Files.createDirectories(folder.resolve("spark-1/userFiles"));
            Path outside = Files.writeString(base.resolve("outside"), "kept");
            Files.createSymbolicLink(folder.resolve("link"), outside);
            own.deleteAbandoned();
            assertThat(folder.resolve("spark-1/userFiles")).exists();

            process.destroyForcibly().waitFor();
            own.deleteAbandoned();
            assertThat(folder).doesNotExist();
            assertThat(outside).hasContent("kept");
            assertThat(own.path()).exists();
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void aProcessDeletesItsOwnAtItsEnd() throws Exception {
        Path folder = unclaimed("solvens-run-1-1");
        Process process = start(folder);
        awaitReady(process);
        Files.writeString(folder.resolve("plan.yaml"), "plan: x");
        process.getOutputStream().close();
        assertThat(process.waitFor()).isZero();
        assertThat(folder).doesNotExist();

        Files.writeString(own.path().resolve("left"), "x");
        own.close();
        own.close();
        assertThat(own.path()).doesNotExist();
    }

    @Test
    void twoThatDeleteAtOnceDoNotGetInEachOthersWay() throws Exception {
        for (int i = 0; i < 200; i++) {
            abandoned("solvens-run-9-" + i);
        }
        Process first = start(unclaimed("solvens-run-1-1"));
        Process second = start(unclaimed("solvens-run-2-2"));
        own.deleteAbandoned();
        awaitReady(first);
        awaitReady(second);
        assertThat(left()).containsExactly("solvens-run-1-1", "solvens-run-2-2");
        for (Process process : List.of(first, second)) {
            process.getOutputStream().close();
            assertThat(process.waitFor()).isZero();
        }
        assertThat(left()).isEmpty();
    }

    @Test
    void whatSolvensDidNotMakeStays() throws Exception {
        Files.createDirectories(base.resolve("spark-1"));
        Files.createDirectories(base.resolve("solvens-run-1-1/of somebody"));
        Path named = abandoned("solvens-run-mine");
        Files.writeString(base.resolve("solvens-run-2-2"), "a file");
        Path elsewhere = abandoned("elsewhere");
        Files.createSymbolicLink(base.resolve("solvens-run-3-3"), elsewhere);
        List<String> before = left();
        own.deleteAbandoned();
        assertThat(left()).isEqualTo(before);
        assertThat(base.resolve("solvens-run-1-1/of somebody")).exists();
        assertThat(named.resolve("blockmgr-1/0c/temp_shuffle")).exists();
        assertThat(elsewhere.resolve("libsnappyjava.so")).exists();
    }

    @Test
    void aFolderWhoseProcessIsJustStartingStaysForTenMinutes() throws Exception {
        Path young = unclaimed("solvens-run-1-1");
        Path old = unclaimed("solvens-run-2-2");
        Files.setLastModifiedTime(
                old.resolve(TemporaryFolder.LOCK), FileTime.from(Instant.now().minus(Duration.ofMinutes(11))));
        own.deleteAbandoned();
        assertThat(young).exists();
        assertThat(old).doesNotExist();
    }
}
