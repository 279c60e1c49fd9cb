package org.solvens.pipelines;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.solvens.feed.Feed;
import org.solvens.ingest.LakeRows;
import org.solvens.lake.Lake;
import org.solvens.registry.ModelRegistry;
import org.solvens.registry.RegistryAudit;

/// What two lakes are compared by: the rows of their tables, and models and roles.
final class LakeContent {
    /// Files of a model that are the same whenever it was trained. Its card and its manifest name the version of the
    /// snapshots, and a run that was killed may have written them twice.
    private static final List<String> LASTING = List.of("model.avro", "evaluation.json");

    private LakeContent() {}

    /// The rows of every table that has a commit, by the name of the table.
    static Map<String, List<String>> tables(Lake lake) {
        Map<String, List<String>> content = new TreeMap<>();
        Map<String, String> tables = new TreeMap<>();
        for (Feed feed : Feed.values()) {
            tables.put("feed " + feed.label(), lake.feed(feed.label()));
        }
        tables.put("quarantine", lake.quarantine());
        tables.put("moves", lake.moves());
        tables.put("protections", lake.protections());
        tables.put("exports", lake.exports());
        tables.put("quality", lake.quality());
        tables.put("snapshots", lake.snapshots());
        tables.put("scores", lake.scores());
        tables.put("recovery", lake.recovery());
        tables.put("figures", lake.figures());
        tables.forEach((name, path) -> {
            if (lake.tables().exists(path)) {
                content.put(name, LakeRows.content(path));
            }
        });
        if (lake.tables().exists(lake.histories())) {
            content.put(
                    "histories",
                    LakeRows.table(lake.histories())
                            .selectExpr("debtor_id || ' ' || hex(history)")
                            .collectAsList()
                            .stream()
                            .map(row -> row.getString(0))
                            .sorted()
                            .toList());
        }
        return content;
    }

    /// Models with their files, and every role change but the time of it; `models verify` finds nothing.
    static Map<String, List<String>> registry(Lake lake) {
        Map<String, List<String>> content = new TreeMap<>();
        Path root = lake.registry();
        if (!Files.isDirectory(root)) {
            return content;
        }
        ModelRegistry registry = new ModelRegistry(root);
        for (String id : registry.models()) {
            content.put(
                    "model " + id,
                    LASTING.stream()
                            .map(name -> name + " "
                                    + hash(root.resolve("models").resolve(id).resolve(name)))
                            .toList());
        }
        content.put(
                "roles",
                registry.entries().stream()
                        .map(entry -> entry.sequence() + " " + entry.axis() + " " + entry.action() + " " + entry.model()
                                + " " + entry.status() + " " + entry.reason() + " " + entry.approvedBy())
                        .toList());
        content.put(
                "findings",
                RegistryAudit.of(root, null).findings().stream()
                        .map(finding -> finding.line())
                        .toList());
        try (Stream<Path> drafts =
                Files.isDirectory(root.resolve("staging")) ? Files.list(root.resolve("staging")) : Stream.empty()) {
            content.put("drafts", drafts.map(Path::toString).toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return content;
    }

    private static String hash(Path file) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
            return HexFormat.of().formatHex(digest);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
