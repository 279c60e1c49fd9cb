package org.solvens.pipelines;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Locale;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FSDataOutputStreamBuilder;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.security.AccessControlException;
import org.jspecify.annotations.Nullable;
import org.solvens.lake.Lake;
import org.solvens.problem.Problem;

/// Prevents two jobs from writing to a lake at the same time.
///
/// On a file system the operating system locks a file of the lake, whatever path leads to it, and drops the
/// lock when the process ends in any way. In an object store the lock is an object that is created only if it
/// does not exist: S3 by a conditional write, HDFS, Azure and Google Cloud Storage by their own. It names its
/// holder, and stays if the holder is killed: then a person removes it.
final class LakeLock implements AutoCloseable {
    private static final String NAME = ".lock";

    /// Option that makes S3 write the object only if it does not exist; other stores do so anyway.
    private static final String CONDITIONAL = "fs.option.create.conditional.overwrite";

    /// Releases the lock.
    private interface Release {
        void run() throws IOException;
    }

    private final @Nullable Release release;

    private LakeLock(@Nullable Release release) {
        this.release = release;
    }

    /// @throws Problem LAKE-BUSY if another job holds the lake; LAKE-WRITE if it cannot be written to
    static LakeLock take(Lake lake) {
        try {
            return of(lake);
        } catch (IOException e) {
            throw unwritable(lake, e);
        }
    }

    /// Takes the lock, or returns an empty one if this user may not write to the lake and so cannot disturb
    /// another job. For commands with a result that is useful even if it is not stored.
    ///
    /// @throws Problem as in {@link #take}, if the lake cannot be written to for another reason
    static LakeLock takeIfWritable(Lake lake) {
        try {
            return of(lake);
        } catch (IOException e) {
            if (refused(e)) {
                return new LakeLock(null);
            }
            throw unwritable(lake, e);
        }
    }

    /// Whether the lake can be written to.
    boolean writable() {
        return release != null;
    }

    private static LakeLock of(Lake lake) throws IOException {
        return lake.root().contains("://") ? ofStore(lake) : ofFolder(lake);
    }

    private static Problem unwritable(Lake lake, IOException e) {
        return new Problem(
                "LAKE-WRITE",
                lake.root(),
                "the lake cannot be written to",
                refused(e)
                        ? "the operating system or the object store does not let this user write: " + e.getMessage()
                        : String.valueOf(e.getMessage()),
                "give --lake a folder that you may write to",
                e);
    }

    /// Whether a file could not be written because of permissions or a read-only file system.
    private static boolean refused(IOException e) {
        String text = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
        return e instanceof AccessDeniedException
                || e instanceof AccessControlException
                || text.contains("read-only file system")
                || text.contains("permission denied");
    }

    private static LakeLock ofFolder(Lake lake) throws IOException {
        Path folder = Path.of(lake.root());
        // The folder may be a symbolic link, which createDirectories would refuse.
        if (!Files.isDirectory(folder)) {
            Files.createDirectories(folder);
        }
        FileChannel channel =
                FileChannel.open(folder.resolve(NAME), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = tried(channel);
        if (lock == null) {
            channel.close();
            throw busy(lake, "two writers would count records twice", "wait until it has ended, then try again");
        }
        return new LakeLock(channel::close);
    }

    private static @Nullable FileLock tried(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    private static LakeLock ofStore(Lake lake) throws IOException {
        org.apache.hadoop.fs.Path object = new org.apache.hadoop.fs.Path(lake.root(), NAME);
        FileSystem store = lake.tables().files(object);
        String holder = String.format(
                Locale.ROOT,
                "process %d on %s since %s",
                ProcessHandle.current().pid(),
                InetAddress.getLocalHost().getHostName(),
                Instant.now());
        FSDataOutputStreamBuilder<?, ?> writer =
                store.createFile(object).recursive().overwrite(false);
        writer.opt(CONDITIONAL, true);
        try (FSDataOutputStream out = (FSDataOutputStream) writer.build()) {
            out.write(holder.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            // Some stores refuse at the first byte, others when the object is complete.
            if (!refused(e) && store.exists(object) && !holder.equals(holder(store, object))) {
                throw busy(
                        lake,
                        holder(store, object),
                        "wait until it has ended, then try again; if that process was killed, remove " + object);
            }
            throw e;
        }
        return new LakeLock(() -> store.delete(object, false));
    }

    private static String holder(FileSystem store, org.apache.hadoop.fs.Path object) throws IOException {
        try (FSDataInputStream in = store.open(object)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (FileNotFoundException e) {
            return "a job that has just ended";
        }
    }

    private static Problem busy(Lake lake, String why, String remedy) {
        return new Problem("LAKE-BUSY", lake.root(), "another job is writing to this lake", why, remedy);
    }

    @Override
    public void close() {
        if (release == null) {
            return;
        }
        try {
            release.run();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
