package org.solvens.history;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Comparator;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.jspecify.annotations.Nullable;
import org.solvens.feed.Feed;
import org.solvens.feed.FeedContract;

/// One record on its way into a history: what sorts it, and the event itself as bytes.
///
/// @param knownAt when it became known
/// @param key feed and key, such as `payments/P-17`
/// @param caseId its case, or null
/// @param creditorId the creditor, of a case; else null
/// @param event Avro binary of the event, without its place in a history
public record Piece(
        long knownAt,
        String key,
        @Nullable String caseId,
        @Nullable String creditorId,
        byte[] event) {

    /// The order of events in a history: by time known, then by key, then by all the rest, so that the same
    /// records always give the same bytes, even where two contradict each other under one key and time.
    public static final Comparator<Piece> ORDER = Comparator.comparingLong(Piece::knownAt)
            .thenComparing(Piece::key)
            .thenComparing(Piece::caseId, Comparator.nullsFirst(Comparator.naturalOrder()))
            .thenComparing(Piece::creditorId, Comparator.nullsFirst(Comparator.naturalOrder()))
            .thenComparing(Piece::event, Arrays::compareUnsigned);

    /// The piece of a feed's record.
    ///
    /// @param values of the contract, in inside form; mandates are no part of histories
    public static Piece of(Feed feed, Object[] values) {
        FeedContract contract = FeedContract.of(feed);
        Fields f = new Fields(contract, values);
        String key = contract.key(values);
        Event event = event(feed, f, key);
        return new Piece(
                event.knownAt(),
                feed.label() + "/" + key,
                contract.has("case_id") ? f.text("case_id") : null,
                feed == Feed.CASES ? f.text("creditor_id") : null,
                bytes(event));
    }

    /// The event, with no place in a history yet.
    Event decode() {
        return EventCodec.read(new HistoryBytes(event));
    }

    static byte[] bytes(Event event) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(48);
        BinaryEncoder out = EncoderFactory.get().directBinaryEncoder(bytes, null);
        try {
            EventCodec.write(event, out);
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static Event event(Feed feed, Fields f, String key) {
        long known = f.time("known_at");
        long never = Event.NEVER;
        int none = Event.NONE;
        return switch (feed) {
            case CASES ->
                new Event.CasePlaced(
                        known,
                        never,
                        none,
                        0,
                        f.needed("country"),
                        f.needed("currency"),
                        f.symbol("debtor_kind", Event.DebtorKind.class),
                        f.symbol("claim_type", Event.ClaimType.class),
                        f.amount("principal"),
                        f.amount("interest"),
                        f.amount("costs"),
                        f.whole("due_date"),
                        f.whole("arose_on"),
                        f.whole("placed_on"),
                        f.symbol("stage", Event.Stage.class),
                        (Boolean) f.value("reminder_fee_agreed"));
            case CASE_EVENTS ->
                new Event.CaseChanged(
                        known,
                        never,
                        none,
                        f.symbol("kind", Event.CaseChanged.Kind.class),
                        f.optional("component", Event.CaseChanged.Component.class),
                        f.amount("amount"),
                        f.optional("stage", Event.Stage.class),
                        f.optional("letter", Event.CaseChanged.Letter.class),
                        f.optional("closed_as", Event.CaseChanged.ClosedAs.class),
                        f.whole("happened_on"));
            case PAYMENTS ->
                new Event.Payment(
                        known,
                        never,
                        none,
                        hash(key),
                        f.value("reversal_of") == null ? 0 : hash(f.needed("reversal_of")),
                        f.amount("amount"),
                        f.whole("paid_on"),
                        f.symbol("source", Event.Payment.Source.class));
            case CONTACTS ->
                new Event.Contact(
                        known,
                        never,
                        none,
                        f.symbol("direction", Event.Contact.Direction.class),
                        f.symbol("channel", Event.Contact.Channel.class),
                        f.symbol("outcome", Event.Contact.Outcome.class),
                        f.amount("promised_amount"),
                        f.whole("promised_for"),
                        f.amount("cost"),
                        f.time("at"));
            case ADDRESS_HITS ->
                new Event.AddressHit(
                        known,
                        never,
                        f.symbol("register", Event.AddressHit.Register.class),
                        f.symbol("result", Event.AddressHit.Result.class),
                        f.symbol("trigger", Event.AddressHit.Trigger.class),
                        f.whole("found_on"));
            case TAX_ASSESSMENTS ->
                new Event.TaxAssessment(
                        known,
                        never,
                        f.whole("income_year"),
                        f.amount("net_income"),
                        f.amount("net_wealth"),
                        f.amount("tax"),
                        f.needed("currency"),
                        f.symbol("source", Event.TaxAssessment.Source.class),
                        f.symbol("purpose", Event.TaxAssessment.Purpose.class),
                        f.whole("assessed_on"));
            case ARRANGEMENTS ->
                new Event.Arrangement(
                        known,
                        never,
                        none,
                        f.symbol("kind", Event.Arrangement.Kind.class),
                        f.amount("instalment"),
                        f.whole("instalments"),
                        f.whole("interval_days"),
                        f.whole("first_due"),
                        f.amount("waived_interest"),
                        f.amount("waived_costs"),
                        f.whole("agreed_on"));
            case HOLDS ->
                new Event.Hold(
                        known,
                        never,
                        none,
                        f.symbol("kind", Event.Hold.Kind.class),
                        f.whole("opened_on"),
                        f.whole("closed_on"),
                        f.optional("outcome", Event.Hold.Outcome.class));
            case DECISIONS ->
                new Event.Decision(
                        known,
                        never,
                        none,
                        f.symbol("route", Event.Decision.Route.class),
                        f.value("probability") instanceof Double p ? p : Double.NaN,
                        f.symbol("decided_by", Event.Decision.DecidedBy.class),
                        f.time("decided_at"));
            case MANDATES -> throw new IllegalArgumentException("mandates are not of a debtor");
        };
    }

    /// A hash of a key, never 0.
    static long hash(String key) {
        long hash = FeedContract.hash(key);
        return hash == 0 ? 1 : hash;
    }

    private record Fields(FeedContract contract, Object[] values) {
        @Nullable
        Object value(String name) {
            return values[contract.position(name)];
        }

        @Nullable
        String text(String name) {
            return (String) value(name);
        }

        String needed(String name) {
            return java.util.Objects.requireNonNull(text(name), name);
        }

        long time(String name) {
            return (Long) java.util.Objects.requireNonNull(value(name), name);
        }

        long amount(String name) {
            return value(name) instanceof Long amount ? amount : Event.NO_AMOUNT;
        }

        int whole(String name) {
            return value(name) instanceof Integer number ? number : Event.NONE;
        }

        <E extends Enum<E>> E symbol(String name, Class<E> type) {
            return Enum.valueOf(type, needed(name));
        }

        <E extends Enum<E>> @Nullable E optional(String name, Class<E> type) {
            String symbol = text(name);
            return symbol == null ? null : Enum.valueOf(type, symbol);
        }
    }
}
