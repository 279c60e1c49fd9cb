package org.solvens.history;

import org.jspecify.annotations.Nullable;

/// One record about a debtor as histories hold it: a version of a feed's record, with the time it became
/// known and the time a later version of the same key replaced it.
///
/// Days are days since 1970-01-01, times are milliseconds UTC, amounts are thousandths of the case's
/// currency unit ({@link org.solvens.feed.Money}). A number that is not given is {@link #NONE} or
/// {@link #NO_AMOUNT}; an enum null. Names of enum constants equal the contract's symbols.
///
/// It stays one file: a closed set of records, one a kind of event.
public sealed interface Event {
    /// A day or whole number that is not given, or no case.
    int NONE = Integer.MIN_VALUE;

    /// An amount that is not given.
    long NO_AMOUNT = Long.MIN_VALUE;

    /// The supersession time of a version that is still the newest.
    long NEVER = Long.MAX_VALUE;

    /// When it became known.
    long knownAt();

    /// When a later version of the same key became known; {@link #NEVER} for the newest.
    long supersededAt();

    /// Position of its case in {@link History#caseIds()}, or {@link #NONE}.
    int caseIndex();

    /// The same event at a place in a history.
    Event placed(int caseIndex, long supersededAt);

    /// Whether it belongs to what was known just before an instant.
    default boolean visibleAt(long asOf) {
        return knownAt() < asOf && supersededAt() >= asOf;
    }

    /// Days since 1970-01-01 of a time.
    static int dayOf(long millis) {
        return (int) Math.floorDiv(millis, 86_400_000L);
    }

    /// The case as placed.
    ///
    /// @param creditor position in {@link History#creditorIds()}
    /// @param feeAgreed whether a reminder fee was agreed; null if not given
    record CasePlaced(
            long knownAt,
            long supersededAt,
            int caseIndex,
            int creditor,
            String country,
            String currency,
            DebtorKind debtorKind,
            ClaimType claimType,
            long principal,
            long interest,
            long costs,
            int dueOn,
            int aroseOn,
            int placedOn,
            Stage stage,
            @Nullable Boolean feeAgreed)
            implements Event {
        @Override
        public CasePlaced placed(int at, long superseded) {
            return new CasePlaced(
                    knownAt,
                    superseded,
                    at,
                    creditor,
                    country,
                    currency,
                    debtorKind,
                    claimType,
                    principal,
                    interest,
                    costs,
                    dueOn,
                    aroseOn,
                    placedOn,
                    stage,
                    feeAgreed);
        }

        /// The same case with another position of its creditor.
        CasePlaced ofCreditor(int position) {
            return new CasePlaced(
                    knownAt,
                    supersededAt,
                    caseIndex,
                    position,
                    country,
                    currency,
                    debtorKind,
                    claimType,
                    principal,
                    interest,
                    costs,
                    dueOn,
                    aroseOn,
                    placedOn,
                    stage,
                    feeAgreed);
        }
    }

    /// Something that changed the case.
    ///
    /// @param line position in the file it came from, which orders what happened and became known at one time; 0
    ///     if not known
    record CaseChanged(
            long knownAt,
            long supersededAt,
            int caseIndex,
            Kind kind,
            @Nullable Component component,
            long amount,
            @Nullable Stage stage,
            @Nullable Letter letter,
            @Nullable ClosedAs closedAs,
            int happenedOn,
            int line)
            implements Event {
        public enum Kind {
            CHARGE_ADDED,
            CHARGE_WAIVED,
            CHARGE_RESTATED,
            STAGE_CHANGED,
            LETTER_SENT,
            LETTER_RETURNED,
            CLOSED,
            REOPENED
        }

        public enum Component {
            PRINCIPAL,
            INTEREST,
            COSTS
        }

        public enum Letter {
            REMINDER,
            COLLECTION_DEMAND,
            TERMINATION,
            OTHER
        }

        public enum ClosedAs {
            PAID,
            WITHDRAWN,
            WRITTEN_OFF,
            WRONGFUL,
            TIME_BARRED
        }

        @Override
        public CaseChanged placed(int at, long superseded) {
            return new CaseChanged(
                    knownAt, superseded, at, kind, component, amount, stage, letter, closedAs, happenedOn, line);
        }
    }

