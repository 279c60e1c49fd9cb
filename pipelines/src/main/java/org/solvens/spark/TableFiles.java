package org.solvens.spark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.column.statistics.LongStatistics;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.solvens.lake.DataFile;
import org.solvens.lake.DeltaTable;
import org.solvens.lake.DeltaTables;

/// Reads and appends to Delta tables by their log alone. Spark's own way plans queries on the state of the table for
/// each reading and each commit, which takes longer than the work on a table of a few files.
public final class TableFiles {
    /// The most files of a table that is read by its log. Spark lists up to this many paths without a job.
    private static final int MOST = 32;

    /// The folder in a table's own where files lie that were not written by Spark's way.
    public static final String ADDED = "added";

    private TableFiles() {}

    /// The rows of the newest version of a table.
    ///
    /// @throws org.solvens.problem.Problem `LAKE-TABLE` if there is none
    public static Dataset<Row> read(SparkSession spark, DeltaTables tables, String path) {
        Optional<DeltaTable.DataFiles> few = tables.open(path).dataFiles(MOST);
        if (few.isEmpty()) {
            return spark.read().format("delta").load(path);
        }
        StructType schema = (StructType) DataType.fromJson(few.get().schema());
        if (few.get().paths().isEmpty()) {
            return spark.createDataFrame(List.of(), schema);
        }
        return rows(spark.read().option("basePath", path), few.get().paths(), schema);
    }

    /// The rows of Parquet files.
    public static Dataset<Row> rows(SparkSession spark, List<String> paths, StructType schema) {
        return rows(spark.read(), paths, schema);
    }

    private static Dataset<Row> rows(DataFrameReader reader, List<String> paths, StructType schema) {
        return reader.schema(schema)
                // A path is taken literally, even if it looks like a pattern.
                .option("__globPaths__", false)
                .parquet(paths.toArray(String[]::new))
                // Spark puts partition columns last.
                .select(Arrays.stream(schema.fieldNames()).map(functions::col).toArray(Column[]::new));
    }

    /// Appends rows to a table by one commit. If there is no table, it is made.
    ///
    /// @return how many rows were written
    public static long append(DeltaTables tables, String path, Dataset<Row> rows) {
        StructType schema = nullable(rows.schema());
        if (tables.exists(path)
                && !DataType.fromJson(tables.open(path).schema()).equals(schema)) {
            throw new IllegalArgumentException("the table " + path + " has other columns than " + schema);
        }
        Path folder = new Path(path, ADDED + "/" + UUID.randomUUID());
        rows.write()
                .option("mapreduce.fileoutputcommitter.marksuccessfuljobs", false)
                .parquet(folder.toString());
        List<DataFile> files = written(tables, folder);
        tables.append(path, schema.json(), files);
        return files.stream().mapToLong(DataFile::rows).sum();
    }

    private static StructType nullable(StructType schema) {
        StructType all = new StructType();
        for (StructField field : schema.fields()) {
            DataType type = field.dataType() instanceof ArrayType array
                    ? DataTypes.createArrayType(array.elementType(), true)
                    : field.dataType();
            all = all.add(field.name(), type, true);
        }
        return all;
    }

    private static List<DataFile> written(DeltaTables tables, Path folder) {
        List<DataFile> files = new ArrayList<>();
        try {
            FileSystem there = tables.files(folder);
            for (FileStatus file :
                    there.listStatus(folder, name -> name.getName().endsWith(".parquet"))) {
                DataFile described = described(there, file);
                if (described.rows() > 0) {
                    files.add(described);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return files;
    }

    private static DataFile described(FileSystem there, FileStatus file) throws IOException {
        long rows = 0;
        long first = Long.MAX_VALUE;
        long last = Long.MIN_VALUE;
        boolean whole = true;
        try (ParquetFileReader reader = ParquetFileReader.open(HadoopInputFile.fromStatus(file, there.getConf()))) {
            for (BlockMetaData block : reader.getFooter().getBlocks()) {
                rows += block.getRowCount();
                for (ColumnChunkMetaData column : block.getColumns()) {
                    if (!column.getPath().toDotString().equals(DataFile.KNOWN_AT)) {
                        continue;
                    }
                    if (column.getStatistics() instanceof LongStatistics known && known.hasNonNullValue()) {
                        first = Math.min(first, known.getMin());
                        last = Math.max(last, known.getMax());
                    } else {
                        whole = false;
                    }
                }
            }
        }
        return new DataFile(
                file.getPath().toString(),
                file.getLen(),
                file.getModificationTime(),
                rows,
                whole && first <= last ? new DataFile.Known(first, last) : null);
    }
}
