package org.solvens.facts;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.solvens.history.Event.Payment.Kind;

/// Judges the reversals and refunds that arrive for one debtor against the debtor's known entries.
///
/// A reversal takes back what is left of another entry; a reversal of a reversal restores it. The amount paid
/// on a case is what is left of its payments, minus what is left of its refunds and of the reversals that name
/// no known entry. Order: all payments and all that the lake has, then the reversals that name a known entry,
/// then the other reversals and the refunds; within those by known_at, file and place in the file. Entries
/// that were accepted before are never refused here.
///
/// It stays one class: one ledger, and the judgement of each entry by the state that the earlier ones left.
public final class ReversalLedger {
    /// One version of an entry.
    ///
    /// @param amount thousandths of the currency's unit
    /// @param paidOn the day from which it counts, in days since 1970-01-01
    /// @param of the key or the reference of the entry that it takes back
    /// @param elsewhere whether `of` is the key of an entry of some debtor
    /// @param file where it arrives; null if it was accepted before
    /// @param position within the file
    public record Version(
            String key,
            String caseId,
            long amount,
            int paidOn,
            Kind kind,
            @Nullable String of,
            @Nullable String reference,
            long knownAt,
            boolean retracted,
            boolean elsewhere,
            @Nullable String file,
            long position) {
        private static final Comparator<Version> ORDER = Comparator.comparingLong(Version::knownAt)
                .thenComparing(Version::file, Comparator.nullsFirst(Comparator.naturalOrder()))
                .thenComparingLong(Version::position)
                .thenComparing(Version::key);

        private boolean judged() {
            return file != null && kind != Kind.PAYMENT && !retracted;
        }
    }

    /// Why a version is refused.
    public record Refusal(Version version, String code, String reason) {}

    private static final String CIRCLE = "reversals name each other in a circle";
    private static final String EXCEEDS = "together with the reversals before it, it takes back more than the amount of"
            + " the entry that reversal_of names";
    private static final String CASE = "reversal_of names an entry on a case of another debtor";
    private static final String UNPLACED =
            "reversal_of names no known entry, and less than its amount was paid on the case";
    private static final String OF_REFUSED = "reversal_of names an entry that was refused";
    private static final String REFUND = "less than its amount was paid on the case";

    /// The version of each entry that counts.
    private final Map<String, Version> standing = new HashMap<>();

    /// The last version of each entry that was retracted. A reversal of it takes nothing else back.
    private final Map<String, Version> gone = new HashMap<>();

    private final Map<String, String> goneByReference = new HashMap<>();

    /// When the newest accepted version of each entry became known, even if it is a retraction.
    private final Map<String, Long> newest = new HashMap<>();

    /// The entry that a reversal is placed on.
    private final Map<String, String> placed = new HashMap<>();

    /// Reversals that are placed on no entry, by what they name.
    private final Map<String, Set<String>> unplaced = new HashMap<>();

    /// The amount taken back from each entry.
    private final Map<String, Long> taken = new HashMap<>();

    /// The total paid on each case.
    private final Map<String, Long> paid = new HashMap<>();

    /// Entries by the bank's reference.
    private final Map<String, BankReference<String>> references = new HashMap<>();

    /// The references that versions of an entry have.
    private final Map<String, Set<String>> referencesOf = new HashMap<>();

    /// Versions that are not judged yet, by key.
    private final Map<String, List<Version>> waiting = new HashMap<>();

    private final Set<String> refusedKeys = new HashSet<>();
    private final List<Refusal> refusals = new ArrayList<>();

    private ReversalLedger() {}

    /// The versions to be refused.
    ///
    /// @param versions of one debtor's entries, in any order
    public static List<Refusal> refusals(List<Version> versions) {
        ReversalLedger ledger = new ReversalLedger();
        ledger.run(versions);
        return ledger.refusals;
    }

