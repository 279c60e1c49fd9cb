package org.solvens.history;

import java.io.IOException;
import org.apache.avro.io.Encoder;
import org.jspecify.annotations.Nullable;
import org.solvens.history.Event.AddressHit;
import org.solvens.history.Event.Arrangement;
import org.solvens.history.Event.CaseChanged;
import org.solvens.history.Event.CasePlaced;
import org.solvens.history.Event.Contact;
import org.solvens.history.Event.Decision;
import org.solvens.history.Event.Hold;
import org.solvens.history.Event.Payment;
import org.solvens.history.Event.TaxAssessment;

/// Events to and from Avro's binary encoding, by the schema `histories/v2/history.avsc`.
///
/// Written by hand, because a generic reader is ten times slower and every feature, score and replay reads
/// histories. A test compares it with Avro's generic reader.
final class EventCodec {
    private static final Stage[] STAGES = Stage.values();
    private static final DebtorKind[] DEBTOR_KINDS = DebtorKind.values();
    private static final ClaimType[] CLAIM_TYPES = ClaimType.values();
    private static final CaseChanged.Kind[] CHANGES = CaseChanged.Kind.values();
    private static final CaseChanged.Component[] COMPONENTS = CaseChanged.Component.values();
    private static final CaseChanged.Letter[] LETTERS = CaseChanged.Letter.values();
    private static final CaseChanged.ClosedAs[] CLOSINGS = CaseChanged.ClosedAs.values();
    private static final Payment.Source[] PAYMENT_SOURCES = Payment.Source.values();
    private static final Payment.Kind[] ENTRIES = Payment.Kind.values();
    private static final Arrangement.IntervalUnit[] UNITS = Arrangement.IntervalUnit.values();
    private static final Arrangement.End[] ENDS = Arrangement.End.values();
    private static final Contact.Direction[] DIRECTIONS = Contact.Direction.values();
    private static final Contact.Channel[] CHANNELS = Contact.Channel.values();
    private static final Contact.Outcome[] OUTCOMES = Contact.Outcome.values();
    private static final AddressHit.Register[] REGISTERS = AddressHit.Register.values();
    private static final AddressHit.Result[] RESULTS = AddressHit.Result.values();
    private static final AddressHit.Trigger[] TRIGGERS = AddressHit.Trigger.values();
    private static final TaxAssessment.Source[] TAX_SOURCES = TaxAssessment.Source.values();
    private static final TaxAssessment.Purpose[] PURPOSES = TaxAssessment.Purpose.values();
    private static final ArrangementKind[] ARRANGEMENTS = ArrangementKind.values();
    private static final HoldKind[] HOLDS = HoldKind.values();
    private static final Hold.Outcome[] HOLD_OUTCOMES = Hold.Outcome.values();
    private static final Route[] ROUTES = Route.values();
    private static final Decision.DecidedBy[] DECIDERS = Decision.DecidedBy.values();

    private EventCodec() {}

