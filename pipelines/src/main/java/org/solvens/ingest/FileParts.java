package org.solvens.ingest;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.SerializableConfiguration;
import org.jspecify.annotations.Nullable;
import org.solvens.mapping.Mapping;
import org.solvens.mapping.Mapping.Format;
import org.solvens.source.PartBounds;

/// Divides large files among tasks, so that one long file does not keep all but one core of a cluster waiting: Parquet
/// by its row groups, Avro by its blocks, CSV by its lines, which no quote spans. A compressed CSV file is read by one
/// task, and so is a file that a mapping reads, because its rows may depend on the rows before.
///
/// Where a part of CSV or Avro begins, and how many lines or records come before it, takes a quick reading of the bytes
/// by as many tasks; Parquet says it in its footer.
final class FileParts {
    /// Bytes of a part, about. Smaller files are not divided.
    static final long BYTES = 64L << 20;

    private FileParts() {}

    /// The parts of files, in the order of the files and of their bytes.
    ///
    /// @param most bytes of a part, about
    /// @throws org.solvens.problem.Problem FEED-DAMAGED for a file that cannot be read
    static List<FilePart> of(
            SparkSession spark,
            List<InputFile> files,
            @Nullable Mapping mapping,
            long most,
            SerializableConfiguration configuration) {
        Map<InputFile, List<Piece>> pieces = new HashMap<>();
        Map<InputFile, List<FilePart>> parts = new HashMap<>();
        for (InputFile file : files) {
            if (mapping == null && !file.name().endsWith(".gz") && size(file, configuration.value()) > most) {
                switch (file.format()) {
                    case PARQUET -> parts.put(file, FileReader.rowGroups(file, most, configuration.value()));
                    case CSV, AVRO -> {
                        PartBounds.Head head = head(file, configuration.value());
                        if (head != null) {
                            pieces.put(file, pieces(file, head, most, configuration.value()));
                        }
                    }
                }
            }
        }
        List<Piece> all = pieces.values().stream().flatMap(List::stream).toList();
        if (!all.isEmpty()) {
            Function<Piece, Cut> cut = piece -> cut(piece, configuration.value());
            List<Cut> cuts = JavaSparkContext.fromSparkContext(spark.sparkContext())
                    .parallelize(all, all.size())
                    .map(cut)
                    .collect();
            pieces.forEach((file, own) -> {
                List<Cut> found = cuts.stream()
                        .filter(each -> each.piece().file().equals(file))
                        .toList();
                parts.put(file, joined(file, found));
            });
        }
        return files.stream()
                .flatMap(file -> parts.getOrDefault(file, List.of(FilePart.whole(file))).stream())
                .toList();
    }

    private static long size(InputFile file, Configuration configuration) {
        try {
            return FileReader.size(new Path(file.path()), configuration);
        } catch (IOException e) {
            throw FileReader.damaged(file, e);
        }
    }

    /// The head of a file; null for a file that has none: reading the whole will say what is wrong with it.
    private static PartBounds.@Nullable Head head(InputFile file, Configuration configuration) {
        try (InputStream in = new BufferedInputStream(FileReader.bytes(new Path(file.path()), configuration))) {
            return file.format() == Format.CSV ? PartBounds.csvHead(in) : PartBounds.avroHead(in);
        } catch (IOException e) {
            return null;
        }
    }

    /// Bytes of a file in which a part may begin.
    private record Piece(InputFile file, PartBounds.Head head, long begin, long end) implements Serializable {}

    private static List<Piece> pieces(InputFile file, PartBounds.Head head, long most, Configuration configuration) {
        long size = size(file, configuration);
        List<Piece> pieces = new ArrayList<>();
        for (long begin = head.bytes(); begin < size; begin += most) {
            pieces.add(new Piece(file, head, begin, Math.min(size, begin + most)));
        }
        return pieces;
    }

    /// @param found null if the bytes are not as the format says
    private record Cut(Piece piece, PartBounds.@Nullable Counted found) implements Serializable {}

    private static Cut cut(Piece piece, Configuration configuration) {
        PartBounds.Head head = piece.head();
        Path path = new Path(piece.file().path());
        try (InputStream in = new BufferedInputStream(FileReader.bytes(
                path, piece.begin() - PartBounds.ahead(head, piece.begin()), Long.MAX_VALUE, configuration))) {
            return new Cut(
                    piece,
                    piece.file().format() == Format.CSV
                            ? PartBounds.csv(in, head, piece.begin(), piece.end())
                            : PartBounds.avro(in, head, piece.begin(), piece.end()));
        } catch (IOException e) {
            return new Cut(piece, null);
        }
    }

    private static List<FilePart> joined(InputFile file, List<Cut> cuts) {
        List<FilePart> parts = new ArrayList<>();
        FilePart open = FilePart.whole(file);
        long rows = cuts.getFirst().piece().head().lines();
        for (Cut cut : cuts) {
            PartBounds.Head head = cut.piece().head();
            PartBounds.Counted found = cut.found();
            if (found == null) {
                return List.of(FilePart.whole(file));
            }
            if (found.first() > head.bytes()) {
                parts.add(open.until(found.first()));
                open = new FilePart(
                        file, head.bytes(), head.lines(), found.first(), Long.MAX_VALUE, rows + found.beforeFirst());
            }
            rows += found.rows();
        }
        parts.add(open);
        return parts;
    }
}
