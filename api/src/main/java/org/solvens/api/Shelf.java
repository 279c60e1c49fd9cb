package org.solvens.api;

import java.util.Optional;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.solvens.lake.DeltaTable;
import org.solvens.lake.DeltaTable.Commit;
import org.solvens.lake.DeltaTables;
import org.solvens.problem.Problem;

/// The content of one table in memory, replaced as a whole when the table has a newer commit.
///
/// Readers always see the content of one commit. If a new commit cannot be read, the last content stays, and
/// the next refresh tries again.
///
/// @param <T> type of the content
final class Shelf<T> {
    private static final Logger LOG = LoggerFactory.getLogger(Shelf.class);

    private static final Commit NONE = new Commit(-1, -1);

    private record Held<T>(Commit commit, T content) {}

    private final DeltaTables tables;
    private final String path;
    private final Optional<T> absent;
    private final BiFunction<DeltaTable, Commit, Optional<T>> reader;
    private final Metrics.Reloads reloads;
    private volatile @Nullable Held<T> held;
    private volatile Problem problem;
    private volatile boolean looked;

    /// @param reader reads the table at a commit; empty for a table without rows
    /// @param missing why there is no answer, as long as the table does not exist or is empty
    Shelf(
            DeltaTables tables,
            String path,
            BiFunction<DeltaTable, Commit, Optional<T>> reader,
            Problem missing,
            Metrics.Reloads reloads) {
        this(tables, path, reader, missing, Optional.empty(), reloads);
    }

    /// @param missing why there is no answer, as long as the table exists but could not be read
    /// @param absent the content as long as the table does not exist
    Shelf(
            DeltaTables tables,
            String path,
            BiFunction<DeltaTable, Commit, Optional<T>> reader,
            Problem missing,
            Optional<T> absent,
            Metrics.Reloads reloads) {
        this.tables = tables;
        this.path = path;
        this.absent = absent;
        this.reader = reader;
        this.problem = missing;
        this.reloads = reloads;
    }

    /// Reads the table if it has a newer commit.
    ///
    /// @return whether something new was read
    synchronized boolean refresh() {
        try {
            Optional<Commit> newest = tables.lastCommit(path);
            @Nullable Held<T> last = held;
            if (newest.isEmpty() && last == null && absent.isPresent()) {
                held = new Held<>(NONE, absent.get());
                return true;
            }
            if (newest.isEmpty() || (last != null && last.commit().equals(newest.get()))) {
                return false;
            }
            Optional<T> read = reader.apply(tables.open(path, newest.get().version()), newest.get());
            if (read.isEmpty()) {
                return false;
            }
            held = new Held<>(newest.get(), read.get());
            reloads.loaded().increment();
            LOG.info("loaded {} version {}", path, newest.get().version());
            return true;
        } catch (Problem e) {
            if (!e.code().equals(problem.code())) {
                LOG.warn("{} in {}: {}; {}", e.code(), e.subject(), e.why(), e.remedy());
            }
            problem = e;
            reloads.refused().increment();
            return false;
        } catch (RuntimeException e) {
            LOG.error("defect while reading {}", path, e);
            reloads.refused().increment();
            return false;
        } finally {
            looked = true;
        }
    }

    /// Whether the first refresh is not done yet.
    boolean isLoading() {
        return !looked;
    }

    /// The content of the last commit that could be read.
    ///
    /// @throws ApiProblem 503 with the reason if there is none
    T content() {
        boolean looked = this.looked;
        Held<T> last = held;
        if (last == null) {
            throw looked ? ApiProblem.notReady(problem) : ApiProblem.loading();
        }
        return last.content();
    }
}
