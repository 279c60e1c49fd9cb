package org.solvens.lake;

import io.delta.kernel.CommitRange;
import io.delta.kernel.CommitRangeBuilder.CommitBoundary;
import io.delta.kernel.Scan;
import io.delta.kernel.ScanBuilder;
import io.delta.kernel.Snapshot;
import io.delta.kernel.TableManager;
import io.delta.kernel.data.ColumnVector;
import io.delta.kernel.data.ColumnarBatch;
import io.delta.kernel.data.FilteredColumnarBatch;
import io.delta.kernel.data.Row;
import io.delta.kernel.defaults.engine.DefaultEngine;
import io.delta.kernel.engine.Engine;
import io.delta.kernel.engine.FileReadResult;
import io.delta.kernel.exceptions.KernelEngineException;
import io.delta.kernel.exceptions.KernelException;
import io.delta.kernel.expressions.Column;
import io.delta.kernel.expressions.Literal;
import io.delta.kernel.expressions.Predicate;
import io.delta.kernel.internal.DeltaLogActionUtils.DeltaAction;
import io.delta.kernel.internal.InternalScanFileUtils;
import io.delta.kernel.internal.ScanImpl;
import io.delta.kernel.internal.SnapshotImpl;
import io.delta.kernel.internal.actions.AddFile;
import io.delta.kernel.internal.data.ScanStateRow;
import io.delta.kernel.internal.types.DataTypeJsonSerDe;
import io.delta.kernel.statistics.DataFileStatistics;
import io.delta.kernel.types.StructType;
import io.delta.kernel.utils.CloseableIterator;
import io.delta.kernel.utils.FileStatus;
import java.io.IOException;
import java.net.URI;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;
import org.solvens.problem.Problem;
import org.solvens.table.TableContract;

/// One version of a Delta table, read without Spark.
///
/// An open table never changes; open it again to see later commits. Rows that a deletion vector marks as
/// deleted are left out, and partition columns are read like any other. Only this class, its rows and
/// {@link TableAppend} use Delta Kernel.
///
/// It stays one class: all readings of one snapshot by the same engine.
public final class DeltaTable {
    private final DeltaTables tables;
    private final String path;
    private final Engine engine;
    private final Snapshot snapshot;

    private DeltaTable(DeltaTables tables, String path, Engine engine, Snapshot snapshot) {
        this.tables = tables;
        this.path = path;
        this.engine = engine;
        this.snapshot = snapshot;
    }

    /// Selects the rows of a scan. A scan skips files if their partition or statistics rule out the filter, so
    /// that finding one debtor does not read the whole table.
    public sealed interface Filter {
        /// Every row.
        record All() implements Filter {}

        /// Rows in which a string column is equal to a text; rows without a value are left out.
        record Text(String column, String value) implements Filter {
            public Text {
                Objects.requireNonNull(column);
                Objects.requireNonNull(value);
            }
        }

        /// Rows in which a date column is equal to a day; rows without a value are left out.
        record Day(String column, LocalDate value) implements Filter {
            public Day {
                Objects.requireNonNull(column);
                Objects.requireNonNull(value);
            }
        }

        static Filter all() {
            return new All();
        }

        static Filter equal(String column, String value) {
            return new Text(column, value);
        }

        static Filter equal(String column, LocalDate value) {
            return new Day(column, value);
        }
    }

    /// Takes the rows of a scan, one at a time.
    @FunctionalInterface
    public interface RowConsumer {
        /// @param row valid only during this call: the scan moves the same object along
        void accept(RowView row);
    }

