package org.solvens.feature;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.solvens.facts.CaseView;
import org.solvens.facts.DebtorView;
import org.solvens.facts.FeedStarts;
import org.solvens.facts.OtherCases;
import org.solvens.feed.Feed;
import org.solvens.history.History;
import org.solvens.history.HistoryAssembler;
import org.solvens.history.Piece;
import org.solvens.model.Calibration;
import org.solvens.model.PointsScale;
import org.solvens.model.ScorecardModel;
import org.solvens.model.Scorer;
import org.solvens.model.Term;
import org.solvens.model.Verification;

/// What holds for whatever is known of a debtor.
class FeaturePropertiesTest {
    private static final FeedStarts FEEDS = feeds();

    private static FeedStarts feeds() {
        Map<Feed, Long> starts = new EnumMap<>(Feed.class);
        for (Feed feed : Feed.values()) {
            starts.put(feed, 0L);
        }
        return new FeedStarts(starts);
    }

    @Provide
    Arbitrary<List<Piece>> records() {
        return Pieces.any();
    }

    @Provide
    Arbitrary<List<Piece>> future() {
        return Pieces.future();
    }

    @Provide
    Arbitrary<List<Piece>> taxes() {
        return Pieces.of(Feed.TAX_ASSESSMENTS);
    }

    @Provide
    Arbitrary<List<Piece>> ofAnotherCreditor() {
        return Pieces.about(1);
    }

    /// Every value by case, as `name=value`, which tells all doubles apart.
    private static Map<String, List<String>> vectors(History history, OtherCases otherCases) {
        List<Feature> features = FeatureCatalogue.standard(OtherCases.SEEN).features();
        Map<String, List<String>> vectors = new LinkedHashMap<>();
        for (CaseView view : new DebtorView(history, Life.asOf(), FEEDS, otherCases).cases()) {
            double[] vector = Life.vector(view);
            List<String> values = new ArrayList<>();
            for (int i = 0; i < vector.length; i++) {
                values.add(features.get(i).name() + "=" + vector[i]);
            }
            vectors.put(view.caseId(), values);
        }
        return vectors;
    }

    private static Map<String, List<String>> vectors(List<Piece> pieces) {
        return vectors(HistoryAssembler.assemble("D", pieces), OtherCases.SEEN);
    }

    private static List<Piece> with(List<Piece> one, List<Piece> other) {
        List<Piece> both = new ArrayList<>(one);
        both.addAll(other);
        return both;
    }

    private static List<Piece> cases(List<Piece> pieces) {
        return with(List.of(Pieces.placed(0, 200), Pieces.placed(2, 90)), pieces);
    }

    @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
    void whatBecomesKnownAtOrAfterTheAsOfDateChangesNothing(
            @ForAll("records") List<Piece> known, @ForAll("future") List<Piece> future) {
        List<Piece> past = cases(Pieces.past(known));
        Map<String, List<String>> before = vectors(past);
        Map<String, List<String>> after = vectors(with(past, future));
        assertThat(after.keySet()).isEqualTo(before.keySet());
        before.forEach((caseId, values) -> assertThat(after.get(caseId)).containsExactlyElementsOf(values));
    }

    @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
    void orderRepetitionAndPiecemealArrivalChangeNothing(
            @ForAll("records") List<Piece> records, @ForAll Random random) {
        List<Piece> pieces = distinct(cases(records));
        History whole = HistoryAssembler.assemble("D", pieces);
        List<Piece> mixed = with(pieces, pieces.subList(0, pieces.size() / 2));
        Collections.shuffle(mixed, random);
        assertThat(HistoryAssembler.assemble("D", mixed).encode()).isEqualTo(whole.encode());

        int split = random.nextInt(mixed.size());
        History first = HistoryAssembler.assemble("D", mixed.subList(0, split));
        List<Piece> grown = new ArrayList<>(HistoryAssembler.pieces(History.decodeWithKeys(first.encode())));
        grown.addAll(mixed.subList(split, mixed.size()));
        History inSteps = HistoryAssembler.assemble("D", grown);
        assertThat(inSteps.encode()).isEqualTo(whole.encode());
        assertThat(vectors(History.decode(inSteps.encode()), OtherCases.SEEN))
                .isEqualTo(vectors(whole, OtherCases.SEEN));
    }

    /// One record for each key and time known, as a feed has.
    private static List<Piece> distinct(List<Piece> pieces) {
        Map<String, Piece> distinct = new LinkedHashMap<>();
        pieces.forEach(piece -> distinct.putIfAbsent(piece.key() + "@" + piece.knownAt(), piece));
        return new ArrayList<>(distinct.values());
    }

    @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
    void taxFiguresMoveAbilityAndRoutingAlone(
            @ForAll("records") List<Piece> records, @ForAll("taxes") List<Piece> taxes) {
        Map<String, List<String>> without = vectors(cases(records));
        Map<String, List<String>> with = vectors(cases(with(records, taxes)));
        List<Feature> features = FeatureCatalogue.standard(OtherCases.SEEN).features();
        for (String caseId : without.keySet()) {
            for (int i = 0; i < features.size(); i++) {
                Axis axis = features.get(i).axis();
                if (axis == Axis.WILLINGNESS || axis == Axis.REACHABILITY) {
                    assertThat(with.get(caseId).get(i))
                            .as(features.get(i).name())
                            .isEqualTo(without.get(caseId).get(i));
                }
            }
        }
    }

