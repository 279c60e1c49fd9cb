package org.solvens.facts;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import org.solvens.feed.Feed;

/// A random ledger as feed rows: cases of a few debtors with charges, stages, closings, payments and what took
/// them back, plans, promises and holds. No two records of a case happen on one day, so that the order of
/// happening alone decides.
final class MadeUpLedger {
    static final LocalDate START = LocalDate.of(2025, 1, 7);

    /// When a record becomes known, given the day on which it happened.
    interface Delay {
        Instant known(LocalDate day, int number);
    }

    static final Delay TIMELY = (day, number) -> day.atTime(20, 0, number % 60).toInstant(java.time.ZoneOffset.UTC);
    static final Delay AT_ONCE = (_, _) -> Instant.parse("2026-05-01T06:00:00Z");

    static Delay late(long seed) {
        return (day, number) -> TIMELY.known(
                day.plusDays(new SplittableRandom(seed ^ number * 0x9E3779B97F4A7C15L).nextInt(40)), number);
    }

    private static final Map<Feed, String> HEADERS = Map.of(
            Feed.CASES,
            "case_id,debtor_id,creditor_id,country,currency,debtor_kind,claim_type,principal,interest,costs,due_date,"
                    + "arose_on,placed_on,stage,reminder_fee_agreed,known_at",
            Feed.CASE_EVENTS,
            "event_id,case_id,kind,component,amount,stage,letter,closed_as,happened_on,known_at",
            Feed.PAYMENTS,
            "payment_id,case_id,amount,paid_on,source,reversal_of,kind,reference,known_at",
            Feed.ARRANGEMENTS,
            "arrangement_id,case_id,kind,instalment,instalments,interval_days,first_due,agreed_on,known_at",
            Feed.CONTACTS,
            "contact_id,debtor_id,case_id,direction,channel,outcome,promised_amount,promised_for,at,known_at",
            Feed.HOLDS,
            "hold_id,debtor_id,case_id,kind,opened_on,closed_on,known_at");

    private final SplittableRandom draw;
    private final Delay delay;
    private final UnaryOperator<String> ids;
    private final Map<Feed, List<String>> rows = new EnumMap<>(Feed.class);
    private int count;

    private MadeUpLedger(long seed, Delay delay, UnaryOperator<String> ids) {
        this.draw = new SplittableRandom(seed);
        this.delay = delay;
        this.ids = ids;
        HEADERS.keySet().forEach(feed -> rows.put(feed, new ArrayList<>()));
    }

    /// The rows of each feed, without headers.
    ///
    /// @param seed of all that happens
    /// @param delay until it is known
    /// @param ids what ids become
    static Map<Feed, List<String>> rows(long seed, Delay delay, UnaryOperator<String> ids) {
        MadeUpLedger ledger = new MadeUpLedger(seed, delay, ids);
        for (int debtor = 0; debtor < 2; debtor++) {
            for (int one = 0; one < 2; one++) {
                ledger.live("D" + debtor, "C" + debtor + one);
            }
        }
        return ledger.rows;
    }

    static List<String> file(Feed feed, List<String> rows) {
        List<String> file = new ArrayList<>();
        file.add(HEADERS.get(feed));
        file.addAll(rows);
        return file;
    }

    static PlainIngest ingest(Map<Feed, List<String>> rows) {
        PlainIngest ingest = new PlainIngest();
        rows.forEach((feed, lines) -> ingest.file(feed, file(feed, lines)));
        return ingest;
    }

    private String id(String prefix) {
        return ids.apply(prefix + count);
    }

    private String known(LocalDate day) {
        return delay.known(day, count++).toString();
    }

    private void add(Feed feed, String... cells) {
        rows.get(feed).add(String.join(",", cells));
    }

    private String amount(int upTo) {
        return (1 + draw.nextInt(upTo)) + "." + (10 + draw.nextInt(90));
    }