    private void run(List<Version> versions) {
        List<Version> sorted = new ArrayList<>(versions);
        sorted.sort(Version.ORDER);
        List<Version> arriving = new ArrayList<>();
        for (Version version : sorted) {
            if (version.reference() != null) {
                references.computeIfAbsent(version.reference(), _ -> new BankReference<>());
                referencesOf
                        .computeIfAbsent(version.key(), _ -> new LinkedHashSet<>())
                        .add(version.reference());
            }
            if (version.judged()) {
                arriving.add(version);
            } else {
                newest.put(version.key(), version.knownAt());
                Version before =
                        version.retracted() ? standing.remove(version.key()) : standing.put(version.key(), version);
                if (!version.retracted()) {
                    gone.remove(version.key());
                } else if (before != null) {
                    gone.put(version.key(), before);
                }
            }
        }
        for (Version version : gone.values()) {
            if (version.reference() != null) {
                goneByReference.merge(
                        version.reference(), version.key(), (a, b) -> any(a).amount() >= any(b).amount() ? a : b);
            }
        }
        // First all current versions, so that a reversal finds its entry; then what the reversals take back.
        List<Version> known = new ArrayList<>(standing.values());
        known.sort(Version.ORDER);
        known.forEach(version -> refer(version.key()));
        known.forEach(version -> apply(version, target(version)));
        for (Version version : arriving) {
            waiting.computeIfAbsent(version.key(), _ -> new ArrayList<>()).add(version);
        }
        arriving.forEach(version -> refer(version.key()));
        arriving.forEach(version -> settle(version, false));
        arriving.forEach(version -> settle(version, true));
    }

    /// Judges a version, after those that it depends on.
    ///
    /// @param last whether those that name no known entry are judged too
    private void settle(Version first, boolean last) {
        Deque<Version> path = new ArrayDeque<>();
        path.push(first);
        while (!path.isEmpty()) {
            Version version = path.peek();
            if (!waits(version)) {
                path.pop();
                continue;
            }
            String next = dependsOn(version, path);
            if (next != null && onPath(next, path)) {
                boolean found = false;
                while (!found) {
                    Version of = path.pop();
                    found = of.key().equals(next);
                    refuse(of, "REVERSAL-CIRCLE", CIRCLE);
                }
            } else if (next != null) {
                path.push(waitingFor(next).getFirst());
            } else if (!last && (version.kind() == Kind.REFUND || target(version) == null)) {
                return;
            } else {
                path.pop();
                decide(version);
            }
        }
    }

    private boolean waits(Version version) {
        return waiting.getOrDefault(version.key(), List.of()).contains(version);
    }

    private static boolean onPath(String key, Deque<Version> path) {
        return path.stream().anyMatch(version -> version.key().equals(key));
    }

    /// The key of an entry on the path, or of one that is not judged yet, that a version takes back directly
    /// or through others; null if there is none.
    private @Nullable String dependsOn(Version version, Deque<Version> path) {
        Set<String> seen = new HashSet<>();
        String next = version.kind() == Kind.REVERSAL ? target(version) : null;
        while (next != null && seen.add(next)) {
            if (waiting.containsKey(next) || onPath(next, path)) {
                return next;
            }
            Version of = standing.get(next);
            if (of == null || of.kind() != Kind.REVERSAL) {
                return null;
            }
            next = placed.containsKey(next) ? placed.get(next) : target(of);
        }
        return null;
    }

    /// The key of the entry that a reversal takes back, which is known, waits to be judged, or was known and is
    /// gone; null if there is none.
    private @Nullable String target(Version version) {
        if (version.kind() != Kind.REVERSAL || version.of() == null) {
            return null;
        }
        if (known(version.of()) || gone.containsKey(version.of())) {
            return version.of();
        }
        if (version.elsewhere()) {
            return null;
        }
        BankReference<String> sharing = references.get(version.of());
        String taken = sharing == null
                ? null
                : sharing.taken(version.key(), version.caseId(), version.paidOn(), version.amount());
        return taken != null ? taken : goneByReference.get(version.of());
    }

    /// Brings an entry up to date among those that have its references.
    private void refer(String key) {
        for (String reference : referencesOf.getOrDefault(key, Set.of())) {
            BankReference<String> sharing = references.get(reference);
            if (sharing != null && known(key)) {
                Version entry = any(key);
                boolean reversal = entry.kind() == Kind.REVERSAL;
                sharing.put(key, entry.caseId(), reversal, entry.paidOn(), entry.amount(), left(key));
            } else if (sharing != null) {
                sharing.remove(key);
            }
        }
    }

    private boolean known(String key) {
        return standing.containsKey(key) || waiting.containsKey(key);
    }

    private Version any(String key) {
        Version there = standing.get(key);
        Version last = waiting.containsKey(key) ? waitingFor(key).getLast() : gone.get(key);
        return there != null ? there : Objects.requireNonNull(last);
    }

    private long left(String key) {
        return any(key).amount() - taken.getOrDefault(key, 0L);
    }

