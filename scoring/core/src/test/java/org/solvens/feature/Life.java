package org.solvens.feature;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.solvens.facts.CaseView;
import org.solvens.facts.DebtorView;
import org.solvens.facts.FeedStarts;
import org.solvens.facts.OtherCases;
import org.solvens.feed.Feed;
import org.solvens.feed.FeedContract;
import org.solvens.feed.FieldType;
import org.solvens.history.History;
import org.solvens.history.HistoryAssembler;
import org.solvens.history.Piece;

/// A debtor's life written down record by record, in days before the as-of date: what `ago` 10 means
/// happened ten days before it and, unless said otherwise, became known at noon of that day.
public final class Life {
    /// The as-of date: a Thursday at midnight UTC.
    public static final LocalDate TODAY = LocalDate.of(2026, 1, 1);

    private static final long DAY = 86_400_000L;
    private static final long NOON = DAY / 2;

    private final List<Piece> pieces = new ArrayList<>();
    private final Set<Feed> absent = EnumSet.noneOf(Feed.class);
    private long knownAfter;
    private int count;

    /// The as-of instant.
    public static long asOf() {
        return TODAY.toEpochDay() * DAY;
    }

    /// Milliseconds UTC of an hour, so many days before the as-of date.
    public static long at(int ago, int hour) {
        return asOf() - ago * DAY + hour * 3_600_000L;
    }

    static int day(int ago) {
        return (int) TODAY.toEpochDay() - ago;
    }

    /// The records that follow become known so many days after they happened.
    public Life knownLater(int days) {
        knownAfter = days * DAY;
        return this;
    }

    /// A feed that the lake does not have.
    public Life without(Feed feed) {
        absent.add(feed);
        return this;
    }

    /// Any record, by the contract's field names; the values in inside form, but amounts in hundredths.
    public Life record(Feed feed, int ago, Object... namesAndValues) {
        pieces.add(piece(feed, at(ago, 0) + NOON + knownAfter, namesAndValues));
        return this;
    }

    static Piece piece(Feed feed, long knownAt, Object... namesAndValues) {
        FeedContract contract = FeedContract.of(feed);
        Object[] values = new Object[contract.fields().size()];
        for (int i = 0; i < namesAndValues.length; i += 2) {
            int at = contract.position((String) namesAndValues[i]);
            Object value = namesAndValues[i + 1];
            boolean money = contract.fields().get(at).type() == FieldType.DECIMAL;
            values[at] = money && value instanceof Long hundredths ? (Object) (hundredths * 10) : value;
        }
        values[contract.position("known_at")] = knownAt;
        return Piece.of(feed, values);
    }

    private String key() {
        return "K" + count++;
    }

    /// A Swedish invoice of a person, in hundredths.
    public Life invoice(String caseId, String creditor, int placedAgo, int dueAgo, long principal) {
        return claim(caseId, creditor, placedAgo, dueAgo, principal, 0, 0, "INVOICE", "PERSON", "REMINDER");
    }

    public Life claim(
            String caseId,
            String creditor,
            int placedAgo,
            int dueAgo,
            long principal,
            long interest,
            long costs,
            String type,
            String kind,
            String stage) {
        return record(
                Feed.CASES,
                placedAgo,
                "case_id",
                caseId,
                "debtor_id",
                "D",
                "creditor_id",
                creditor,
                "country",
                "SE",
                "currency",
                "SEK",
                "debtor_kind",
                kind,
                "claim_type",
                type,
                "principal",
                principal,
                "interest",
                interest,
                "costs",
                costs,
                "due_date",
                day(dueAgo),
                "placed_on",
                day(placedAgo),
                "stage",
                stage);
    }

    public Life paid(String caseId, int ago, long amount) {
        return paid(key(), caseId, ago, amount, "DEBTOR");
    }

    public Life paid(String key, String caseId, int ago, long amount, String source) {
        return record(
                Feed.PAYMENTS,
                ago,
                "payment_id",
                key,
                "case_id",
                caseId,
                "amount",
                amount,
                "paid_on",
                day(ago),
                "source",
                source);
    }

    public Life reversed(String key, String caseId, int ago, long amount) {
        return record(
                Feed.PAYMENTS,
                ago,
                "payment_id",
                key(),
                "case_id",
                caseId,
                "amount",
                amount,
                "paid_on",
                day(ago),
                "source",
                "DEBTOR",
                "reversal_of",
                key);
    }

    public Life refunded(String caseId, int ago, long amount) {
        return record(
                Feed.PAYMENTS,
                ago,
                "payment_id",
                key(),
                "case_id",
                caseId,
                "amount",
                amount,
                "paid_on",
                day(ago),
                "source",
                "DEBTOR",
                "kind",
                "REFUND");
    }

    public Life contact(String caseId, int ago, String direction, String channel, String outcome) {
        return contact(caseId, ago, 12, direction, channel, outcome);
    }

    public Life contact(String caseId, int ago, int hour, String direction, String channel, String outcome) {
        return record(
                Feed.CONTACTS,
                ago,
                "contact_id",
                key(),
                "debtor_id",
                "D",
                "case_id",
                caseId,
                "direction",
                direction,
                "channel",
                channel,
                "outcome",
                outcome,
                "at",
                at(ago, hour));
    }