    static void write(Event event, Encoder out) throws IOException {
        switch (event) {
            case CasePlaced e -> {
                head(e, 0, true, out);
                out.writeInt(e.creditor());
                out.writeString(e.country());
                out.writeString(e.currency());
                out.writeEnum(e.debtorKind().ordinal());
                out.writeEnum(e.claimType().ordinal());
                out.writeLong(e.principal());
                out.writeLong(e.interest());
                out.writeLong(e.costs());
                out.writeInt(e.dueOn());
                optional(e.aroseOn(), out);
                out.writeInt(e.placedOn());
                out.writeEnum(e.stage().ordinal());
                if (e.feeAgreed() == null) {
                    out.writeIndex(0);
                } else {
                    out.writeIndex(1);
                    out.writeBoolean(e.feeAgreed());
                }
            }
            case CaseChanged e -> {
                head(e, 1, true, out);
                out.writeEnum(e.kind().ordinal());
                optional(e.component(), out);
                optional(e.amount(), out);
                optional(e.stage(), out);
                optional(e.letter(), out);
                optional(e.closedAs(), out);
                out.writeInt(e.happenedOn());
                out.writeInt(e.line());
            }
            case Payment e -> {
                head(e, 2, true, out);
                out.writeLong(e.id());
                out.writeLong(e.reversalOf());
                out.writeLong(e.amount());
                out.writeInt(e.paidOn());
                out.writeEnum(e.source().ordinal());
                out.writeEnum(e.kind().ordinal());
                out.writeLong(e.reference());
            }
            case Contact e -> {
                head(e, 3, true, out);
                out.writeEnum(e.direction().ordinal());
                out.writeEnum(e.channel().ordinal());
                out.writeEnum(e.outcome().ordinal());
                optional(e.promised(), out);
                optional(e.promisedFor(), out);
                optional(e.cost(), out);
                out.writeLong(e.at());
            }
            case AddressHit e -> {
                head(e, 4, false, out);
                out.writeEnum(e.register().ordinal());
                out.writeEnum(e.result().ordinal());
                out.writeEnum(e.trigger().ordinal());
                out.writeInt(e.foundOn());
            }
            case TaxAssessment e -> {
                head(e, 5, false, out);
                out.writeInt(e.incomeYear());
                out.writeLong(e.netIncome());
                optional(e.netWealth(), out);
                optional(e.tax(), out);
                out.writeString(e.currency());
                out.writeEnum(e.source().ordinal());
                out.writeEnum(e.purpose().ordinal());
                out.writeInt(e.assessedOn());
            }
            case Arrangement e -> {
                head(e, 6, true, out);
                out.writeEnum(e.kind().ordinal());
                optional(e.instalment(), out);
                optional(e.instalments(), out);
                optional(e.intervalDays(), out);
                optional(e.firstDue(), out);
                optional(e.waivedInterest(), out);
                optional(e.waivedCosts(), out);
                out.writeInt(e.agreedOn());
                optional(e.intervalUnit(), out);
                optional(e.intervalCount(), out);
                optional(e.endedOn(), out);
                optional(e.endedAs(), out);
                out.writeInt(e.line());
            }
            case Hold e -> {
                head(e, 7, true, out);
                out.writeEnum(e.kind().ordinal());
                out.writeInt(e.openedOn());
                optional(e.closedOn(), out);
                optional(e.outcome(), out);
            }
            case Decision e -> {
                head(e, 8, true, out);
                out.writeEnum(e.route().ordinal());
                if (Double.isNaN(e.probability())) {
                    out.writeIndex(0);
                } else {
                    out.writeIndex(1);
                    out.writeDouble(e.probability());
                }
                out.writeEnum(e.decidedBy().ordinal());
                out.writeLong(e.decidedAt());
            }
            case Event.Retracted e -> head(e, 9, false, out);
        }
    }

