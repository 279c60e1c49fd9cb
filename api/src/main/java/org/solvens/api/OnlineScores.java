package org.solvens.api;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.solvens.feed.Feed;
import org.solvens.inputs.HistoryIndex;
import org.solvens.lake.DeltaTable.Commit;
import org.solvens.lake.Lake;
import org.solvens.problem.Problem;
import org.solvens.scoring.ScoreRow;
import org.solvens.store.Changes;
import org.solvens.store.Events;
import org.solvens.store.Events.Stored;

/// The decisions in force: the published scores, and over them what accepted events change.
///
/// A thread reads the events of the store, those of other servers too, and decides again on each debtor
/// whom one touches; no virtual one, which would keep requests from a processor meanwhile. When newer
/// scores or histories are loaded, all decisions by events are made again from the events that the scores
/// do not know; until that is done, the former ones are answered. So an answer never mixes two states.
final class OnlineScores implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(OnlineScores.class);
    private static final long POLL_MILLIS = 250;
    private static final int GATHERED_MILLIS = 50;
    private static final int EVENTS_AT_ONCE = 2_000;

    private final Access access;
    private final Lake lake;
    private final Shelves shelves;
    private final Path folder;
    private final Object refreshing = new Object();
    private final Semaphore signal = new Semaphore(0);
    private final @Nullable Thread thread;
    private volatile @Nullable CurrentDecisions current;
    private volatile @Nullable OnlineState state;
    private volatile @Nullable Problem problem;
    private @Nullable Commit indexed;
    private @Nullable HistoryIndex index;
    private final @Nullable ChangeWriter writer;
    private volatile long lastChange;
    private @Nullable Decisions reported;
    private boolean failing;

    /// @param folder for the histories on disk
    OnlineScores(Access access, Lake lake, Shelves shelves, Path folder) {
        this.access = access;
        this.lake = lake;
        this.shelves = shelves;
        this.folder = folder;
        this.writer = access.hasStore() ? new ChangeWriter(access.store().changes(), access::now) : null;
        this.thread =
                access.hasStore() ? Thread.ofPlatform().daemon().name("online").unstarted(this::follow) : null;
    }

    /// Begins to follow the events, once something is loaded.
    void start() {
        if (thread != null) {
            thread.start();
        }
    }

    /// The decisions in force.
    ///
    /// @throws ApiProblem 503 with the reason if there are none
    CurrentDecisions content() {
        CurrentDecisions now = current;
        return now != null ? now : new CurrentDecisions(shelves.decisions().content());
    }

    /// The decisions in force; empty before anything is loaded.
    Optional<CurrentDecisions> loaded() {
        return Optional.ofNullable(current);
    }

    /// Puts decisions in force that are not of the lake.
    void hold(Decisions decisions) {
        current = new CurrentDecisions(decisions);
    }

    /// What is known of a debtor now.
    ///
    /// @throws ApiProblem 503 if the server has no histories
    synchronized KnownHistory known(String debtorId) {
        OnlineState now = state;
        if (now == null) {
            throw ApiProblem.noHistories();
        }
        return KnownHistory.of(debtorId, now.index, now.debtors.get(debtorId), access.now());
    }

    /// Has new events read at once.
    void wake() {
        signal.release();
    }

    /// Whether events change decisions: `on`, `starting`, `off`.
    String status() {
        return state != null ? "on" : thread != null && problem == null ? "starting" : "off";
    }

    /// Takes up newer scores, histories, models or mandates. Histories are read without the lock, so that
    /// events go on counting meanwhile.
    void refresh() {
        synchronized (refreshing) {
            try {
                takeUp();
            } catch (RuntimeException e) {
                LOG.error("defect while taking up newer scores or histories; the last ones stay in force", e);
            }
        }
    }

    private void takeUp() {
        Decisions batch;
        try {
            batch = shelves.decisions().content();
        } catch (ApiProblem e) {
            return;
        }
        if (current == null) {
            current = new CurrentDecisions(batch);
        }
        if (thread == null) {
            if (content().batch() != batch) {
                current = new CurrentDecisions(batch);
            }
            return;
        }
        try {
            HistoryScoring scoring = scoring(batch);
            HistoryIndex histories = histories();
            OnlineState last = state;
            if (last == null || last.batch != batch || last.scoring != scoring || last.index != histories) {
                begin(new OnlineState(batch, scoring, histories));
            }
            problem = null;
        } catch (Problem e) {
            off(e, batch);
        } catch (JdbiException e) {
            storeFails(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Without what it needs, events change no decision, and the published scores are answered.
    private synchronized void off(Problem why, Decisions batch) {
        Problem before = problem;
        if (before == null || !before.code().equals(why.code())) {
            LOG.warn(
                    "accepted events change no decision until the next scoring: {} in {}: {}; {}",
                    why.code(),
                    why.subject(),
                    why.why(),
                    why.remedy());
        }
        problem = why;
        state = null;
        if (reported != batch || content().onlineCases() > 0) {
            reported = batch;
            inForce(new CurrentDecisions(batch));
        }
    }

    private HistoryScoring scoring(Decisions batch) {
        HistoryScoring scoring = shelves.loadedScoring();
        if (!batch.madeBy(scoring.deciders())) {
            throw new Problem(
                    "POLICY-ONLINE",
                    lake.scores(),
                    "events cannot change these scores",
                    "they were made by " + batch.policy() + ", and the server has "
                            + scoring.deciders().label(),
                    "start the server with the --policy, --challenger, --challenger-share and --challenger-seed of"
                            + " score or run");
        }
        return scoring;
    }

    private HistoryIndex histories() {
        Commit newest = HistoryIndex.lastCommit(lake)
                .orElseThrow(() -> new Problem(
                        "HISTORIES",
                        lake.histories(),
                        "the histories are not there",
                        "the lake has none yet",
                        "run ./solvens run, or ./solvens features"));
        HistoryIndex last = index;
        if (last == null || !newest.equals(indexed)) {
            last = HistoryIndex.newest(lake, folder);
            index = last;
            indexed = newest;
            LOG.info(
                    "histories of {} debtors, version {}",
                    last.debtors(),
                    last.version().version());
        }
        return last;
    }

    /// Applies all events that the scores do not know, and puts the result in force.
    private synchronized void begin(OnlineState next) throws InterruptedException {
        next.fold = lastFoldIn(next.batch);
        apply(next);
        state = next;
        inForce(next.decisions);
    }

    /// Puts decisions in force, and reports what changed.
    private void inForce(CurrentDecisions next) {
        CurrentDecisions before = current;
        current = next;
        if (writer != null) {
            writer.begin(next, of -> earlier(of, before));
            lastChange = access.store().changes().lastSeq();
        }
    }

    /// The decisions of earlier scores: those in force until now, or the table at that version.
    private Optional<Decisions> earlier(Changes.Mark of, @Nullable CurrentDecisions before) {
        if (before != null
                && before.commit().version() == of.version()
                && before.commit().writtenAt() == of.writtenAt()) {
            return Optional.of(before.batch());
        }
        try {
            return Decisions.read(
                    lake.tables().open(lake.scores(), of.version()), new Commit(of.version(), of.writtenAt()));
        } catch (Problem e) {
            LOG.warn("the scores before these are no longer kept, so what changed is not reported: {}", e.code());
            return Optional.empty();
        }
    }

    /// The number of the last change that was written; 0 without a store.
    long lastChange() {
        return lastChange;
    }

    /// The last fold that the scores have, with all those before it.
    private long lastFoldIn(Decisions batch) {
        long last = 0;
        for (Events.Folded fold : access.store().events().folds(0)) {
            boolean in = fold.endedAt() != null
                    && (fold.into() != null
                            ? fold.into().isIn(batch.read())
                            : fold.endedAt().toEpochMilli() <= batch.commit().writtenAt());
            if (!in) {
                return last;
            }
            last = fold.id();
        }
        return last;
    }

    private void follow() {
        try {
            while (true) {
                if (signal.tryAcquire(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
                    // A debtor with several events is decided on once.
                    Thread.sleep(GATHERED_MILLIS);
                    signal.drainPermits();
                }
                applyNew();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void applyNew() throws InterruptedException {
        OnlineState now = state;
        try {
            if (now != null) {
                apply(now);
                if (writer != null) {
                    writer.flush(now.decisions);
                }
            }
            lastChange = access.store().changes().lastSeq();
            failing = false;
        } catch (JdbiException e) {
            storeFails(e);
        } catch (RuntimeException e) {
            LOG.error("defect while applying events", e);
        }
    }

    private synchronized void storeFails(JdbiException e) {
        if (!failing) {
            LOG.warn(
                    "the store does not answer; events are read later: {}",
                    e.getClass().getName());
        }
        failing = true;
    }

    private void apply(OnlineState to) throws InterruptedException {
        Events.Part read;
        do {
            read = access.store().events().since(to.seq, to.fold, to.asOf(), EVENTS_AT_ONCE);
            Set<String> touched = new LinkedHashSet<>();
            for (Stored event : read.events()) {
                place(to, event, touched);
            }
            to.seq = read.last();
            decide(to, touched);
        } while (read.more());
        Set<String> due = new HashSet<>();
        long now = access.now().toEpochMilli();
        while (!to.later.isEmpty() && to.later.peek().getKey() <= now) {
            due.add(to.later.poll().getValue());
        }
        decide(to, due);
    }

    /// Finds the debtor of an event.
    private void place(OnlineState to, Stored event, Set<String> touched) {
        if (event.feed() == Feed.MANDATES) {
            // They are of a creditor, and count from the next scoring on.
            return;
        }
        String caseId = (String) event.get("case_id");
        String debtorId = event.get("debtor_id") instanceof String named
                ? named
                : debtorOf(to, Objects.requireNonNull(caseId, "an event of a debtor names one, or a case"));
        if (debtorId == null) {
            to.waiting.computeIfAbsent(caseId, _ -> new ArrayList<>()).add(event);
            return;
        }
        add(to, debtorId, event, touched);
        if (event.feed() == Feed.CASES) {
            to.placed.put(caseId, debtorId);
            for (Stored waiting : Optional.ofNullable(to.waiting.remove(caseId)).orElse(List.of())) {
                add(to, debtorId, waiting, touched);
            }
        }
    }

    private static @Nullable String debtorOf(OnlineState to, String caseId) {
        String placed = to.placed.get(caseId);
        return placed != null ? placed : to.index.debtorOf(caseId);
    }

    private void add(OnlineState to, String debtorId, Stored event, Set<String> touched) {
        to.debtors.computeIfAbsent(debtorId, OnlineDebtor::new).add(event);
        if (event.knownAt() > access.now().toEpochMilli()) {
            to.later.add(Map.entry(event.knownAt(), debtorId));
        }
        touched.add(debtorId);
    }

    private void decide(OnlineState to, Set<String> debtors) throws InterruptedException {
        OnlineDebtor.With with = new OnlineDebtor.With(to.index, to.scoring, to.asOf(), to.batch.calls());
        long now = access.now().toEpochMilli();
        for (String debtorId : debtors) {
            Set<String> before = new HashSet<>();
            to.batch.ofDebtor(debtorId).stream().map(ScoreRow::caseId).forEach(before::add);
            to.decisions.onlineOf(debtorId).stream().map(OnlineCase::caseId).forEach(before::add);
            try {
                for (OnlineCase one :
                        Objects.requireNonNull(to.debtors.get(debtorId)).cases(with, before, now)) {
                    to.decisions.put(one);
                    if (to == state && writer != null) {
                        writer.changed(one, to.decisions);
                    }
                }
            } catch (RuntimeException e) {
                // One debtor must not keep the events of all others from counting. No id is logged.
                LOG.error("defect while deciding on a debtor whom an event touched", e);
            }
        }
    }

    @Override
    public void close() {
        if (thread != null && thread.getState() != Thread.State.NEW) {
            thread.interrupt();
            try {
                thread.join(Duration.ofSeconds(5));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
