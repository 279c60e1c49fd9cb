package org.solvens.ingest;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.jspecify.annotations.Nullable;
import org.solvens.feed.Feed;
import org.solvens.feed.FeedContract;
import org.solvens.feed.FeedContract.Checked;
import org.solvens.mapping.Mapping;
import org.solvens.mapping.RowMapper;
import org.solvens.problem.Problem;
import org.solvens.source.RowSource;

/// The records of one feed in a part of a file, one after the other, each checked against the contract.
final class FeedRecords implements Closeable {
    /// The row numbers that pandas writes next to the columns; they are not part of a record.
    private static final Pattern INDEX = Pattern.compile("__index_level_\\d+__");

    private final FileReading reading;
    private final InputFile file;
    private final Feed feed;
    private final FeedContract contract;
    private final RowSource source;
    private final @Nullable RowMapper mapper;
    private final int[] columns;
    private final boolean tellsOfUnreadable;
    private final Queue<Found> ready = new ArrayDeque<>();

    /// A record, or the reason why there is none.
    ///
    /// @param raw the values that the contract refused; null if there are none
    record Found(Checked checked, @Nullable Object @Nullable [] raw) {}

    /// @param feed of the records to give
    /// @throws Problem if the file cannot be used
    FeedRecords(FilePart part, Feed feed, FileReading reading, Configuration configuration) {
        Mapping mapping = reading.mapping();
        this.reading = reading;
        this.file = part.file();
        this.feed = feed;
        this.contract = FeedContract.of(feed);
        if (mapping == null) {
            this.source = FileReader.open(part, configuration);
            this.mapper = null;
            this.columns = columns(source.columns());
            this.tellsOfUnreadable = true;
        } else {
            Mapping.Source rules = mapping.sourceOf(file.name());
            RowMapper mapper = new RowMapper(mapping, rules, mapping.mapping());
            if (mapper.needsSums()) {
                sum(mapper, rules, configuration);
            }
            this.mapper = mapper;
            this.source = FileReader.open(file, rules, configuration);
            mapper.checkColumns(source.columns(), file.path());
            this.columns = new int[0];
            this.tellsOfUnreadable = feed == rules.feedOfBrokenRows();
        }
    }

    /// A first reading of the file, for the sums that a mapping needs before it maps the first row.
    private void sum(RowMapper mapper, Mapping.Source rules, Configuration configuration) {
        try (RowSource rows = FileReader.open(file, rules, configuration)) {
            mapper.checkColumns(rows.columns(), file.path());
            mapper.sum(rows);
        } catch (IOException | RuntimeException e) {
            throw FileReader.damaged(file, e);
        }
    }

    private int[] columns(List<String> present) {
        List<String> names =
                contract.fields().stream().map(FeedContract.Field::name).toList();
        for (String name : present) {
            if (!contract.has(name) && !INDEX.matcher(name).matches()) {
                throw new Problem(
                        "FEED-COLUMN",
                        file.path(),
                        "the feed " + feed.label() + " has no column '" + name + "'",
                        "its columns are " + String.join(", ", names),
                        "remove or rename the column, or read the file with a mapping");
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
                        "add the column, or read the file with a mapping");
            }
        }
        return positions;
    }

    /// The next record, or null at the end.
    ///
    /// @throws Problem FEED-DAMAGED if the file breaks off, FEED-FOOTER if its footer is not as the mapping says
    @Nullable
    Found next() {
        try {
            while (ready.isEmpty() && source.next()) {
                read();
            }
        } catch (IOException | RuntimeException e) {
            throw FileReader.damaged(file, e);
        }
        return ready.poll();
    }

    /// Line, or number of the row, that the last record came from.
    long line() {
        return source.number();
    }

    /// The text of that row.
    String raw() {
        return source.raw();
    }

    private void read() {
        RowSource.Refusal refusal = source.refusal();
        if (refusal != null) {
            if (tellsOfUnreadable) {
                ready.add(new Found(new Checked.Refused(refusal.code(), refusal.reason()), null));
            }
        } else if (mapper == null) {
            @Nullable Object[] raw = new Object[columns.length];
            for (int i = 0; i < columns.length; i++) {
                raw[i] = columns[i] < 0 ? null : source.get(columns[i]);
            }
            ready.add(found(contract, raw));
        } else {
            mapper.map(source, feed, new RowMapper.Receiver() {
                @Override
                public void record(FeedContract of, Object[] raw) {
                    ready.add(found(of, raw));
                }

                @Override
                public void refused(FeedContract of, RowSource.Refusal why) {
                    ready.add(new Found(new Checked.Refused(why.code(), why.reason()), null));
                }
            });
        }
    }

    private Found found(FeedContract contract, @Nullable Object[] raw) {
        Checked checked = reading.judged(contract, contract.check(raw));
        return new Found(checked, checked instanceof Checked.Refused ? raw : null);
    }

    @Override
    public void close() {
        try {
            source.close();
        } catch (IOException e) {
            throw FileReader.damaged(file, e);
        }
    }
}
