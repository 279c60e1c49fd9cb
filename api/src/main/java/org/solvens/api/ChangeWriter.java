package org.solvens.api;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.solvens.lake.DeltaTable.Commit;
import org.solvens.store.Changes;
import org.solvens.store.Changes.Audience;
import org.solvens.store.Changes.Change;
import org.solvens.store.Changes.Mark;

/// Finds what changes in the decisions in force, and has it written, once for all servers of a store.
///
/// What was reported last is what the store has: the decisions of the scores that its mark names, and the
/// changes by events after it. So a server that was started again reports nothing twice and misses nothing.
final class ChangeWriter {
    private static final int CHANGES_AT_ONCE = 1_000;
    private static final int EVENT_CHANGES_AT_ONCE = 100;
    private static final List<Audience> EACH = List.of(Audience.ALL, Audience.OWN);

    private final Changes changes;
    private final Supplier<Instant> now;
    private final Map<Key, Optional<DecisionState>> reported = new HashMap<>();
    private final Map<Key, Change> waiting = new LinkedHashMap<>();

    private record Key(String caseId, Audience audience) {}

    ChangeWriter(Changes changes, Supplier<Instant> now) {
        this.changes = changes;
        this.now = now;
    }

    /// Reads the decisions of earlier scores; empty if they are no longer kept.
    interface Earlier {
        Optional<Decisions> read(Mark of);
    }

    /// Begins with decisions that have just come into force: writes what the scores change compared with
    /// those that were reported last, and what events change over the same scores.
    void begin(CurrentDecisions next, Earlier earlier) {
        waiting.clear();
        reported.clear();
        Optional<Mark> mark = changes.mark();
        if (mark.isEmpty()) {
            changes.mark(null, next.commit().version(), next.commit().writtenAt());
        } else {
            // The last change that is kept of a case says what was reported last, whichever scores it was under.
            remember(changes.of(next.online().stream().map(OnlineCase::caseId).toList()));
            remember(changes.since(mark.get().seq()));
            if (!mark.get().scores().equals(scores(next))) {
                scored(mark.get(), next, earlier.read(mark.get()));
            }
        }
        for (OnlineCase one : next.online()) {
            changed(one, next);
        }
        flush(next);
    }

    private static String scores(CurrentDecisions decisions) {
        Commit commit = decisions.commit();
        return commit.version() + "|" + commit.writtenAt();
    }

    private void remember(List<Change> written) {
        for (Change change : written) {
            for (Audience audience : change.caseId().isEmpty() ? List.<Audience>of() : EACH) {
                if (change.audience() == audience || change.audience() == Audience.BOTH) {
                    reported.put(
                            new Key(change.caseId(), audience),
                            Optional.ofNullable(DecisionState.parse(change.after())));
                }
            }
        }
    }

    /// Writes what new scores change, and then sets the mark to them.
    private void scored(Mark mark, CurrentDecisions next, Optional<Decisions> before) {
        List<Change> part = new ArrayList<>();
        if (before.isPresent()) {
            CurrentDecisions old = new CurrentDecisions(before.get());
            Set<String> cases = new TreeSet<>();
            reported.keySet().forEach(key -> cases.add(key.caseId()));
            next.online().forEach(one -> cases.add(one.caseId()));
            for (Decisions decisions : List.of(before.get(), next.batch())) {
                for (int i = 0; i < decisions.size(); i++) {
                    cases.add(decisions.caseAt(i));
                }
            }
            for (String caseId : cases) {
                part.addAll(ofScoring(caseId, next, old));
                if (part.size() >= CHANGES_AT_ONCE) {
                    changes.add(mark.scores(), part);
                    part.clear();
                }
            }
        }
        part.add(new Change(
                0,
                id("", Audience.BOTH, scores(next), 0, ""),
                scores(next),
                0,
                "",
                "",
                "",
                Changes.PUBLISHED,
                Audience.BOTH,
                now.get(),
                null,
                Json.MAPPER.writeValueAsString(new Published(next.asOf().toString(), before.isPresent()))));
        changes.add(mark.scores(), part);
        changes.mark(mark, next.commit().version(), next.commit().writtenAt());
        reported.clear();
        for (OnlineCase one : next.online()) {
            for (Audience audience : EACH) {
                reported.put(new Key(one.caseId(), audience), Optional.ofNullable(state(next, one.caseId(), audience)));
            }
        }
    }

    /// The message that scores were published.
    ///
    /// @param complete whether the changes before tell all that the scores changed
    record Published(String asOf, boolean complete) {}

