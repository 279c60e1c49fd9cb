package org.solvens.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.Tuple.Tuple2;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.solvens.feed.Feed;
import org.solvens.feed.FeedContract;
import org.solvens.feed.FeedContract.Checked;
import org.solvens.feed.FeedRows;

class HistoryAssemblerTest {
    @Test
    void recordsOfEveryFeedOfADebtorStandInTheOrderTheyBecameKnown() {
        History history = HistoryAssembler.assemble(
                "D1",
                List.of(
                        piece(Feed.HOLDS),
                        piece(Feed.DECISIONS),
                        piece(Feed.ARRANGEMENTS),
                        piece(Feed.TAX_ASSESSMENTS),
                        piece(Feed.ADDRESS_HITS),
                        piece(Feed.CONTACTS),
                        piece(Feed.PAYMENTS),
                        piece(Feed.CASE_EVENTS),
                        piece(Feed.CASES)));
        assertThat(history.debtorId()).isEqualTo("D1");
        assertThat(history.caseIds()).containsExactly("C1");
        assertThat(history.creditorIds()).containsExactly("K1");
        assertThat(history.keys())
                .containsExactly(
                        "cases/C1",
                        "tax_assessments/D1|2022",
                        "case_events/E1",
                        "decisions/N1",
                        "contacts/T1",
                        "address_hits/H1",
                        "payments/P1",
                        "arrangements/A1",
                        "holds/O1");
        long payment = Piece.hash("P1");
        assertThat(history.events())
                .containsExactly(
                        new Event.CasePlaced(
                                time("2024-03-01T06:00:00Z"),
                                Event.NEVER,
                                0,
                                0,
                                "SE",
                                "SEK",
                                DebtorKind.PERSON,
                                ClaimType.INVOICE,
                                1_250_500,
                                12_000,
                                60_000,
                                day("2024-01-31"),
                                day("2024-01-01"),
                                day("2024-03-01"),
                                Stage.COLLECTION,
                                true),
                        new Event.TaxAssessment(
                                time("2024-03-02T20:00:00Z"),
                                Event.NEVER,
                                2022,
                                310_000_000,
                                -45_000_000,
                                98_000_000,
                                "SEK",
                                Event.TaxAssessment.Source.TAX_AUTHORITY,
                                Event.TaxAssessment.Purpose.COLLECTION_SCORING,
                                day("2023-08-13")),
                        new Event.CaseChanged(
                                time("2024-03-05T20:00:00Z"),
                                Event.NEVER,
                                0,
                                Event.CaseChanged.Kind.CHARGE_ADDED,
                                Event.CaseChanged.Component.COSTS,
                                180_000,
                                null,
                                null,
                                null,
                                day("2024-03-05"),
                                0),
                        new Event.Decision(
                                time("2024-03-19T05:00:00Z"),
                                Event.NEVER,
                                0,
                                Route.CALL,
                                0.75,
                                Event.Decision.DecidedBy.MACHINE,
                                time("2024-03-19T05:00:00Z")),
                        new Event.Contact(
                                time("2024-03-20T14:06:00Z"),
                                Event.NEVER,
                                0,
                                Event.Contact.Direction.OUTBOUND,
                                Event.Contact.Channel.CALL,
                                Event.Contact.Outcome.PROMISED,
                                500_000,
                                day("2024-04-10"),
                                12_000,
                                time("2024-03-20T14:05:00Z")),
                        new Event.AddressHit(
                                time("2024-03-26T04:00:00Z"),
                                Event.NEVER,
                                Event.AddressHit.Register.POPULATION,
                                Event.AddressHit.Result.MOVED,
                                Event.AddressHit.Trigger.RETURNED_MAIL,
                                day("2024-03-25")),
                        new Event.Payment(
                                time("2024-04-03T18:00:00Z"),
                                Event.NEVER,
                                0,
                                payment,
                                0,
                                500_000,
                                day("2024-04-02"),
                                Event.Payment.Source.DEBTOR,
                                Event.Payment.Kind.PAYMENT,
                                0),
                        new Event.Arrangement(
                                time("2024-04-15T12:00:00Z"),
                                Event.NEVER,
                                0,
                                ArrangementKind.PLAN,
                                300_000,
                                6,
                                30,
                                day("2024-05-01"),
                                Event.NO_AMOUNT,
                                Event.NO_AMOUNT,
                                day("2024-04-15"),
                                null,
                                Event.NONE,
                                Event.NONE,
                                null,
                                0),
                        new Event.Hold(
                                time("2024-04-20T12:00:00Z"),
                                Event.NEVER,
                                Event.NONE,
                                HoldKind.DISPUTE,
                                day("2024-04-20"),
                                Event.NONE,
                                null));
        assertThat(history.events().get(4)).isInstanceOfSatisfying(Event.Contact.class, contact -> {
            assertThat(contact.day()).isEqualTo(day("2024-03-20"));
            assertThat(contact.callAttempt()).isTrue();
            assertThat(contact.outcome().rightParty()).isTrue();
        });
    }

