package org.solvens.simulation;

import java.time.LocalDate;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.solvens.feed.Feed;
import org.solvens.history.Route;
import org.solvens.history.Stage;
import org.solvens.simulation.Chance.Purpose;

/// Writes what happens to one debtor as rows of the feeds, each with when it became known.
///
/// Records that become known after the last day of the history are not written: no extract of that
/// day could hold them. How late each is known, and what clerks and files get wrong, is drawn apart from the
/// debtor's luck. What is wrong is put right by a later version before the last day, so that the feeds of that day
/// state what is true.
///
/// It stays one class: a table with one method for each event of {@link Journal}, all over the same rows.
final class FeedJournal implements Journal {
    private static final long DAY = 86_400_000L;
    private static final long HOUR = 3_600_000L;
    private static final int ENDLESS = (int) LocalDate.of(9999, 12, 31).toEpochDay();

    /// Chance that a payment is first typed with a tenth of its amount, and put right in the same file with the
    /// same `known_at`. This number and those below are assumed.
    private static final double TYPED_WRONG = 0.004;
    /// Chance that a payment is first booked on a case of another debtor.
    private static final double OF_ANOTHER_DEBTOR = 0.003;
    /// Chance that a payment is recorded twice, and the second record is retracted.
    private static final double RECORDED_TWICE = 0.003;
    /// Chance that a payment is retracted in error and brought back.
    private static final double BROUGHT_BACK = 0.001;
    /// Chance that a contact is first recorded for another debtor.
    private static final double CONTACT_OF_ANOTHER = 0.0007;
    /// Chance that a contact is first recorded without its case, and put right in the same file.
    private static final double CONTACT_WITHOUT_CASE = 0.0005;
    /// Chance that a hold is first recorded for another debtor.
    private static final double HOLD_OF_ANOTHER = 0.02;
    /// Chance that the hold of a case is first recorded for the debtor as a whole, and put right in the same file.
    private static final double HOLD_WITHOUT_CASE = 0.03;
    /// Chance that an event of a case or a contact is reported 10 to 60 days late.
    private static final double LATE = 0.003;
    /// Chance that a reversal names a payment by the bank's reference, where the payments carry one.
    private static final double NAMES_REFERENCE = 0.5;
    /// Chance that a reversal names a bank's reference where no payment carries one.
    private static final double NAMES_UNKNOWN = 0.15;

    private final World world;
    private final Debtor debtor;
    private final Rows rows;
    private final SplittableRandom random;
    private final Chance clerks;
    private final long end;
    private final Map<String, Row> paymentRows = new HashMap<>();
    private final Map<String, Row> arrangementRows = new HashMap<>();
    private final Map<String, Long> holdKnown = new HashMap<>();
    private final BitSet untold = new BitSet();

    /// Cases with a payment that becomes known too late to be written.
    private final BitSet unknownMoney = new BitSet();
    private int contacts;
    private int events;
    private int payments;
    private int arrangements;
    private int holds;
    private int decisions;
    private int hits;

    /// @param end milliseconds since 1970-01-01; what becomes known then or later is not written
    FeedJournal(World world, Debtor debtor, Rows rows, long end) {
        this.world = world;
        this.debtor = debtor;
        this.rows = rows;
        Chance own = Chance.of(world.seed() ^ 0x6a09e667L, debtor.number());
        this.random = new SplittableRandom(own.base());
        this.clerks = Chance.of(world.seed() ^ 0x1f83d9abL, debtor.number());
        this.end = end;
    }

    /// The end of the last day of a world.
    static long end(World world) {
        return (world.lastDay() + 1L) * DAY;
    }

    /// Whether a record of a case becomes known too late to be written.
    boolean untold(int index) {
        return untold.get(index);
    }

    @Override
    public void caseOpened(Claim claim) {
        write(
                claim.index(),
                Row.of(
                        Feed.CASES,
                        known(claim.placedOn(), 0),
                        caseId(claim.index()),
                        debtor.id(),
                        claim.creditor().id(),
                        debtor.country().name(),
                        debtor.country().currency(),
                        debtor.kind(),
                        claim.creditor().claimType(),
                        claim.principal(),
                        claim.interest(),
                        claim.costs(),
                        claim.dueOn(),
                        claim.originTold() ? claim.aroseOn() : null,
                        claim.placedOn(),
                        claim.stage().name(),
                        claim.originTold() ? claim.feeAgreed() : null));
    }

