package org.solvens.api;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.solvens.inputs.HistoryIndex;
import org.solvens.lake.DeltaTable;
import org.solvens.lake.DeltaTable.Commit;
import org.solvens.scoring.ScoreRow;
import org.solvens.table.PackedRows;

/// Keeps large scores on local disk as they lie in memory, so that a server that starts again has them at once instead
/// of reading a million rows of Parquet. A kept file is used only if the version of the table and the columns are
/// those of now. Otherwise the scores are read from the lake, and kept again.
final class KeptDecisions {
    /// Scores of fewer cases are read from the lake in less time than anybody notices.
    static final int FEWEST = 100_000;

    private static final Logger LOG = LoggerFactory.getLogger(KeptDecisions.class);
    private static final String SUFFIX = ".scores";

    private final Path folder;
    private final int fewest;

    /// @param folder is made if it does not exist; only this user may open it
    /// @param fewest cases of scores that are kept
    KeptDecisions(Path folder, int fewest) {
        this.folder = folder;
        this.fewest = fewest;
    }

    /// The decisions of a scores table as {@link Decisions#read} reads them.
    Optional<Decisions> read(DeltaTable table, Commit commit) {
        Path file =
                folder.resolve(table.tableVersion().id() + "_" + commit.version() + "_" + commit.writtenAt() + SUFFIX);
        PackedRows<ScoreRow> rows = open(file);
        if (rows != null) {
            return Decisions.kept(table, commit, rows);
        }
        Optional<Decisions> read = Decisions.read(table, commit);
        if (read.isPresent() && read.get().size() >= fewest) {
            keep(read.get(), file);
        }
        return read;
    }

    private @Nullable PackedRows<ScoreRow> open(Path file) {
        try {
            return Files.exists(file) ? PackedRows.open(ScoreRow.TABLE, file).orElse(null) : null;
        } catch (IOException e) {
            warn("read", e);
            return null;
        }
    }

    /// Writes beside and moves, so that a file is whole or not there. The files of other versions
    /// go: who has one open goes on reading it.
    private void keep(Decisions decisions, Path file) {
        Path part = file.resolveSibling(
                file.getFileName() + "." + ProcessHandle.current().pid() + ".part");
        try {
            HistoryIndex.makeFolder(folder);
            Files.deleteIfExists(part);
            decisions.rows().write(part);
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
            try (Stream<Path> files = Files.list(folder)) {
                for (Path other : files.filter(each -> each.toString().endsWith(SUFFIX))
                        .filter(each -> !each.equals(file))
                        .toList()) {
                    Files.deleteIfExists(other);
                }
            }
        } catch (IOException e) {
            warn("kept", e);
            try {
                Files.deleteIfExists(part);
            } catch (IOException again) {
                warn("removed", again);
            }
        }
    }

    private void warn(String what, IOException e) {
        LOG.warn(
                "scores on local disk cannot be {} in {}: {}",
                what,
                folder,
                e.getClass().getName());
    }
}
