package org.solvens.ingest;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
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

/// Finds out which files are to be ingested, and what each of them is.
final class InputFiles {
    private InputFiles() {}

    /// The files of the paths given, folders opened one level deep, in order of their paths.
    ///
    /// Without a mapping, a file is told by its name: `payments.csv`, `payments-00001.parquet`,
    /// `payments.2026-11.csv.gz`.
    ///
    /// @throws Problem FEED-PATH, FEED-NAME or MAPPING-FILE; nothing is passed over in silence
    static List<InputFile> find(List<String> paths, @Nullable Mapping mapping, Configuration configuration) {
        List<InputFile> files = new ArrayList<>();
        for (String given : paths) {
            for (String path : regularFiles(given, configuration)) {
                files.add(mapping == null ? named(path) : mapped(path, mapping));
            }
        }
        if (files.isEmpty()) {
            throw new Problem(
                    "FEED-PATH",
                    String.join(" ", paths),
                    "there is nothing to ingest",
                    "no file stands there",
                    "name a folder or files with feeds");
        }
        files.sort(Comparator.comparing(InputFile::path));
        return List.copyOf(files);
    }

    private static List<String> regularFiles(String given, Configuration configuration) {
        Path path = new Path(given);
        try {
            FileSystem fileSystem = path.getFileSystem(configuration);
            List<String> found = new ArrayList<>();
            for (FileStatus status : fileSystem.listStatus(path)) {
                String name = status.getPath().getName();
                if (status.isFile() && !name.startsWith(".") && !name.startsWith("_")) {
                    found.add(status.getPath().toString());
                }
            }
            return found;
        } catch (IOException e) {
            throw new Problem(
                    "FEED-PATH",
                    given,
                    "there is no such file or folder, or it cannot be read",
                    String.valueOf(e.getMessage()),
                    "name a folder or files with feeds",
                    e);
        }
    }

    private static InputFile named(String path) {
        String name = path.substring(path.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
        Format format = formatOf(name);
        Feed feed = null;
        for (Feed each : Feed.values()) {
            String label = each.label();
            if (name.startsWith(label) && (name.charAt(label.length()) == '.' || name.charAt(label.length()) == '-')) {
                feed = each;
            }
        }
        if (format == null || feed == null) {
            throw new Problem(
                    "FEED-NAME",
                    path,
                    "the name of the file does not say which feed it holds",
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