    /// @param version empty for the newest
    static DeltaTable open(DeltaTables tables, Configuration configuration, String path, Optional<Long> version) {
        long latest = tables.latestVersion(path);
        if (version.isPresent() && (version.get() < 0 || version.get() > latest)) {
            throw noVersion(path, version.get(), latest, null);
        }
        Engine engine = DefaultEngine.create(configuration);
        try {
            var builder = TableManager.loadSnapshot(path);
            Snapshot snapshot = version.map(builder::atVersion).orElse(builder).build(engine);
            return new DeltaTable(tables, path, engine, snapshot);
        } catch (KernelException | KernelEngineException e) {
            if (version.isPresent() && version.get() < latest) {
                throw noVersion(path, version.get(), latest, e);
            }
            throw unreadable(path, e);
        }
    }

    /// The newest commit of a table. Two commits that are equal show the same rows, also where a table
    /// was removed and written again under the same numbers.
    ///
    /// @param version number of the version that it made
    /// @param writtenAt when its log entry was written, in milliseconds since 1970-01-01T00:00Z
    public record Commit(long version, long writtenAt) {}

    /// Number of the version that this table shows.
    public long version() {
        return snapshot.getVersion();
    }

    /// The table's id with the number of the version that this table shows.
    public TableVersion tableVersion() {
        return new TableVersion(((SnapshotImpl) snapshot).getMetadata().getId(), version());
    }

    /// The newest user metadata of the commits up to the version that this table shows; empty if the last thousand
    /// of them have none. Maintenance commits have none.
    ///
    /// @throws Problem `LAKE-READ` if the log cannot be read
    public Optional<String> userMetadata() {
        return tables.userMetadata(path, version());
    }

    /// All columns with their types, in the JSON that Delta and Spark share.
    public String schema() {
        return ((SnapshotImpl) snapshot).getMetadata().getSchemaString();
    }

    /// Names of the columns, in the table's order.
    public List<String> columns() {
        return List.copyOf(snapshot.getSchema().fieldNames());
    }

    /// The as-of date to serve: the one that was published last, else, in a table that does not say, the latest one;
    /// empty for a table without rows.
    ///
    /// @throws Problem `LAKE-COLUMN` if the table has no column `as_of`
    public Optional<LocalDate> publishedDay() {
        Optional<LocalDate> last = Published.of(this).last().map(Published.Entry::asOf);
        return last.isPresent() ? last : newestDay("as_of");
    }

    /// The latest day that a date column holds; empty for a table without rows. Where the table is
    /// partitioned by the column, no data file is opened.
    ///
    /// @throws Problem `LAKE-COLUMN` if the table lacks the column
    public Optional<LocalDate> newestDay(String column) {
        schemaOf(List.of(column));
        if (!snapshot.getPartitionColumnNames().contains(column)) {
            int[] newest = {Integer.MIN_VALUE};
            scan(List.of(column), row -> {
                if (!row.isNull(0)) {
                    newest[0] = Math.max(newest[0], row.getDate(0));
                }
            });
            return newest[0] == Integer.MIN_VALUE ? Optional.empty() : Optional.of(LocalDate.ofEpochDay(newest[0]));
        }
        LocalDate newest = null;
        Scan scan = snapshot.getScanBuilder().build();
        try (CloseableIterator<FilteredColumnarBatch> fileBatches = scan.getScanFiles(engine)) {
            while (fileBatches.hasNext()) {
                try (CloseableIterator<Row> files = fileBatches.next().getRows()) {
                    while (files.hasNext()) {
                        String value = InternalScanFileUtils.getPartitionValues(files.next())
                                .get(column);
                        if (value != null
                                && (newest == null || LocalDate.parse(value).isAfter(newest))) {
                            newest = LocalDate.parse(value);
                        }
                    }
                }
            }
        } catch (KernelException | KernelEngineException | IOException e) {
            throw unreadable(path, e);
        }
        return Optional.ofNullable(newest);
    }

    /// The earliest and the latest instant that a column holds.
    ///
    /// @param first milliseconds since 1970-01-01T00:00Z
    /// @param last the same
    /// @param rows of the table, with and without a value
    public record Span(long first, long last, long rows) {
        private Span and(Span other) {
            return new Span(Math.min(first, other.first), Math.max(last, other.last), rows + other.rows);
        }
    }