    @Test
    void aReversalNamesThePaymentItTakesBack() {
        History history = HistoryAssembler.assemble(
                "D1",
                List.of(
                        piece(Feed.PAYMENTS),
                        piece(
                                Feed.PAYMENTS,
                                "payment_id",
                                "P2",
                                "reversal_of",
                                "P1",
                                "known_at",
                                "2024-04-09T20:00:00Z")));
        Event.Payment payment = (Event.Payment) history.events().get(0);
        Event.Payment reversal = (Event.Payment) history.events().get(1);
        assertThat(reversal.reversalOf()).isEqualTo(payment.id());
        assertThat(reversal.id()).isNotEqualTo(payment.id());
        assertThat(payment.reversalOf()).isZero();
    }

    @Test
    void aCorrectionIsKeptAsHistorySoThatAnAsOfBetweenSeesTheOldOne() {
        Piece first = piece(Feed.PAYMENTS, "amount", "500.00", "known_at", "2024-04-03T18:00:00Z");
        Piece second = piece(Feed.PAYMENTS, "amount", "450.00", "known_at", "2024-05-03T18:00:00Z");
        Piece third = piece(Feed.PAYMENTS, "amount", "400.00", "known_at", "2024-06-03T18:00:00Z");
        History history = HistoryAssembler.assemble("D1", List.of(third, first, second));
        assertThat(visible(history, "2024-04-03T18:00:00Z")).isEmpty();
        assertThat(visible(history, "2024-04-03T18:00:00.001Z")).containsExactly(500_000L);
        assertThat(visible(history, "2024-05-01T00:00:00Z")).containsExactly(500_000L);
        // Known before the as-of, not at it: at the instant of the correction the old version still holds.
        assertThat(visible(history, "2024-05-03T18:00:00Z")).containsExactly(500_000L);
        assertThat(visible(history, "2024-05-03T18:00:00.001Z")).containsExactly(450_000L);
        assertThat(visible(history, "2024-06-03T18:00:00Z")).containsExactly(450_000L);
        assertThat(visible(history, "2030-01-01T00:00:00Z")).containsExactly(400_000L);
        History later = HistoryAssembler.assemble(
                "D1",
                plus(HistoryAssembler.pieces(HistoryAssembler.assemble("D1", List.of(first, third))), List.of(second)));
        assertThat(later).isEqualTo(history);
    }

    @Test
    void aLaterRecordOfAHoldClosesIt() {
        History history = HistoryAssembler.assemble(
                "D1",
                List.of(
                        piece(Feed.HOLDS),
                        piece(
                                Feed.HOLDS,
                                "closed_on",
                                "2024-05-20",
                                "outcome",
                                "REJECTED",
                                "known_at",
                                "2024-05-20T12:00:00Z")));
        assertThat(history.events())
                .filteredOn(event -> event.visibleAt(time("2024-05-01T00:00:00Z")))
                .singleElement()
                .isInstanceOfSatisfying(
                        Event.Hold.class, hold -> assertThat(hold.closedOn()).isEqualTo(Event.NONE));
        assertThat(history.events())
                .filteredOn(event -> event.visibleAt(time("2024-06-01T00:00:00Z")))
                .singleElement()
                .isInstanceOfSatisfying(
                        Event.Hold.class, hold -> assertThat(hold.outcome()).isEqualTo(Event.Hold.Outcome.REJECTED));
    }