    @Override
    public void charge(int index, int day, String kind, String component, long amount) {
        event(index, day, kind, component, amount, null, null, null, 0);
    }

    @Override
    public void stage(int index, int day, Stage stage) {
        event(index, day, "STAGE_CHANGED", null, null, stage.name(), null, null, 0);
    }

    @Override
    public void letter(int index, int day, String letter, boolean returned) {
        event(
                index,
                day,
                returned ? "LETTER_RETURNED" : "LETTER_SENT",
                null,
                null,
                null,
                letter,
                null,
                returned ? 2 : 0);
    }

    @Override
    public void closed(int index, int day, String as) {
        boolean reopened = as.isEmpty();
        event(index, day, reopened ? "REOPENED" : "CLOSED", null, null, null, null, reopened ? null : as, 1);
    }

    private void event(
            int index,
            int day,
            String kind,
            @Nullable String component,
            @Nullable Long amount,
            @Nullable String stage,
            @Nullable String letter,
            @Nullable String closedAs,
            int late) {
        int number = ++events;
        write(
                index,
                Row.of(
                        Feed.CASE_EVENTS,
                        known(day, late + reportedLate(Feed.CASE_EVENTS, number)),
                        key('e', number),
                        caseId(index),
                        kind,
                        component,
                        amount,
                        stage,
                        letter,
                        closedAs,
                        day));
    }

    @Override
    public String payment(int index, int counts, int reported, long amount, String source) {
        int number = ++payments;
        String key = key('p', number);
        boolean ahead = reported < counts;
        int booked = reported == counts ? counts + 1 + random.nextInt(3) : reported;
        long known = known(booked, 0);
        Row row = entry(index, known, key, amount, counts, booked, source, null, "PAYMENT");
        if (ahead) {
            if (!world.bankDay(debtor.country(), reported) || counts > world.nextBankDay(debtor.country(), reported)) {
                // Post-dated: it is booked on the day from which it counts.
                write(index, row.with(known, "booked_on", null));
                known = known(counts, 0);
                row = row.with(known, "booked_on", counts);
            }
        } else if (random.nextDouble() < 0.04) {
            // Announced by the bank first, booked later: two versions of one record.
            write(index, row.with(known(Math.max(booked - 1, counts), 0), "booked_on", null));
            known = known(booked + 2 + random.nextInt(12), 0);
            row = row.with(known, "booked_on", booked);
        } else if (random.nextDouble() < 0.02) {
            known += (20L + random.nextInt(70)) * DAY;
            row = row.with(known, "booked_on", booked);
        }
        Row last = clerk(index, number, row);
        if (last.known() >= end) {
            unknownMoney.set(index);
        }
        paymentRows.put(key, last);
        return key;
    }

    /// Writes a payment with what the clerk or the file gets wrong about it.
    ///
    /// @return the last version
    private Row clerk(int index, int number, Row row) {
        double u = clerks.unit(Purpose.CLERK, Feed.PAYMENTS.ordinal(), number, 0);
        long known = row.known();
        long corrected = known + DAY * clerks.between(Purpose.CLERK_DAYS, Feed.PAYMENTS.ordinal(), number, 2, 12);
        String key = (String) Objects.requireNonNull(row.value("payment_id"));
        long amount = (Long) Objects.requireNonNull(row.value("amount"));
        Row last = row;
        if (u < TYPED_WRONG) {
            write(index, row.with(known, "amount", amount / 10));
        } else if (u < TYPED_WRONG + OF_ANOTHER_DEBTOR) {
            Stranger other = stranger((int) (known / DAY) - 4);
            if (other != null && corrected < end) {
                write(index, row.with(known, "case_id", other.caseId));
                last = row.with(corrected, "case_id", caseId(index));
            }
        } else if (u < TYPED_WRONG + OF_ANOTHER_DEBTOR + RECORDED_TWICE) {
            if (corrected < end) {
                Row twin = row.with(known, "payment_id", key + "-2");
                write(index, twin);
                write(index, twin.with(corrected, "retracted", true));
            }
        } else if (u < TYPED_WRONG + OF_ANOTHER_DEBTOR + RECORDED_TWICE + BROUGHT_BACK) {
            long back = corrected + DAY * 3;
            if (back < end) {
                write(index, row);
                write(index, row.with(corrected, "retracted", true));
                last = row.with(back, "retracted", null);
            }
        }
        write(index, last);
        return last;
    }

    @Override
    public void received(int index, int day, long amount, String source) {}

