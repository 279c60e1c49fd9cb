package org.solvens.feature;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import org.solvens.feed.Feed;
import org.solvens.history.ArrangementKind;
import org.solvens.history.Event;
import org.solvens.history.HoldKind;
import org.solvens.history.Piece;
import org.solvens.history.Route;
import org.solvens.history.Stage;

/// Records of one debtor, drawn at random; keys repeat, so that later records correct earlier ones.
final class Pieces {
    private static final long DAY = 86_400_000L;
    private static final int KEYS = 12;

    private Pieces() {}

    /// Any records of any feed.
    static Arbitrary<List<Piece>> any() {
        return drawn().map(draw -> piece(draw, FEEDS.get(draw.feed), draw.at))
                .list()
                .ofMaxSize(40);
    }

    /// Any records, all known at or after the as-of date whenever they happened; by their keys some correct
    /// what {@link #any()} draws.
    static Arbitrary<List<Piece>> future() {
        return drawn().map(draw -> new Drawn(
                        draw.feed, draw.at, draw.ago, Math.max(draw.ago, 0) + draw.late, draw.key, draw.a, draw.b))
                .map(draw -> piece(draw, FEEDS.get(draw.feed), draw.at))
                .filter(piece -> piece.knownAt() >= Life.asOf())
                .list()
                .ofMaxSize(40);
    }

    /// Records of a feed, about any case.
    static Arbitrary<List<Piece>> of(Feed feed) {
        return drawn().map(draw -> piece(draw, feed, draw.at))
                .list()
                .ofMinSize(1)
                .ofMaxSize(8);
    }

    /// Records of any feed about one case.
    static Arbitrary<List<Piece>> about(int at) {
        return drawn().filter(draw -> ABOUT_CASES.contains(FEEDS.get(draw.feed)))
                .map(draw -> piece(draw, FEEDS.get(draw.feed), at))
                .list()
                .ofMinSize(1)
                .ofMaxSize(12);
    }

    /// Those of the records that were known at the as-of date.
    static List<Piece> past(List<Piece> pieces) {
        return pieces.stream().filter(piece -> piece.knownAt() < Life.asOf()).toList();
    }

    /// Case 0 is of creditor 0, case 1 of creditor 1, case 2 of creditor 0 again.
    static Piece placed(int at, int ago) {
        return placed(at, ago, Life.at(ago, 12));
    }

    private static Piece placed(int at, int ago, long known) {
        return Life.piece(
                Feed.CASES,
                known,
                "case_id",
                "C" + at,
                "debtor_id",
                "D",
                "creditor_id",
                "K" + at % 2,
                "country",
                "SE",
                "currency",
                "SEK",
                "debtor_kind",
                "PERSON",
                "claim_type",
                "INVOICE",
                "principal",
                500_000L,
                "interest",
                10_000L,
                "costs",
                20_000L,
                "due_date",
                Life.day(ago + 30),
                "placed_on",
                Life.day(ago),
                "stage",
                "REMINDER");
    }

    private static final List<Feed> FEEDS = List.of(
            Feed.PAYMENTS,
            Feed.PAYMENTS,
            Feed.CONTACTS,
            Feed.CONTACTS,
            Feed.CASES,
            Feed.CASE_EVENTS,
            Feed.ADDRESS_HITS,
            Feed.TAX_ASSESSMENTS,
            Feed.ARRANGEMENTS,
            Feed.HOLDS,
            Feed.DECISIONS);

    private static final List<Feed> ABOUT_CASES = List.of(
            Feed.PAYMENTS, Feed.CONTACTS, Feed.CASES, Feed.CASE_EVENTS, Feed.ARRANGEMENTS, Feed.HOLDS, Feed.DECISIONS);

    private record Drawn(int feed, int at, int ago, int late, int key, int a, int b) {}

    private static Arbitrary<Drawn> drawn() {
        return Combinators.combine(
                        Arbitraries.integers().between(0, FEEDS.size() - 1),
                        Arbitraries.integers().between(0, 2),
                        Arbitraries.integers().between(-40, 500),
                        Arbitraries.integers().between(0, 60),
                        Arbitraries.integers().between(0, KEYS - 1),
                        Arbitraries.integers().between(0, 10_000),
                        Arbitraries.integers().between(0, 10_000))
                .as(Drawn::new);
    }

    private static <E extends Enum<E>> String symbol(E[] of, int draw) {
        return of[draw % of.length].name();
    }