    static Event read(HistoryBytes in) {
        int type = in.readInt();
        long known = in.readLong();
        long superseded = in.readInt() == 0 ? Event.NEVER : in.readLong();
        return switch (type) {
            case 0 ->
                new CasePlaced(
                        known,
                        superseded,
                        optionalInt(in),
                        in.readInt(),
                        in.readString(),
                        in.readString(),
                        DEBTOR_KINDS[in.readInt()],
                        CLAIM_TYPES[in.readInt()],
                        in.readLong(),
                        in.readLong(),
                        in.readLong(),
                        in.readInt(),
                        optionalInt(in),
                        in.readInt(),
                        STAGES[in.readInt()],
                        in.readInt() == 0 ? null : (Boolean) in.readBoolean());
            case 1 ->
                new CaseChanged(
                        known,
                        superseded,
                        optionalInt(in),
                        CHANGES[in.readInt()],
                        optionalEnum(COMPONENTS, in),
                        optionalLong(in),
                        optionalEnum(STAGES, in),
                        optionalEnum(LETTERS, in),
                        optionalEnum(CLOSINGS, in),
                        in.readInt(),
                        in.readInt());
            case 2 ->
                new Payment(
                        known,
                        superseded,
                        optionalInt(in),
                        in.readLong(),
                        in.readLong(),
                        in.readLong(),
                        in.readInt(),
                        PAYMENT_SOURCES[in.readInt()],
                        ENTRIES[in.readInt()],
                        in.readLong());
            case 3 ->
                new Contact(
                        known,
                        superseded,
                        optionalInt(in),
                        DIRECTIONS[in.readInt()],
                        CHANNELS[in.readInt()],
                        OUTCOMES[in.readInt()],
                        optionalLong(in),
                        optionalInt(in),
                        optionalLong(in),
                        in.readLong());
            case 4 ->
                new AddressHit(
                        known,
                        superseded,
                        REGISTERS[in.readInt()],
                        RESULTS[in.readInt()],
                        TRIGGERS[in.readInt()],
                        in.readInt());
            case 5 ->
                new TaxAssessment(
                        known,
                        superseded,
                        in.readInt(),
                        in.readLong(),
                        optionalLong(in),
                        optionalLong(in),
                        in.readString(),
                        TAX_SOURCES[in.readInt()],
                        PURPOSES[in.readInt()],
                        in.readInt());
            case 6 ->
                new Arrangement(
                        known,
                        superseded,
                        optionalInt(in),
                        ARRANGEMENTS[in.readInt()],
                        optionalLong(in),
                        optionalInt(in),
                        optionalInt(in),
                        optionalInt(in),
                        optionalLong(in),
                        optionalLong(in),
                        in.readInt(),
                        optionalEnum(UNITS, in),
                        optionalInt(in),
                        optionalInt(in),
                        optionalEnum(ENDS, in),
                        in.readInt());
            case 7 ->
                new Hold(
                        known,
                        superseded,
                        optionalInt(in),
                        HOLDS[in.readInt()],
                        in.readInt(),
                        optionalInt(in),
                        optionalEnum(HOLD_OUTCOMES, in));
            case 8 ->
                new Decision(
                        known,
                        superseded,
                        optionalInt(in),
                        ROUTES[in.readInt()],
                        in.readInt() == 0 ? Double.NaN : in.readDouble(),
                        DECIDERS[in.readInt()],
                        in.readLong());
            case 9 -> new Event.Retracted(known, superseded);
            default -> throw new IllegalArgumentException("it holds an event of unknown type " + type);
        };
    }

    private static void head(Event event, int type, boolean withCase, Encoder out) throws IOException {
        out.writeIndex(type);
        out.writeLong(event.knownAt());
        if (event.supersededAt() == Event.NEVER) {
            out.writeIndex(0);
        } else {
            out.writeIndex(1);
            out.writeLong(event.supersededAt());
        }
        if (withCase) {
            optional(event.caseIndex(), out);
        }
    }

    private static void optional(int value, Encoder out) throws IOException {
        if (value == Event.NONE) {
            out.writeIndex(0);
        } else {
            out.writeIndex(1);
            out.writeInt(value);
        }
    }

    private static void optional(long value, Encoder out) throws IOException {
        if (value == Event.NO_AMOUNT) {
            out.writeIndex(0);
        } else {
            out.writeIndex(1);
            out.writeLong(value);
        }
    }

    private static void optional(@Nullable Enum<?> value, Encoder out) throws IOException {
        if (value == null) {
            out.writeIndex(0);
        } else {
            out.writeIndex(1);
            out.writeEnum(value.ordinal());
        }
    }

    private static int optionalInt(HistoryBytes in) {
        return in.readInt() == 0 ? Event.NONE : in.readInt();
    }

    private static long optionalLong(HistoryBytes in) {
        return in.readInt() == 0 ? Event.NO_AMOUNT : in.readLong();
    }

    private static <E extends Enum<E>> @Nullable E optionalEnum(E[] values, HistoryBytes in) {
        return in.readInt() == 0 ? null : values[in.readInt()];
    }
}
