package org.solvens.ingest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;
import org.solvens.feed.Feed;
import org.solvens.mapping.Mapping;
import org.solvens.mapping.Mapping.Format;
import org.solvens.problem.Problem;

/// Finds the files to ingest, and the feed and format of each.
final class InputFiles {
    private InputFiles() {}

    /// The files at the given paths, with folders opened one level deep, in order of their paths.
    ///
    /// Without a mapping, the name of a file states its feed: `payments.csv`, `payments-00001.parquet`,
    /// `payments.2026-11.csv.gz`.
    ///
    /// @param notice receives a message for each subfolder and hidden file, which are not read
    /// @throws Problem FEED-PATH (also for pipes, devices and dangling links), FEED-NAME or MAPPING-FILE
    static List<InputFile> find(
            List<String> paths, @Nullable Mapping mapping, Configuration configuration, Consumer<String> notice) {
        List<InputFile> files = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (String given : paths) {
            for (String path : regularFiles(given, configuration, notice)) {
                // A file that is named twice, or next to its folder, is read once.
                if (seen.add(path)) {
                    files.add(mapping == null ? named(path) : mapped(path, mapping));
                }
            }
        }
        if (files.isEmpty()) {
            throw new Problem(
                    "FEED-PATH",
                    String.join(" ", paths),
                    "there is nothing to ingest",
                    "there is no file at these paths",
                    "name a folder or files with feeds");
        }
        files.sort(Comparator.comparing(InputFile::path));
        return List.copyOf(files);
    }

    private static List<String> regularFiles(String given, Configuration configuration, Consumer<String> notice) {
        if (given.isBlank()) {
            throw new Problem(
                    "FEED-PATH",
                    "''",
                    "the name of a file is empty",
                    "an empty name is not a path",
                    "name a folder or files with feeds");
        }
        try {
            Path path = path(given);
            FileSystem fileSystem = path.getFileSystem(configuration);
            List<String> found = new ArrayList<>();
            FileStatus asked = fileSystem.getFileStatus(path);
            FileStatus[] there = asked.isDirectory() ? entries(fileSystem, path) : new FileStatus[] {asked};
            for (FileStatus status : there) {
                String name = status.getPath().getName();
                if (status.isDirectory()) {
                    notice.accept("not read: " + status.getPath() + " is a folder in a folder; name it to read it");
                } else if (asked.isDirectory() && (name.startsWith(".") || name.startsWith("_"))) {
                    notice.accept("not read: " + status.getPath() + " has a hidden name");
                } else {
                    requireFile(status.getPath());
                    found.add(status.getPath().toString());
                }
            }
            return found;
        } catch (IOException | IllegalArgumentException e) {
            throw new Problem(
                    "FEED-PATH",
                    given,
                    "there is no such file or folder, or it cannot be read",
                    String.valueOf(e.getMessage()),
                    "name a folder or files with feeds",
                    e);
        }
    }

    /// The path of a file. A local file with a colon in its name would otherwise be taken for a URL of an
    /// unknown scheme.
    private static Path path(String given) {
        java.nio.file.Path local = java.nio.file.Path.of(given);
        return Files.exists(local, LinkOption.NOFOLLOW_LINKS)
                ? new Path(local.toAbsolutePath().normalize().toUri())
                : new Path(given);
    }

    /// The entries of a folder, including the dangling links of a local folder.
    private static FileStatus[] entries(FileSystem fileSystem, Path folder) throws IOException {
        if (!(folder.toUri().getScheme() instanceof String scheme) || !scheme.equals("file")) {
            return fileSystem.listStatus(folder);
        }
        List<FileStatus> all = new ArrayList<>();
        try (Stream<java.nio.file.Path> names = Files.list(java.nio.file.Path.of(folder.toUri()))) {
            for (java.nio.file.Path name : names.toList()) {
                Path path = new Path(name.toUri());
                requireFile(path);
                all.add(fileSystem.getFileStatus(path));
            }
        }
        return all.toArray(FileStatus[]::new);
    }

    /// Refuses a local path that is neither a file nor a folder, because reading from it might never end.
    private static void requireFile(Path path) {
        if (!"file".equals(path.toUri().getScheme())) {
            return;
        }
        java.nio.file.Path local = java.nio.file.Path.of(path.toUri());
        if (!Files.exists(local)) {
            throw new Problem(
                    "FEED-PATH",
                    path.toString(),
                    "the link leads nowhere",
                    "what it names does not exist",
                    "correct the link, or move it out of the folder");
        }
        if (!Files.isRegularFile(local) && !Files.isDirectory(local)) {
            throw new Problem(
                    "FEED-PATH",
                    path.toString(),
                    "this is neither a file nor a folder",
                    "it is a pipe, a socket or a device, which has no end",
                    "write its content into a file and name that, or move it out of the folder");
        }
    }

    private static InputFile named(String path) {
        String name = path.substring(path.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
        Format format = formatOf(name);
        Feed feed = null;
        for (Feed each : Feed.values()) {
            String label = each.label();
            if (name.length() > label.length()
                    && name.startsWith(label)
                    && (name.charAt(label.length()) == '.' || name.charAt(label.length()) == '-')) {
                feed = each;
            }
        }
        if (format == null || feed == null) {
            throw new Problem(
                    "FEED-NAME",
                    path,
                    "the name of the file does not state its feed",
                    "it is not one of " + labels() + ", then . or -, ending in .csv, .csv.gz, .avro or .parquet",
                    "rename it, move it out of the folder, or name a mapping with --mapping");
        }
        return new InputFile(path, format, feed);
    }

    private static InputFile mapped(String path, Mapping mapping) {
        return new InputFile(
                path,
                mapping.sourceOf(path.substring(path.lastIndexOf('/') + 1)).format(),
                null);
    }

    private static @Nullable Format formatOf(String name) {
        if (name.endsWith(".csv") || name.endsWith(".csv.gz")) {
            return Format.CSV;
        }
        if (name.endsWith(".avro")) {
            return Format.AVRO;
        }
        return name.endsWith(".parquet") ? Format.PARQUET : null;
    }

    private static String labels() {
        return Stream.of(Feed.values()).map(Feed::label).collect(Collectors.joining(", "));
    }
}
