package org.solvens.registry;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.solvens.problem.TemporaryFolder;

/// Where files are made before they are moved to their place in the registry.
record Staging(Path folder) {
    /// A folder for incomplete files; those of killed processes are deleted.
    TemporaryFolder drafts() throws IOException {
        Files.createDirectories(folder);
        TemporaryFolder drafts = TemporaryFolder.make(folder);
        drafts.deleteAbandoned();
        return drafts;
    }

    /// Writes a file through to the disk.
    static void write(Path file, byte[] bytes) throws IOException {
        Files.write(file, bytes);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
    }
}