    @Override
    public String reversal(int index, int day, long amount, String payment) {
        int number = ++payments;
        Row of = Objects.requireNonNull(paymentRows.get(payment));
        Object reference = of.value("reference");
        double u = clerks.unit(Purpose.CLERK, Feed.PAYMENTS.ordinal(), number, 1);
        String named = reference == null
                ? u < NAMES_UNKNOWN ? "E2E-" + bankReference(number) : payment
                : u < NAMES_REFERENCE ? (String) reference : payment;
        return back(index, number, Math.max(known(day + 1, 0), of.known()), amount, day, named, "REVERSAL");
    }

    @Override
    public void wonBack(int index, int day, long amount, String reversal) {
        Row of = Objects.requireNonNull(paymentRows.get(reversal));
        back(index, ++payments, Math.max(known(day + 1, 0), of.known()), amount, day, reversal, "REVERSAL");
    }

    @Override
    public void refund(int index, int day, long amount) {
        // Nobody pays back what no record says was paid.
        int number = ++payments;
        if (!unknownMoney.get(index)) {
            back(index, number, known(day + 1, 0), amount, day, null, "REFUND");
        }
    }

    private String back(int index, int number, long known, long amount, int day, @Nullable String named, String kind) {
        String key = key('p', number);
        Row row = entry(index, known, key, amount, day, day + 1, "DEBTOR", named, kind);
        paymentRows.put(key, row);
        write(index, row);
        return key;
    }

    @Override
    public void moved(String payment, int from, int to, int day, long amount) {
        Row before = Objects.requireNonNull(paymentRows.get(payment));
        long known = Math.max(known(day, 0), before.known() + HOUR);
        Row row = before.with(known, "case_id", caseId(to));
        paymentRows.put(payment, row);
        write(from, row);
        if (known >= end) {
            untold.set(to);
        }
    }

    private Row entry(
            int index,
            long known,
            String key,
            long amount,
            int counts,
            int booked,
            String source,
            @Nullable String reversalOf,
            String kind) {
        CaseSystem system = system(index);
        boolean stated = system.statesKinds() || kind.equals("REFUND");
        boolean reference = system.bankReferences() && kind.equals("PAYMENT");
        return Row.of(
                Feed.PAYMENTS,
                known,
                key,
                caseId(index),
                amount,
                counts,
                booked,
                source,
                reversalOf,
                stated ? kind : null,
                reference ? "B" + bankReference(payments) : null);
    }

    /// Ten digits, as a bank numbers its transactions.
    private String bankReference(int number) {
        return String.format(Locale.ROOT, "%010d", Math.floorMod(Chance.mix(clerks.base() + number), 10_000_000_000L));
    }

    @Override
    public void contact(
            int index,
            int day,
            String direction,
            String channel,
            String outcome,
            long promised,
            int promisedFor,
            long cost) {
        long at = day * DAY + (8 + random.nextInt(10)) * HOUR + random.nextInt(60) * 60_000L;
        boolean overnight = channel.equals("EMAIL") || channel.equals("LETTER");
        long known = overnight ? (day + 1) * DAY + 4 * HOUR : at + 60_000L * random.nextInt(30);
        int number = ++contacts;
        known += reportedLate(Feed.CONTACTS, number) * DAY;
        Row row = Row.of(
                Feed.CONTACTS,
                known,
                key('c', number),
                debtor.id(),
                index < 0 ? null : caseId(index),
                direction,
                channel,
                outcome,
                promisedFor == 0 ? null : promised,
                promisedFor == 0 ? null : promisedFor,
                cost,
                at);
        write(index, clerk(Feed.CONTACTS, index, number, row, CONTACT_OF_ANOTHER, CONTACT_WITHOUT_CASE));
    }

    /// Writes the wrong version of a contact or hold where there is one.
    ///
    /// @return the right version, which may become known later
    private Row clerk(Feed feed, int index, int number, Row row, double ofAnother, double withoutCase) {
        double u = clerks.unit(Purpose.CLERK, feed.ordinal(), number, 0);
        long known = row.known();
        if (u < ofAnother) {
            long corrected = known + DAY * clerks.between(Purpose.CLERK_DAYS, feed.ordinal(), number, 1, 4);
            Stranger other = stranger((int) (known / DAY) - 1);
            if (other != null && corrected < end) {
                Row wrong = row.with(known, "debtor_id", other.debtorId);
                write(index, index < 0 ? wrong : wrong.with(known, "case_id", other.caseId));
                return row.with(corrected, "debtor_id", debtor.id());
            }
        } else if (u < ofAnother + withoutCase && index >= 0) {
            write(index, row.with(known, "case_id", null));
        }
        return row;
    }