    public Life promised(String caseId, int ago, long amount, int forAgo) {
        return record(
                Feed.CONTACTS,
                ago,
                "contact_id",
                key(),
                "debtor_id",
                "D",
                "case_id",
                caseId,
                "direction",
                "OUTBOUND",
                "channel",
                "CALL",
                "outcome",
                "PROMISED",
                "promised_amount",
                amount,
                "promised_for",
                day(forAgo),
                "at",
                at(ago, 12));
    }

    public Life register(int ago, String register, String result, String trigger) {
        return record(
                Feed.ADDRESS_HITS,
                ago,
                "hit_id",
                key(),
                "debtor_id",
                "D",
                "register",
                register,
                "result",
                result,
                "trigger",
                trigger,
                "found_on",
                day(ago));
    }

    public Life tax(int ago, int year, long income, Object wealth) {
        return tax(ago, year, income, wealth, "SEK", "COLLECTION_SCORING");
    }

    public Life tax(int ago, int year, long income, Object wealth, String currency, String purpose) {
        return record(
                Feed.TAX_ASSESSMENTS,
                ago,
                "debtor_id",
                "D",
                "income_year",
                year,
                "net_income",
                income,
                "net_wealth",
                wealth,
                "currency",
                currency,
                "source",
                "TAX_AUTHORITY",
                "purpose",
                purpose,
                "assessed_on",
                day(ago));
    }

    public Life arranged(String caseId, int ago, String kind, long instalment, int instalments, int firstDueAgo) {
        return record(
                Feed.ARRANGEMENTS,
                ago,
                "arrangement_id",
                key(),
                "case_id",
                caseId,
                "kind",
                kind,
                "instalment",
                instalment,
                "instalments",
                instalments,
                "interval_days",
                30,
                "first_due",
                day(firstDueAgo),
                "agreed_on",
                day(ago));
    }

    public Life held(String key, String caseId, int ago, String kind) {
        return record(
                Feed.HOLDS,
                ago,
                "hold_id",
                key,
                "debtor_id",
                "D",
                "case_id",
                caseId,
                "kind",
                kind,
                "opened_on",
                day(ago));
    }

    public Life heldUntil(String key, String caseId, int ago, int closedAgo, String kind, String outcome) {
        return record(
                Feed.HOLDS,
                closedAgo,
                "hold_id",
                key,
                "debtor_id",
                "D",
                "case_id",
                caseId,
                "kind",
                kind,
                "opened_on",
                day(ago),
                "closed_on",
                day(closedAgo),
                "outcome",
                outcome);
    }

    public Life changed(String caseId, int ago, String kind, Object... namesAndValues) {
        List<Object> all =
                new ArrayList<>(List.of("event_id", key(), "case_id", caseId, "kind", kind, "happened_on", day(ago)));
        all.addAll(List.of(namesAndValues));
        return record(Feed.CASE_EVENTS, ago, all.toArray());
    }

    public Life decided(String caseId, int ago, String route) {
        return record(
                Feed.DECISIONS,
                ago,
                "decision_id",
                key(),
                "case_id",
                caseId,
                "route",
                route,
                "policy_version",
                "p@1",
                "decided_by",
                "MACHINE",
                "decided_at",
                at(ago, 12));
    }

    public List<Piece> pieces() {
        return List.copyOf(pieces);
    }

    public History history() {
        return HistoryAssembler.assemble("D", pieces);
    }

    /// Every feed since long ago, but those that the lake is without.
    public FeedStarts feeds() {
        Map<Feed, Long> starts = new EnumMap<>(Feed.class);
        for (Feed feed : Feed.values()) {
            if (!absent.contains(feed)) {
                starts.put(feed, 0L);
            }
        }
        return new FeedStarts(starts);
    }

    /// A case as of the as-of date.
    public CaseView view(String caseId) {
        return view(caseId, asOf(), OtherCases.SEEN);
    }

    public CaseView view(String caseId, long asOf, OtherCases otherCases) {
        for (CaseView view : new DebtorView(history(), asOf, feeds(), otherCases).cases()) {
            if (view.caseId().equals(caseId)) {
                return view;
            }
        }
        throw new AssertionError("no case " + caseId);
    }

    /// The value of a feature of a case as of the as-of date.
    public double value(String caseId, String feature) {
        return vector(view(caseId))[FeatureCatalogue.standard(OtherCases.SEEN).indexOf(feature)];
    }

    /// The value of a feature of the case `C`.
    public double value(String feature) {
        return value("C", feature);
    }

    static double[] vector(CaseView view) {
        FeatureCatalogue catalogue = FeatureCatalogue.standard(view.debtor().otherCases());
        double[] vector = new double[catalogue.features().size()];
        catalogue.compute(view, vector);
        return vector;
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (Piece piece : pieces) {
            text.append(piece.key())
                    .append('@')
                    .append(piece.knownAt())
                    .append(' ')
                    .append(new String(piece.event(), StandardCharsets.ISO_8859_1).hashCode())
                    .append('\n');
        }
        return text.toString();
    }
}
