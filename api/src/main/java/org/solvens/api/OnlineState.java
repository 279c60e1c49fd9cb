package org.solvens.api;

import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import org.solvens.inputs.HistoryIndex;
import org.solvens.store.Events.Stored;

/// What the events are applied to, and those that were read.
final class OnlineState {
    final Decisions batch;
    final HistoryScoring scoring;
    final HistoryIndex index;
    final CurrentDecisions decisions;
    final Map<String, OnlineDebtor> debtors = new HashMap<>();

    /// Debtors of cases that events placed.
    final Map<String, String> placed = new HashMap<>();

    /// Events of cases that are not known yet, by case.
    final Map<String, List<Stored>> waiting = new HashMap<>();

    /// Debtors with an event that becomes known later.
    final PriorityQueue<Map.Entry<Long, String>> later =
            new PriorityQueue<>(Comparator.comparingLong(Map.Entry::getKey));

    long seq;
    long fold;

    OnlineState(Decisions batch, HistoryScoring scoring, HistoryIndex index) {
        this.batch = batch;
        this.scoring = scoring;
        this.index = index;
        this.decisions = new CurrentDecisions(batch);
    }

    long asOf() {
        return batch.asOf().atStartOfDay(ZoneOffset.UTC).toInstant().toEpochMilli();
    }
}
