package org.solvens.inputs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.solvens.history.History;
import org.solvens.lake.DeltaTable;
import org.solvens.lake.DeltaTables;
import org.solvens.lake.Lake;
import org.solvens.lake.TableVersion;
import org.solvens.problem.Problem;

/// The histories of a lake on local disk, where the history of any debtor is read in microseconds.
///
/// It has the state of one version of the table and never changes; {@link #newest} makes the next one.
/// There is one file with all histories, and after it files with those that later versions wrote: the log
/// of the table says which files these are. Once they together are large, or the log does not reach back,
/// all histories are written again. Several processes may use one folder: files never change, and have the
/// same content whoever writes them.
public final class HistoryIndex {
    private static final String HISTORY = "history";
    private static final int MOST_FILES = 12;

    /// A file with all histories is written again once the later ones have more than this part of its bytes.
    private static final int SHARE = 4;

    private static final Pattern NAME = Pattern.compile(
            "(?<table>[0-9a-fA-F-]{1,64})_(?<encoding>[a-z0-9]+)_(?<from>-?\\d+)_(?<to>\\d+)\\.histories");

    /// What a process was writing, this class or the scores that the server keeps in the same folder.
    private static final Pattern PART = Pattern.compile(".+\\.(histories|scores)\\.(?<process>\\d{1,18})\\.part");

    private final TableVersion version;
    private final HistoriesMade made;
    private final List<HistoryFile> files;

    /// @param files the newest first
    private HistoryIndex(TableVersion version, HistoriesMade made, List<HistoryFile> files) {
        this.version = version;
        this.made = made;
        this.files = List.copyOf(files);
    }

    /// The index of the newest histories. Files that are there are used, and those of earlier versions are
    /// deleted.
    ///
    /// @param folder is made if it does not exist; only this user may open it
    /// @throws Problem `LAKE-TABLE` without histories, `HISTORIES-OLD` if they are of another encoding,
    ///     `HISTORIES-DISK` if the folder cannot be written
    public static HistoryIndex newest(Lake lake, Path folder) {
        DeltaTable table = lake.tables().open(lake.histories());
        HistoriesMade made = HistoriesMade.of(table)
                .filter(each -> each.encoding().equals(History.VERSION))
                .orElseThrow(() -> new Problem(
                        "HISTORIES-OLD",
                        lake.histories(),
                        "the histories cannot be read",
                        "another version of Solvens made them",
                        "run ./solvens features, or ./solvens run; they are then rebuilt"));
        try {
            makeFolder(folder);
            List<HistoryFile> files = present(folder, table.tableVersion());
            if (files.isEmpty() || files.getFirst().to() < table.version()) {
                files = extended(folder, table, files).orElse(List.of());
            }
            if (files.isEmpty()) {
                files = List.of(whole(folder, table));
            }
            deleteOthers(folder, files);
            return new HistoryIndex(table.tableVersion(), made, files);
        } catch (IOException e) {
            throw new Problem(
                    "HISTORIES-DISK",
                    folder.toString(),
                    "the histories cannot be kept on disk",
                    String.valueOf(e.getMessage()),
                    "name a folder with enough space that you may write to: --index DIR",
                    e);
        }
    }

    /// The newest version of a lake's histories; empty if there are none. It is found without opening the
    /// table.
    public static Optional<DeltaTable.Commit> lastCommit(Lake lake) {
        DeltaTables tables = lake.tables();
        return tables.lastCommit(lake.histories());
    }

    /// The table and version that this index shows.
    public TableVersion version() {
        return version;
    }

    /// What the histories were made from.
    public HistoriesMade made() {
        return made;
    }

    /// Number of debtors.
    public long debtors() {
        return files.getFirst().debtors();
    }

    /// Number of files, and their bytes.
    public Map<String, Long> space() {
        return Map.of(
                "files",
                (long) files.size(),
                "bytes",
                files.stream().mapToLong(HistoryFile::size).sum());
    }