    /// An entry of a case's ledger: money received, taken back or refunded.
    ///
    /// @param id 64-bit hash of the entry's key
    /// @param reversalOf hash of the key, or of the bank's reference, of the entry taken back; 0 for none
    /// @param paidOn the day from which it counts, which may be after the day it became known
    /// @param reference hash of the bank's own reference of this entry; 0 for none
    record Payment(
            long knownAt,
            long supersededAt,
            int caseIndex,
            long id,
            long reversalOf,
            long amount,
            int paidOn,
            Source source,
            Kind kind,
            long reference)
            implements Event {
        public enum Kind {
            PAYMENT,
            REVERSAL,
            REFUND;

            /// The kind of an entry. Records from before entries had a kind state none: then an entry that names
            /// another one is a reversal.
            ///
            /// @param stated symbol of the contract; null for none
            public static Kind of(@Nullable String stated, boolean namesAnother) {
                return stated != null ? valueOf(stated) : namesAnother ? REVERSAL : PAYMENT;
            }
        }

        /// The same entry with another amount.
        public Payment of(long amount) {
            return new Payment(
                    knownAt, supersededAt, caseIndex, id, reversalOf, amount, paidOn, source, kind, reference);
        }

        public enum Source {
            DEBTOR,
            DIRECT_TO_CREDITOR,
            ENFORCEMENT,
            THIRD_PARTY
        }

        @Override
        public Payment placed(int at, long superseded) {
            return new Payment(knownAt, superseded, at, id, reversalOf, amount, paidOn, source, kind, reference);
        }
    }

    /// An attempt at contact and its outcome.
    record Contact(
            long knownAt,
            long supersededAt,
            int caseIndex,
            Direction direction,
            Channel channel,
            Outcome outcome,
            long promised,
            int promisedFor,
            long cost,
            long at)
            implements Event {
        public enum Direction {
            OUTBOUND,
            INBOUND
        }

        public enum Channel {
            LETTER,
            EMAIL,
            SMS,
            CALL,
            PORTAL,
            VISIT
        }

        public enum Outcome {
            SENT,
            DELIVERED,
            BOUNCED,
            NO_ANSWER,
            WRONG_PARTY,
            REACHED,
            PROMISED,
            REFUSED,
            CANNOT_PAY,
            DISPUTES,
            ASKS_DEFERRAL,
            ASKS_PLAN,
            ASKS_REDUCTION,
            SAYS_PAID_DIRECT,
            OPTS_OUT;

            /// Whether the right person was reached.
            public boolean rightParty() {
                return compareTo(REACHED) >= 0;
            }
        }

        @Override
        public Contact placed(int caseIndex, long supersededAt) {
            return new Contact(
                    knownAt, supersededAt, caseIndex, direction, channel, outcome, promised, promisedFor, cost, at);
        }

        /// Day it took place.
        public int day() {
            return dayOf(at);
        }

        /// Whether the debtor acted voluntarily: promised something, or got in touch. To refuse, dispute or opt out, or
        /// only
        /// to look at the portal, is no voluntary act.
        public boolean voluntary() {
            return switch (outcome) {
                case PROMISED -> true;
                case REFUSED, DISPUTES, OPTS_OUT -> false;
                case REACHED -> direction == Direction.INBOUND && channel != Channel.PORTAL;
                case SENT,
                        DELIVERED,
                        BOUNCED,
                        NO_ANSWER,
                        WRONG_PARTY,
                        CANNOT_PAY,
                        ASKS_DEFERRAL,
                        ASKS_PLAN,
                        ASKS_REDUCTION,
                        SAYS_PAID_DIRECT -> direction == Direction.INBOUND;
            };
        }

        /// Whether the debtor only looked at the case in the portal.
        public boolean look() {
            return direction == Direction.INBOUND && channel == Channel.PORTAL && outcome == Outcome.REACHED;
        }

        /// Whether it is a letter, message or conversation of ours that reached the debtor as far as we know.
        public boolean arrived() {
            return direction == Direction.OUTBOUND
                    && (outcome == Outcome.SENT || outcome == Outcome.DELIVERED || outcome.rightParty());
        }

        /// Whether we tried to speak with the debtor.
        public boolean callAttempt() {
            return direction == Direction.OUTBOUND && channel == Channel.CALL;
        }
    }

