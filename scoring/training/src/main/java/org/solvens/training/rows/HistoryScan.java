package org.solvens.training.rows;

import java.util.List;
import java.util.function.Consumer;
import org.solvens.history.History;
import org.solvens.inputs.FeedSpans;
import org.solvens.lake.Lake;

/// Histories of a lake, read without Spark.
public final class HistoryScan {
    private final Lake lake;

    /// @param lake with feeds and histories
    public HistoryScan(Lake lake) {
        this.lake = lake;
    }

    /// The time span of the lake's data.
    public FeedSpans spans() {
        return FeedSpans.of(lake);
    }

    /// Gives every debtor's history, in no order that may be relied on.
    public void each(Consumer<History> consumer) {
        lake.tables()
                .open(lake.histories())
                .scan(List.of("history"), row -> consumer.accept(History.decode(row.getBinary(0))));
    }
}