    @Override
    public void hit(int day, String register, String result, String trigger) {
        write(
                -1,
                Row.of(
                        Feed.ADDRESS_HITS,
                        known(day, random.nextInt(3)),
                        key('a', ++hits),
                        debtor.id(),
                        register,
                        result,
                        trigger,
                        day));
    }

    @Override
    public String arrangement(
            int index,
            int day,
            String kind,
            long instalment,
            int instalments,
            @Nullable Interval interval,
            int firstDue,
            long waivedInterest,
            long waivedCosts) {
        boolean reduction = kind.equals("REDUCTION");
        CaseSystem system = system(index);
        boolean monthly = interval == Interval.MONTH;
        boolean weekly = interval == Interval.WEEK || interval == Interval.FORTNIGHT;
        String unit = weekly ? "WEEKS" : monthly ? system.monthUnit() : null;
        String key = key('r', ++arrangements);
        Row row = Row.of(
                Feed.ARRANGEMENTS,
                known(day, 0),
                key,
                caseId(index),
                kind,
                instalments == 0 ? null : instalment,
                instalments == 0 ? null : instalments,
                monthly ? system.monthDays() : null,
                firstDue,
                reduction ? waivedInterest : null,
                reduction ? waivedCosts : null,
                day,
                unit,
                unit == null ? null : interval == Interval.FORTNIGHT ? 2 : 1);
        arrangementRows.put(key, row);
        write(index, row);
        return key;
    }

    @Override
    public void arrangementEnded(int index, String arrangement, int day, String as) {
        Row before = Objects.requireNonNull(arrangementRows.get(arrangement));
        long known = Math.max(known(day, 0), before.known() + HOUR);
        Row row = before.with(known, "ended_on", day).with(known, "ended_as", as);
        arrangementRows.put(arrangement, row);
        write(index, row);
    }

    @Override
    public String holdOpened(int index, int day, String kind) {
        int number = ++holds;
        String key = key('h', number);
        Row row = Row.of(
                Feed.HOLDS,
                known(day, 0),
                key,
                debtor.id(),
                index < 0 ? null : caseId(index),
                kind,
                day,
                system(Math.max(0, index)).endlessHolds() ? ENDLESS : null,
                null);
        Row last = clerk(Feed.HOLDS, index, number, row, HOLD_OF_ANOTHER, HOLD_WITHOUT_CASE);
        holdKnown.put(key, last.known());
        write(index, last);
        return key;
    }

    @Override
    public void holdClosed(String hold, int index, int openedOn, int day, String kind, String outcome) {
        long opened = Objects.requireNonNull(holdKnown.get(hold));
        write(
                index,
                Row.of(
                        Feed.HOLDS,
                        Math.max(known(day, 1), opened + HOUR),
                        hold,
                        debtor.id(),
                        index < 0 ? null : caseId(index),
                        kind,
                        openedOn,
                        day,
                        outcome));
    }

    @Override
    public void decision(int index, int day, Route route, double probability, boolean human) {
        long at = day * DAY + 5 * HOUR + random.nextInt(3600) * 1000L;
        write(
                index,
                Row.of(
                        Feed.DECISIONS,
                        at,
                        key('d', ++decisions),
                        caseId(index),
                        route.name(),
                        OldPolicy.VERSION,
                        Math.min(1, Math.rint(probability * 1e6) / 1e6),
                        human ? "HUMAN" : "MACHINE",
                        at));
    }

    @Override
    public void tax(int year, double income, double wealth, int assessedOn, int learntOn) {
        if (!debtor.taxed()) {
            return;
        }
        double u = random.nextDouble();
        String purpose = u < 0.93 ? "COLLECTION_SCORING" : u < 0.98 ? "CREDIT_ASSESSMENT" : "LENDING_ADVICE";
        String source = random.nextDouble() < 0.8 ? "TAX_AUTHORITY" : "BUREAU";
        assessment(year, income, wealth, source, purpose, assessedOn, learntOn);
        if (random.nextDouble() < 0.05) {
            int amended = assessedOn + 60 + random.nextInt(140);
            double factor = 0.88 + 0.24 * random.nextDouble();
            assessment(year, income * factor, wealth, source, purpose, amended, Math.max(amended + 5, learntOn + 1));
        }
    }

