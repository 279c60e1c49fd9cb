package org.solvens.store;

import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Reads the audit log and checks its chain.
public final class AuditLog {
    private static final JsonMapper JSON = new JsonMapper();
    private static final HexFormat HEX = HexFormat.of();

    /// Action of a server that begins to answer; it has a `run`.
    public static final String STARTED = "server.started";

    /// Action of a server that ended in order; it has the `run` of its start.
    public static final String STOPPED = "server.stopped";

    private final Jdbi jdbi;

    AuditLog(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /// What a check found.
    ///
    /// @param blocks of the log
    /// @param entries of the log
    /// @param end the number and hash of the last block, as `SEQ:HASH`. Whoever keeps it elsewhere notices
    ///     later
    ///     that the end of the log was cut off
    /// @param broken what is wrong; empty if the chain is whole
    /// @param unfinished starts of servers that did not stop in order, by their time: one that runs, or one
    ///     that was killed, whose last reads may be missing
    public record Finding(long blocks, long entries, String end, List<String> broken, List<String> unfinished) {}

    private record Block(long seq, OffsetDateTime writtenAt, int entries, byte[] content, byte[] hash) {}

    /// Checks the whole log.
    ///
    /// @param known an earlier {@link Finding#end}, which must still be in the log; null if there is none
    public Finding verify(@Nullable String known) {
        List<String> broken = new ArrayList<>();
        Map<String, String> started = new HashMap<>();
        long[] counts = new long[2];
        byte[][] hash = {new byte[0]};
        boolean[] seen = {known == null || known.startsWith("0:")};
        blocks(block -> {
            counts[0]++;
            if (block.seq() != counts[0]) {
                broken.add("block " + counts[0] + " is missing");
                counts[0] = block.seq();
            }
            Optional<byte[]> content = inflated(block.content());
            if (content.isEmpty() || !Arrays.equals(block.hash(), Journal.hash(block.seq(), hash[0], content.get()))) {
                broken.add("block " + block.seq() + " was changed, or does not follow the one before");
            }
            hash[0] = block.hash();
            seen[0] |= end(block.seq(), block.hash()).equals(known);
            content.ifPresent(bytes -> {
                String[] lines = new String(bytes, StandardCharsets.UTF_8).split("\n");
                if (lines.length != block.entries()) {
                    broken.add("block " + block.seq() + " has another number of entries than it says");
                }
                counts[1] += lines.length;
                for (String line : lines) {
                    if (line.contains("\"server.")) {
                        follow(JSON.readTree(line), started);
                    }
                }
            });
        });
        var head = jdbi.withHandle(handle -> handle.createQuery("SELECT seq, hash FROM audit_head")
                .map((row, _) -> Map.entry(row.getLong(1), row.getBytes(2)))
                .one());
        if (head.getKey() != counts[0] || !Arrays.equals(head.getValue(), hash[0])) {
            broken.add("the end of the log is cut off: its last block should be " + head.getKey());
        }
        if (!seen[0]) {
            broken.add("the block that was expected is not in the log");
        }
        return new Finding(
                counts[0],
                counts[1],
                end(counts[0], hash[0]),
                List.copyOf(broken),
                started.values().stream().sorted().toList());
    }

    private static void follow(JsonNode entry, Map<String, String> started) {
        String run = entry.path("run").asString();
        switch (entry.path("action").asString()) {
            case STARTED -> started.put(run, entry.path("at").asString());
            case STOPPED -> started.remove(run);
            default -> {}
        }
    }

    private static String end(long seq, byte[] hash) {
        return seq + ":" + HEX.formatHex(hash);
    }

    /// Hands over every entry as a line of JSON, the oldest first.
    public void export(Consumer<String> line) {
        blocks(block -> inflated(block.content())
                .ifPresent(bytes ->
                        new String(bytes, StandardCharsets.UTF_8).lines().forEach(line)));
    }

    private void blocks(Consumer<Block> each) {
        // In parts, so that neither driver keeps the whole log in memory.
        jdbi.useHandle(handle -> {
            long last = 0;
            while (true) {
                List<Block> part = handle.createQuery("SELECT seq, written_at, entries, content, hash FROM audit_block"
                                + " WHERE seq > :last ORDER BY seq FETCH FIRST 100 ROWS ONLY")
                        .bind("last", last)
                        .map((row, _) -> new Block(
                                row.getLong(1),
                                row.getObject(2, OffsetDateTime.class),
                                row.getInt(3),
                                row.getBytes(4),
                                row.getBytes(5)))
                        .list();
                if (part.isEmpty()) {
                    return;
                }
                part.forEach(each);
                last = part.getLast().seq();
            }
        });
    }

    private static Optional<byte[]> inflated(byte[] content) {
        try {
            return Optional.of(Deflated.inflate(content));
        } catch (UncheckedIOException e) {
            return Optional.empty();
        }
    }
}
