package org.solvens.pipelines;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;
import org.solvens.lake.Lake;
import org.solvens.problem.Problem;

/// Keeps two jobs from writing to a lake at once. The operating system drops the lock with the process,
/// however that ends. A lake on an object store has none: there the scheduler sees to it.
final class LakeLock implements AutoCloseable {
    private final @Nullable FileChannel channel;

    private LakeLock(@Nullable FileChannel channel) {
        this.channel = channel;
    }

    /// @throws Problem LAKE-BUSY if another job holds the lake; LAKE if it cannot be written to
    static LakeLock take(Lake lake) {
        if (lake.root().contains("://")) {
            return new LakeLock(null);
        }
        try {
            Path folder = Files.createDirectories(Path.of(lake.root()));
            FileChannel channel =
                    FileChannel.open(folder.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FileLock lock = tried(channel);
            if (lock == null) {
                channel.close();
                throw new Problem(
                        "LAKE-BUSY",
                        lake.root(),
                        "another job is writing to this lake",
                        "two writers would count records twice",
                        "wait until it has ended, then try again");
            }
            return new LakeLock(channel);
        } catch (IOException e) {
            throw new Problem(
                    "LAKE",
                    lake.root(),
                    "the lake cannot be written to",
                    String.valueOf(e.getMessage()),
                    "give --lake a folder that you may write to",
                    e);
        }
    }

    private static @Nullable FileLock tried(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    @Override
    public void close() {
        if (channel != null) {
            try {
                channel.close();
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        }
    }
}
