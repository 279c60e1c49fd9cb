package org.solvens.feature;

import java.time.LocalDate;
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
import org.solvens.history.History;
import org.solvens.history.Route;
import org.solvens.history.Stage;

/// Measures the catalogue over made-up histories of twenty events on one thread: decoded only, at one as-of
/// date, and at twelve. For tuning; no test.
final class FeatureLoop {
    private static final long DAY = 86_400_000L;
    private static final int TODAY = (int) LocalDate.of(2026, 1, 1).toEpochDay();

    private FeatureLoop() {}

    /// @param args number of histories, number of rounds
    public static void main(String[] args) {
        int count = args.length > 0 ? Integer.parseInt(args[0]) : 100_000;
        int rounds = args.length > 1 ? Integer.parseInt(args[1]) : 8;
        SplittableRandom draw = new SplittableRandom(1);
        byte[][] histories = new byte[count][];
        for (int i = 0; i < count; i++) {
            histories[i] = history(draw, i).encode();
        }
        Map<Feed, Long> starts = new EnumMap<>(Feed.class);
        for (Feed feed : Feed.values()) {
            starts.put(feed, 0L);
        }
        FeedStarts feeds = new FeedStarts(starts);
        long[] one = {TODAY * DAY};
        long[] twelve = new long[12];
        for (int i = 0; i < twelve.length; i++) {
            twelve[i] = (TODAY - 30L * i) * DAY;
        }
        for (int round = 0; round < rounds; round++) {
            double decoded = seconds(histories, feeds, new long[0]);
            double atOne = seconds(histories, feeds, one);
            double atTwelve = seconds(histories, feeds, twelve);
            System.out.printf(
                    "decoded %.2f us, one as-of %.2f us (%,.0f histories/s), twelve %.2f us = %.2f x one%n",
                    decoded * 1e6 / count,
                    atOne * 1e6 / count,
                    count / atOne,
                    atTwelve * 1e6 / count,
                    atTwelve / atOne);
        }
    }

    private static double seconds(byte[][] histories, FeedStarts feeds, long[] asOf) {
        FeatureCatalogue catalogue = FeatureCatalogue.standard(OtherCases.SEEN);
        double[] vector = new double[catalogue.features().size()];
        double sink = 0;
        long began = System.nanoTime();
        for (byte[] bytes : histories) {
            History history = History.decode(bytes);
            sink += history.events().size();
            for (long at : asOf) {
                for (CaseView view : new DebtorView(history, at, feeds, OtherCases.SEEN).cases()) {
                    catalogue.compute(view, vector);
                    sink += vector[vector.length - 1];
                }
            }
        }
        double took = (System.nanoTime() - began) / 1e9;
        if (Double.isNaN(sink)) {
            throw new AssertionError("a feature is NaN");
        }
        return took;
    }

    private static History history(SplittableRandom draw, int number) {
        List<Event> events = new ArrayList<>();
        int placed = TODAY - 20 - draw.nextInt(400);
        events.add(new Event.CasePlaced(
                placed * DAY,
                Event.NEVER,
                0,
                0,
                "SE",
                "SEK",
                DebtorKind.PERSON,
                ClaimType.INVOICE,
                500_000,
                5_000,
                18_000,
                placed - 30,
                Event.NONE,
                placed,
                Stage.REMINDER,
                null));
        while (events.size() < 20) {
            int day = placed + draw.nextInt(TODAY - placed + 1);
            long known = day * DAY + draw.nextInt(80_000) * 1000L;
            int kind = draw.nextInt(20);
            if (kind < 7) {
                Event.Contact.Outcome outcome = Event.Contact.Outcome.values()[draw.nextInt(15)];
                events.add(new Event.Contact(
                        known,
                        Event.NEVER,
                        0,
                        Event.Contact.Direction.values()[draw.nextInt(5) / 4],
                        Event.Contact.Channel.values()[draw.nextInt(6)],
                        outcome,
                        outcome == Event.Contact.Outcome.PROMISED ? 50_000 : Event.NO_AMOUNT,
                        outcome == Event.Contact.Outcome.PROMISED ? day + 10 : Event.NONE,
                        Event.NO_AMOUNT,
                        known));
            } else if (kind < 11) {
                events.add(new Event.Payment(
                        known,
                        Event.NEVER,
                        0,
                        events.size(),
                        0,
                        20_000,
                        day,
                        Event.Payment.Source.DEBTOR,
                        Event.Payment.Kind.PAYMENT,
                        0));
            } else if (kind < 16) {
                events.add(new Event.CaseChanged(
                        known,
                        Event.NEVER,
                        0,
                        Event.CaseChanged.Kind.LETTER_SENT,
                        null,
                        Event.NO_AMOUNT,
                        null,
                        Event.CaseChanged.Letter.REMINDER,
                        null,
                        day,
                        0));
            } else if (kind < 17) {
                events.add(new Event.AddressHit(
                        known,
                        Event.NEVER,
                        Event.AddressHit.Register.POPULATION,
                        Event.AddressHit.Result.CONFIRMED,
                        Event.AddressHit.Trigger.SCHEDULED,
                        day));
            } else if (kind < 18) {
                events.add(new Event.TaxAssessment(
                        known,
                        Event.NEVER,
                        2020 + draw.nextInt(5),
                        30_000_000,
                        1_000_000,
                        9_000_000,
                        "SEK",
                        Event.TaxAssessment.Source.BUREAU,
                        Event.TaxAssessment.Purpose.COLLECTION_SCORING,
                        day));
            } else if (kind < 19) {
                events.add(new Event.Arrangement(
                        known,
                        Event.NEVER,
                        0,
                        ArrangementKind.PLAN,
                        30_000,
                        6,
                        30,
                        day + 20,
                        Event.NO_AMOUNT,
                        Event.NO_AMOUNT,
                        day,
                        null,
                        Event.NONE,
                        Event.NONE,
                        null,
                        0));
            } else {
                events.add(new Event.Decision(
                        known, Event.NEVER, 0, Route.CALL, 1, Event.Decision.DecidedBy.MACHINE, known));
            }
        }
        events.sort(Comparator.comparingLong(Event::knownAt));
        List<String> keys = new ArrayList<>();
        for (int i = 0; i < events.size(); i++) {
            keys.add("payments/P-" + number + "-" + i);
        }
        return new History("D" + number, List.of("C" + number), List.of("K1"), events, keys);
    }
}