    /// The span of a column of instants; empty for a table without a value in it. The log has the span of
    /// every file that was written with statistics of the column. If a file has no statistics, or rows of it
    /// were deleted, the column is read.
    ///
    /// @throws Problem `LAKE-COLUMN` if the table lacks the column
    public Optional<Span> span(String column) {
        StructType schema = schemaOf(List.of(column));
        Span whole = null;
        Scan scan = snapshot.getScanBuilder().build();
        try (CloseableIterator<FilteredColumnarBatch> fileBatches = ((ScanImpl) scan).getScanFiles(engine, true)) {
            while (fileBatches.hasNext()) {
                try (CloseableIterator<Row> files = fileBatches.next().getRows()) {
                    while (files.hasNext()) {
                        Row file = files.next();
                        AddFile added = new AddFile(file.getStruct(InternalScanFileUtils.ADD_FILE_ORDINAL));
                        Optional<Span> span = added.getDeletionVector().isPresent()
                                ? Optional.empty()
                                : added.getStats(schema).flatMap(statistics -> span(statistics, column));
                        if (span.isEmpty()) {
                            return spanOfRows(column);
                        }
                        whole = whole == null ? span.get() : whole.and(span.get());
                    }
                }
            }
        } catch (KernelException | KernelEngineException | IOException e) {
            throw unreadable(path, e);
        }
        return Optional.ofNullable(whole);
    }

    private static Optional<Span> span(DataFileStatistics statistics, String column) {
        Literal first = statistics.getMinValues().get(new Column(column));
        Literal last = statistics.getMaxValues().get(new Column(column));
        return first == null || last == null
                ? Optional.empty()
                : Optional.of(new Span(
                        millis((Long) first.getValue()), millis((Long) last.getValue()), statistics.getNumRecords()));
    }

    private Optional<Span> spanOfRows(String column) {
        long[] span = {Long.MAX_VALUE, Long.MIN_VALUE, 0};
        scan(List.of(column), row -> {
            span[2]++;
            if (!row.isNull(0)) {
                span[0] = Math.min(span[0], millis(row.getTimestampMicros(0)));
                span[1] = Math.max(span[1], millis(row.getTimestampMicros(0)));
            }
        });
        return span[0] > span[1] ? Optional.empty() : Optional.of(new Span(span[0], span[1], span[2]));
    }

    private static long millis(long micros) {
        return Math.floorDiv(micros, 1_000);
    }

    /// A data file, as recorded by the commit that added it.
    ///
    /// @param path of the file, or its URL
    public record Added(String path, long rows) {}

    /// The files with new rows that came after a version, up to the one that this table shows. Files that
    /// maintenance wrote, or that only lost rows, are not included. Empty if the log no longer reaches back so
    /// far, or maintenance has removed one of the files.
    ///
    /// @param version -1 for all files
    public Optional<List<Added>> addedSince(long version) {
        List<Added> added = new ArrayList<>();
        if (version >= version()) {
            return Optional.of(added);
        }
        Path table = new Path(path);
        Path first = new Path(table, String.format(Locale.ROOT, "_delta_log/%020d.json", version + 1));
        try {
            FileSystem files = tables.files(first);
            if (!files.exists(first)) {
                return Optional.empty();
            }
            CommitRange commits = TableManager.loadCommitRange(path, CommitBoundary.atVersion(version + 1))
                    .withEndBoundary(CommitBoundary.atVersion(version()))
                    .build(engine);
            try (CloseableIterator<ColumnarBatch> actions = commits.getActions(engine, Set.of(DeltaAction.ADD))) {
                while (actions.hasNext()) {
                    ColumnarBatch batch = actions.next();
                    int column = batch.getSchema().indexOf(DeltaAction.ADD.colName);
                    try (CloseableIterator<Row> rows = batch.getRows()) {
                        while (rows.hasNext()) {
                            Row row = rows.next();
                            if (!row.isNullAt(column)) {
                                added(new AddFile(row.getStruct(column)), table).ifPresent(added::add);
                            }
                        }
                    }
                }
            }
            for (Added file : added) {
                if (!files.exists(new Path(file.path()))) {
                    return Optional.empty();
                }
            }
        } catch (KernelException | KernelEngineException | IOException e) {
            throw unreadable(path, e);
        }
        return Optional.of(added);
    }