    /// A scorecard over every feature of willingness.
    private static Scorer willingness(List<String> names) {
        List<Feature> own = FeatureCatalogue.standard(OtherCases.SEEN).of(Axis.WILLINGNESS);
        List<Term> terms = new ArrayList<>();
        for (int i = 0; i < own.size(); i++) {
            terms.add(new Term(
                    own.get(i).name(),
                    List.of(0.5, 3.0),
                    List.of(-0.3 - 0.01 * i, 0.1, 0.7),
                    List.of(0.2, -0.4, 0.3, 0.1),
                    0.0,
                    1.0 + 0.1 * i));
        }
        List<Double> row = own.stream().map(_ -> 1.0).toList();
        return Scorer.of(
                new ScorecardModel(
                        "",
                        Axis.WILLINGNESS,
                        "test",
                        1,
                        90,
                        730,
                        FeatureCatalogue.standard(OtherCases.SEEN).version(),
                        terms,
                        0.2,
                        new PointsScale(600, 1.0, 40),
                        new Calibration(Calibration.Interpolation.LINEAR, List.of(-9.0, 9.0), List.of(0.01, 0.99)),
                        List.of(new Verification(row, 0.5))),
                names);
    }

    @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
    void anotherIncomeLeavesTheWillingnessScoreUntouchedToTheBit(
            @ForAll("records") List<Piece> records,
            @ForAll("taxes") List<Piece> taxes,
            @ForAll("taxes") List<Piece> changed) {
        Scorer scorer = willingness(FeatureCatalogue.standard(OtherCases.SEEN).features().stream()
                .map(Feature::name)
                .toList());
        List<Long> before = scores(scorer, cases(with(records, taxes)));
        assertThat(scores(scorer, cases(with(records, changed)))).isEqualTo(before);
    }

    private static List<Long> scores(Scorer scorer, List<Piece> pieces) {
        List<Long> bits = new ArrayList<>();
        for (CaseView view :
                new DebtorView(HistoryAssembler.assemble("D", pieces), Life.asOf(), FEEDS, OtherCases.SEEN).cases()) {
            bits.add(Double.doubleToRawLongBits(scorer.logOdds(Life.vector(view))));
        }
        return bits;
    }

    @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
    void anotherCreditorsCaseMovesNothingWhereItIsLeftOut(
            @ForAll("records") List<Piece> records, @ForAll("ofAnotherCreditor") List<Piece> other) {
        List<Piece> own = cases(records);
        own.removeIf(piece -> "C1".equals(piece.caseId()));
        Map<String, List<String>> without = vectors(HistoryAssembler.assemble("D", own), OtherCases.LEFT_OUT);
        List<Piece> both = with(with(own, List.of(Pieces.placed(1, 150))), other);
        Map<String, List<String>> with = vectors(HistoryAssembler.assemble("D", both), OtherCases.LEFT_OUT);
        for (String caseId : List.of("C0", "C2")) {
            // It protects the person and is never a model's input.
            with.get(caseId).removeIf(value -> value.startsWith("calls_forbidden="));
            without.get(caseId).removeIf(value -> value.startsWith("calls_forbidden="));
            assertThat(with.get(caseId)).isEqualTo(without.get(caseId));
        }
    }

    @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
    void anotherCaseMovesOnlyAggregatesAndWhereTheDebtorIsReached(
            @ForAll("records") List<Piece> records, @ForAll("ofAnotherCreditor") List<Piece> other) {
        List<Piece> own = cases(records);
        own.removeIf(piece -> "C1".equals(piece.caseId()));
        Map<String, List<String>> without = vectors(own);
        Map<String, List<String>> with = vectors(with(with(own, List.of(Pieces.placed(1, 150))), other));
        TreeSet<String> moved = new TreeSet<>();
        List<Feature> features = FeatureCatalogue.standard(OtherCases.SEEN).features();
        for (int i = 0; i < features.size(); i++) {
            Feature feature = features.get(i);
            boolean mayMove = feature.family() == Family.OTHER_CASES
                    || feature.axis() == Axis.REACHABILITY
                    || (feature.family() == Family.CONTACTS && feature.axis() == Axis.ROUTING)
                    // It protects the person and is never a model's input.
                    || feature.name().equals("calls_forbidden");
            if (!mayMove && !with.get("C0").get(i).equals(without.get("C0").get(i))) {
                moved.add(feature.name());
            }
        }
        assertThat(moved).isEmpty();
    }

    @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
    void everyValueIsANumberOrAReason(@ForAll("records") List<Piece> records) {
        List<Feature> features = FeatureCatalogue.standard(OtherCases.SEEN).features();
        for (CaseView view : new DebtorView(
                        HistoryAssembler.assemble("D", cases(records)), Life.asOf(), FEEDS, OtherCases.SEEN)
                .cases()) {
            double[] vector = Life.vector(view);
            for (int i = 0; i < vector.length; i++) {
                Feature feature = features.get(i);
                double value = vector[i];
                assertThat(value).as(feature.name()).isFinite();
                if (Missing.is(value)) {
                    assertThat(Missing.of(value)).isNotNull();
                    continue;
                }
                switch (feature.type()) {
                    case WHOLE -> assertThat(value).as(feature.name()).isEqualTo(Math.rint(value));
                    case FLAG -> assertThat(value).as(feature.name()).isIn(0.0, 1.0);
                    case CODE ->
                        assertThat(value)
                                .as(feature.name())
                                .isBetween(0.0, 23.0)
                                .isEqualTo(Math.rint(value));
                    case DECIMAL -> {}
                }
                if (feature.unit().equals("share")) {
                    assertThat(value).as(feature.name()).isBetween(0.0, 1.0);
                }
                if (feature.unit().equals("count")) {
                    assertThat(value).as(feature.name()).isNotNegative();
                }
            }
        }
    }
}
