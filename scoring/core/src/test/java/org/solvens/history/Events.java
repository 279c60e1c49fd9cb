package org.solvens.history;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import org.solvens.history.Event.AddressHit;
import org.solvens.history.Event.Arrangement;
import org.solvens.history.Event.CaseChanged;
import org.solvens.history.Event.CasePlaced;
import org.solvens.history.Event.Contact;
import org.solvens.history.Event.Decision;
import org.solvens.history.Event.Hold;
import org.solvens.history.Event.Payment;
import org.solvens.history.Event.TaxAssessment;

/// Drawn events of every kind, with every value that a field can take and without values where they may be missing.
final class Events {
    private static final Arbitrary<Long> TIME = Arbitraries.longs();
    private static final Arbitrary<Long> SUPERSEDED =
            Arbitraries.oneOf(Arbitraries.longs(), Arbitraries.just(Event.NEVER));
    private static final Arbitrary<Integer> CASE =
            Arbitraries.oneOf(Arbitraries.integers().between(0, 300), Arbitraries.just(Event.NONE));
    private static final Arbitrary<Integer> DAY = Arbitraries.integers();
    private static final Arbitrary<Integer> MAYBE_DAY =
            Arbitraries.oneOf(Arbitraries.integers(), Arbitraries.just(Event.NONE));
    private static final Arbitrary<Long> AMOUNT = Arbitraries.longs();
    private static final Arbitrary<Long> MAYBE_AMOUNT =
            Arbitraries.oneOf(Arbitraries.longs(), Arbitraries.just(Event.NO_AMOUNT));
    static final Arbitrary<String> TEXT = Arbitraries.strings()
            .withCharRange('\u0000', '\u0fff')
            .withChars("中魴\uffff")
            .ofMaxLength(6);

    /// What comes before the event's own fields.
    private record Head(long known, long superseded, int caseIndex) {}

    private static final Arbitrary<Head> HEAD =
            Combinators.combine(TIME, SUPERSEDED, CASE).as(Head::new);

    private Events() {}

    static Arbitrary<Event> any() {
        return Arbitraries.oneOf(List.of(
                casePlaced(), changed(), payment(), contact(), hit(), assessment(), arrangement(), hold(), decision()));
    }

    private static <E extends Enum<E>> Arbitrary<E> maybe(Class<E> type) {
        return Arbitraries.of(type).injectNull(0.3);
    }

    private static Arbitrary<Event> casePlaced() {
        return Combinators.combine(HEAD, TEXT, TEXT, AMOUNT, AMOUNT, AMOUNT, MAYBE_DAY, Arbitraries.of(Stage.class))
                .flatAs((head, country, currency, principal, interest, costs, arose, stage) -> Combinators.combine(
                                Arbitraries.integers(),
                                Arbitraries.of(DebtorKind.class),
                                Arbitraries.of(ClaimType.class),
                                DAY,
                                DAY,
                                Arbitraries.of(true, false).injectNull(0.3))
                        .as((creditor, debtor, claim, due, placed, fee) -> new CasePlaced(
                                head.known,
                                head.superseded,
                                head.caseIndex,
                                creditor,
                                country,
                                currency,
                                debtor,
                                claim,
                                principal,
                                interest,
                                costs,
                                due,
                                arose,
                                placed,
                                stage,
                                fee)));
    }

    private static Arbitrary<Event> changed() {
        return Combinators.combine(
                        HEAD,
                        Arbitraries.of(CaseChanged.Kind.class),
                        maybe(CaseChanged.Component.class),
                        MAYBE_AMOUNT,
                        maybe(Stage.class),
                        maybe(CaseChanged.Letter.class),
                        maybe(CaseChanged.ClosedAs.class),
                        DAY)
                .as((head, kind, component, amount, stage, letter, closed, day) -> new CaseChanged(
                        head.known,
                        head.superseded,
                        head.caseIndex,
                        kind,
                        component,
                        amount,
                        stage,
                        letter,
                        closed,
                        day,
                        Math.abs(day % 1000)));
    }

