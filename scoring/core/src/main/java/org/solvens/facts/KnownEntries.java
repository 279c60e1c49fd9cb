package org.solvens.facts;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.solvens.facts.ReversalLedger.Version;
import org.solvens.feed.Feed;
import org.solvens.feed.FeedContract;
import org.solvens.history.Event;
import org.solvens.history.History;

/// The entries of a history as versions of the ledger, so that what arrives can be judged against them.
///
/// A history has hashes of the keys and of the bank's references of entries. Entries that arrive are compared with
/// them by the same names.
public final class KnownEntries {
    private static final String PAYMENTS = Feed.PAYMENTS.label() + "/";

    private KnownEntries() {}

    /// The name of a key or of a bank's reference.
    public static String name(String key) {
        long hash = FeedContract.hash(key);
        return name(hash == 0 ? 1 : hash);
    }

    private static String name(long hash) {
        return Long.toHexString(hash);
    }

    /// The versions of all entries. A retraction has the values of the version before it.
    ///
    /// @param history read with its keys
    public static List<Version> of(History history) {
        List<Version> versions = new ArrayList<>();
        Map<String, Version> last = new HashMap<>();
        for (int i = 0; i < history.events().size(); i++) {
            String key = history.keys().get(i);
            Version version = switch (history.events().get(i)) {
                case Event.Payment paid when paid.caseIndex() != Event.NONE -> entry(history, paid, i);
                case Event.Retracted gone
                when key.startsWith(PAYMENTS) && last.containsKey(key) -> retracted(last.get(key), gone, i);
                default -> null;
            };
            if (version != null) {
                last.put(key, version);
                versions.add(version);
            }
        }
        return versions;
    }

    private static Version entry(History history, Event.Payment paid, int position) {
        return new Version(
                name(paid.id()),
                history.caseIds().get(paid.caseIndex()),
                paid.amount(),
                paid.paidOn(),
                paid.kind(),
                paid.reversalOf() == 0 ? null : name(paid.reversalOf()),
                paid.reference() == 0 ? null : name(paid.reference()),
                paid.knownAt(),
                false,
                false,
                null,
                position);
    }

    private static Version retracted(Version before, Event.Retracted gone, int position) {
        return new Version(
                before.key(),
                before.caseId(),
                before.amount(),
                before.paidOn(),
                before.kind(),
                before.of(),
                before.reference(),
                gone.knownAt(),
                true,
                false,
                null,
                position);
    }
}
