package org.solvens.api;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.solvens.lake.DeltaTable.Commit;
import org.solvens.scoring.ScoreRow;
import org.solvens.table.StoredRow;

/// The decisions that are in force: those of the scores that were published last, and over them those on
/// debtors whom accepted events touched since.
///
/// One writer puts online cases while others read. When newer scores are published, a new object takes the
/// place of this one, with the events that those scores do not know.
final class CurrentDecisions {
    private final Decisions batch;
    private final ConcurrentSkipListMap<String, OnlineCase> online = new ConcurrentSkipListMap<>();
    private final Map<String, NavigableSet<String>> onlineOfDebtor = new ConcurrentHashMap<>();

    /// Of scores without events.
    CurrentDecisions(Decisions batch) {
        this.batch = batch;
    }

    /// The decisions of the published scores.
    Decisions batch() {
        return batch;
    }

    /// The commit of the scores table.
    Commit commit() {
        return batch.commit();
    }

    /// The as-of date of the published scores.
    LocalDate asOf() {
        return batch.asOf();
    }

    /// The policies of all published decisions, as name and version.
    Set<String> policies() {
        return batch.policies();
    }

    /// Cases that events touched.
    int onlineCases() {
        return online.size();
    }

    /// Puts the state of a case in force.
    void put(OnlineCase one) {
        online.put(one.caseId(), one);
        onlineOfDebtor
                .computeIfAbsent(one.debtorId(), _ -> new ConcurrentSkipListSet<>())
                .add(one.caseId());
    }

    /// The online cases of a debtor.
    List<OnlineCase> onlineOf(String debtorId) {
        return onlineOfDebtor.getOrDefault(debtorId, new TreeSet<>()).stream()
                .map(online::get)
                .toList();
    }

    /// All cases that events touched.
    List<OnlineCase> online() {
        return List.copyOf(online.values());
    }

    /// The decision of the published scores on a case; null if there is none.
    @Nullable
    Decided ofBatch(String caseId) {
        StoredRow row = batch.storedOfCase(caseId);
        return row == null ? null : Decided.batch(row, commit());
    }

    /// The decision on a case that a caller may see; null if there is none.
    @Nullable
    Decided ofCase(String caseId, Caller caller) {
        OnlineCase touched = online.get(caseId);
        OnlineCase.State state = touched == null ? null : touched.seenBy(caller);
        Decided decided = switch (state) {
            case null -> ofBatch(caseId);
            case OnlineCase.State.Open(Decided decision, long _) -> decision;
            case OnlineCase.State.Closed _ -> null;
        };
        return decided != null && caller.sees(decided.creditorId()) ? decided : null;
    }

    /// Whether an event has closed a case that the caller may see.
    boolean closed(String caseId, Caller caller) {
        OnlineCase touched = online.get(caseId);
        return touched != null
                && caller.sees(touched.creditorId())
                && touched.seenBy(caller) instanceof OnlineCase.State.Closed;
    }

    /// The decisions on a debtor's cases that a caller may see, in the order of the ids of the cases.
    List<Decided> ofDebtor(String debtorId, Caller caller) {
        NavigableSet<String> cases = new TreeSet<>(onlineOfDebtor.getOrDefault(debtorId, new TreeSet<>()));
        batch.ofDebtor(debtorId).forEach(row -> cases.add(row.caseId()));
        List<Decided> found = new ArrayList<>();
        for (String caseId : cases) {
            Decided decided = ofCase(caseId, caller);
            if (decided != null && decided.row().debtorId().equals(debtorId)) {
                found.add(decided);
            }
        }
        return found;
    }

    /// Debtor and creditor of a case.
    record Owner(String debtorId, String creditorId) {}

    /// To whom a case belongs, open or closed by an event; null if it is not known.
    @Nullable
    Owner owner(String caseId) {
        OnlineCase touched = online.get(caseId);
        if (touched != null) {
            return new Owner(touched.debtorId(), touched.creditorId());
        }
        ScoreRow row = batch.ofCase(caseId);
        return row == null ? null : new Owner(row.debtorId(), row.creditorId());
    }

    /// Whether a debtor has a case, open or closed by an event, that a caller may see.
    boolean hasCase(String debtorId, Caller caller) {
        return batch.ofDebtor(debtorId).stream().anyMatch(row -> caller.sees(row.creditorId()))
                || onlineOf(debtorId).stream().anyMatch(one -> caller.sees(one.creditorId()));
    }

    /// How many decisions belong to a list and may be seen by the caller.
    int count(Predicate<Listed> wanted, Caller caller) {
        int count = 0;
        for (int i = 0; i < batch.size(); i++) {
            Listed listed = batch.listedAt(i);
            if (caller.sees(listed.facet().creditorId())
                    && wanted.test(listed)
                    && (online.isEmpty() || !online.containsKey(batch.caseAt(i)))) {
                count++;
            }
        }
        for (String caseId : online.keySet()) {
            Decided decided = ofCase(caseId, caller);
            if (decided != null && wanted.test(Listed.of(decided.row()))) {
                count++;
            }
        }
        return count;
    }

    /// The decisions after a case that belong to a list and that the caller may see, in the order of the
    /// ids of their cases.
    ///
    /// @param after id of a case, which need not exist; null for all
    /// @param most how many at most
    List<Decided> list(@Nullable String after, Predicate<Listed> wanted, int most, Caller caller) {
        List<Decided> found = new ArrayList<>();
        Iterator<String> touched =
                (after == null ? online : online.tailMap(after, false)).keySet().iterator();
        String next = touched.hasNext() ? touched.next() : null;
        int i = batch.after(after);
        while (found.size() < most && (i < batch.size() || next != null)) {
            int order =
                    next == null ? -1 : i == batch.size() ? 1 : batch.caseAt(i).compareTo(next);
            if (order < 0 || next == null) {
                Listed listed = batch.listedAt(i);
                if (caller.sees(listed.facet().creditorId()) && wanted.test(listed)) {
                    found.add(Decided.batch(batch.storedAt(i), commit()));
                }
                i++;
            } else {
                Decided decided = ofCase(next, caller);
                if (decided != null && wanted.test(Listed.of(decided.row()))) {
                    found.add(decided);
                }
                next = touched.hasNext() ? touched.next() : null;
                i += order == 0 ? 1 : 0;
            }
        }
        return found;
    }
}
