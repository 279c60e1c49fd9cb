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

    /// The order of events in a history: by time known, then by what the records say, and by ids only where
    /// they say the same. So the same records always give the same bytes, and no result depends on the
    /// alphabet of ids. Bytes begin with the type of event, of which a retraction is the last, and the last
    /// kind of hold is the one that replaces a refused record: both come after any record.
    public static final Comparator<Piece> ORDER = Comparator.comparingLong(Piece::knownAt)
            .thenComparing(Piece::event, Arrays::compareUnsigned)
            .thenComparing(Piece::key)
            .thenComparing(Piece::caseId, Comparator.nullsFirst(Comparator.naturalOrder()))
            .thenComparing(Piece::creditorId, Comparator.nullsFirst(Comparator.naturalOrder()));

    /// The piece of a feed's record without a position in a file.
    public static Piece of(Feed feed, Object[] values) {
        return of(feed, values, 0);
    }

    /// The piece of a feed's record.
    ///
    /// @param values of the contract, in inside form; mandates are not part of histories
    /// @param line position in its file, which orders what happened and became known at one time; 0 if not known
    public static Piece of(Feed feed, Object[] values, int line) {
        FeedContract contract = FeedContract.of(feed);
        Fields f = new Fields(contract, values);
        String key = contract.key(values);
        if (contract.has("retracted") && Boolean.TRUE.equals(f.value("retracted"))) {
            return retracted(feed, key, f.time("known_at"));
        }
        Event event = event(feed, f, key, line);
        return new Piece(
                event.knownAt(),
                feed.label() + "/" + key,
                contract.has("case_id") ? f.text("case_id") : null,
                feed == Feed.CASES ? f.text("creditor_id") : null,
                bytes(event));
    }

    /// A retraction, which ends the earlier versions of a record in a debtor's history: it was an error, or a
    /// correction gave it to another debtor.
    ///
    /// @param knownAt milliseconds UTC
    public static Piece retracted(Feed feed, String key, long knownAt) {
        return new Piece(
                knownAt, feed.label() + "/" + key, null, null, bytes(new Event.Retracted(knownAt, Event.NEVER)));
    }

    /// The hold that protects a debtor until a refused record is corrected: it has the key that the record
    /// would have had, so that the corrected one takes its place.
    ///
    /// @param feed of the refused record
    /// @param key of the refused record, or another identifier if its key cannot be read
    /// @param caseId the case it names, or null for the debtor as a whole
    /// @param knownAt milliseconds UTC
    public static Piece protection(Feed feed, String key, @Nullable String caseId, long knownAt) {
        return new Piece(
                knownAt,
                feed.label() + "/" + key,
                caseId,
                null,
                bytes(new Event.Hold(
                        knownAt,
                        Event.NEVER,
                        Event.NONE,
                        HoldKind.PENDING_PROTECTION,
                        Event.dayOf(knownAt),
                        Event.NONE,
                        null)));
    }

    /// What ends the earlier versions of its record when it becomes known, and has nothing else of it.
    public Piece retraction() {
        return new Piece(knownAt, key, null, null, bytes(new Event.Retracted(knownAt, Event.NEVER)));
    }

    /// Whether it ends the earlier versions of its record.
    public boolean isRetraction() {
        return decode() instanceof Event.Retracted;
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

    private static Event event(Feed feed, Fields f, String key, int line) {
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
                        f.symbol("debtor_kind", DebtorKind.class),
                        f.symbol("claim_type", ClaimType.class),
                        f.amount("principal"),
                        f.amount("interest"),
                        f.amount("costs"),
                        f.whole("due_date"),
                        f.whole("arose_on"),
                        f.whole("placed_on"),
                        f.symbol("stage", Stage.class),
                        (Boolean) f.value("reminder_fee_agreed"));
            case CASE_EVENTS ->
                new Event.CaseChanged(
                        known,
                        never,
                        none,
                        f.symbol("kind", Event.CaseChanged.Kind.class),
                        f.optional("component", Event.CaseChanged.Component.class),
                        f.amount("amount"),
                        f.optional("stage", Stage.class),
                        f.optional("letter", Event.CaseChanged.Letter.class),
                        f.optional("closed_as", Event.CaseChanged.ClosedAs.class),
                        f.whole("happened_on"),
                        line);
            case PAYMENTS ->
                new Event.Payment(
                        known,
                        never,
                        none,
                        hash(key),
                        f.value("reversal_of") == null ? 0 : hash(f.needed("reversal_of")),
                        f.amount("amount"),
                        f.whole("paid_on"),
                        f.symbol("source", Event.Payment.Source.class),
                        Event.Payment.Kind.of(f.text("kind"), f.value("reversal_of") != null),
                        f.value("reference") == null ? 0 : hash(f.needed("reference")));
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
                        f.symbol("kind", ArrangementKind.class),
                        f.amount("instalment"),
                        f.whole("instalments"),
                        f.whole("interval_days"),
                        f.whole("first_due"),
                        f.amount("waived_interest"),
                        f.amount("waived_costs"),
                        f.whole("agreed_on"),
                        f.optional("interval_unit", Event.Arrangement.IntervalUnit.class),
                        f.whole("interval_count"),
                        f.whole("ended_on"),
                        f.optional("ended_as", Event.Arrangement.End.class),
                        line);
            case HOLDS ->
                new Event.Hold(
                        known,
                        never,
                        none,
                        f.symbol("kind", HoldKind.class),
                        f.whole("opened_on"),
                        f.whole("closed_on"),
                        f.optional("outcome", Event.Hold.Outcome.class));
            case DECISIONS ->
                new Event.Decision(
                        known,
                        never,
                        none,
                        f.symbol("route", Route.class),
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