    private static Optional<Added> added(AddFile file, Path table) {
        if (!file.getDataChange() || file.getDeletionVector().isPresent()) {
            return Optional.empty();
        }
        return Optional.of(new Added(place(file, table).toString(), rowsOf(file, table)));
    }

    private static Path place(AddFile file, Path table) {
        return new Path(table, new Path(URI.create(file.getPath())));
    }

    private static long rowsOf(AddFile file, Path table) {
        return file.getNumRecords()
                .orElseThrow(() -> unreadable(
                        table.toString(), new IOException("its log does not count the rows of " + file.getPath())));
    }

    /// The data files of this version, which together hold exactly its rows, for a reader of plain Parquet.
    ///
    /// @param schema all columns, in the JSON that Delta and Spark share; partition columns are in the files' paths
    /// @param paths of the files, or their URLs
    public record DataFiles(String schema, List<String> paths) {}

    /// The data files; empty if there are more than a limit, or if rows of one of them were deleted.
    ///
    /// @param most how many files are wanted at most
    public Optional<DataFiles> dataFiles(int most) {
        List<String> paths = new ArrayList<>();
        Path table = new Path(path);
        try (CloseableIterator<FilteredColumnarBatch> fileBatches =
                snapshot.getScanBuilder().build().getScanFiles(engine)) {
            while (fileBatches.hasNext()) {
                try (CloseableIterator<Row> files = fileBatches.next().getRows()) {
                    while (files.hasNext()) {
                        AddFile file = new AddFile(files.next().getStruct(InternalScanFileUtils.ADD_FILE_ORDINAL));
                        if (file.getDeletionVector().isPresent() || paths.size() == most) {
                            return Optional.empty();
                        }
                        paths.add(place(file, table).toString());
                    }
                }
            }
        } catch (KernelException | KernelEngineException | IOException e) {
            throw unreadable(path, e);
        }
        return Optional.of(new DataFiles(schema(), List.copyOf(paths)));
    }

    /// The number of rows, by the log; no data file is opened.
    public long rows() {
        long rows = 0;
        Scan scan = snapshot.getScanBuilder().build();
        try (CloseableIterator<FilteredColumnarBatch> fileBatches = ((ScanImpl) scan).getScanFiles(engine, true)) {
            while (fileBatches.hasNext()) {
                try (CloseableIterator<Row> files = fileBatches.next().getRows()) {
                    while (files.hasNext()) {
                        AddFile file = new AddFile(files.next().getStruct(InternalScanFileUtils.ADD_FILE_ORDINAL));
                        rows += rowsOf(file, new Path(path))
                                - file.getDeletionVector()
                                        .map(deleted -> deleted.getCardinality())
                                        .orElse(0L);
                    }
                }
            }
        } catch (KernelException | KernelEngineException | IOException e) {
            throw unreadable(path, e);
        }
        return rows;
    }

    /// Gives the rows of the files that came after a version ({@link #addedSince}), in the order of the
    /// commits. A row that a later one of these commits replaced or deleted is given too.
    ///
    /// @param columns what to read; none of them a partition column
    /// @return false, and nothing was given, if the log no longer reaches back so far
    /// @throws Problem `LAKE-COLUMN` if the table lacks one of the columns
    public boolean scanAddedSince(long version, List<String> columns, RowConsumer consumer) {
        StructType schema = schemaOf(columns);
        Optional<List<Added>> added = addedSince(version);
        if (added.isEmpty()) {
            return false;
        }
        scan(tables, engine, path, added.get().stream().map(Added::path).toList(), schema, consumer);
        return true;
    }

