package org.solvens.store;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/// The changes of decisions, for clients that follow them and for webhooks.
///
/// Every server of a store finds the same changes and writes them; each is kept once, under its id.
public final class Changes {
    /// How long a change is kept.
    public static final Duration KEPT = Duration.ofDays(14);

    /// The cause of the change that says that scores were published.
    public static final String PUBLISHED = "published";

    private static final String COLUMNS =
            "seq, id, scores, event_seq, case_id, debtor_id, creditor_id, cause, audience,"
                    + " changed_at, state_before, state_after";

    private static final int CASES_AT_ONCE = 500;

    private final Jdbi jdbi;
    private final Journal journal;
    private final Clock clock;
    private volatile Instant swept = Instant.MIN;

    Changes(Jdbi jdbi, Journal journal, Clock clock) {
        this.jdbi = jdbi;
        this.journal = journal;
        this.clock = clock;
    }

    /// Who may see a change.
    public enum Audience {
        /// Callers who may see all creditors.
        ALL,
        /// Callers limited to creditors.
        OWN,
        /// Both.
        BOTH
    }

    /// A change of the decision on a case.
    ///
    /// @param seq counts the changes, with gaps; 0 before it is written
    /// @param id a UUID
    /// @param scores the scores over which the decision is in force
    /// @param eventSeq number of the last event that the decision knows; 0 if none
    /// @param cause `scoring` or `event`, or {@link #PUBLISHED} with empty ids
    /// @param before JSON object; null if the case had no decision
    /// @param after JSON object; null if it has none any more
    public record Change(
            long seq,
            String id,
            String scores,
            long eventSeq,
            String caseId,
            String debtorId,
            String creditorId,
            String cause,
            Audience audience,
            Instant at,
            @Nullable String before,
            @Nullable String after) {}

    /// The scores up to which changes were written.
    ///
    /// @param version of the table of scores
    /// @param writtenAt of its commit, in milliseconds UTC
    /// @param seq number of the last change then
    public record Mark(long version, long writtenAt, long seq) {
        /// Names the scores.
        public String scores() {
            return version + "|" + writtenAt;
        }
    }

    /// The mark; empty before the first server.
    public Optional<Mark> mark() {
        return jdbi.withHandle(Changes::mark);
    }

    private static Optional<Mark> mark(Handle handle) {
        return handle.createQuery("SELECT scores_version, scores_written_at, seq FROM change_mark")
                .map((row, _) -> new Mark(row.getLong(1), row.getLong(2), row.getLong(3)))
                .findOne();
    }

    /// Sets the mark to other scores, with the number of the last change now.
    ///
    /// @param from the mark that is expected; null for none
    /// @return false if another server has set another one
    public boolean mark(@Nullable Mark from, long version, long writtenAt) {
        return journal.change((handle, _) -> {
            Optional<Mark> now = mark(handle);
            if (!now.equals(Optional.ofNullable(from))) {
                return false;
            }
            handle.execute("DELETE FROM change_mark");
            handle.createUpdate("""
                INSERT INTO change_mark (id, scores_version, scores_written_at, seq)
                SELECT 1, :version, :writtenAt, COALESCE(MAX(seq), 0) FROM decision_change
                """)
                    .bind("version", version)
                    .bind("writtenAt", writtenAt)
                    .execute();
            return true;
        });
    }

    /// Writes changes that are not there, unless a decision that knows a later event was written before.
    ///
    /// @param under scores that the mark must have
    /// @return false, and nothing was written, if it has others
    public boolean add(String under, Collection<Change> changes) {
        return journal.change((handle, _) -> {
            if (mark(handle).filter(mark -> mark.scores().equals(under)).isEmpty()) {
                return false;
            }
            List<Change> all = List.copyOf(changes);
            for (int from = 0; from < all.size(); from += CASES_AT_ONCE) {
                add(handle, all.subList(from, Math.min(all.size(), from + CASES_AT_ONCE)));
            }
            sweep(handle);
            return true;
        });
    }

    private record Told(String caseId, String scores, Audience audience) {}

    private static void add(Handle handle, List<Change> changes) {
        Set<String> there = handle.createQuery("SELECT id FROM decision_change WHERE id IN (<ids>)")
                .bindList("ids", changes.stream().map(Change::id).toList())
                .mapTo(String.class)
                .set();
        Map<Told, Long> last = last(handle, changes);
        PreparedBatch batch = handle.prepareBatch("""
            INSERT INTO decision_change (id, scores, event_seq, case_id, debtor_id, creditor_id, cause, audience,
              changed_at, state_before, state_after)
            VALUES (:id, :scores, :event, :case, :debtor, :creditor, :cause, :audience, :at, :before, :after)
            """);
        for (Change change : changes) {
            Told own = new Told(change.caseId(), change.scores(), change.audience());
            Told both = new Told(change.caseId(), change.scores(), Audience.BOTH);
            long later = Math.max(last.getOrDefault(own, 0L), last.getOrDefault(both, 0L));
            if (there.contains(change.id()) || (!change.caseId().isEmpty() && later > change.eventSeq())) {
                continue;
            }
            last.merge(own, change.eventSeq(), Math::max);
            batch.bind("id", change.id())
                    .bind("scores", change.scores())
                    .bind("event", change.eventSeq())
                    .bind("case", change.caseId())
                    .bind("debtor", change.debtorId())
                    .bind("creditor", change.creditorId())
                    .bind("cause", change.cause())
                    .bind("audience", change.audience().name())
                    .bind("at", Store.time(change.at()))
                    .bind("before", change.before())
                    .bind("after", change.after())
                    .add();
        }
        if (batch.size() > 0) {
            batch.execute();
        }
    }

