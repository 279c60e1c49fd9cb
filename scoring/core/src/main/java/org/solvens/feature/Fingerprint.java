package org.solvens.feature;

import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.solvens.facts.CaseView;
import org.solvens.facts.DebtorView;
import org.solvens.facts.FeedStarts;
import org.solvens.facts.OtherCases;
import org.solvens.feed.Feed;
import org.solvens.history.ArrangementKind;
import org.solvens.history.ClaimType;
import org.solvens.history.DebtorKind;
import org.solvens.history.Event;
import org.solvens.history.Event.AddressHit;
import org.solvens.history.Event.Arrangement;
import org.solvens.history.Event.CaseChanged;
import org.solvens.history.Event.CasePlaced;
import org.solvens.history.Event.Contact;
import org.solvens.history.Event.Decision;
import org.solvens.history.Event.Hold;
import org.solvens.history.Event.Payment;
import org.solvens.history.Event.Payment.Kind;
import org.solvens.history.Event.TaxAssessment;
import org.solvens.history.History;
import org.solvens.history.HoldKind;
import org.solvens.history.Route;
import org.solvens.history.Stage;

/// What features compute on a fixed set of made-up debtors, so that a catalogue whose code changed gets
/// another version though every word of its descriptions stayed.
final class Fingerprint {
    private static final int DEBTORS = 60;
    private static final int EVENTS = 45;
    private static final int FIRST_DAY = 19_000;
    private static final int DAYS = 900;
    private static final long DAY = 86_400_000L;
    private static final String[] COUNTRIES = {"SE", "NO", "DK", "FI"};
    private static final String[] CURRENCIES = {"SEK", "NOK", "DKK", "EUR"};
    private static final Integer[] INTERVALS = {7, 14, 30, 31, 90};

    private final SplittableRandom draw;
    private final int cases;
    private final List<Event> events = new ArrayList<>();

    private Fingerprint(SplittableRandom draw) {
        this.draw = draw;
        this.cases = 1 + draw.nextInt(3);
    }

    /// Adds the values of every feature, of every made-up case, to a digest.
    static void add(List<Feature> features, OtherCases otherCases, MessageDigest digest) {
        Map<Feed, Long> begun = new EnumMap<>(Feed.class);
        for (Feed feed : Feed.values()) {
            begun.put(feed, 0L);
        }
        FeedStarts feeds = new FeedStarts(begun);
        byte[] bytes = new byte[Long.BYTES];
        SplittableRandom seeds = new SplittableRandom(20_261_122);
        for (int i = 0; i < DEBTORS; i++) {
            History history = new Fingerprint(seeds.split()).live();
            for (int day = FIRST_DAY + 300; day <= FIRST_DAY + DAYS; day += 300) {
                for (CaseView view : new DebtorView(history, day * DAY, feeds, otherCases).cases()) {
                    for (Feature feature : features) {
                        long value =
                                Double.doubleToLongBits(feature.definition().of(view));
                        for (int b = 0; b < bytes.length; b++) {
                            bytes[b] = (byte) (value >>> 8 * b);
                        }
                        digest.update(bytes);
                    }
                }
            }
        }
    }

    private History live() {
        List<String> caseIds = new ArrayList<>();
        for (int i = 0; i < cases; i++) {
            caseIds.add("case-" + i);
            events.add(placed(i));
        }
        for (int i = 0; i < EVENTS; i++) {
            int day = FIRST_DAY + draw.nextInt(DAYS);
            long known = (day + draw.nextInt(5)) * DAY + draw.nextInt(86_400) * 1000L;
            events.add(happened(i, draw.nextInt(cases), day, known));
        }
        events.sort(Comparator.comparingLong(Event::knownAt));
        return new History("made-up", caseIds, List.of("creditor-0", "creditor-1"), events, List.of());
    }

    private <E> E any(E[] of) {
        return of[draw.nextInt(of.length)];
    }

    private CasePlaced placed(int at) {
        int country = draw.nextInt(COUNTRIES.length);
        int day = FIRST_DAY + draw.nextInt(250);
        return new CasePlaced(
                day * DAY,
                Event.NEVER,
                at,
                draw.nextInt(2),
                COUNTRIES[country],
                CURRENCIES[country],
                any(DebtorKind.values()),
                any(ClaimType.values()),
                100_000 + draw.nextInt(9_000_000),
                draw.nextInt(90_000),
                draw.nextInt(300_000),
                day - draw.nextInt(120),
                draw.nextBoolean() ? Event.NONE : day - 200,
                day,
                any(Stage.values()),
                null);
    }

