package org.solvens.lake;

import io.delta.kernel.DataWriteContext;
import io.delta.kernel.Operation;
import io.delta.kernel.TableManager;
import io.delta.kernel.Transaction;
import io.delta.kernel.data.ArrayValue;
import io.delta.kernel.data.ColumnVector;
import io.delta.kernel.data.FilteredColumnarBatch;
import io.delta.kernel.data.Row;
import io.delta.kernel.defaults.engine.DefaultEngine;
import io.delta.kernel.defaults.internal.data.DefaultColumnarBatch;
import io.delta.kernel.engine.Engine;
import io.delta.kernel.expressions.Column;
import io.delta.kernel.expressions.Literal;
import io.delta.kernel.internal.deletionvectors.Base85Codec;
import io.delta.kernel.internal.util.Utils;
import io.delta.kernel.transaction.DataLayoutSpec;
import io.delta.kernel.types.ArrayType;
import io.delta.kernel.types.BasePrimitiveType;
import io.delta.kernel.types.DataType;
import io.delta.kernel.types.DateType;
import io.delta.kernel.types.DecimalType;
import io.delta.kernel.types.DoubleType;
import io.delta.kernel.types.StringType;
import io.delta.kernel.types.StructType;
import io.delta.kernel.utils.CloseableIterable;
import io.delta.kernel.utils.CloseableIterator;
import io.delta.kernel.utils.DataFileStatus;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.solvens.feed.Money;
import org.solvens.settings.Settings;
import org.solvens.table.ColumnType;
import org.solvens.table.TableContract;
import tools.jackson.databind.json.JsonMapper;

/// Writes small Delta tables for tests.
///
/// Values are given as String, Integer, Long, Double, Boolean, LocalDate, Instant, BigDecimal,
/// byte[], List of String or Double, or null, in the order of the columns.
public final class DeltaFixture {
    private static final DeltaTables TABLES = new DeltaTables(Settings.NONE);

    private static final Pattern DECIMAL = Pattern.compile("decimal\\((\\d+),(\\d+)\\)");
    private static final int DELETION_VECTOR_MAGIC = 1681511377;
    private static final int ROARING_COOKIE = 12346;

    private final Path folder;
    private final StructType schema;
    private final List<String> partitions;
    private final Engine engine = DefaultEngine.create(new Configuration());

    private DeltaFixture(Path folder, StructType schema, List<String> partitions) {
        this.folder = folder;
        this.schema = schema;
        this.partitions = partitions;
    }

    /// @param folder where the table is to stand
    /// @param columns such as `case_id string`, `balance decimal(14,2)`, `flags array<string>`
    public static DeltaFixture table(Path folder, String... columns) {
        StructType schema = new StructType();
        for (String column : columns) {
            String[] parts = column.split(" ");
            schema = schema.add(parts[0], type(parts[1]));
        }
        return new DeltaFixture(folder, schema, List.of());
    }

    /// The table of a contract.
    ///
    /// @param folder where the table is to be
    public static DeltaFixture table(Path folder, TableContract<?> table) {
        return table(
                folder,
                table.columns().stream()
                        .map(column -> column.name() + " "
                                + switch (column.type()) {
                                    case TEXT -> "string";
                                    case TEXTS -> "array<string>";
                                    case NUMBERS -> "array<double>";
                                    case INT -> "int";
                                    case LONG -> "long";
                                    case DOUBLE -> "double";
                                    case BOOLEAN -> "boolean";
                                    case DAY -> "date";
                                    case INSTANT -> "timestamp";
                                    case AMOUNT -> "decimal(" + Money.PRECISION + "," + Money.SCALE + ")";
                                    case SUM -> "decimal(" + ColumnType.SUM_PRECISION + "," + Money.SCALE + ")";
                                })
                        .toArray(String[]::new));
    }

    /// The same with some of the columns, by position.
    public DeltaFixture only(List<Integer> kept) {
        StructType some = new StructType();
        for (int position : kept) {
            some = some.add(schema.at(position));
        }
        return new DeltaFixture(folder, some, partitions);
    }

    /// Appends rows of a contract, as {@link #append(List)} does.
    public <R extends Record> long append(TableContract<R> table, List<R> rows) {
        return append(rows.stream().map(table::values).toList());
    }

