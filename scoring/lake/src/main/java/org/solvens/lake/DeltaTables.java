package org.solvens.lake;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;
import org.solvens.problem.Problem;
import org.solvens.settings.Settings;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MappingIterator;
import tools.jackson.databind.json.JsonMapper;

/// The Delta tables that a process can reach, and what their logs say without opening them.
///
/// File systems, such as an object store, are reached by `core-site.xml` on the class path and by the settings
/// `spark.hadoop.KEY`, which Spark reads too.
public final class DeltaTables {
    private static final Pattern LOG_ENTRY = Pattern.compile("(\\d{20})\\.json");

    private static final JsonMapper JSON = new JsonMapper();

    /// How many commits back user metadata is searched.
    private static final int COMMITS_LOOKED_AT = 1_000;

    // Made once a lake, because reading it takes longer than listing a log.
    private final Configuration configuration = new Configuration();

    public DeltaTables(Settings settings) {
        settings.hadoop().forEach((key, value) -> configuration.set(key.substring(Settings.HADOOP.length()), value));
    }

    /// The file system of a path.
    public FileSystem files(Path path) throws IOException {
        return path.getFileSystem(configuration);
    }

    /// The newest version of a table.
    ///
    /// @param path folder or object-store URL
    /// @throws Problem `LAKE-TABLE` if there is no Delta table
    public DeltaTable open(String path) {
        return DeltaTable.open(this, configuration, path, Optional.empty());
    }

    /// A named version of a table.
    ///
    /// @throws Problem `LAKE-TABLE` if there is no Delta table, `LAKE-VERSION` if that version is not kept
    public DeltaTable open(String path, long version) {
        return DeltaTable.open(this, configuration, path, Optional.of(version));
    }

    /// Whether there is a Delta table at a path.
    public boolean exists(String path) {
        return lastCommit(path).isPresent();
    }

    /// The number of the newest version, found by listing the table's log; no log entry is read.
    ///
    /// @throws Problem `LAKE-TABLE` if there is no Delta table
    public long latestVersion(String path) {
        return lastCommit(path)
                .orElseThrow(() -> new Problem(
                        "LAKE-TABLE",
                        path,
                        "there is no table here",
                        "the folder has no Delta log",
                        "run the command that writes this table, or correct the path of the lake"))
                .version();
    }

    /// The newest commit, found by listing the table's log; empty if there is no table.
    public Optional<DeltaTable.Commit> lastCommit(String path) {
        Path log = new Path(path, "_delta_log");
        DeltaTable.Commit newest = null;
        try {
            var entries = files(log).listStatusIterator(log);
            for (RemoteIterator<org.apache.hadoop.fs.FileStatus> it = entries; it.hasNext(); ) {
                org.apache.hadoop.fs.FileStatus file = it.next();
                Matcher entry = LOG_ENTRY.matcher(file.getPath().getName());
                if (entry.matches()) {
                    long version = Long.parseLong(entry.group(1));
                    if (newest == null || version > newest.version()) {
                        newest = new DeltaTable.Commit(version, file.getModificationTime());
                    }
                }
            }
        } catch (FileNotFoundException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw DeltaTable.unreadable(path, e);
        }
        return Optional.ofNullable(newest);
    }

    /// Adds data files to a table by one commit. If there is no table, it is made.
    ///
    /// @param schema of the files, in the JSON that Delta and Spark share
    /// @param files in the table's folder; until the commit nobody reads them
    /// @return the version that the commit made
    /// @throws Problem `LAKE-WRITE` if the commit fails
    public long append(String path, String schema, List<DataFile> files) {
        return TableAppend.commit(configuration, path, exists(path), schema, files);
    }

    /// Gives the rows of data files that are in no table yet.
    ///
    /// @param schema of the files, in the JSON that Delta and Spark share
    /// @param columns what to read; a row view counts positions in this list
    /// @throws Problem `LAKE-READ` if a file cannot be read
    public void scan(List<DataFile> files, String schema, List<String> columns, DeltaTable.RowConsumer consumer) {
        List<String> paths = files.stream().map(DataFile::path).toList();
        DeltaTable.scanFiles(this, configuration, paths, schema, columns, consumer);
    }

    boolean folderExists(String path) {
        Path folder = new Path(path);
        try {
            return files(folder).getFileStatus(folder).isDirectory();
        } catch (FileNotFoundException e) {
            return false;
        } catch (IOException e) {
            throw DeltaTable.unreadable(path, e);
        }
    }

    /// The newest user metadata of a table's commits; empty if there is no table or its last thousand commits
    /// have no user metadata. Maintenance commits have none.
    ///
    /// @throws Problem `LAKE-TABLE` if the log cannot be read
    public Optional<String> userMetadata(String path) {
        return lastCommit(path).flatMap(newest -> userMetadata(path, newest.version()));
    }

    /// The same, up to a version.
    Optional<String> userMetadata(String path, long newest) {
        return newest(path, newest, _ -> true).map(Noted::metadata);
    }

    /// The newest commit with user metadata that is wanted; empty if the last thousand commits have none.
    Optional<DeltaTable.Commit> commitWith(String path, Predicate<String> wanted) {
        return lastCommit(path)
                .flatMap(last -> newest(path, last.version(), wanted))
                .map(Noted::commit);
    }

    /// A commit with its user metadata.
    private record Noted(DeltaTable.Commit commit, String metadata) {}

    private Optional<Noted> newest(String path, long newest, Predicate<String> wanted) {
        Path log = new Path(path, "_delta_log");
        try {
            FileSystem files = files(log);
            long version = newest;
            for (long oldest = Math.max(0, version - COMMITS_LOOKED_AT + 1); version >= oldest; version--) {
                Path entry = new Path(log, String.format(Locale.ROOT, "%020d.json", version));
                if (!files.exists(entry)) {
                    return Optional.empty();
                }
                try (InputStream in = files.open(entry);
                        MappingIterator<JsonNode> actions =
                                JSON.readerFor(JsonNode.class).readValues(in)) {
                    while (actions.hasNext()) {
                        JsonNode text = actions.next().path("commitInfo").path("userMetadata");
                        if (text.isString() && wanted.test(text.stringValue())) {
                            long writtenAt = files.getFileStatus(entry).getModificationTime();
                            return Optional.of(
                                    new Noted(new DeltaTable.Commit(version, writtenAt), text.stringValue()));
                        }
                    }
                }
            }
        } catch (IOException e) {
            throw DeltaTable.unreadable(path, e);
        } catch (JacksonException e) {
            throw DeltaTable.unreadable(path, new IOException(e));
        }
        return Optional.empty();
    }
}
