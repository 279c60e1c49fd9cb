package org.solvens.bench.features;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.solvens.feed.Feed;
import org.solvens.feed.FeedContract;
import org.solvens.feed.Money;
import org.solvens.history.History;
import org.solvens.history.HistoryAssembler;
import org.solvens.history.Piece;

/// A made-up business debtor with very many invoices: a municipality, a chain of shops. The same seed gives the
/// same records.
///
/// Invoices are placed over years and most are paid. Each has letters, contacts and decisions; some have part
/// payments, entries taken back in part or in full, plans and disputes. Hundreds of contacts, and a few holds, are
/// about the debtor as a whole. Shares are assumed: they are made to load every rule, not to be like any debtor.
final class LargeDebtor {
    private static final long DAY = 86_400_000L;
    private static final long HOUR = 3_600_000L;

    private static final String[] OUTCOMES = {
        "NO_ANSWER", "NO_ANSWER", "REACHED", "PROMISED", "PROMISED", "REFUSED", "CANNOT_PAY", "ASKS_PLAN", "WRONG_PARTY"
    };

    private final SplittableRandom draw;
    private final String id;
    private final int first;
    private final int placedUntil;
    private final int last;
    private final List<Piece> pieces = new ArrayList<>();
    private int keys;

    private LargeDebtor(long seed, LocalDate first, LocalDate placedUntil, LocalDate last) {
        this.draw = new SplittableRandom(seed);
        this.id = "B" + seed;
        this.first = (int) first.toEpochDay();
        this.placedUntil = (int) placedUntil.toEpochDay();
        this.last = (int) last.toEpochDay();
    }

    /// Everything known of such a debtor.
    ///
    /// @param records how many, at least ten an invoice
    /// @param first day on which the first invoice may be placed
    /// @param placedUntil day before which all are placed
    /// @param last day before which everything becomes known
    static History history(
            long seed, int invoices, int records, LocalDate first, LocalDate placedUntil, LocalDate last) {
        return HistoryAssembler.assemble(
                "B" + seed, new LargeDebtor(seed, first, placedUntil, last).pieces(invoices, records));
    }

    private List<Piece> pieces(int invoices, int records) {
        for (int number = 0; number < invoices; number++) {
            invoice(id + "-" + number, number);
        }
        for (int number = 0; number < 400; number++) {
            contact(null, between(first, last));
        }
        for (String kind :
                new String[] {"DISPUTE", "VULNERABLE", "NO_CALLS", "DIRECT_PAYMENT", "OBJECTED_TO_PROFILING"}) {
            hold(null, kind, between(first, placedUntil));
        }
        for (int day = first; day < last - 30; day += 180) {
            add(
                    Feed.ADDRESS_HITS,
                    at(day),
                    "hit_id",
                    key(),
                    "debtor_id",
                    id,
                    "register",
                    "POSTAL",
                    "result",
                    "CONFIRMED",
                    "trigger",
                    "SCHEDULED",
                    "found_on",
                    day);
        }
        for (int year = LocalDate.ofEpochDay(first).getYear();
                year < LocalDate.ofEpochDay(last).getYear();
                year++) {
            int assessed = (int) LocalDate.of(year + 1, 6, 1).toEpochDay();
            if (assessed < last) {
                add(
                        Feed.TAX_ASSESSMENTS,
                        at(assessed),
                        "debtor_id",
                        id,
                        "income_year",
                        year,
                        "net_income",
                        money(40_000_000),
                        "net_wealth",
                        money(9_000_000),
                        "tax",
                        money(8_000_000),
                        "currency",
                        "SEK",
                        "source",
                        "BUREAU",
                        "purpose",
                        "COLLECTION_SCORING",
                        "assessed_on",
                        assessed);
            }
        }
        // The rest are letters and contacts on invoices.
        while (pieces.size() < records) {
            String invoice = id + "-" + draw.nextInt(invoices);
            int day = between(placedUntil - 300, last);
            if (draw.nextInt(3) == 0) {
                letter(invoice, day, "LETTER_SENT");
            } else {
                contact(invoice, day);
            }
        }
        return pieces;
    }