    /// The same with partition columns, of type string or date.
    public DeltaFixture partitionedBy(String... columns) {
        return new DeltaFixture(folder, schema, List.of(columns));
    }

    private static DataType type(String name) {
        Matcher decimal = DECIMAL.matcher(name);
        if (decimal.matches()) {
            return new DecimalType(Integer.parseInt(decimal.group(1)), Integer.parseInt(decimal.group(2)));
        }
        if (name.equals("array<string>")) {
            return new ArrayType(StringType.STRING, true);
        }
        if (name.equals("array<double>")) {
            return new ArrayType(DoubleType.DOUBLE, true);
        }
        return BasePrimitiveType.createPrimitive(
                switch (name) {
                    case "int" -> "integer";
                    case "bigint" -> "long";
                    default -> name;
                });
    }

    /// Appends rows in one commit, one file a partition, and creates the table where it is not there.
    ///
    /// @return the version that the commit made
    public long append(List<List<Object>> rows) {
        try {
            Files.createDirectories(folder);
            Transaction transaction = transaction();
            Row state = transaction.getTransactionState(engine);
            List<Row> actions = new ArrayList<>();
            for (List<List<Object>> part : byPartition(rows)) {
                Map<String, Literal> values = partitionValues(part.getFirst());
                CloseableIterator<FilteredColumnarBatch> physical =
                        Transaction.transformLogicalData(engine, state, one(batch(part)), values);
                DataWriteContext context = Transaction.getWriteContext(engine, state, values);
                CloseableIterator<DataFileStatus> files = engine.getParquetHandler()
                        .writeParquetFiles(context.getTargetDirectory(), physical, context.getStatisticsColumns());
                try (CloseableIterator<Row> written =
                        Transaction.generateAppendActions(engine, state, files, context)) {
                    while (written.hasNext()) {
                        actions.add(written.next());
                    }
                }
            }
            return transaction
                    .commit(engine, CloseableIterable.inMemoryIterable(Utils.toCloseableIterator(actions.iterator())))
                    .getVersion();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// A commit that changes nothing and has this text as its user metadata.
    public void note(String userMetadata) {
        long version = TABLES.latestVersion(folder.toString()) + 1;
        String commit = new JsonMapper()
                .writeValueAsString(Map.of(
                        "commitInfo",
                        Map.of(
                                "timestamp",
                                1_700_000_000_000L + version,
                                "operation",
                                "NOTE",
                                "operationParameters",
                                Map.of(),
                                "userMetadata",
                                userMetadata)));
        try {
            Files.writeString(
                    folder.resolve("_delta_log").resolve(String.format(Locale.ROOT, "%020d.json", version)), commit);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Transaction transaction() {
        String path = folder.toString();
        if (TABLES.exists(path)) {
            return TableManager.loadSnapshot(path)
                    .build(engine)
                    .buildUpdateTableTransaction("solvens-test", Operation.WRITE)
                    .build(engine);
        }
        List<Column> columns = partitions.stream().map(Column::new).toList();
        return TableManager.buildCreateTableTransaction(path, schema, "solvens-test")
                .withTableProperties(Map.of("delta.enableDeletionVectors", "true"))
                .withDataLayoutSpec(
                        columns.isEmpty() ? DataLayoutSpec.noDataLayout() : DataLayoutSpec.partitioned(columns))
                .build(engine);
    }

    /// Marks rows of the file that the last commit added as deleted, by a deletion vector.
    ///
    /// @param positions row numbers in that file, ascending, below 65,536
    /// @return the version that the commit made
    public long deleteFromLastFile(int... positions) {
        long version = TABLES.latestVersion(folder.toString());
        Path log = folder.resolve("_delta_log");
        try {
            String add = Files.readAllLines(log.resolve("%020d.json".formatted(version))).stream()
                    .filter(line -> line.startsWith("{\"add\""))
                    .reduce((_, last) -> last)
                    .orElseThrow();
            Matcher path = Pattern.compile("\"path\":\"([^\"]+)\"").matcher(add);
            if (!path.find()) {
                throw new IllegalStateException("no path in " + add);
            }
            byte[] vector = deletionVector(positions);
            String described =
                    "\"deletionVector\":{\"storageType\":\"i\",\"pathOrInlineDv\":\"%s\",\"sizeInBytes\":%d,\"cardinality\":%d}"
                            .formatted(Base85Codec.encodeBytes(vector), vector.length, positions.length);
            String removed = "{\"remove\":{\"path\":\"" + path.group(1)
                    + "\",\"dataChange\":true,\"deletionTimestamp\":0,\"extendedFileMetadata\":false}}";
            String added = add.substring(0, add.length() - 2) + "," + described + "}}";
            Files.writeString(log.resolve("%020d.json".formatted(version + 1)), removed + "\n" + added + "\n");
            return version + 1;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    // One bitmap with one array container, as the Delta protocol and the Roaring format lay it out.
    private static byte[] deletionVector(int... positions) {
        int length = 32 + 2 * positions.length;
        ByteBuffer out = ByteBuffer.allocate((length + 3) / 4 * 4).order(ByteOrder.LITTLE_ENDIAN);
        out.putInt(DELETION_VECTOR_MAGIC).putLong(1).putInt(0);
        out.putInt(ROARING_COOKIE).putInt(1).putShort((short) 0).putShort((short) (positions.length - 1));
        out.putInt(16);
        for (int position : positions) {
            out.putShort((short) position);
        }
        return out.array();
    }

    private List<List<List<Object>>> byPartition(List<List<Object>> rows) {
        Map<List<Object>, List<List<Object>>> parts = new LinkedHashMap<>();
        for (List<Object> row : rows) {
            List<Object> key = new ArrayList<>();
            for (String partition : partitions) {
                key.add(row.get(schema.indexOf(partition)));
            }
            parts.computeIfAbsent(key, _ -> new ArrayList<>()).add(row);
        }
        return List.copyOf(parts.values());
    }

    private Map<String, Literal> partitionValues(List<Object> row) {
        Map<String, Literal> values = new LinkedHashMap<>();
        for (String partition : partitions) {
            int position = schema.indexOf(partition);
            values.put(
                    partition,
                    schema.at(position).getDataType() instanceof DateType
                            ? Literal.ofDate((int) ((LocalDate) row.get(position)).toEpochDay())
                            : Literal.ofString((String) row.get(position)));
        }
        return values;
    }

    private FilteredColumnarBatch batch(List<List<Object>> rows) {
        ColumnVector[] vectors = new ColumnVector[schema.length()];
        for (int i = 0; i < vectors.length; i++) {
            int column = i;
            List<Object> values = new ArrayList<>();
            rows.forEach(row -> values.add(row.get(column)));
            vectors[i] = new Values(schema.at(i).getDataType(), values);
        }
        return new FilteredColumnarBatch(
                new DefaultColumnarBatch(rows.size(), schema, vectors), java.util.Optional.empty());
    }

    private static CloseableIterator<FilteredColumnarBatch> one(FilteredColumnarBatch batch) {
        return Utils.singletonCloseableIterator(batch);
    }

    private record Values(DataType type, List<Object> values) implements ColumnVector {
        @Override
        public DataType getDataType() {
            return type;
        }

        @Override
        public int getSize() {
            return values.size();
        }

        @Override
        public void close() {}

        @Override
        public boolean isNullAt(int row) {
            return values.get(row) == null;
        }

        @Override
        public boolean getBoolean(int row) {
            return (Boolean) values.get(row);
        }

        @Override
        public int getInt(int row) {
            return values.get(row) instanceof LocalDate day ? (int) day.toEpochDay() : (Integer) values.get(row);
        }

        @Override
        public long getLong(int row) {
            return values.get(row) instanceof Instant instant
                    ? ChronoUnit.MICROS.between(Instant.EPOCH, instant)
                    : (Long) values.get(row);
        }

        @Override
        public float getFloat(int row) {
            return (Float) values.get(row);
        }

        @Override
        public double getDouble(int row) {
            return (Double) values.get(row);
        }

        @Override
        public byte[] getBinary(int row) {
            return (byte[]) values.get(row);
        }

        @Override
        public String getString(int row) {
            return (String) values.get(row);
        }

        @Override
        public BigDecimal getDecimal(int row) {
            return (BigDecimal) values.get(row);
        }

        @Override
        public ArrayValue getArray(int row) {
            List<Object> elements = new ArrayList<>((List<?>) values.get(row));
            return new ArrayValue() {
                @Override
                public int getSize() {
                    return elements.size();
                }

                @Override
                public ColumnVector getElements() {
                    return new Values(((ArrayType) type).getElementType(), elements);
                }
            };
        }
    }
}