    /// Gives the rows of data files that are in no table yet.
    ///
    /// @param schema of the files, in the JSON that Delta and Spark share
    /// @param columns what to read
    static void scanFiles(
            DeltaTables tables,
            Configuration configuration,
            List<String> files,
            String schema,
            List<String> columns,
            RowConsumer consumer) {
        StructType all = DataTypeJsonSerDe.deserializeStructType(schema);
        StructType read = new StructType();
        for (String column : columns) {
            read = read.add(all.get(column));
        }
        scan(tables, DefaultEngine.create(configuration), String.join(", ", files), files, read, consumer);
    }

    private static void scan(
            DeltaTables tables, Engine engine, String of, List<String> files, StructType schema, RowConsumer consumer) {
        RowView view = new RowView(schema.length());
        try {
            for (String file : files) {
                Path place = new Path(file);
                var status = tables.files(place).getFileStatus(place);
                FileStatus whole = FileStatus.of(place.toString(), status.getLen(), status.getModificationTime());
                try (CloseableIterator<FileReadResult> results =
                        engine.getParquetHandler().readParquetFiles(new One<>(whole), schema, Optional.empty())) {
                    while (results.hasNext()) {
                        ColumnarBatch data = results.next().getData();
                        FilteredColumnarBatch all = new FilteredColumnarBatch(data, Optional.empty());
                        give(all, view, Filter.all(), -1, consumer);
                    }
                }
            }
        } catch (KernelException | KernelEngineException | IOException e) {
            throw unreadable(of, e);
        }
    }

    /// Gives every row, in no order that may be relied on.
    ///
    /// @param columns what to read; a row view counts positions in this list
    /// @throws Problem `LAKE-COLUMN` if the table lacks one of the columns
    public void scan(List<String> columns, RowConsumer consumer) {
        scan(columns, Filter.all(), consumer);
    }

    /// Gives the rows that pass a filter, in no order that may be relied on.
    ///
    /// @throws Problem `LAKE-COLUMN` if this table lacks a column, `TABLE-VALUE` if the column has a value
    ///     that is not allowed
    public <R extends Record> void scan(TableContract<R> table, Filter filter, Consumer<R> consumer) {
        scan(table.names(), filter, row -> consumer.accept(table.row(row)));
    }

    /// Gives the rows that pass a filter, in no order that may be relied on.
    ///
    /// @param columns what to read; a row view counts positions in this list, and the filter's column need not
    ///     be in it
    /// @throws Problem `LAKE-COLUMN` if the table lacks one of the columns
    public void scan(List<String> columns, Filter filter, RowConsumer consumer) {
        List<String> read = new ArrayList<>(columns);
        String filtered = switch (filter) {
            case Filter.All _ -> null;
            case Filter.Text(String column, String _) -> column;
            case Filter.Day(String column, LocalDate _) -> column;
        };
        if (filtered != null && !read.contains(filtered)) {
            read.add(filtered);
        }
        ScanBuilder builder = snapshot.getScanBuilder().withReadSchema(schemaOf(read));
        Optional<Predicate> predicate = predicate(filter);
        if (predicate.isPresent()) {
            builder = builder.withFilter(predicate.get());
        }
        int filterPosition = filtered == null ? -1 : read.indexOf(filtered);
        try {
            scan(builder.build(), read.size(), filter, filterPosition, consumer);
        } catch (KernelException | KernelEngineException | IOException e) {
            throw unreadable(path, e);
        }
    }

