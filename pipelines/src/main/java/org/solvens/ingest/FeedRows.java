package org.solvens.ingest;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Queue;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;
import org.solvens.feed.Feed;
import org.solvens.feed.FeedContract;
import org.solvens.feed.FeedContract.Checked;
import org.solvens.mapping.Mapping;
import org.solvens.mapping.RowMapper;
import org.solvens.problem.Problem;
import org.solvens.source.RowSource;

/// The records of one feed that one file gives, each held against the contract: an accepted record in
/// the feed's columns, or a refused row with its code, reason and raw text.
final class FeedRows implements Iterator<Row> {
    /// Columns beside the contract's: where a row stood, its key, and why it was refused.
    static final String FILE = "_file";
    static final String LINE = "_line";
    static final String KEY = "_key";
    static final String CODE = "_code";
    static final String REASON = "_reason";
    static final String RAW = "_raw";

    private final InputFile file;
    private final Feed feed;
    private final FeedContract contract;
    private final RowSource source;
    private final @Nullable RowMapper mapper;
    private final int[] columns;
    private final boolean tellsOfUnreadable;
    private final Queue<Row> ready = new ArrayDeque<>();
    private boolean closed;

    /// @param feed whose records are wanted
    /// @param mapping null where the file has the feed's own columns
    /// @throws Problem if the file is not what it should be
    FeedRows(InputFile file, Feed feed, @Nullable Mapping mapping, Configuration configuration) {
        this.file = file;
        this.feed = feed;
        this.contract = FeedContract.of(feed);
        if (mapping == null) {
            this.source = FileReader.open(file, configuration);
            this.mapper = null;
            this.columns = columns(source.columns());
            this.tellsOfUnreadable = true;
        } else {
            Mapping.Source rules = mapping.sourceOf(file.name());
            this.source = FileReader.open(file, rules, configuration);
            this.mapper = new RowMapper(rules, mapping.mapping());
            mapper.checkColumns(source.columns(), file.path());
            this.columns = new int[0];
            // A row that cannot be read at all is told of once, by the first feed it could have given.
            this.tellsOfUnreadable = rules.records().getFirst().target() == feed;
        }
    }

    /// Columns of the rows.
    static StructType schema(FeedContract contract) {
        return FeedTable.columns(contract)
                .add(FILE, DataTypes.StringType)
                .add(LINE, DataTypes.LongType)
                .add(KEY, DataTypes.StringType)
                .add(CODE, DataTypes.StringType)
                .add(REASON, DataTypes.StringType)
                .add(RAW, DataTypes.StringType);
    }

    private int[] columns(List<String> present) {
        List<String> names =
                contract.fields().stream().map(FeedContract.Field::name).toList();
        for (String name : present) {
            if (!contract.has(name)) {
                throw new Problem(
                        "FEED-COLUMN",
                        file.path(),
                        "the feed " + feed.label() + " has no column '" + name + "'",
                        "its columns are " + String.join(", ", names),
                        "remove or rename the column, or read the file by a mapping");
            }
        }
        int[] positions = new int[names.size()];
        for (int i = 0; i < positions.length; i++) {
            positions[i] = present.indexOf(names.get(i));
            if (positions[i] < 0
                    && !present.isEmpty()
                    && !contract.fields().get(i).nullable()) {
                throw new Problem(
                        "FEED-COLUMN",
                        file.path(),
                        "the column '" + names.get(i) + "' is missing",
                        "the feed " + feed.label() + " needs it; the file has " + String.join(", ", present),
                        "add the column, or read the file by a mapping");
            }
        }
        return positions;
    }

    @Override
    public boolean hasNext() {
        try {
            while (ready.isEmpty() && !closed) {
                if (source.next()) {
                    read();
                } else {
                    closed = true;
                    source.close();
                }
            }
        } catch (IOException | RuntimeException e) {
            throw FileReader.damaged(file, e);
        }
        return !ready.isEmpty();
    }

    @Override
    public Row next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        return ready.remove();
    }

    private void read() {
        RowSource.Refusal refusal = source.refusal();
        if (refusal != null) {
            if (tellsOfUnreadable) {
                refuse(refusal.code(), refusal.reason());
            }
        } else if (mapper == null) {
            @Nullable Object[] raw = new Object[columns.length];
            for (int i = 0; i < columns.length; i++) {
                raw[i] = columns[i] < 0 ? null : source.get(columns[i]);
            }
            check(raw);
        } else {
            mapper.map(source, new RowMapper.Receiver() {
                @Override
                public void record(FeedContract of, Object[] raw) {
                    if (of.feed() == feed) {
                        check(raw);
                    }
                }

                @Override
                public void refused(FeedContract of, RowSource.Refusal why) {
                    if (of.feed() == feed) {
                        refuse(why.code(), why.reason());
                    }
                }
            });
        }
    }

    private void check(@Nullable Object[] raw) {
        switch (contract.check(raw)) {
            case Checked.Accepted(Object[] values) -> accept(values);
            case Checked.Refused(String code, String reason) -> refuse(code, reason);
        }
    }

    private void accept(Object[] values) {
        int width = values.length;
        @Nullable Object[] row = new Object[width + 6];
        for (int i = 0; i < width; i++) {
            row[i] = FeedTable.toSpark(contract.fields().get(i).type(), values[i]);
        }
        row[width] = file.path();
        row[width + 1] = source.number();
        row[width + 2] = contract.key(values);
        ready.add(RowFactory.create(row));
    }

    private void refuse(String code, String reason) {
        int width = contract.fields().size();
        @Nullable Object[] row = new Object[width + 6];
        row[width] = file.path();
        row[width + 1] = source.number();
        row[width + 3] = code;
        row[width + 4] = reason;
        row[width + 5] = source.raw();
        ready.add(RowFactory.create(row));
    }

    /// The raw text of some lines of a file.
    static Map<Long, String> raw(
            InputFile file, Set<Long> lines, @Nullable Mapping mapping, Configuration configuration) {
        Map<Long, String> found = new HashMap<>();
        try (RowSource source = mapping == null
                ? FileReader.open(file, configuration)
                : FileReader.open(file, mapping.sourceOf(file.name()), configuration)) {
            while (found.size() < lines.size() && source.next()) {
                if (lines.contains(source.number())) {
                    found.put(source.number(), source.raw());
                }
            }
        } catch (IOException e) {
            throw FileReader.damaged(file, e);
        }
        return found;
    }
}