    private void decide(Version version) {
        Version before = standing.get(version.key());
        String beforeOn = placed.get(version.key());
        if (before != null) {
            undo(before);
        }
        String code = null;
        String reason = "";
        String on = target(version);
        if (version.kind() == Kind.REFUND) {
            if (version.amount() > paid.getOrDefault(version.caseId(), 0L)) {
                code = "REFUND-EXCEEDS";
                reason = REFUND;
            }
        } else if (on == null && refusedKeys.contains(version.of())) {
            code = "REVERSAL-UNPLACED";
            reason = OF_REFUSED;
        } else if (on == null && version.elsewhere() && !newest.containsKey(version.of())) {
            code = "REVERSAL-CASE";
            reason = CASE;
        } else if (on == null && version.amount() > paid.getOrDefault(version.caseId(), 0L)) {
            code = "REVERSAL-UNPLACED";
            reason = UNPLACED;
        }
        if (code == null) {
            apply(version, on);
            if (on != null && exceeds(on)) {
                undo(version);
                code = "REVERSAL-EXCEEDS";
                reason = EXCEEDS;
            }
        }
        if (code != null) {
            refuse(version, code, reason);
            if (before != null) {
                apply(before, beforeOn);
            }
            return;
        }
        done(version);
        if (newest.getOrDefault(version.key(), Long.MIN_VALUE) > version.knownAt()) {
            // A newer version is known already, and counts.
            undo(version);
            if (before != null) {
                apply(before, beforeOn);
            }
            return;
        }
        newest.put(version.key(), version.knownAt());
        // Reversals that named this entry before it was known are placed on it now.
        Set<String> names = new LinkedHashSet<>(Set.of(version.key()));
        names.addAll(referencesOf.getOrDefault(version.key(), Set.of()));
        for (String name : names) {
            for (String key : List.copyOf(unplaced.getOrDefault(name, Set.of()))) {
                Version waiter = standing.get(key);
                if (waiter != null
                        && !key.equals(version.key())
                        && version.key().equals(target(waiter))) {
                    undo(waiter);
                    apply(waiter, version.key());
                }
            }
        }
    }

    /// Whether more is taken back than there was: of an entry, or of one that comes back by a reversal of a
    /// reversal.
    private boolean exceeds(String on) {
        boolean decreases = true;
        Set<String> seen = new HashSet<>();
        for (String key = on; key != null && seen.add(key); key = placed.get(key)) {
            if (decreases && left(key) < 0) {
                return true;
            }
            decreases = !decreases;
        }
        return false;
    }

    private void apply(Version version, @Nullable String on) {
        standing.put(version.key(), version);
        if (version.kind() == Kind.REVERSAL && on != null) {
            placed.put(version.key(), on);
        } else if (version.kind() == Kind.REVERSAL && version.of() != null) {
            unplaced.computeIfAbsent(version.of(), _ -> new LinkedHashSet<>()).add(version.key());
        }
        refer(version.key());
        count(version, left(version.key()));
    }

    private void undo(Version version) {
        count(version, -left(version.key()));
        standing.remove(version.key());
        placed.remove(version.key());
        unplaced.getOrDefault(version.of(), new HashSet<>()).remove(version.key());
        refer(version.key());
    }

    /// Books an entry's amount on its case, or along the chain of entries that it takes back.
    ///
    /// @param amount negative to undo an earlier booking
    private void count(Version version, long amount) {
        String on = placed.get(version.key());
        if (on == null) {
            paid.merge(version.caseId(), version.kind() == Kind.PAYMENT ? amount : -amount, Long::sum);
            return;
        }
        long more = amount;
        Set<String> seen = new HashSet<>(Set.of(version.key()));
        for (String key = on; seen.add(key); key = placed.get(key)) {
            taken.merge(key, more, Long::sum);
            refer(key);
            Version root = standing.get(key);
            if (!placed.containsKey(key)) {
                if (root != null) {
                    paid.merge(root.caseId(), root.kind() == Kind.PAYMENT ? -more : more, Long::sum);
                }
                return;
            }
            more = -more;
        }
    }

    private void refuse(Version version, String code, String reason) {
        done(version);
        refusals.add(new Refusal(version, code, reason));
        if (!known(version.key())) {
            refusedKeys.add(version.key());
        }
    }

    /// The versions of an entry that are not judged yet, of which there is at least one.
    private List<Version> waitingFor(String key) {
        return Objects.requireNonNull(waiting.get(key));
    }

    private void done(Version version) {
        List<Version> left = waitingFor(version.key());
        left.remove(version);
        if (left.isEmpty()) {
            waiting.remove(version.key());
        }
        refer(version.key());
    }
}
