package org.solvens.store;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

/// The one writer of a process: it puts changes of the store and entries of the audit log into transactions.
///
/// Changes that arrive while a transaction is written share the next one, so that many small changes cost few
/// writes to disk. While they come close together, a transaction waits a moment for more of them. Whoever asks for a
/// change waits until its transaction is on disk. Its audit entries are in
/// the same transaction.
///
/// Entries about reads do not wait: they are written within {@link #LONGEST_MILLIS}. If the database does not
/// take them, they are kept and tried again; once {@link #MOST_ENTRIES} wait, no further read is allowed. A
/// process that is killed loses those that wait, and the log then shows a server that started and did not stop.
public final class Journal implements AutoCloseable {
    /// The longest time for which an entry about a read waits, as long as the database answers.
    static final int LONGEST_MILLIS = 200;

    /// Entries about reads that may wait.
    static final int MOST_ENTRIES = 100_000;

    /// How long a transaction waits for further changes, where the one before held several.
    private static final int GATHERED_MILLIS = 3;

    private static final Logger LOG = LoggerFactory.getLogger(Journal.class);
    private static final JsonMapper JSON = new JsonMapper();
    private static final int CHANGES_AT_ONCE = 256;
    private static final int ENTRIES_AT_ONCE = 20_000;
    private static final int BLOCK_BYTES = 400_000;

    /// Attempts to write what waits when the process ends.
    private static final int MOST_FAILURES = 20;

    /// A change of the store.
    ///
    /// @param <T> its result
    public interface Change<T> {
        /// Makes the change. It may be called again if the transaction has to be repeated.
        ///
        /// @param audit takes the entries that belong to the change
        T make(Handle handle, Consumer<AuditEntry> audit);
    }

    private record Asked<T>(Change<T> change, CompletableFuture<T> done) {
        private void make(Handle handle, List<AuditEntry> entries, List<Runnable> after) {
            T result = change.make(handle, entries::add);
            after.add(() -> done.complete(result));
        }
    }

    private final Jdbi jdbi;
    private final boolean file;
    private final Runnable reconnect;
    private final Clock clock;
    private final BlockingQueue<Asked<?>> changes = new LinkedBlockingQueue<>();
    private final BlockingQueue<AuditEntry> reads = new ArrayBlockingQueue<>(MOST_ENTRIES);
    private final Thread writer;
    private volatile boolean closing;

    /// @param file whether the database is a file of this process, which has to be forced to disk
    /// @param reconnect closes the connections, so that the next ones are new
    Journal(Jdbi jdbi, boolean file, Runnable reconnect, Clock clock) {
        this.jdbi = jdbi;
        this.file = file;
        this.reconnect = reconnect;
        this.clock = clock;
        this.writer = Thread.ofPlatform().name("journal").daemon().start(this::work);
    }

    /// Makes a change and waits until it is on disk.
    ///
    /// @throws org.jdbi.v3.core.JdbiException if the database refuses it
    public <T> T change(Change<T> change) {
        if (closing) {
            throw new IllegalStateException("the store is closing");
        }
        Asked<T> asked = new Asked<>(change, new CompletableFuture<>());
        changes.add(asked);
        try {
            return asked.done().join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }

    /// Notes a read, to be written soon.
    ///
    /// @return false if too many wait; the read must then be refused
    public boolean note(AuditEntry entry) {
        return reads.offer(entry);
    }

    /// How many entries about reads wait.
    public int waiting() {
        return reads.size();
    }

    private void work() {
        List<AuditEntry> entries = new ArrayList<>();
        int failures = 0;
        boolean many = false;
        long due = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(LONGEST_MILLIS);
        while (!closing || !changes.isEmpty() || !reads.isEmpty() || !entries.isEmpty()) {
            List<Asked<?>> asked = next(due, many);
            many = asked.size() > 1;
            boolean late = System.nanoTime() - due >= 0;
            if (asked.isEmpty() && !late && !closing) {
                continue;
            }
            reads.drainTo(entries, ENTRIES_AT_ONCE - entries.size());
            if (asked.isEmpty() && entries.isEmpty()) {
                due = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(LONGEST_MILLIS);
                continue;
            }
            try {
                write(asked, entries);
                entries.clear();
                failures = 0;
            } catch (RuntimeException together) {
                if (together instanceof JdbiException) {
                    // After a failure to write, such as on a full disk, H2 closes the file, and opens it again once
                    // nobody is connected any more.
                    reconnect.run();
                }
                // One change may have spoiled it for the others.
                for (Asked<?> one : asked) {
                    try {
                        write(List.of(one), List.of());
                    } catch (RuntimeException e) {
                        one.done().completeExceptionally(e);
                    }
                }
                // A change that was refused, such as one of a key that does not exist, is no failure of the store.
                if (together instanceof JdbiException) {
                    failures++;
                    LOG.warn(
                            "the store did not take a transaction; it is tried again: {}",
                            together.getClass().getName());
                    if (closing && failures > MOST_FAILURES) {
                        LOG.error("{} entries of the audit log could not be written", entries.size() + reads.size());
                        return;
                    }
                    pause();
                }
            }
            due = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(LONGEST_MILLIS);
        }
    }

    private static void pause() {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(LONGEST_MILLIS / 2));
    }