    private void assessment(
            int year, double income, double wealth, String source, String purpose, int assessedOn, int learntOn) {
        long net = Math.round(income) * 100;
        write(
                -1,
                Row.of(
                        Feed.TAX_ASSESSMENTS,
                        known(learntOn, 0),
                        debtor.id(),
                        year,
                        net,
                        Math.round(wealth) * 100,
                        Math.round(income * 0.31) * 100,
                        debtor.country().currency(),
                        source,
                        purpose,
                        assessedOn));
    }

    @Override
    public void cost(int index, int day, long amount) {}

    /// What the creditors allow, from a year before the history on; some raise it later.
    static void mandates(World world, Rows rows) {
        int day = world.firstDay() - 365;
        int number = 0;
        for (Creditor creditor : world.creditors()) {
            mandate(creditor, rows, day, creditor.maxPlanMonths());
            if (number++ % 5 == 0) {
                int later = (world.firstDay() + world.lastDay()) / 2 + number;
                mandate(creditor, rows, later, creditor.maxPlanMonths() + 6);
            }
        }
    }

    private static void mandate(Creditor creditor, Rows rows, int day, int months) {
        rows.row(
                Feed.MANDATES,
                creditor.id(),
                day,
                months,
                true,
                creditor.maxPlanMonths() > 6,
                45,
                true,
                creditor.mayReduce(),
                creditor.mayReduce() ? 1.0 : 0.0,
                true,
                creditor.minLegalAmount(),
                day * DAY + 6 * HOUR);
    }

    private String caseId(int index) {
        return debtor.id() + "-" + (index + 1);
    }

    private String key(char letter, int number) {
        return letter + Integer.toString(debtor.number()) + "-" + number;
    }

    /// An hour of the night batch, some days after the day.
    private long known(int day, int late) {
        return (day + late) * DAY + 20 * HOUR + (debtor.number() % 3600) * 1000L;
    }

    /// Days by which a record is reported late; mostly 0.
    private int reportedLate(Feed feed, int number) {
        return clerks.unit(Purpose.LATE, feed.ordinal(), number, 0) < LATE
                ? clerks.between(Purpose.LATE_DAYS, feed.ordinal(), number, 10, 60)
                : 0;
    }

    private CaseSystem system(int index) {
        return debtor.claims().get(index).creditor().system();
    }

    /// Another debtor, for whom a record was meant in error.
    private record Stranger(String debtorId, String caseId) {}

    /// A debtor of the same country with a lower number and a case that was placed before a day; null where none
    /// is near. A smaller run has such a debtor too, and the debtor's own truth does not change.
    private @Nullable Stranger stranger(int day) {
        for (int number = debtor.number() - 1; number >= Math.max(0, debtor.number() - 60); number--) {
            Debtor other = Debtor.draw(world, number);
            if (other.country() == debtor.country()
                    && !other.claims().isEmpty()
                    && other.claims().getFirst().placedOn() < day) {
                return new Stranger(other.id(), other.id() + "-1");
            }
        }
        return null;
    }

    private void write(int index, Row row) {
        if (row.known() < end) {
            rows.row(row.feed, row.values);
        } else if (index >= 0) {
            untold.set(index);
        }
    }

    /// A version of a record.
    private record Row(Feed feed, @Nullable Object[] values) {
        /// @param values in the contract's order, without `known_at`; those left out at the end are null
        static Row of(Feed feed, long known, @Nullable Object... values) {
            Contract contract = Contract.of(feed);
            int at = contract.position(Contract.KNOWN_AT);
            @Nullable Object[] row = new @Nullable Object[contract.columns().size()];
            System.arraycopy(values, 0, row, 0, at);
            row[at] = known;
            System.arraycopy(values, at, row, at + 1, values.length - at);
            return new Row(feed, row);
        }

        @Nullable
        Object value(String column) {
            return values[Contract.of(feed).position(column)];
        }

        long known() {
            return (Long) Objects.requireNonNull(value(Contract.KNOWN_AT));
        }

        /// Another version, which becomes known at another time.
        Row with(long known, String column, @Nullable Object value) {
            Contract contract = Contract.of(feed);
            @Nullable Object[] version = values.clone();
            version[contract.position(Contract.KNOWN_AT)] = known;
            version[contract.position(column)] = value;
            return new Row(feed, version);
        }
    }
}
