package org.solvens.inputs;

import java.util.ArrayList;
import java.util.List;
import org.solvens.feed.Feed;
import org.solvens.feed.FeedContract;
import org.solvens.lake.Lake;
import org.solvens.scoring.Mandates;

/// Reads the mandates of a lake.
public final class MandatesFeed {
    private MandatesFeed() {}

    /// What each creditor allows; nothing if the lake does not have the feed.
    public static Mandates of(Lake lake) {
        String path = lake.feed(Feed.MANDATES.label());
        List<Object[]> records = new ArrayList<>();
        if (lake.tables().exists(path)) {
            List<FeedContract.Field> fields = FeedContract.of(Feed.MANDATES).fields();
            lake.tables()
                    .open(path)
                    .scan(fields.stream().map(FeedContract.Field::name).toList(), row -> {
                        Object[] values = new Object[fields.size()];
                        for (int i = 0; i < values.length; i++) {
                            if (row.isNull(i)) {
                                continue;
                            }
                            values[i] = switch (fields.get(i).type()) {
                                case STRING, ENUM -> row.getString(i);
                                case INT -> row.getInt(i);
                                case DOUBLE -> row.getDouble(i);
                                case BOOLEAN -> row.getBoolean(i);
                                case DECIMAL ->
                                    row.getDecimal(i).unscaledValue().longValueExact();
                                case DATE -> row.getDate(i);
                                case TIMESTAMP -> Math.floorDiv(row.getTimestampMicros(i), 1_000L);
                            };
                        }
                        records.add(values);
                    });
        }
        return new Mandates(records);
    }
}