    @Test
    void keysOfDifferentFeedsDoNotMeet() {
        History history = HistoryAssembler.assemble(
                "D1",
                List.of(piece(Feed.PAYMENTS, "payment_id", "X"), piece(Feed.ARRANGEMENTS, "arrangement_id", "X")));
        assertThat(history.events())
                .allSatisfy(event -> assertThat(event.supersededAt()).isEqualTo(Event.NEVER));
    }

    @Test
    void recordsThatContradictEachOtherGiveTheSameHistoryInAnyOrder() {
        List<Piece> pieces = List.of(
                piece(Feed.CASES, "case_id", "C0", "creditor_id", "K0", "known_at", "2024-03-01T05:00:00Z"),
                piece(Feed.CASES, "principal", "1.00"),
                piece(Feed.CASES, "principal", "2.00"),
                piece(Feed.CASES, "creditor_id", "K2"),
                piece(Feed.PAYMENTS, "amount", "1.00"),
                piece(Feed.PAYMENTS, "amount", "2.00"),
                piece(Feed.PAYMENTS, "case_id", "C0"));
        History history = HistoryAssembler.assemble("D1", pieces);
        assertThat(history.events()).hasSize(3);
        List<Piece> shuffled = new ArrayList<>(pieces);
        Random random = new Random(7);
        for (int i = 0; i < 200; i++) {
            Collections.shuffle(shuffled, random);
            int cut = random.nextInt(shuffled.size());
            History part = HistoryAssembler.assemble("D1", shuffled.subList(0, cut));
            assertThat(HistoryAssembler.assemble("D1", shuffled).encode()).isEqualTo(history.encode());
            assertThat(HistoryAssembler.assemble(
                                    "D1", plus(shuffled.subList(cut, shuffled.size()), HistoryAssembler.pieces(part)))
                            .encode())
                    .isEqualTo(history.encode());
        }
    }

    @Property(tries = 200)
    void orderAndDuplicatesAndSplittingChangeNothing(@ForAll("pieces") List<Piece> pieces, @ForAll long seed) {
        History whole = HistoryAssembler.assemble("D1", pieces);
        Random random = new Random(seed);
        List<Piece> mixed = new ArrayList<>(pieces);
        for (Piece piece : pieces) {
            if (random.nextInt(3) == 0) {
                mixed.add(piece);
            }
        }
        Collections.shuffle(mixed, random);
        assertThat(HistoryAssembler.assemble("D1", mixed).encode()).isEqualTo(whole.encode());
        History kept = new History("D1", List.of(), List.of(), List.of(), List.of());
        int from = 0;
        while (from < mixed.size()) {
            int to = from + 1 + random.nextInt(mixed.size() - from);
            kept = HistoryAssembler.assemble("D1", plus(HistoryAssembler.pieces(kept), mixed.subList(from, to)));
            kept = History.decodeWithKeys(kept.encode());
            from = to;
        }
        assertThat(kept.encode()).isEqualTo(whole.encode());
    }

    @Property(tries = 200)
    void aHistoryIsInOrderAndEachKeyHasOneVersionAtATime(@ForAll("pieces") List<Piece> pieces) {
        History history = HistoryAssembler.assemble("D1", pieces);
        long[] times = history.events().stream().mapToLong(Event::knownAt).toArray();
        assertThat(times).isSorted();
        for (long time : times) {
            for (long asOf : new long[] {time, time + 1}) {
                List<String> visible = new ArrayList<>();
                for (int i = 0; i < times.length; i++) {
                    if (history.events().get(i).visibleAt(asOf)) {
                        visible.add(history.keys().get(i));
                    }
                }
                assertThat(visible).doesNotHaveDuplicates();
                assertThat(visible)
                        .containsExactlyInAnyOrderElementsOf(pieces.stream()
                                .filter(piece -> piece.knownAt() < asOf)
                                .map(Piece::key)
                                .distinct()
                                .toList());
            }
        }
    }

