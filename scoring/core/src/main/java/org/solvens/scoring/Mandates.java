package org.solvens.scoring;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.solvens.feed.Feed;
import org.solvens.feed.FeedContract;
import org.solvens.policy.Mandate;

/// What each creditor allows, and since when.
public final class Mandates implements Serializable {
    private static final long serialVersionUID = 1L;

    private record Version(int validFrom, long knownAt, Object[] values) implements Serializable {}

    private final Map<String, List<Version>> byCreditor = new HashMap<>();

    /// @param records of the mandates feed, in inside form and the contract's order
    public Mandates(Iterable<Object[]> records) {
        FeedContract contract = FeedContract.of(Feed.MANDATES);
        for (Object[] values : records) {
            byCreditor
                    .computeIfAbsent((String) values[contract.position("creditor_id")], _ -> new ArrayList<>())
                    .add(new Version(
                            (Integer) values[contract.position("valid_from")], contract.knownAt(values), values));
        }
        Comparator<Version> newestLast =
                Comparator.comparingInt(Version::validFrom).thenComparingLong(Version::knownAt);
        byCreditor.values().forEach(versions -> versions.sort(newestLast));
    }

    /// The mandate that is in force on a day, by what was known before an instant; null if there is none.
    ///
    /// @param today days since 1970-01-01
    public @Nullable Mandate of(String creditorId, int today, long asOf) {
        Version holds = null;
        for (Version version : byCreditor.getOrDefault(creditorId, List.of())) {
            if (version.validFrom() <= today && version.knownAt() < asOf) {
                holds = version;
            }
        }
        return holds == null ? null : mandate(holds.values());
    }

    private static Mandate mandate(Object[] values) {
        FeedContract contract = FeedContract.of(Feed.MANDATES);
        return new Mandate(
                (Integer) values[contract.position("max_plan_months")],
                (Boolean) values[contract.position("allow_trial_plan")],
                (Boolean) values[contract.position("allow_deferral")],
                (Integer) values[contract.position("max_deferral_days")],
                (Boolean) values[contract.position("allow_costs_only")],
                (Boolean) values[contract.position("allow_reduction")],
                (Double) values[contract.position("max_waived_share")],
                (Boolean) values[contract.position("allow_legal")],
                (Long) values[contract.position("min_legal_amount")]);
    }
}