    private static Arbitrary<Event> payment() {
        return Combinators.combine(HEAD, AMOUNT, AMOUNT, AMOUNT, DAY, Arbitraries.of(Payment.Source.class))
                .as((head, id, reversal, amount, day, source) -> new Payment(
                        head.known,
                        head.superseded,
                        head.caseIndex,
                        id,
                        reversal,
                        amount,
                        day,
                        source,
                        Payment.Kind.values()[Math.floorMod(day, 3)],
                        id ^ reversal));
    }

    private static Arbitrary<Event> contact() {
        return Combinators.combine(
                        HEAD,
                        Arbitraries.of(Contact.Direction.class),
                        Arbitraries.of(Contact.Channel.class),
                        Arbitraries.of(Contact.Outcome.class),
                        MAYBE_AMOUNT,
                        MAYBE_DAY,
                        MAYBE_AMOUNT,
                        TIME)
                .as((head, direction, channel, outcome, promised, day, cost, at) -> new Contact(
                        head.known,
                        head.superseded,
                        head.caseIndex,
                        direction,
                        channel,
                        outcome,
                        promised,
                        day,
                        cost,
                        at));
    }

    private static Arbitrary<Event> hit() {
        return Combinators.combine(
                        HEAD,
                        Arbitraries.of(AddressHit.Register.class),
                        Arbitraries.of(AddressHit.Result.class),
                        Arbitraries.of(AddressHit.Trigger.class),
                        DAY)
                .as((head, register, result, trigger, day) ->
                        new AddressHit(head.known, head.superseded, register, result, trigger, day));
    }

    private static Arbitrary<Event> assessment() {
        return Combinators.combine(
                        HEAD,
                        AMOUNT,
                        MAYBE_AMOUNT,
                        MAYBE_AMOUNT,
                        TEXT,
                        Arbitraries.of(TaxAssessment.Source.class),
                        Arbitraries.of(TaxAssessment.Purpose.class),
                        DAY)
                .as((head, income, wealth, tax, currency, source, purpose, day) -> new TaxAssessment(
                        head.known, head.superseded, day / 366, income, wealth, tax, currency, source, purpose, day));
    }

    private static Arbitrary<Event> arrangement() {
        return Combinators.combine(
                        HEAD,
                        Arbitraries.of(ArrangementKind.class),
                        MAYBE_AMOUNT,
                        MAYBE_DAY,
                        MAYBE_DAY,
                        MAYBE_DAY,
                        MAYBE_AMOUNT,
                        DAY)
                .as((head, kind, instalment, count, interval, due, waived, day) -> new Arrangement(
                        head.known,
                        head.superseded,
                        head.caseIndex,
                        kind,
                        instalment,
                        count,
                        interval,
                        due,
                        waived,
                        waived == Event.NO_AMOUNT ? 7 : Event.NO_AMOUNT,
                        day,
                        due == Event.NONE ? null : Arrangement.IntervalUnit.values()[Math.floorMod(due, 3)],
                        interval,
                        due,
                        count == Event.NONE ? null : Arrangement.End.values()[Math.floorMod(count, 3)],
                        Math.abs(day % 1000)));
    }

    private static Arbitrary<Event> hold() {
        return Combinators.combine(HEAD, Arbitraries.of(HoldKind.class), DAY, MAYBE_DAY, maybe(Hold.Outcome.class))
                .as((head, kind, opened, closed, outcome) ->
                        new Hold(head.known, head.superseded, head.caseIndex, kind, opened, closed, outcome));
    }

    private static Arbitrary<Event> decision() {
        return Combinators.combine(
                        HEAD,
                        Arbitraries.of(Route.class),
                        Arbitraries.oneOf(Arbitraries.doubles(), Arbitraries.just(Double.NaN)),
                        Arbitraries.of(Decision.DecidedBy.class),
                        TIME)
                .as((head, route, probability, by, at) ->
                        new Decision(head.known, head.superseded, head.caseIndex, route, probability, by, at));
    }
}
