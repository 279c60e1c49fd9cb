package org.solvens.facts;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.solvens.feature.FeatureCatalogue;
import org.solvens.feed.Feed;
import org.solvens.history.ClaimType;
import org.solvens.history.DebtorKind;
import org.solvens.history.Event;
import org.solvens.history.Event.CasePlaced;
import org.solvens.history.Event.Contact;
import org.solvens.history.Event.Payment;
import org.solvens.history.History;
import org.solvens.history.HistoryAssembler;
import org.solvens.history.Stage;

class OwnPaymentsTest {
    private static final long DAY = 86_400_000L;

    private static Payment payment(int caseIndex, long id, long amount, int day, Payment.Source source) {
        return new Payment(day * DAY, Event.NEVER, caseIndex, id, 0, amount, day, source, Payment.Kind.PAYMENT, 0);
    }

    private static OwnPayments sums(List<Payment> all) {
        return new OwnPayments(
                all,
                caseIndex -> all.stream()
                        .filter(payment -> payment.caseIndex() == caseIndex)
                        .toList());
    }

    /// Each payment's amount says its day and its case too.
    @Property(tries = 200)
    void sumsOfManyAreThoseOfWalking(
            @ForAll @Size(min = OwnPayments.FEW + 1, max = 200) List<@IntRange(min = 1, max = 400) Integer> amounts,
            @ForAll @IntRange(min = -1, max = 2) int caseIndex,
            @ForAll @IntRange(min = -5, max = 60) int from,
            @ForAll @IntRange(min = -5, max = 60) int to) {
        List<Payment> all = new ArrayList<>();
        long expected = 0;
        for (int i = 0; i < amounts.size(); i++) {
            int day = amounts.get(i) % 50;
            int of = amounts.get(i) % 3;
            Payment.Source source = Payment.Source.values()[amounts.get(i) % Payment.Source.values().length];
            all.add(payment(of, i, amounts.get(i), day, source));
            boolean counts = (caseIndex == -1 || of == caseIndex)
                    && source != Payment.Source.ENFORCEMENT
                    && day >= from
                    && day <= to;
            expected += counts ? amounts.get(i) : 0;
        }
        int asked = caseIndex == -1 ? Event.NONE : caseIndex;
        assertThat(sums(all).between(asked, from, to)).isEqualTo(expected);
        List<Payment> few = all.subList(0, OwnPayments.FEW);
        List<Payment> fewAndNothing = new ArrayList<>(few);
        fewAndNothing.add(payment(0, 999, 0, 0, Payment.Source.DEBTOR));
        assertThat(sums(few).between(asked, from, to))
                .isEqualTo(sums(fewAndNothing).between(asked, from, to));
    }

    /// Work that grows with the square of the records would not end here.
    @Test
    void oneDebtorMayHaveTwoHundredThousandRecords() {
        int half = 100_000;
        List<Event> events = new ArrayList<>();
        List<String> keys = new ArrayList<>();
        events.add(new CasePlaced(
                0,
                Event.NEVER,
                0,
                0,
                "SE",
                "SEK",
                DebtorKind.PERSON,
                ClaimType.INVOICE,
                half * 200L,
                0,
                0,
                0,
                0,
                0,
                Stage.COLLECTION,
                true));
        keys.add("cases/C");
        for (int i = 0; i < half; i++) {
            int day = 1 + i / 400;
            events.add(new Contact(
                    day * DAY,
                    Event.NEVER,
                    0,
                    Contact.Direction.INBOUND,
                    Contact.Channel.PORTAL,
                    Contact.Outcome.PROMISED,
                    100,
                    day + 1,
                    Event.NO_AMOUNT,
                    day * DAY));
            keys.add("contacts/K" + i);
            events.add(payment(0, i + 1, 100, day, Payment.Source.DEBTOR));
            keys.add("payments/P" + i);
        }
        History made = new History("D", List.of("C"), List.of("K"), events, keys);
        History history = History.decode(
                HistoryAssembler.assemble("D", HistoryAssembler.pieces(made)).encode());
        assertThat(history.events()).hasSize(2 * half + 1);
        long asOf = 300 * DAY;
        FeedStarts feeds = new FeedStarts(Map.of(Feed.CASES, 0L, Feed.PAYMENTS, DAY, Feed.CONTACTS, DAY));
        FeatureCatalogue catalogue = FeatureCatalogue.standard(OtherCases.SEEN);
        double[] values = new double[catalogue.features().size()];
        catalogue.compute(
                new DebtorView(history, asOf, feeds, OtherCases.SEEN).cases().getFirst(), values);
        assertThat(values[catalogue.indexOf("payments")]).isEqualTo(half);
        assertThat(values[catalogue.indexOf("promises_365d")]).isEqualTo(half);
        assertThat(values[catalogue.indexOf("promises_kept_365d")]).isEqualTo(half);
        assertThat(values[catalogue.indexOf("balance")]).isEqualTo(half / 10.0);
    }
}
