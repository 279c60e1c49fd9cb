package org.solvens.problem;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The folder for the temporary files of one process. The process deletes it at its end; if it is killed, a later
/// process does.
///
/// The process holds a lock of the operating system on the file `.solvens-run` in the folder. The system drops
/// the lock when the process ends in any way, so if the lock can be taken, the process is gone. The name,
/// `solvens-run-PID-START` with START in seconds since 1970, is for people; the code does not use it.
///
/// The launcher makes the folder of a command and Java claims it, because the JVM reads `java.io.tmpdir`
/// before any class of ours is loaded. Until it is claimed, the lock file is empty, and other processes do not
/// delete the folder for ten minutes.
public final class TemporaryFolder implements AutoCloseable {
    static final String LOCK = ".solvens-run";

    private static final String PREFIX = "solvens-run-";
    private static final Pattern NAME = Pattern.compile(PREFIX + "\\d+-\\d+(-\\d+)?");
    private static final Duration UNCLAIMED = Duration.ofMinutes(10);

    /// Folders of this process. Their lock files must not be opened again: closing any channel on a file drops
    /// every lock that the process has on it.
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    private static final AtomicLong MADE = new AtomicLong();

    private final Path folder;
    private final FileChannel channel;
    private boolean closed;

    private TemporaryFolder(Path folder, FileChannel channel) {
        this.folder = folder;
        this.channel = channel;
    }

    /// Claims the folder that the launcher made for this process, and has it deleted at the end of the JVM. Empty
    /// where the file system has no locks.
    ///
    /// @param named by the launcher
    public static Optional<TemporaryFolder> ofThisProcess(Path named) {
        try {
            TemporaryFolder claimed = claim(named);
            Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(claimed::close));
            return Optional.of(claimed);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /// Makes a folder of this process.
    ///
    /// @param base folder to make it in; must exist
    public static TemporaryFolder make(Path base) throws IOException {
        Path folder = base.resolve(
                PREFIX + ProcessHandle.current().pid() + "-" + start().getEpochSecond() + "-" + MADE.incrementAndGet());
        Files.createDirectory(folder);
        // Added before there is a lock file that another thread could open.
        HELD.add(folder.toRealPath());
        Files.createFile(folder.resolve(LOCK));
        return claim(folder);
    }

    /// Claims a folder that has an empty lock file.
    static TemporaryFolder claim(Path made) throws IOException {
        Path folder = made.toRealPath();
        HELD.add(folder);
        FileChannel channel = null;
        try {
            channel = FileChannel.open(folder.resolve(LOCK), StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
            if (tried(channel) == null) {
                throw new IOException("another process has the lock of " + folder);
            }
            String owner = "process " + ProcessHandle.current().pid() + " since " + start() + "\n";
            channel.write(ByteBuffer.wrap(owner.getBytes(StandardCharsets.UTF_8)));
            return new TemporaryFolder(folder, channel);
        } catch (IOException e) {
            if (channel != null) {
                channel.close();
            }
            HELD.remove(folder);
            throw e;
        }
    }

    private static Instant start() {
        return ProcessHandle.current().info().startInstant().orElse(Instant.EPOCH);
    }

    /// The folder.
    public Path path() {
        return folder;
    }

    /// Deletes the folders next to this one that Solvens made for the same user, if their process is gone.
    /// Files that cannot be deleted stay.
    public void deleteAbandoned() {
        try (DirectoryStream<Path> siblings = Files.newDirectoryStream(folder.getParent(), PREFIX + "*")) {
            // By the clock of the file system: this lock file was written when the folder was claimed.
            Instant unclaimedUntil =
                    Files.getLastModifiedTime(folder.resolve(LOCK)).toInstant().minus(UNCLAIMED);
            for (Path sibling : siblings) {
                if (!HELD.contains(sibling) && isOurs(sibling)) {
                    deleteIfAbandoned(sibling, unclaimedUntil);
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            // A command does not fail because of temporary files of other processes.
        }
    }

    private boolean isOurs(Path sibling) throws IOException {
        return NAME.matcher(sibling.getFileName().toString()).matches()
                && Files.isDirectory(sibling, LinkOption.NOFOLLOW_LINKS)
                && Files.isRegularFile(sibling.resolve(LOCK), LinkOption.NOFOLLOW_LINKS)
                && Files.getOwner(sibling, LinkOption.NOFOLLOW_LINKS).equals(Files.getOwner(folder));
    }

    /// @param unclaimedUntil a folder that was made later and was never claimed may still be
    private static void deleteIfAbandoned(Path folder, Instant unclaimedUntil) {
        Path file = folder.resolve(LOCK);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS)) {
            boolean claimed = channel.size() > 0
                    || Files.getLastModifiedTime(file).toInstant().isBefore(unclaimedUntil);
            if (claimed && tried(channel) != null) {
                delete(folder);
            }
        } catch (IOException e) {
            // Another process is deleting it, or this user may not delete it.
        }
    }

    private static @Nullable FileLock tried(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    /// Deletes a folder while its lock is held. The lock file is deleted last, so that a folder that is not
    /// empty has one.
    private static void delete(Path folder) throws IOException {
        Path lock = folder.resolve(LOCK);
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if (!file.equals(lock)) {
                    tryToDelete(file);
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) {
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException e) {
                if (!directory.equals(folder)) {
                    tryToDelete(directory);
                }
                return FileVisitResult.CONTINUE;
            }
        });
        if (onlyHas(folder, lock)) {
            Files.deleteIfExists(lock);
            Files.deleteIfExists(folder);
        }
    }

    private static boolean onlyHas(Path folder, Path lock) throws IOException {
        try (DirectoryStream<Path> left = Files.newDirectoryStream(folder)) {
            for (Path each : left) {
                if (!each.equals(lock)) {
                    return false;
                }
            }
        }
        return true;
    }

    private static void tryToDelete(Path path) {
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            // The file and its folder stay; the next process tries again.
        }
    }

    /// Deletes the folder. A later process deletes what cannot be deleted now.
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        try (channel) {
            delete(folder);
        } catch (IOException e) {
            // A later process deletes it.
        } finally {
            HELD.remove(folder);
        }
    }
}
