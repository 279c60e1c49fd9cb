package org.solvens.lake;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.solvens.problem.Problem;
import org.solvens.settings.Settings;

/// The layout of a lake: a folder or object-store URL that holds Delta tables and the registry.
///
public final class Lake {
    private static final List<String> PARTS =
            List.of("feeds", "quarantine", "histories", "snapshots", "scores", "reports", "registry", "store");

    private final String root;
    private final Settings settings;
    private final DeltaTables tables;

    /// @param root path or URL; slashes at its end are dropped, a `file:` URL becomes the path that it means, and an
    ///     empty one is the {@link Problem} `LAKE`
    /// @param settings of the process: where the models are, what a case may see, and how file systems are reached
    public Lake(String root, Settings settings) {
        if (Objects.requireNonNull(root).isBlank()) {
            throw new Problem(
                    "LAKE",
                    "the lake",
                    "no folder is named",
                    "the name of the lake is empty",
                    "name the folder of the lake, or its URL");
        }
        if (root.startsWith("file:")) {
            root = URI.create(root.replace(" ", "%20")).getPath();
        }
        while (root.length() > 1 && root.endsWith("/")) {
            root = root.substring(0, root.length() - 1);
        }
        this.root = root;
        this.settings = settings;
        this.tables = new DeltaTables(settings);
    }

    /// A lake where nothing was set.
    public Lake(String root) {
        this(root, Settings.NONE);
    }

    /// Path or URL, without a slash at its end.
    public String root() {
        return root;
    }

    public Settings settings() {
        return settings;
    }

    /// How the tables are read without Spark.
    public DeltaTables tables() {
        return tables;
    }

    /// A lake that is there: its folder holds at least one of a lake's parts.
    ///
    /// @throws Problem `LAKE` if it does not
    public static Lake existing(String root, Settings settings) {
        Lake lake = new Lake(root, settings);
        if (PARTS.stream().noneMatch(part -> lake.tables.folderExists(lake.root + "/" + part))) {
            throw new Problem(
                    "LAKE",
                    root,
                    "this is not a lake",
                    "the folder does not exist, or has none of " + String.join(", ", PARTS),
                    "name the folder of the lake, or make one by running: ./solvens run");
        }
        return lake;
    }

    /// An existing lake, or a place where one can be made.
    ///
    /// @throws Problem `LAKE` if something else is there
    public static Lake toWrite(String root, Settings settings) {
        Lake lake = new Lake(root, settings);
        Path folder = lake.root.contains("://") ? null : Path.of(lake.root);
        if (folder == null || !Files.exists(folder)) {
            return lake;
        }
        if (Files.isDirectory(folder)) {
            try (Stream<Path> entries = Files.list(folder)) {
                if (entries.allMatch(entry -> entry.getFileName().toString().startsWith("."))) {
                    return lake;
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return existing(root, settings);
    }

    /// The Delta table of a feed: every version of every valid record, in the contract's columns.
    public String feed(String feed) {
        return root + "/feeds/" + feed;
    }

    /// Refused rows: feed, file, line, code, reason, raw.
    public String quarantine() {
        return root + "/quarantine";
    }

    /// Records of a feed that were refused only because what they refer to is not known yet.
    public String waiting(String feed) {
        return root + "/waiting/" + feed;
    }

    /// Debtors that lose a record because a correction gives it to another one: feed, key, debtor_id, known_at.
    public String moves() {
        return root + "/moves";
    }

    /// Debtors that are protected because a record that would protect them was refused: feed, key, debtor_id,
    /// case_id, known_at, file, line, code, reason.
    public String protections() {
        return root + "/protections";
    }

    /// One row a debtor: debtor_id, history (Avro-encoded).
    public String histories() {
        return root + "/histories";
    }

    /// Features of open cases, written on request; one row per case and as-of date.
    public String features() {
        return root + "/features";
    }

    /// Training rows: keys, features and outcomes at the plan's as-of dates.
    public String snapshots() {
        return root + "/snapshots";
    }

    /// Decisions of batch scoring, one row a case and as-of date, partitioned by as_of.
    public String scores() {
        return root + "/scores";
    }

    /// Recovery by month of placement, segment and months since placement.
    public String recovery() {
        return root + "/reports/recovery";
    }

    /// Every metric of the reports, by slice and period, one row a figure.
    public String figures() {
        return root + "/reports/figures";
    }

    /// Results of the data-quality checks, one row per check and as-of date.
    public String quality() {
        return root + "/quality";
    }

    /// The last day of each mapping's data, one row per mapping (see {@link Exports}).
    public String exports() {
        return root + "/exports";
    }

    /// Measurements of monitoring for each scoring month, partitioned by as_of.
    public String monitoring() {
        return root + "/monitoring";
    }

    /// The folder of published models and roles: in the lake, or where the settings point.
    ///
    /// @throws Problem `LAKE-REGISTRY` if the lake is in an object store and the settings name no folder
    public Path registry() {
        if (settings.registry() != null) {
            return settings.registry();
        }
        if (root.contains("://")) {
            throw new Problem(
                    "LAKE-REGISTRY",
                    root,
                    "there is no folder for the models of this lake",
                    "models are published by an atomic move, which an object store does not support",
                    "name a folder on a file system that all jobs share: SOLVENS_REGISTRY=DIR");
        }
        return Path.of(root, "registry");
    }

    /// The same place with the same settings is the same lake.
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Lake lake && lake.root.equals(root) && lake.settings.equals(settings);
    }

    @Override
    public int hashCode() {
        return Objects.hash(root, settings);
    }

    @Override
    public String toString() {
        return root;
    }
}