    private void scan(Scan scan, int width, Filter filter, int filterPosition, RowConsumer consumer)
            throws IOException {
        Row state = scan.getScanState(engine);
        StructType physical = ScanStateRow.getPhysicalDataReadSchema(state);
        RowView view = new RowView(width);
        try (CloseableIterator<FilteredColumnarBatch> fileBatches = scan.getScanFiles(engine)) {
            while (fileBatches.hasNext()) {
                try (CloseableIterator<Row> files = fileBatches.next().getRows()) {
                    while (files.hasNext()) {
                        Row file = files.next();
                        FileStatus status = InternalScanFileUtils.getAddFileStatus(file);
                        try (CloseableIterator<FileReadResult> results = engine.getParquetHandler()
                                        .readParquetFiles(new One<>(status), physical, Optional.empty());
                                CloseableIterator<FilteredColumnarBatch> rows =
                                        Scan.transformPhysicalData(engine, state, file, new Data(results))) {
                            while (rows.hasNext()) {
                                give(rows.next(), view, filter, filterPosition, consumer);
                            }
                        }
                    }
                }
            }
        }
    }

    private static void give(
            FilteredColumnarBatch batch, RowView view, Filter filter, int filterPosition, RowConsumer consumer) {
        ColumnarBatch data = batch.getData();
        ColumnVector selected = batch.getSelectionVector().orElse(null);
        view.batch(data);
        for (int row = 0; row < data.getSize(); row++) {
            if (selected != null && (selected.isNullAt(row) || !selected.getBoolean(row))) {
                continue;
            }
            view.row(row);
            boolean passes = switch (filter) {
                case Filter.All _ -> true;
                case Filter.Text(String _, String value) ->
                    !view.isNull(filterPosition) && value.equals(view.getString(filterPosition));
                case Filter.Day(String _, LocalDate value) ->
                    !view.isNull(filterPosition) && value.toEpochDay() == view.getDate(filterPosition);
            };
            if (passes) {
                consumer.accept(view);
            }
        }
    }

    private StructType schemaOf(List<String> columns) {
        StructType table = snapshot.getSchema();
        StructType schema = new StructType();
        for (String column : columns) {
            if (table.indexOf(column) < 0) {
                throw new Problem(
                        "LAKE-COLUMN",
                        path,
                        "the table has no column " + column,
                        "its columns are " + String.join(", ", table.fieldNames()),
                        "write the table again with this version of Solvens");
            }
            schema = schema.add(table.get(column));
        }
        return schema;
    }

    private static Optional<Predicate> predicate(Filter filter) {
        return switch (filter) {
            case Filter.All _ -> Optional.empty();
            case Filter.Text(String column, String value) ->
                Optional.of(new Predicate("=", new Column(column), Literal.ofString(value)));
            case Filter.Day(String column, LocalDate value) ->
                Optional.of(
                        new Predicate("=", new Column(column), Literal.ofDate(Math.toIntExact(value.toEpochDay()))));
        };
    }

    private static Problem noVersion(String path, long version, long latest, @Nullable Throwable underneath) {
        return new Problem(
                "LAKE-VERSION",
                path,
                "version " + version + " of the table cannot be read",
                "the newest version is " + latest + ", and old ones are removed after a while",
                "ask for a version that is kept, or leave the version out",
                underneath);
    }

    static Problem unreadable(String path, Exception underneath) {
        return new Problem(
                "LAKE-READ",
                path,
                "the table cannot be read",
                String.valueOf(underneath.getMessage()).lines().findFirst().orElse("no cause is known"),
                "check that the files are whole and that you may read them, then try again",
                underneath);
    }

    private static final class One<T> implements CloseableIterator<T> {
        private @Nullable T next;

        private One(T only) {
            next = only;
        }

        @Override
        public boolean hasNext() {
            return next != null;
        }

        @Override
        public T next() {
            if (next == null) {
                throw new NoSuchElementException();
            }
            T given = next;
            next = null;
            return given;
        }

        @Override
        public void close() {}
    }

    private record Data(CloseableIterator<FileReadResult> results) implements CloseableIterator<ColumnarBatch> {
        @Override
        public boolean hasNext() {
            return results.hasNext();
        }

        @Override
        public ColumnarBatch next() {
            return results.next().getData();
        }

        @Override
        public void close() throws IOException {
            results.close();
        }
    }
}
