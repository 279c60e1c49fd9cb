package org.solvens.ingest;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.element_at;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.map;
import static org.apache.spark.sql.functions.substring_index;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.SerializableConfiguration;
import org.jspecify.annotations.Nullable;
import org.solvens.feed.Feed;
import org.solvens.lake.Lake;
import org.solvens.mapping.Mapping;
import org.solvens.report.QuarantineRow;
import org.solvens.spark.SparkTable;
import org.solvens.spark.TableFiles;

/// Writes refused rows to the table of the quarantine, with their raw text and the hash of their file's content.
final class Quarantine {
    private static final StructType QUARANTINE = SparkTable.schema(QuarantineRow.TABLE);

    /// The columns that identify a refused row.
    private static final List<String> IDENTITY = QuarantineRow.TABLE.columns().stream()
            .filter(org.solvens.table.Column::key)
            .map(org.solvens.table.Column::name)
            .toList();

    private final SparkSession spark;
    private final Lake lake;
    private final @Nullable Mapping mapping;
    private final SerializableConfiguration configuration;
    private final Map<String, String> hashes = new TreeMap<>();

    Quarantine(SparkSession spark, Lake lake, @Nullable Mapping mapping, SerializableConfiguration configuration) {
        this.spark = spark;
        this.lake = lake;
        this.mapping = mapping;
        this.configuration = configuration;
    }

    /// The rows of one feed that went to quarantine.
    static final class Refused {
        /// How many rows are shown as an example.
        private static final int EXAMPLES = 3;

        final Map<String, Long> byCode = new TreeMap<>();
        final Map<String, Long> byFile = new TreeMap<>();
        final List<String> examples = new ArrayList<>();

        private void count(Dataset<Row> rows, KeptRows kept) {
            kept.counts(rows, col("code"), col("path")).forEach((line, count) -> {
                byCode.merge(line.getFirst(), count, Long::sum);
                byFile.merge(line.getLast(), count, Long::sum);
            });
            for (Row row : kept.first(rows.select("file", "line", "code", "reason"), "file", "line", EXAMPLES)) {
                examples.add(
                        row.getString(0) + ":" + row.getLong(1) + " " + row.getString(2) + ": " + row.getString(3));
            }
        }
    }

    /// Rows refused because of the lake's content, with their raw text, which is read from the files by line.
    Dataset<Row> withRaw(Feed feed, List<InputFile> files, Dataset<Row> refused) {
        Map<String, InputFile> byPath = new TreeMap<>();
        files.forEach(file -> byPath.put(file.path(), file));
        Mapping rules = mapping;
        SerializableConfiguration hadoop = configuration;
        Map<String, String> contents = hashesOf(files);
        MapPartitionsFunction<Row, Row> fetch = rows ->
                withRaw(feed, rows, byPath, contents, rules, hadoop.value()).iterator();
        return refused.select(col(FeedRows.FILE), col(FeedRows.LINE), col(FeedRows.REASON))
                .repartition(files.size(), col(FeedRows.FILE))
                .sortWithinPartitions(FeedRows.FILE, FeedRows.LINE)
                .mapPartitions(fetch, Encoders.row(QUARANTINE));
    }

    private static List<Row> withRaw(
            Feed feed,
            Iterator<Row> rows,
            Map<String, InputFile> byPath,
            Map<String, String> contents,
            @Nullable Mapping mapping,
            Configuration configuration) {
        Map<String, List<Row>> byFile = new TreeMap<>();
        rows.forEachRemaining(row ->
                byFile.computeIfAbsent(row.getString(0), _ -> new ArrayList<>()).add(row));
        List<Row> found = new ArrayList<>();
        byFile.forEach((path, refused) -> {
            InputFile file = Objects.requireNonNull(byPath.get(path), "rows are refused of files that were read");
            String content = Objects.requireNonNull(contents.get(path), "the content of each file read is hashed");
            Set<Long> lines = refused.stream().map(row -> row.getLong(1)).collect(Collectors.toSet());
            Map<Long, String> raw = FeedRows.raw(file, lines, mapping, configuration);
            for (Row row : refused) {
                String[] reason = row.getString(2).split(": ", 2);
                long line = row.getLong(1);
                found.add(SparkTable.row(
                        QuarantineRow.TABLE,
                        new QuarantineRow(
                                feed.label(), file.name(), path, content, line, reason[0], reason[1], raw.get(line))));
            }
        });
        return found;
    }

    /// Writes one feed at a time, because two that create the table at once would conflict.
    ///
    /// @param kept keeps the rows while they are counted and written
    synchronized void write(List<Dataset<Row>> parts, List<InputFile> files, Refused refused, KeptRows kept) {
        if (parts.isEmpty()) {
            return;
        }
        Dataset<Row> rows = parts.getFirst();
        for (Dataset<Row> part : parts.subList(1, parts.size())) {
            rows = rows.union(part);
        }
        rows = kept.cache(rows);
        refused.count(rows, kept);
        String path = lake.quarantine();
        Dataset<Row> fresh = rows;
        boolean some = !refused.byCode.isEmpty();
        if (some && lake.tables().exists(path)) {
            // The same content has the same rows, wherever the file was when it was read.
            Dataset<Row> there = TableFiles.read(spark, lake.tables(), path)
                    .where(col("content").isin(hashesOf(files).values().toArray()))
                    .select(IDENTITY.stream()
                            .map(name -> col(name).as("_" + name))
                            .toArray(Column[]::new));
            Column same = IDENTITY.stream()
                    .map(name -> col(name).eqNullSafe(col("_" + name)))
                    .reduce(Column::and)
                    .orElseThrow();
            fresh = kept.cache(rows.join(there, same, "left_anti"));
            some = !fresh.isEmpty();
        }
        if (some) {
            TableFiles.append(lake.tables(), path, fresh);
        }
    }

    /// The hash of each file's content, by path; computed once, and only if a row is refused.
    private synchronized Map<String, String> hashesOf(List<InputFile> files) {
        List<InputFile> unread =
                files.stream().filter(file -> !hashes.containsKey(file.path())).toList();
        if (!unread.isEmpty()) {
            hashes.putAll(FileContent.hashes(spark, unread, configuration));
        }
        Map<String, String> found = new TreeMap<>();
        files.forEach(file -> found.put(file.path(), hashes.get(file.path())));
        return found;
    }

    /// The hash of the content of a row's file.
    Column contentOf(List<InputFile> files) {
        if (files.isEmpty()) {
            return lit(null).cast(DataTypes.StringType);
        }
        Column[] entries = hashesOf(files).entrySet().stream()
                .flatMap(entry -> Stream.of(lit(entry.getKey()), lit(entry.getValue())))
                .toArray(Column[]::new);
        return element_at(map(entries), col(FeedRows.FILE));
    }

    /// The name of a row's file, without its folder.
    static Column fileName() {
        return substring_index(col(FeedRows.FILE), "/", -1).as("file");
    }
}