    private void live(String debtorId, String caseId) {
        String debtor = ids.apply(debtorId);
        String ofCase = ids.apply(caseId);
        LocalDate day = START.plusDays(draw.nextInt(30));
        // Known before anything else, so that a late case does not hide what is about it.
        add(
                Feed.CASES,
                ofCase,
                debtor,
                ids.apply("K" + draw.nextInt(2)),
                "SE",
                "SEK",
                "PERSON",
                "INVOICE",
                amount(5000),
                amount(90),
                amount(90),
                day.minusDays(20).toString(),
                day.minusDays(50).toString(),
                day.toString(),
                "COLLECTION",
                "",
                day.atStartOfDay().plusHours(5) + ":00Z");
        List<String> paid = new ArrayList<>();
        List<String> reference = new ArrayList<>();
        int happenings = 4 + draw.nextInt(14);
        for (int i = 0; i < happenings; i++) {
            day = day.plusDays(1 + draw.nextInt(18));
            happen(debtor, ofCase, day, paid, reference);
        }
    }

    private void happen(String debtor, String ofCase, LocalDate day, List<String> paid, List<String> reference) {
        String on = day.toString();
        switch (draw.nextInt(10)) {
            case 0 -> {
                String kind = List.of("CHARGE_ADDED", "CHARGE_RESTATED", "CHARGE_WAIVED")
                        .get(draw.nextInt(3));
                String component = List.of("PRINCIPAL", "INTEREST", "COSTS").get(draw.nextInt(3));
                add(Feed.CASE_EVENTS, id("E"), ofCase, kind, component, amount(300), "", "", "", on, known(day));
            }
            case 1 -> {
                String stage = List.of("REMINDER", "COLLECTION", "LEGAL", "SURVEILLANCE")
                        .get(draw.nextInt(4));
                add(Feed.CASE_EVENTS, id("E"), ofCase, "STAGE_CHANGED", "", "", stage, "", "", on, known(day));
            }
            case 2 -> {
                boolean closed = draw.nextBoolean();
                String as = List.of("PAID", "WITHDRAWN").get(draw.nextInt(2));
                add(
                        Feed.CASE_EVENTS,
                        id("E"),
                        ofCase,
                        closed ? "CLOSED" : "REOPENED",
                        "",
                        "",
                        "",
                        "",
                        closed ? as : "",
                        on,
                        known(day));
            }
            case 3, 4, 5 -> {
                String key = id("P");
                String bank = ids.apply("B" + count);
                String amount = amount(900);
                paid.add(key + " " + amount);
                reference.add(bank);
                String source = draw.nextInt(5) == 0 ? "ENFORCEMENT" : "DEBTOR";
                add(Feed.PAYMENTS, key, ofCase, amount, on, source, "", "", bank, known(day));
            }
            case 6 -> {
                if (!paid.isEmpty()) {
                    int which = draw.nextInt(paid.size());
                    String[] of = paid.get(which).split(" ");
                    boolean byBank = draw.nextInt(3) == 0;
                    String amount = draw.nextBoolean() ? of[1] : "1.00";
                    String key = id("R");
                    add(
                            Feed.PAYMENTS,
                            key,
                            ofCase,
                            amount,
                            on,
                            "DEBTOR",
                            byBank ? reference.get(which) : of[0],
                            "REVERSAL",
                            "",
                            known(day));
                    paid.remove(which);
                    reference.remove(which);
                }
            }
            case 7 -> {
                add(
                        Feed.ARRANGEMENTS,
                        id("A"),
                        ofCase,
                        draw.nextInt(4) == 0 ? "TRIAL_PLAN" : "PLAN",
                        amount(200),
                        String.valueOf(1 + draw.nextInt(12)),
                        List.of("", "7", "30", "31").get(draw.nextInt(4)),
                        day.plusDays(draw.nextInt(20)).toString(),
                        on,
                        known(day));
            }
            case 8 -> {
                String at = day + "T12:00:00Z";
                String outcome = List.of("PROMISED", "REACHED", "NO_ANSWER").get(draw.nextInt(3));
                add(
                        Feed.CONTACTS,
                        id("T"),
                        debtor,
                        draw.nextInt(4) == 0 ? "" : ofCase,
                        "OUTBOUND",
                        "CALL",
                        outcome,
                        outcome.equals("PROMISED") ? amount(300) : "",
                        day.plusDays(10).toString(),
                        at,
                        known(day));
            }
            default -> {
                String kind = List.of("DISPUTE", "VULNERABLE", "NO_CALLS").get(draw.nextInt(3));
                String closed = draw.nextBoolean() ? "" : "9999-12-31";
                add(Feed.HOLDS, id("H"), debtor, draw.nextBoolean() ? "" : ofCase, kind, on, closed, known(day));
            }
        }
    }
}
