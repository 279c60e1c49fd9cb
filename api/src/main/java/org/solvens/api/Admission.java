package org.solvens.api;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.solvens.facts.KnownEntries;
import org.solvens.facts.ReversalLedger;
import org.solvens.facts.ReversalLedger.Version;
import org.solvens.feed.Feed;
import org.solvens.feed.FeedContract;
import org.solvens.feed.FeedContract.Checked.Refused;
import org.solvens.feed.FieldType;
import org.solvens.feed.Money;
import org.solvens.history.Event;
import org.solvens.history.Event.Payment.Kind;
import org.solvens.history.History;
import org.solvens.store.Events.Stored;

/// What ingest will check of accepted events against the debtor's other records: amounts have the decimals
/// of the currency of their case, and no more is taken back than was paid. An event that ingest will refuse
/// must not count until then.
///
/// A history names entries by the hash of their key, so entries are compared by it here.
final class Admission {
    private Admission() {}

    /// The numbers of the events that ingest will refuse.
    ///
    /// @param known history of the debtor in the lake, with keys; null if there is none
    /// @param events of the debtor that are not in it
    static Set<Long> refused(@Nullable History known, List<Stored> events) {
        return refusals(known, events).keySet();
    }

    /// Why ingest will refuse events, by their numbers.
    static Map<Long, Refused> refusals(@Nullable History known, List<Stored> events) {
        Map<Long, Refused> refused = new LinkedHashMap<>();
        Map<String, String> currencies = currencies(known, events);
        for (Stored event : events) {
            String currency = event.get("case_id") instanceof String caseId ? currencies.get(caseId) : null;
            if (currency != null && event.feed() != Feed.CASES && !fits(event, currency)) {
                refused.put(
                        event.seq(),
                        new Refused(
                                "DECIMALS",
                                "an amount has more decimals than the currency of its case, which has "
                                        + Money.decimals(currency)));
            }
        }
        if (events.stream().anyMatch(Admission::takesBack)) {
            List<Version> versions = new ArrayList<>(known == null ? List.of() : KnownEntries.of(known));
            for (Stored event : events) {
                if (event.feed() == Feed.PAYMENTS && !refused.containsKey(event.seq())) {
                    versions.add(version(event));
                }
            }
            ReversalLedger.refusals(versions)
                    .forEach(refusal ->
                            refused.put(refusal.version().position(), new Refused(refusal.code(), refusal.reason())));
        }
        return refused;
    }

    private static boolean takesBack(Stored event) {
        return event.feed() == Feed.PAYMENTS && kind(event) != Kind.PAYMENT;
    }

    private static Kind kind(Stored event) {
        return Kind.of((String) event.get("kind"), event.get("reversal_of") != null);
    }

    private static Map<String, String> currencies(@Nullable History known, List<Stored> events) {
        Map<String, String> currencies = new HashMap<>();
        if (known != null) {
            for (Event event : known.events()) {
                if (event instanceof Event.CasePlaced placed) {
                    currencies.put(known.caseIds().get(placed.caseIndex()), placed.currency());
                }
            }
        }
        for (Stored event : events) {
            if (event.feed() == Feed.CASES) {
                currencies.put(text(event, "case_id"), text(event, "currency"));
            }
        }
        return currencies;
    }

    private static boolean fits(Stored event, String currency) {
        return FeedContract.of(event.feed()).fields().stream()
                .noneMatch(field -> field.type() == FieldType.DECIMAL
                        && event.get(field.name()) instanceof Long amount
                        && !Money.fits(amount, currency));
    }

    private static String text(Stored event, String field) {
        return (String) Objects.requireNonNull(event.get(field), field);
    }

    private static Version version(Stored event) {
        String of = (String) event.get("reversal_of");
        String reference = (String) event.get("reference");
        return new Version(
                KnownEntries.name(text(event, "payment_id")),
                text(event, "case_id"),
                (Long) Objects.requireNonNull(event.get("amount")),
                (Integer) Objects.requireNonNull(event.get("paid_on")),
                kind(event),
                of == null ? null : KnownEntries.name(of),
                reference == null ? null : KnownEntries.name(reference),
                event.knownAt(),
                Boolean.TRUE.equals(event.get("retracted")),
                false,
                "events",
                event.seq());
    }
}