    /// The number of the last event that the written decisions on the cases of some changes know.
    private static Map<Told, Long> last(Handle handle, List<Change> changes) {
        Map<Told, Long> last = new HashMap<>();
        handle.createQuery("""
            SELECT case_id, scores, audience, MAX(event_seq) FROM decision_change
            WHERE case_id IN (<cases>) GROUP BY case_id, scores, audience
            """)
                .bindList(
                        "cases", changes.stream().map(Change::caseId).distinct().toList())
                .map((row, _) -> Map.entry(
                        new Told(row.getString(1), row.getString(2), Audience.valueOf(row.getString(3))),
                        row.getLong(4)))
                .forEach(entry -> last.put(entry.getKey(), entry.getValue()));
        return last;
    }

    private void sweep(Handle handle) {
        Instant now = clock.instant();
        if (swept.isBefore(now.minus(Duration.ofHours(1)))) {
            swept = now;
            handle.createUpdate("DELETE FROM decision_change WHERE changed_at < :before")
                    .bind("before", Store.time(now.minus(KEPT)))
                    .execute();
        }
    }

    /// The changes after one, in their order.
    ///
    /// @param creditors whose changes are wanted; null for callers who may see all
    /// @param most how many at most
    public List<Change> since(long after, @Nullable Set<String> creditors, int most) {
        return jdbi.withHandle(handle -> {
            String wanted = creditors == null
                    ? "audience IN ('ALL', 'BOTH')"
                    : "audience IN ('OWN', 'BOTH') AND creditor_id IN (<creditors>)";
            Query query = handle.createQuery("SELECT " + COLUMNS + " FROM decision_change WHERE seq > :after AND "
                            + wanted + " ORDER BY seq FETCH FIRST :most ROWS ONLY")
                    .bind("after", after)
                    .bind("most", most);
            return bound(query, creditors).map(CHANGE).list();
        });
    }

    /// All changes after one, for whomever.
    public List<Change> since(long after) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        "SELECT " + COLUMNS + " FROM decision_change WHERE seq > :after ORDER BY seq")
                .bind("after", after)
                .map(CHANGE)
                .list());
    }

    /// The changes of some cases that are kept, in their order, for whomever.
    public List<Change> of(Collection<String> cases) {
        List<String> all = List.copyOf(cases);
        List<Change> found = new ArrayList<>();
        for (int from = 0; from < all.size(); from += CASES_AT_ONCE) {
            List<String> some = all.subList(from, Math.min(all.size(), from + CASES_AT_ONCE));
            found.addAll(jdbi.withHandle(handle -> handle.createQuery(
                            "SELECT " + COLUMNS + " FROM decision_change WHERE case_id IN (<cases>) ORDER BY seq")
                    .bindList("cases", some)
                    .map(CHANGE)
                    .list()));
        }
        return found;
    }

    /// The number of a change that these creditors may see; empty if there is none, or it is no longer
    /// kept.
    ///
    /// @param creditors null for callers who may see all
    public OptionalLong seqOf(String id, @Nullable Set<String> creditors) {
        return first("id = :id", id, creditors)
                .map(change -> OptionalLong.of(change.seq()))
                .orElse(OptionalLong.empty());
    }

    /// The last change that these creditors may see.
    ///
    /// @param creditors null for callers who may see all
    public Optional<Change> last(@Nullable Set<String> creditors) {
        return first("1 = 1", null, creditors);
    }

    private Optional<Change> first(String condition, @Nullable String id, @Nullable Set<String> creditors) {
        return jdbi.withHandle(handle -> {
            String wanted = creditors == null
                    ? "audience IN ('ALL', 'BOTH')"
                    : "audience IN ('OWN', 'BOTH') AND creditor_id IN (<creditors>)";
            Query query = handle.createQuery("SELECT " + COLUMNS + " FROM decision_change WHERE " + condition + " AND "
                    + wanted + " ORDER BY seq DESC FETCH FIRST 1 ROWS ONLY");
            if (id != null) {
                query.bind("id", id);
            }
            return bound(query, creditors).map(CHANGE).findOne();
        });
    }

    /// Whoever sees a creditor's changes also sees that scores were published.
    private static Query bound(Query query, @Nullable Set<String> creditors) {
        if (creditors != null) {
            List<String> all = new ArrayList<>(creditors);
            all.add("");
            query.bindList("creditors", all);
        }
        return query;
    }

    /// The number of the last change; 0 if there is none.
    public long lastSeq() {
        return jdbi.withHandle(handle -> handle.createQuery("SELECT COALESCE(MAX(seq), 0) FROM decision_change")
                .mapTo(Long.class)
                .one());
    }

    private static final RowMapper<Change> CHANGE = (row, _) -> new Change(
            row.getLong(1),
            row.getString(2),
            row.getString(3),
            row.getLong(4),
            row.getString(5),
            row.getString(6),
            row.getString(7),
            row.getString(8),
            Audience.valueOf(row.getString(9)),
            row.getObject(10, OffsetDateTime.class).toInstant(),
            row.getString(11),
            row.getString(12));
}