    private Event happened(int number, int at, int day, long known) {
        long never = Event.NEVER;
        return switch (draw.nextInt(10)) {
            case 0 -> changed(at, day, known);
            case 1, 2 ->
                entry(number, at, 0, 10_000 + draw.nextInt(2_000_000), day + draw.nextInt(3), known, Kind.PAYMENT);
            case 3 -> {
                boolean refund = draw.nextInt(4) == 0;
                yield entry(
                        number,
                        at,
                        refund ? 0 : 1 + draw.nextInt(number + 1),
                        10_000 + draw.nextInt(400_000),
                        day,
                        known,
                        refund ? Kind.REFUND : Kind.REVERSAL);
            }
            case 4, 5 -> {
                Contact.Outcome outcome = any(Contact.Outcome.values());
                boolean promised = outcome == Contact.Outcome.PROMISED;
                yield new Contact(
                        known,
                        never,
                        draw.nextInt(3) == 0 ? Event.NONE : at,
                        any(Contact.Direction.values()),
                        any(Contact.Channel.values()),
                        outcome,
                        promised ? 50_000 + draw.nextInt(1_000_000) : Event.NO_AMOUNT,
                        promised ? day + draw.nextInt(40) : Event.NONE,
                        Event.NO_AMOUNT,
                        day * DAY + draw.nextInt(86_400) * 1000L);
            }
            case 6 ->
                new AddressHit(
                        known,
                        never,
                        any(AddressHit.Register.values()),
                        any(AddressHit.Result.values()),
                        any(AddressHit.Trigger.values()),
                        day);
            case 7 ->
                new TaxAssessment(
                        known,
                        never,
                        2018 + draw.nextInt(6),
                        draw.nextInt(600_000_000) - 10_000_000,
                        draw.nextInt(4) == 0 ? Event.NO_AMOUNT : draw.nextInt(900_000_000) - 400_000_000,
                        draw.nextInt(90_000_000),
                        any(CURRENCIES),
                        any(TaxAssessment.Source.values()),
                        any(TaxAssessment.Purpose.values()),
                        day);
            case 8 -> {
                boolean deferral = draw.nextInt(4) == 0;
                yield new Arrangement(
                        known,
                        never,
                        at,
                        any(ArrangementKind.values()),
                        deferral ? Event.NO_AMOUNT : 50_000 + draw.nextInt(500_000),
                        deferral ? Event.NONE : 1 + draw.nextInt(12),
                        deferral || draw.nextBoolean() ? Event.NONE : any(INTERVALS),
                        day + 20,
                        draw.nextInt(30_000),
                        Event.NO_AMOUNT,
                        day,
                        draw.nextInt(3) == 0 ? any(Arrangement.IntervalUnit.values()) : null,
                        Event.NONE,
                        draw.nextInt(6) == 0 ? day + draw.nextInt(100) : Event.NONE,
                        null,
                        number);
            }
            default ->
                draw.nextBoolean()
                        ? new Hold(
                                known,
                                never,
                                draw.nextBoolean() ? Event.NONE : at,
                                any(HoldKind.values()),
                                day,
                                draw.nextBoolean() ? Event.NONE : day + draw.nextInt(60),
                                draw.nextBoolean() ? null : any(Hold.Outcome.values()))
                        : new Decision(
                                known, never, at, any(Route.values()), 1, any(Decision.DecidedBy.values()), day * DAY);
        };
    }

    private Payment entry(int number, int at, long reversalOf, long amount, int day, long known, Kind kind) {
        return new Payment(known, Event.NEVER, at, number + 1, reversalOf, amount, day, source(), kind, 0);
    }

    private Payment.Source source() {
        return draw.nextInt(3) == 0 ? any(Payment.Source.values()) : Payment.Source.DEBTOR;
    }

    private CaseChanged changed(int at, int day, long known) {
        CaseChanged.Kind kind = any(CaseChanged.Kind.values());
        boolean charge = kind == CaseChanged.Kind.CHARGE_ADDED
                || kind == CaseChanged.Kind.CHARGE_WAIVED
                || kind == CaseChanged.Kind.CHARGE_RESTATED;
        return new CaseChanged(
                known,
                Event.NEVER,
                at,
                kind,
                charge ? any(CaseChanged.Component.values()) : null,
                charge ? draw.nextInt(500_000) : Event.NO_AMOUNT,
                kind == CaseChanged.Kind.STAGE_CHANGED ? any(Stage.values()) : null,
                kind == CaseChanged.Kind.LETTER_SENT ? any(CaseChanged.Letter.values()) : null,
                kind == CaseChanged.Kind.CLOSED ? any(CaseChanged.ClosedAs.values()) : null,
                day,
                draw.nextInt(100));
    }
}