    private List<Asked<?>> next(long due, boolean gather) {
        List<Asked<?>> asked = new ArrayList<>();
        try {
            Asked<?> first = changes.poll(Math.max(0, due - System.nanoTime()), TimeUnit.NANOSECONDS);
            if (first != null) {
                asked.add(first);
                if (gather) {
                    Thread.sleep(GATHERED_MILLIS);
                }
                changes.drainTo(asked, CHANGES_AT_ONCE - 1);
            }
        } catch (InterruptedException e) {
            closing = true;
        }
        return asked;
    }

    private void write(List<Asked<?>> asked, List<AuditEntry> waiting) {
        List<Runnable> after = new ArrayList<>();
        jdbi.useTransaction(handle -> {
            List<AuditEntry> entries = new ArrayList<>(waiting);
            // Locks the end of the log until the commit, so that the servers of a store write one after another: the
            // numbers that rows get are then in the order of the commits, and whoever reads on from a number misses
            // none.
            handle.execute("UPDATE audit_head SET seq = seq");
            asked.forEach(one -> one.make(handle, entries, after));
            append(handle, entries);
        });
        if (file) {
            jdbi.useHandle(handle -> handle.execute("CHECKPOINT SYNC"));
        }
        after.forEach(Runnable::run);
    }

    private void append(Handle handle, List<AuditEntry> entries) {
        if (entries.isEmpty()) {
            return;
        }
        var head = handle.createQuery("SELECT seq, hash FROM audit_head")
                .map((row, _) -> Map.entry(row.getLong(1), row.getBytes(2)))
                .one();
        long seq = head.getKey();
        byte[] hash = head.getValue();
        ByteArrayOutputStream block = new ByteArrayOutputStream();
        int count = 0;
        for (int i = 0; i < entries.size(); i++) {
            block.writeBytes(line(entries.get(i)));
            count++;
            if (block.size() >= BLOCK_BYTES || i == entries.size() - 1) {
                byte[] content = block.toByteArray();
                seq++;
                hash = hash(seq, hash, content);
                handle.execute(
                        "INSERT INTO audit_block (seq, written_at, entries, content, hash) VALUES (?, ?, ?, ?, ?)",
                        seq,
                        Store.time(clock.instant()),
                        count,
                        Deflated.deflate(content),
                        hash);
                block.reset();
                count = 0;
            }
        }
        handle.execute("UPDATE audit_head SET seq = ?, hash = ?", seq, hash);
    }

    private static byte[] line(AuditEntry entry) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("at", entry.at().toString());
        members.put("actor", entry.actor());
        members.put("action", entry.action());
        members.putAll(entry.details());
        return (JSON.writeValueAsString(members) + "\n").getBytes(StandardCharsets.UTF_8);
    }

    /// The hash of a block: SHA-256 of its number, the hash of the one before, and its content.
    static byte[] hash(long seq, byte[] before, byte[] content) {
        MessageDigest sha = sha256();
        sha.update(ByteBuffer.allocate(Long.BYTES).putLong(seq).array());
        sha.update(before);
        return sha.digest(content);
    }

    /// A new SHA-256.
    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /// Writes what waits, and ends.
    @Override
    public void close() {
        closing = true;
        try {
            writer.join(TimeUnit.SECONDS.toMillis(20));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