    private static Piece piece(Drawn draw, Feed feed, int at) {
        if (feed == Feed.CASES) {
            return placed(at, draw.ago, Life.at(draw.ago - draw.late, 12));
        }
        String caseId = "C" + at;
        // keys are the case's own, as a record does not wander from case to case
        String key = feed.label() + at + "-" + draw.key;
        int day = Life.day(draw.ago);
        long known = Life.at(draw.ago - draw.late, 12);
        return switch (feed) {
            case PAYMENTS ->
                Life.piece(
                        feed,
                        known,
                        "payment_id",
                        key,
                        "case_id",
                        caseId,
                        "amount",
                        1L + draw.a * 10L,
                        "paid_on",
                        day,
                        "source",
                        symbol(Event.Payment.Source.values(), draw.b),
                        "reversal_of",
                        draw.b % 5 == 0 ? feed.label() + at + "-" + draw.a % KEYS : null);
            case CONTACTS -> {
                String outcome = symbol(Event.Contact.Outcome.values(), draw.a);
                boolean promised = outcome.equals("PROMISED");
                yield Life.piece(
                        feed,
                        known,
                        "contact_id",
                        key,
                        "debtor_id",
                        "D",
                        "case_id",
                        caseId,
                        "direction",
                        symbol(Event.Contact.Direction.values(), draw.b),
                        "channel",
                        symbol(Event.Contact.Channel.values(), draw.b / 2),
                        "outcome",
                        outcome,
                        "promised_amount",
                        promised ? 1_000L + draw.b : null,
                        "promised_for",
                        promised ? day + draw.b % 30 : null,
                        "at",
                        Life.at(draw.ago, draw.b % 24));
            }
            case CASE_EVENTS -> {
                String kind = symbol(Event.CaseChanged.Kind.values(), draw.a);
                boolean charge = kind.startsWith("CHARGE");
                yield Life.piece(
                        feed,
                        known,
                        "event_id",
                        key,
                        "case_id",
                        caseId,
                        "kind",
                        kind,
                        "component",
                        charge ? symbol(Event.CaseChanged.Component.values(), draw.b) : null,
                        "amount",
                        charge ? (Object) (draw.b * 3L) : null,
                        "stage",
                        kind.equals("STAGE_CHANGED") ? symbol(Stage.values(), draw.b) : null,
                        "letter",
                        kind.startsWith("LETTER") ? "REMINDER" : null,
                        "closed_as",
                        kind.equals("CLOSED") ? symbol(Event.CaseChanged.ClosedAs.values(), draw.b) : null,
                        "happened_on",
                        day);
            }
            case ADDRESS_HITS ->
                Life.piece(
                        feed,
                        known,
                        "hit_id",
                        key,
                        "debtor_id",
                        "D",
                        "register",
                        symbol(Event.AddressHit.Register.values(), draw.a),
                        "result",
                        symbol(Event.AddressHit.Result.values(), draw.b),
                        "trigger",
                        "SCHEDULED",
                        "found_on",
                        day);
            case TAX_ASSESSMENTS ->
                Life.piece(
                        feed,
                        known,
                        "debtor_id",
                        "D",
                        "income_year",
                        2021 + draw.a % 4,
                        "net_income",
                        draw.b * 3_000L,
                        "net_wealth",
                        draw.a % 3 == 0 ? null : (Object) (draw.a * 500L - 1_000_000L),
                        "currency",
                        "SEK",
                        "source",
                        "BUREAU",
                        "purpose",
                        "COLLECTION_SCORING",
                        "assessed_on",
                        day);
            case ARRANGEMENTS ->
                Life.piece(
                        feed,
                        known,
                        "arrangement_id",
                        key,
                        "case_id",
                        caseId,
                        "kind",
                        symbol(ArrangementKind.values(), draw.a),
                        "instalment",
                        1_000L + draw.b,
                        "instalments",
                        1 + draw.b % 8,
                        "interval_days",
                        30,
                        "first_due",
                        day + 10,
                        "waived_interest",
                        draw.a * 1L,
                        "agreed_on",
                        day);
            case HOLDS ->
                Life.piece(
                        feed,
                        known,
                        "hold_id",
                        key,
                        "debtor_id",
                        "D",
                        "case_id",
                        caseId,
                        "kind",
                        symbol(HoldKind.values(), draw.a),
                        "opened_on",
                        day,
                        "closed_on",
                        draw.b % 2 == 0 ? null : (Object) (day + draw.b % 50),
                        "outcome",
                        draw.b % 2 == 0 ? null : symbol(Event.Hold.Outcome.values(), draw.b));
            case DECISIONS ->
                Life.piece(
                        feed,
                        known,
                        "decision_id",
                        key,
                        "case_id",
                        caseId,
                        "route",
                        symbol(Route.values(), draw.a),
                        "policy_version",
                        "p@1",
                        "decided_by",
                        "HUMAN",
                        "decided_at",
                        Life.at(draw.ago, 12));
            case CASES, MANDATES -> throw new IllegalArgumentException(feed.label());
        };
    }
}