    /// The history of a debtor, encoded as in the lake; null if there is none.
    public byte @Nullable [] ofDebtor(String debtorId) {
        for (HistoryFile file : files) {
            byte[] found = file.ofDebtor(debtorId);
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    /// The debtor of a case; null if there is none.
    public @Nullable String debtorOf(String caseId) {
        for (HistoryFile file : files) {
            byte[] found = file.ofCase(caseId);
            if (found != null) {
                String debtorId = History.decode(found).debtorId();
                // A later version of the history may have lost the case to another debtor.
                byte[] newest = file == files.getFirst() ? found : ofDebtor(debtorId);
                if (newest != null && History.decode(newest).caseIds().contains(caseId)) {
                    return debtorId;
                }
            }
        }
        return null;
    }

    /// Makes a folder for what concerns debtors, unless it is there; only this user may open it.
    public static void makeFolder(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            Files.createDirectories(folder);
            if (Files.getFileStore(folder).supportsFileAttributeView("posix")) {
                Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
            }
        }
    }

    private static Path path(Path folder, TableVersion table, long from, long to) {
        return folder.resolve(table.id() + "_" + History.VERSION + "_" + from + "_" + to + ".histories");
    }

    /// The files that are there for a table up to a version, the newest first; empty if there are none.
    private static List<HistoryFile> present(Path folder, TableVersion table) throws IOException {
        Map<Long, HistoryFile> byFrom = new HashMap<>();
        try (Stream<Path> entries = Files.list(folder)) {
            for (Path entry : (Iterable<Path>) entries::iterator) {
                Matcher name = NAME.matcher(entry.getFileName().toString());
                if (name.matches()
                        && name.group("table").equals(table.id())
                        && name.group("encoding").equals(History.VERSION)) {
                    HistoryFile.open(entry)
                            .filter(file -> file.to() <= table.version())
                            .ifPresent(file -> byFrom.merge(file.from(), file, (a, b) -> a.to() > b.to() ? a : b));
                }
            }
        }
        List<HistoryFile> chain = new ArrayList<>();
        for (HistoryFile next = byFrom.get(-1L); next != null; next = byFrom.get(next.to())) {
            chain.addFirst(next);
        }
        return chain;
    }

    /// The files with one more, of what was written since the newest; empty if all histories have to be
    /// written.
    private static Optional<List<HistoryFile>> extended(Path folder, DeltaTable table, List<HistoryFile> files)
            throws IOException {
        if (files.isEmpty() || files.size() >= MOST_FILES) {
            return Optional.empty();
        }
        HistoryFile newest = files.getFirst();
        long room = files.getLast().size() / SHARE
                - files.subList(0, files.size() - 1).stream()
                        .mapToLong(HistoryFile::size)
                        .sum();
        Map<String, byte[]> written = new LinkedHashMap<>();
        long[] bytes = {0};
        boolean scanned = table.scanAddedSince(newest.to(), List.of(HISTORY), row -> {
            if (bytes[0] <= room) {
                byte[] encoded = row.getBinary(0);
                bytes[0] += encoded.length;
                written.put(History.decode(encoded).debtorId(), encoded);
            }
        });
        if (!scanned || bytes[0] > room) {
            return Optional.empty();
        }
        long fresh = written.keySet().stream()
                .filter(debtor -> files.stream().allMatch(file -> file.ofDebtor(debtor) == null))
                .count();
        // A debtor whose history was removed, as by a full build without a feed, is not among what was written.
        if (newest.debtors() + fresh != table.rows()) {
            return Optional.empty();
        }
        Path path = path(folder, table.tableVersion(), newest.to(), table.version());
        try (HistoryFile.Writer writer = new HistoryFile.Writer(path, part(path))) {
            for (byte[] encoded : written.values()) {
                writer.add(encoded);
            }
            writer.finish(newest.to(), table.version(), newest.debtors() + fresh);
        }
        List<HistoryFile> longer = new ArrayList<>(files);
        longer.addFirst(opened(path));
        return Optional.of(longer);
    }

    private static HistoryFile whole(Path folder, DeltaTable table) throws IOException {
        Path path = path(folder, table.tableVersion(), -1, table.version());
        try (HistoryFile.Writer writer = new HistoryFile.Writer(path, part(path))) {
            table.scan(List.of(HISTORY), row -> {
                try {
                    writer.add(row.getBinary(0));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            writer.finish(-1, table.version(), writer.records());
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        return opened(path);
    }

    /// Where this process writes a file until it is whole.
    private static Path part(Path path) throws IOException {
        long process = ProcessHandle.current().pid();
        Path part = path.resolveSibling(path.getFileName() + "." + process + ".part");
        Files.deleteIfExists(part);
        return part;
    }

    private static HistoryFile opened(Path path) throws IOException {
        return HistoryFile.open(path).orElseThrow(() -> new IOException(path + " was not written whole"));
    }

    /// Deletes the files of earlier states, and those that a killed process did not finish. A process that
    /// has one mapped keeps it until it needs it no more.
    private static void deleteOthers(Path folder, List<HistoryFile> files) throws IOException {
        List<Path> kept = files.stream().map(HistoryFile::path).toList();
        long newest = files.getFirst().to();
        try (Stream<Path> entries = Files.list(folder)) {
            for (Path entry : (Iterable<Path>) entries::iterator) {
                Matcher name = NAME.matcher(entry.getFileName().toString());
                Matcher part = PART.matcher(entry.getFileName().toString());
                if (name.matches() && !kept.contains(entry) && Long.parseLong(name.group("to")) <= newest) {
                    Files.deleteIfExists(entry);
                } else if (part.matches()
                        && ProcessHandle.of(Long.parseLong(part.group("process")))
                                .isEmpty()) {
                    Files.deleteIfExists(entry);
                }
            }
        }
    }
}
