package org.solvens.ingest;

import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;
import org.solvens.feed.Feed;
import org.solvens.feed.FeedContract;
import org.solvens.feed.FeedContract.Checked;
import org.solvens.mapping.Mapping;

/// The records of one feed in one file as rows: an accepted record in the feed's columns, or a refused row
/// with its code, reason and raw text. The rows are Spark's own, because converting every value from
/// Java's types costs more than reading it.
final class FeedRows implements Iterator<InternalRow> {
    /// Columns beside the contract's: where a row stood, its key, and why it was refused.
    static final String FILE = "_file";
    static final String LINE = "_line";
    static final String KEY = "_key";
    static final String CODE = "_code";
    static final String REASON = "_reason";
    static final String RAW = "_raw";

    private final FeedContract contract;
    private final UTF8String path;
    private final FeedRecords records;
    private @Nullable Checked next;

    FeedRows(InputFile file, Feed feed, @Nullable Mapping mapping, Configuration configuration) {
        this.contract = FeedContract.of(feed);
        this.path = UTF8String.fromString(file.path());
        this.records = new FeedRecords(file, feed, mapping, configuration);
        advance();
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

    private void advance() {
        next = records.next();
        if (next == null) {
            records.close();
        }
    }

    @Override
    public boolean hasNext() {
        return next != null;
    }

    @Override
    public InternalRow next() {
        if (next == null) {
            throw new NoSuchElementException();
        }
        int width = contract.fields().size();
        @Nullable Object[] row = new Object[width + 6];
        row[width] = path;
        row[width + 1] = records.line();
        switch (next) {
            case Checked.Accepted(Object[] values) -> {
                for (int i = 0; i < width; i++) {
                    row[i] = FeedTable.toSpark(contract.fields().get(i).type(), values[i]);
                }
                row[width + 2] = UTF8String.fromString(contract.key(values));
            }
            case Checked.Refused(String code, String reason) -> {
                row[width + 3] = UTF8String.fromString(code);
                row[width + 4] = UTF8String.fromString(reason);
                row[width + 5] = UTF8String.fromString(records.raw());
            }
        }
        advance();
        return new GenericInternalRow(row);
    }

    /// The raw text of some lines of a file.
    static Map<Long, String> raw(
            InputFile file, Set<Long> lines, @Nullable Mapping mapping, Configuration configuration) {
        Map<Long, String> found = new HashMap<>();
        try (var source = mapping == null
                ? FileReader.open(file, configuration)
                : FileReader.open(file, mapping.sourceOf(file.name()), configuration)) {
            while (found.size() < lines.size() && source.next()) {
                if (lines.contains(source.number())) {
                    found.put(source.number(), source.raw());
                }
            }
        } catch (java.io.IOException e) {
            throw FileReader.damaged(file, e);
        }
        return found;
    }
}
