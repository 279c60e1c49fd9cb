package org.solvens.api;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A lake in which the main job ran on the samples: the one that the check of the project made, or one that is made
/// once
/// for the tests of this process.
final class SampleRun {
    private static @Nullable Path made;

    private SampleRun() {}

    /// Its root. Tests only read it.
    static synchronized String lake() throws Exception {
        String given = System.getenv("SOLVENS_SAMPLE_LAKE");
        if (given != null) {
            return given;
        }
        Path before = made;
        if (before == null) {
            Path folder = Files.createTempDirectory("sample-run");
            Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(folder)));
            before = folder.resolve("lake");
            new Commands(folder).output("run", "--lake", before.toString());
            made = before;
        }
        return before.toString();
    }

    /// A copy that a test may write to.
    static String copy(Path to) throws Exception {
        Path from = Path.of(lake());
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file).toString()));
            }
        }
        return to.toString();
    }

    private static void delete(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            List<Path> deepest = files.sorted(Comparator.reverseOrder()).toList();
            for (Path file : deepest) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