    /// A register's answer.
    record AddressHit(long knownAt, long supersededAt, Register register, Result result, Trigger trigger, int foundOn)
            implements Event {
        public enum Register {
            POPULATION,
            POSTAL,
            OWN,
            PHONE
        }

        public enum Result {
            CONFIRMED,
            MOVED,
            UNKNOWN,
            EMIGRATED,
            DECEASED,
            PROTECTED,
            PHONE_FOUND
        }

        public enum Trigger {
            SCHEDULED,
            RETURNED_MAIL,
            MANUAL
        }

        @Override
        public int caseIndex() {
            return NONE;
        }

        @Override
        public AddressHit placed(int at, long superseded) {
            return new AddressHit(knownAt, superseded, register, result, trigger, foundOn);
        }
    }

    /// Yearly tax figures.
    record TaxAssessment(
            long knownAt,
            long supersededAt,
            int incomeYear,
            long netIncome,
            long netWealth,
            long tax,
            String currency,
            Source source,
            Purpose purpose,
            int assessedOn)
            implements Event {
        public enum Source {
            TAX_AUTHORITY,
            BUREAU,
            DEBTOR
        }

        public enum Purpose {
            COLLECTION_SCORING,
            CREDIT_ASSESSMENT,
            LENDING_ADVICE
        }

        @Override
        public int caseIndex() {
            return NONE;
        }

        @Override
        public TaxAssessment placed(int at, long superseded) {
            return new TaxAssessment(
                    knownAt, superseded, incomeYear, netIncome, netWealth, tax, currency, source, purpose, assessedOn);
        }
    }

    /// An agreement on how to pay.
    ///
    /// @param intervalUnit how the interval is counted; null if the contract's rule for intervalDays
    ///     applies
    /// @param endedOn the day on which it ended before its schedule did
    /// @param line position in the file it came from; 0 if not known
    record Arrangement(
            long knownAt,
            long supersededAt,
            int caseIndex,
            ArrangementKind kind,
            long instalment,
            int instalments,
            int intervalDays,
            int firstDue,
            long waivedInterest,
            long waivedCosts,
            int agreedOn,
            @Nullable IntervalUnit intervalUnit,
            int intervalCount,
            int endedOn,
            @Nullable End endedAs,
            int line)
            implements Event {
        public enum IntervalUnit {
            DAYS,
            WEEKS,
            MONTHS
        }

        public enum End {
            REPLACED,
            CANCELLED,
            FULFILLED
        }

        @Override
        public Arrangement placed(int at, long superseded) {
            return new Arrangement(
                    knownAt,
                    superseded,
                    at,
                    kind,
                    instalment,
                    instalments,
                    intervalDays,
                    firstDue,
                    waivedInterest,
                    waivedCosts,
                    agreedOn,
                    intervalUnit,
                    intervalCount,
                    endedOn,
                    endedAs,
                    line);
        }
    }

    /// A reason to stop or to take care.
    record Hold(
            long knownAt,
            long supersededAt,
            int caseIndex,
            HoldKind kind,
            int openedOn,
            int closedOn,
            @Nullable Outcome outcome)
            implements Event {
        public enum Outcome {
            UPHELD,
            PARTLY_UPHELD,
            REJECTED,
            WITHDRAWN,
            EXPIRED
        }

        @Override
        public Hold placed(int at, long superseded) {
            return new Hold(knownAt, superseded, at, kind, openedOn, closedOn, outcome);
        }
    }

    /// A route that was taken.
    record Decision(
            long knownAt,
            long supersededAt,
            int caseIndex,
            Route route,
            double probability,
            DecidedBy decidedBy,
            long decidedAt)
            implements Event {
        public enum DecidedBy {
            MACHINE,
            HUMAN
        }

        @Override
        public Decision placed(int at, long superseded) {
            return new Decision(knownAt, superseded, at, route, probability, decidedBy, decidedAt);
        }
    }

    /// From `knownAt` on, earlier versions of the same key count as never made for this debtor: the record was
    /// an error, or a correction gave it to another debtor.
    record Retracted(long knownAt, long supersededAt) implements Event {
        @Override
        public int caseIndex() {
            return NONE;
        }

        @Override
        public Retracted placed(int at, long superseded) {
            return new Retracted(knownAt, superseded);
        }
    }
}