    @Property(tries = 100)
    void whatBecomesKnownLaterChangesNothingThatWasSeenBefore(@ForAll("pieces") List<Piece> pieces, @ForAll int pick) {
        if (pieces.isEmpty()) {
            return;
        }
        long asOf = pieces.get(Math.floorMod(pick, pieces.size())).knownAt();
        List<Piece> known = pieces.stream().filter(p -> p.knownAt() < asOf).toList();
        assertThat(seen(HistoryAssembler.assemble("D1", pieces), asOf))
                .isEqualTo(seen(HistoryAssembler.assemble("D1", known), asOf));
    }

    @Test
    void mandatesAreNoPartOfAHistory() {
        assertThatIllegalArgumentException().isThrownBy(() -> piece(Feed.MANDATES));
    }

    @Test
    void aHistoryWithoutItsKeysCannotBeTakenApart() {
        History history = HistoryAssembler.assemble("D1", List.of(piece(Feed.PAYMENTS)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> HistoryAssembler.pieces(History.decode(history.encode())))
                .withMessage("the history was read without its keys");
    }

    @Test
    void nothingGivesAnEmptyHistory() {
        assertThat(HistoryAssembler.assemble("D1", List.of()).events()).isEmpty();
    }

    /// Pieces of drawn rows that meet: few keys, few cases, few times.
    @Provide
    Arbitrary<List<Piece>> pieces() {
        return Arbitraries.of(Feed.class)
                .filter(feed -> feed != Feed.MANDATES)
                .flatMap(feed -> FeedRows.accepted(feed)
                        .flatMap(row -> Arbitraries.integers()
                                .between(0, 3)
                                .tuple3()
                                .map(draw ->
                                        Piece.of(feed, meeting(feed, row, draw.get1(), draw.get2(), draw.get3())))))
                .list()
                .ofMaxSize(14);
    }

    private static Object[] meeting(Feed feed, Object[] row, int key, int of, int known) {
        FeedContract contract = FeedContract.of(feed);
        Object[] values = row.clone();
        if (feed == Feed.TAX_ASSESSMENTS) {
            values[contract.position("income_year")] = 2020 + key;
        } else {
            values[0] = "k" + key;
        }
        if (feed != Feed.CASES && contract.has("case_id") && values[contract.position("case_id")] != null) {
            values[contract.position("case_id")] = "k" + of;
        }
        if (contract.has("debtor_id")) {
            values[contract.position("debtor_id")] = "D1";
        }
        values[contract.position("known_at")] = 4_000_000_000_000L + known;
        return values;
    }

    private static Tuple2<List<Event>, List<String>> seen(History history, long asOf) {
        List<Event> events = new ArrayList<>();
        List<String> names = new ArrayList<>();
        for (Event event : history.events()) {
            if (event.visibleAt(asOf)) {
                events.add(event.placed(Event.NONE, Event.NEVER));
                names.add(
                        event.caseIndex() == Event.NONE ? "" : history.caseIds().get(event.caseIndex()));
            }
        }
        return Tuple.of(events, names);
    }

    private static List<Long> visible(History history, String asOf) {
        return history.events().stream()
                .filter(event -> event.visibleAt(time(asOf)))
                .map(event -> ((Event.Payment) event).amount())
                .toList();
    }

    private static List<Piece> plus(List<Piece> some, List<Piece> others) {
        List<Piece> all = new ArrayList<>(some);
        all.addAll(others);
        return all;
    }

    private static Piece piece(Feed feed, @Nullable Object... changes) {
        return switch (FeedContract.of(feed).check(FeedRows.literal(feed, changes))) {
            case Checked.Accepted(Object[] values) -> Piece.of(feed, values);
            case Checked.Refused(String code, String reason) -> throw new AssertionError(code + " " + reason);
        };
    }

    private static long time(String instant) {
        return Instant.parse(instant).toEpochMilli();
    }

    private static int day(String date) {
        return (int) LocalDate.parse(date).toEpochDay();
    }
}
