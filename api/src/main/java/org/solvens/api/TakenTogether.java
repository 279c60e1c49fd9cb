package org.solvens.api;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.solvens.api.ScoreRequest.Taken;
import org.solvens.facts.ReversalLedger;
import org.solvens.feed.Feed;
import org.solvens.feed.FeedContract;
import org.solvens.feed.FieldType;
import org.solvens.feed.Money;
import org.solvens.history.Event.Payment.Kind;

/// What ingest checks of records against each other, for the records of one debtor that a request brings: amounts
/// have the decimals of the currency of their case, and no more is taken back than was paid. Without it, a history
/// would be scored here that the lake would never hold.
final class TakenTogether {
    private TakenTogether() {}

    /// @throws ApiProblem 400 `SCORE-RECORD` naming the first record that ingest would refuse
    static void require(List<Taken> records) {
        decimals(records);
        ledger(records);
    }

    private static void decimals(List<Taken> records) {
        Map<String, Taken> cases = new HashMap<>();
        for (Taken one : records) {
            if (one.feed() == Feed.CASES) {
                cases.merge(one.text("case_id"), one, (a, b) -> b.number("known_at") >= a.number("known_at") ? b : a);
            }
        }
        for (Taken one : records) {
            Taken of = one.get("case_id") instanceof String caseId ? cases.get(caseId) : null;
            String currency = of == null || one.feed() == Feed.CASES ? null : of.text("currency");
            for (FeedContract.Field field : FeedContract.of(one.feed()).fields()) {
                if (currency != null
                        && field.type() == FieldType.DECIMAL
                        && one.get(field.name()) instanceof Long amount
                        && !Money.fits(amount, currency)) {
                    throw one.refused(
                            "DECIMALS",
                            field.name() + " has more decimals than the currency of its case, which has "
                                    + Money.decimals(currency));
                }
            }
        }
    }

    private static void ledger(List<Taken> records) {
        List<Taken> payments =
                records.stream().filter(one -> one.feed() == Feed.PAYMENTS).toList();
        Set<String> keys = new HashSet<>();
        payments.forEach(one -> keys.add(one.text("payment_id")));
        List<ReversalLedger.Version> versions =
                payments.stream().map(one -> version(one, keys)).toList();
        List<ReversalLedger.Refusal> refusals = ReversalLedger.refusals(versions);
        if (!refusals.isEmpty()) {
            ReversalLedger.Refusal first = refusals.getFirst();
            throw payments.stream()
                    .filter(one -> one.position() == first.version().position())
                    .findFirst()
                    .orElseThrow()
                    .refused(first.code(), first.reason());
        }
    }

    private static ReversalLedger.Version version(Taken one, Set<String> keys) {
        String of = (String) one.get("reversal_of");
        return new ReversalLedger.Version(
                one.text("payment_id"),
                one.text("case_id"),
                one.number("amount"),
                Math.toIntExact(one.number("paid_on")),
                Kind.of((String) one.get("kind"), of != null),
                of,
                (String) one.get("reference"),
                one.number("known_at"),
                Boolean.TRUE.equals(one.get("retracted")),
                of != null && keys.contains(of),
                "request",
                one.position());
    }
}