    private void invoice(String invoice, int number) {
        int day = between(first, placedUntil);
        long principal = money(200 + draw.nextInt(20_000));
        add(
                Feed.CASES,
                at(day),
                "case_id",
                invoice,
                "debtor_id",
                id,
                "creditor_id",
                "K" + draw.nextInt(3),
                "country",
                "SE",
                "currency",
                "SEK",
                "debtor_kind",
                "COMPANY",
                "claim_type",
                "INVOICE",
                "principal",
                principal,
                "interest",
                money(draw.nextInt(50)),
                "costs",
                money(0),
                "due_date",
                day - 20,
                "placed_on",
                day,
                "stage",
                "REMINDER");
        change(invoice, day + 15, "CHARGE_ADDED", "component", "COSTS", "amount", money(60));
        letter(invoice, day + 15, "LETTER_SENT");
        if (draw.nextInt(2) == 0) {
            letter(invoice, day + 40, draw.nextInt(6) == 0 ? "LETTER_RETURNED" : "LETTER_SENT");
            change(invoice, day + 40, "STAGE_CHANGED", "stage", "COLLECTION");
        }
        contact(invoice, day + 20 + draw.nextInt(40));
        decision(invoice, day + 14);
        int way = draw.nextInt(10);
        if (way < 5) {
            int paid = day + 5 + draw.nextInt(90);
            String whole = payment(invoice, paid, principal);
            if (draw.nextInt(20) == 0) {
                String taken = entry(invoice, paid + 10, principal / (1 + draw.nextInt(3)), whole, "REVERSAL");
                if (draw.nextInt(4) == 0) {
                    entry(invoice, paid + 40, principal / 3, taken, "REVERSAL");
                }
            } else if (draw.nextInt(2) == 0) {
                change(invoice, paid, "CLOSED", "closed_as", "PAID");
            }
            if (draw.nextInt(100) == 0) {
                entry(invoice, paid + 20, principal / 10, null, "REFUND");
            }
        } else if (way < 8) {
            int parts = 2 + draw.nextInt(5);
            int from = day + 20;
            if (draw.nextInt(2) == 0) {
                add(
                        Feed.ARRANGEMENTS,
                        at(from),
                        "arrangement_id",
                        key(),
                        "case_id",
                        invoice,
                        "kind",
                        "PLAN",
                        "instalment",
                        principal / parts,
                        "instalments",
                        parts,
                        "interval_days",
                        30,
                        "first_due",
                        from + 20,
                        "agreed_on",
                        from);
            }
            for (int part = 0; part < parts; part++) {
                int paid = from + 20 + 30 * part + draw.nextInt(8) - 4;
                String key = payment(invoice, paid, principal / parts);
                if (draw.nextInt(40) == 0) {
                    // Every fourth of these names an entry that nobody knows.
                    String named = draw.nextInt(4) == 0 ? key() : key;
                    entry(invoice, paid + 8, principal / parts / (1 + draw.nextInt(2)), named, "REVERSAL");
                }
            }
        }
        if (number % 500 == 0) {
            hold(invoice, "DISPUTE", day + 10);
        }
    }

    private void hold(@Nullable String invoice, String kind, int day) {
        String key = key();
        add(Feed.HOLDS, at(day), "hold_id", key, "debtor_id", id, "case_id", invoice, "kind", kind, "opened_on", day);
        add(
                Feed.HOLDS,
                at(day + 50),
                "hold_id",
                key,
                "debtor_id",
                id,
                "case_id",
                invoice,
                "kind",
                kind,
                "opened_on",
                day,
                "closed_on",
                day + 50,
                "outcome",
                "REJECTED");
    }

    private void letter(String invoice, int day, String kind) {
        change(invoice, day, kind, "letter", "REMINDER");
    }

    private void change(String invoice, int day, String kind, Object... more) {
        Object[] values = {"event_id", key(), "case_id", invoice, "kind", kind, "happened_on", day};
        Object[] all = java.util.Arrays.copyOf(values, values.length + more.length);
        System.arraycopy(more, 0, all, values.length, more.length);
        add(Feed.CASE_EVENTS, at(day), all);
    }

    private String payment(String invoice, int day, long amount) {
        return entry(invoice, day, amount, null, "PAYMENT");
    }

    private String entry(String invoice, int day, long amount, @Nullable String of, String kind) {
        String key = key();
        add(
                Feed.PAYMENTS,
                at(day + 1),
                "payment_id",
                key,
                "case_id",
                invoice,
                "amount",
                amount,
                "paid_on",
                day,
                "source",
                "DEBTOR",
                "reversal_of",
                of,
                "kind",
                kind);
        return key;
    }

    private void contact(@Nullable String invoice, int day) {
        boolean inbound = draw.nextInt(5) == 0;
        boolean call = draw.nextInt(3) > 0;
        String outcome = call ? OUTCOMES[draw.nextInt(OUTCOMES.length)] : inbound ? "REACHED" : "DELIVERED";
        boolean promise = outcome.equals("PROMISED");
        add(
                Feed.CONTACTS,
                at(day),
                "contact_id",
                key(),
                "debtor_id",
                id,
                "case_id",
                invoice,
                "direction",
                inbound ? "INBOUND" : "OUTBOUND",
                "channel",
                call ? "CALL" : "EMAIL",
                "outcome",
                outcome,
                "promised_amount",
                promise ? money(100 + draw.nextInt(2_000)) : null,
                "promised_for",
                promise ? day + 10 : null,
                "at",
                day * DAY + 10 * HOUR);
    }

    private void decision(String invoice, int day) {
        add(
                Feed.DECISIONS,
                at(day),
                "decision_id",
                key(),
                "case_id",
                invoice,
                "route",
                "REMINDER",
                "policy_version",
                "1",
                "probability",
                1.0,
                "decided_by",
                "MACHINE",
                "decided_at",
                at(day));
    }

    /// Adds a record, unless it becomes known too late.
    private void add(Feed feed, long knownAt, @Nullable Object... namesAndValues) {
        if (knownAt >= last * DAY) {
            return;
        }
        FeedContract contract = FeedContract.of(feed);
        @Nullable Object[] values = new @Nullable Object[contract.fields().size()];
        for (int i = 0; i < namesAndValues.length; i += 2) {
            values[contract.position((String) java.util.Objects.requireNonNull(namesAndValues[i]))] =
                    namesAndValues[i + 1];
        }
        values[contract.position("known_at")] = knownAt;
        pieces.add(Piece.of(feed, values, pieces.size() + 1));
    }

    private String key() {
        return id + "/" + ++keys;
    }

    private int between(int from, int until) {
        return from + draw.nextInt(until - from);
    }

    private static long at(int day) {
        return day * DAY + 20 * HOUR;
    }

    private static long money(long units) {
        return units * Money.UNIT;
    }
}