    private List<Change> ofScoring(String caseId, CurrentDecisions next, CurrentDecisions old) {
        Map<Audience, DecisionState> from = new HashMap<>();
        Map<Audience, DecisionState> to = new HashMap<>();
        List<Audience> changed = new ArrayList<>();
        for (Audience audience : EACH) {
            Optional<DecisionState> last = reported.get(new Key(caseId, audience));
            from.put(audience, last == null ? state(old, caseId, audience) : last.orElse(null));
            to.put(audience, state(next, caseId, audience));
            if (!DecisionState.same(from.get(audience), to.get(audience))) {
                changed.add(audience);
            }
        }
        CurrentDecisions.Owner owner = next.owner(caseId);
        owner = owner == null ? old.owner(caseId) : owner;
        if (changed.isEmpty() || owner == null) {
            return List.of();
        }
        if (changed.size() == 2
                && DecisionState.same(from.get(Audience.ALL), from.get(Audience.OWN))
                && DecisionState.same(to.get(Audience.ALL), to.get(Audience.OWN))) {
            changed = List.of(Audience.BOTH);
            from.put(Audience.BOTH, from.get(Audience.ALL));
            to.put(Audience.BOTH, to.get(Audience.ALL));
        }
        List<Change> found = new ArrayList<>();
        for (Audience audience : changed) {
            found.add(change(caseId, owner, audience, scores(next), 0, from.get(audience), to.get(audience)));
        }
        return found;
    }

    private static @Nullable DecisionState state(CurrentDecisions decisions, String caseId, Audience audience) {
        CurrentDecisions.Owner owner = decisions.owner(caseId);
        return owner == null
                ? null
                : DecisionState.of(decisions.ofCase(
                        caseId,
                        audience == Audience.ALL
                                ? Caller.ANYONE
                                : new Caller(Caller.ANYONE.id(), Set.of(owner.creditorId()), true, true)));
    }

    /// Takes what an event changes on a case.
    void changed(OnlineCase one, CurrentDecisions decisions) {
        for (Audience audience : EACH) {
            OnlineCase.State state = audience == Audience.ALL ? one.all() : one.own();
            Key key = new Key(one.caseId(), audience);
            if (state == null) {
                continue;
            }
            Optional<DecisionState> last = reported.get(key);
            DecisionState from = last == null ? DecisionState.of(decisions.ofBatch(one.caseId())) : last.orElse(null);
            DecisionState to = state instanceof OnlineCase.State.Open open ? DecisionState.of(open.decision()) : null;
            if (DecisionState.same(from, to)) {
                waiting.remove(key);
            } else {
                waiting.put(
                        key,
                        change(
                                one.caseId(),
                                new CurrentDecisions.Owner(one.debtorId(), one.creditorId()),
                                audience,
                                scores(decisions),
                                state.seq(),
                                from,
                                to));
            }
        }
    }

    /// Writes what waits, in parts, so that an event which arrives meanwhile waits for one part at most. If the
    /// scores that the store has reported are others than these, it goes on waiting: another server is about to
    /// tell them, or this one is.
    void flush(CurrentDecisions decisions) {
        while (!waiting.isEmpty()) {
            Map<Key, Change> part = new LinkedHashMap<>();
            waiting.entrySet().stream()
                    .limit(EVENT_CHANGES_AT_ONCE)
                    .forEach(entry -> part.put(entry.getKey(), entry.getValue()));
            if (!changes.add(scores(decisions), part.values())) {
                return;
            }
            part.forEach((key, change) -> reported.put(key, Optional.ofNullable(DecisionState.parse(change.after()))));
            waiting.keySet().removeAll(part.keySet());
        }
    }

    private Change change(
            String caseId,
            CurrentDecisions.Owner owner,
            Audience audience,
            String scores,
            long eventSeq,
            @Nullable DecisionState from,
            @Nullable DecisionState to) {
        String after = to == null || to.decisionId() == null ? "closed" : to.decisionId();
        return new Change(
                0,
                id(caseId, audience, scores, eventSeq, after),
                scores,
                eventSeq,
                caseId,
                owner.debtorId(),
                owner.creditorId(),
                eventSeq == 0 ? "scoring" : "event",
                audience,
                now.get(),
                DecisionState.json(from),
                DecisionState.json(to));
    }

    private static String id(String caseId, Audience audience, String scores, long eventSeq, String after) {
        String name = caseId + '|' + audience + '|' + scores + '|' + eventSeq + '|' + after;
        return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)).toString();
    }
}
