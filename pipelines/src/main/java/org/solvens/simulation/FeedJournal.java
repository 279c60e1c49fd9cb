package org.solvens.simulation;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.solvens.feed.Feed;

/// Writes what happens to one debtor as rows of the feeds, each with when it became known.
///
/// Records that become known after the last day of the history are not written: no extract of that
/// day could hold them. How late each is known is drawn apart from the debtor's luck.
final class FeedJournal implements Journal {
    private static final long DAY = 86_400_000L;
    private static final long HOUR = 3_600_000L;

    private final Debtor debtor;
    private final Rows rows;
    private final SplittableRandom random;
    private final long end;
    private final Map<String, Long> paymentKnown = new HashMap<>();
    private int contacts;
    private int events;
    private int payments;
    private int arrangements;
    private int holds;
    private int decisions;
    private int hits;

    FeedJournal(World world, Debtor debtor, Rows rows) {
        this.debtor = debtor;
        this.rows = rows;
        this.random = new SplittableRandom(
                Chance.of(world.seed() ^ 0x6a09e667L, debtor.number()).base());
        this.end = (world.lastDay() + 1L) * DAY;
    }

    @Override
    public void caseOpened(Claim claim) {
        write(
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
                claim.originTold() ? claim.feeAgreed() : null);
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
        write(
                Feed.CASE_EVENTS,
                known(day, late),
                key('e', ++events),
                caseId(index),
                kind,
                component,
                amount,
                stage,
                letter,
                closedAs,
                day);
    }

    @Override
    public String payment(int index, int day, long amount, String source, int knownAfterDays) {
        String key = key('p', ++payments);
        int booked = day + (knownAfterDays > 0 ? knownAfterDays : 1 + random.nextInt(3));
        long known = known(booked, 0);
        if (random.nextDouble() < 0.04) {
            // Announced by the bank first, booked later: two versions of one record.
            int first = Math.max(booked - 1, day);
            write(Feed.PAYMENTS, known(first, 0), key, caseId(index), amount, day, null, source, null);
            known = known(booked + 2 + random.nextInt(12), 0);
        } else if (random.nextDouble() < 0.02) {
            known += (20L + random.nextInt(70)) * DAY;
        }
        write(Feed.PAYMENTS, known, key, caseId(index), amount, day, booked, source, null);
        paymentKnown.put(key, known);
        return key;
    }

    @Override
    public void reversal(int index, int day, long amount, String payment) {
        write(
                Feed.PAYMENTS,
                Math.max(known(day + 1, 0), paymentKnown.getOrDefault(payment, 0L)),
                key('p', ++payments),
                caseId(index),
                amount,
                day,
                day + 1,
                "DEBTOR",
                payment);
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
        write(
                Feed.CONTACTS,
                known,
                key('c', ++contacts),
                debtor.id(),
                index < 0 ? null : caseId(index),
                direction,
                channel,
                outcome,
                promisedFor == 0 ? null : promised,
                promisedFor == 0 ? null : promisedFor,
                cost,
                at);
    }

    @Override
    public void hit(int day, String register, String result, String trigger) {
        write(
                Feed.ADDRESS_HITS,
                known(day, random.nextInt(3)),
                key('a', ++hits),
                debtor.id(),
                register,
                result,
                trigger,
                day);
    }

    @Override
    public void arrangement(
            int index,
            int day,
            String kind,
            long instalment,
            int instalments,
            int interval,
            int firstDue,
            long waivedInterest,
            long waivedCosts) {
        boolean reduction = kind.equals("REDUCTION");
        write(
                Feed.ARRANGEMENTS,
                known(day, 0),
                key('r', ++arrangements),
                caseId(index),
                kind,
                instalments == 0 ? null : instalment,
                instalments == 0 ? null : instalments,
                interval == 0 ? null : interval,
                firstDue,
                reduction ? waivedInterest : null,
                reduction ? waivedCosts : null,
                day);
    }

    @Override
    public String holdOpened(int index, int day, String kind) {
        String key = key('h', ++holds);
        write(Feed.HOLDS, known(day, 0), key, debtor.id(), index < 0 ? null : caseId(index), kind, day, null, null);
        return key;
    }

    @Override
    public void holdClosed(String hold, int index, int openedOn, int day, String kind, String outcome) {
        write(
                Feed.HOLDS,
                known(day, 1),
                hold,
                debtor.id(),
                index < 0 ? null : caseId(index),
                kind,
                openedOn,
                day,
                outcome);
    }

    @Override
    public void decision(int index, int day, Route route, double probability, boolean human) {
        long at = day * DAY + 5 * HOUR + random.nextInt(3600) * 1000L;
        write(
                Feed.DECISIONS,
                at,
                key('d', ++decisions),
                caseId(index),
                route.name(),
                OldPolicy.VERSION,
                Math.min(1, Math.rint(probability * 1e6) / 1e6),
                human ? "HUMAN" : "MACHINE",
                at);
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
                assessedOn);
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

    private void write(Feed feed, long known, @Nullable Object... values) {
        if (known >= end) {
            return;
        }
        @Nullable Object[] row = Arrays.copyOf(values, values.length + 1);
        row[values.length] = known;
        rows.row(feed, row);
    }
}
