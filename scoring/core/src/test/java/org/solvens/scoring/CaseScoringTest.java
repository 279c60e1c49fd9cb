package org.solvens.scoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.solvens.facts.CaseView;
import org.solvens.facts.DebtorView;
import org.solvens.facts.OtherCases;
import org.solvens.feature.Axis;
import org.solvens.feature.Feature;
import org.solvens.feature.FeatureCatalogue;
import org.solvens.feature.Life;
import org.solvens.feature.ScoreStatus;
import org.solvens.feed.Feed;
import org.solvens.feed.FeedContract;
import org.solvens.history.ClaimType;
import org.solvens.history.HistoryAssembler;
import org.solvens.history.Piece;
import org.solvens.history.Route;
import org.solvens.model.AxisScore;
import org.solvens.model.AxisScorer;
import org.solvens.model.Contribution;
import org.solvens.model.CurveEstimate;
import org.solvens.model.Model;
import org.solvens.model.Models;
import org.solvens.model.Scorer;
import org.solvens.policy.Deciders;
import org.solvens.policy.Flag;
import org.solvens.policy.Mandate;
import org.solvens.policy.Policy;
import org.solvens.policy.Segment;

class CaseScoringTest {
    private static final Mandates NO_MANDATES = new Mandates(List.of());

    private static CaseScoring scoring(AxisScorer every, Mandates mandates) {
        Map<Axis, AxisScorer> scorers = new EnumMap<>(Axis.class);
        for (Axis axis : Axis.scored()) {
            scorers.put(axis, every);
        }
        return new CaseScoring(
                FeatureCatalogue.standard(OtherCases.SEEN), scorers, Deciders.of(Policy.standard()), mandates, 4);
    }

    private static Life invoice() {
        return new Life().invoice("C", "CR", 20, 40, 1_000_00).changed("C", 30, "LETTER_SENT", "letter", "REMINDER");
    }

    @Test
    void withoutAChampionThereIsNoScoreButADecision() {
        ScoredCase scored = scoring(new AxisScorer.WithoutModel(), NO_MANDATES)
                .score(invoice().view("C"));
        assertThat(scored.scores()).extracting(AxisScore::status).containsOnly(ScoreStatus.NO_MODEL);
        assertThat(scored.decision().segment()).isEqualTo(Segment.UNSCORED);
        assertThat(scored.decision().rule()).isNotEmpty();
        assertThat(scored.reasons()).isEmpty();
    }

    /// Promises about the case itself count, and those about the debtor as a whole do not.
    @Test
    void aRowHasTheDaysOfItsPromisesAndItsLimitation() {
        CaseScoring scoring = scoring(new AxisScorer.WithoutModel(), NO_MANDATES);
        ScoreRow without = ScoreRow.of(scoring.score(invoice().view("C")), "1");
        assertThat(without.promiseDueOn()).isNull();
        assertThat(without.promiseBrokenOn()).isNull();
        assertThat(without.limitationOn()).isEqualTo(Life.TODAY.minusDays(30).plusYears(3));
        assertThat(without.claimType()).isEqualTo(ClaimType.INVOICE);
        Life life = invoice()
                .promised("C", 19, 100_00, 15)
                .promised("C", 12, 100_00, 11)
                .promised("C", 3, 100_00, 0)
                .promised("C", 2, 100_00, -20)
                .promised(null, 2, 100_00, -1);
        CaseView view = life.view("C");
        ScoreRow row = ScoreRow.of(scoring.score(view), "1");
        assertThat(row.promiseDueOn()).isEqualTo(Life.TODAY);
        assertThat(row.promiseBrokenOn())
                .isEqualTo(LocalDate.ofEpochDay(view.calendar()
                                .lastDayInTime((int) Life.TODAY.minusDays(11).toEpochDay())
                        + 1L));
        // Paid in time, so that only the first was broken.
        CaseView kept = life.paid("C", 10, 100_00).view("C");
        assertThat(ScoreRow.of(scoring.score(kept), "1").promiseBrokenOn())
                .isEqualTo(LocalDate.ofEpochDay(kept.calendar()
                                .lastDayInTime((int) Life.TODAY.minusDays(15).toEpochDay())
                        + 1L));
    }

    @Test
    void tooLittleDataIsSaidAndNotInvented() {
        ScoredCase scored = scoring(new AxisScorer.WithoutData(), NO_MANDATES)
                .score(invoice().view("C"));
        assertThat(scored.score(Axis.ABILITY).status()).isEqualTo(ScoreStatus.INSUFFICIENT_DATA);
    }

    @Test
    void whoObjectedToProfilingIsNotScored() {
        Life life = invoice().held("H", "C", 5, "OBJECTED_TO_PROFILING");
        ScoredCase scored = scoring(new AxisScorer.WithoutData(), NO_MANDATES).score(life.view("C"));
        assertThat(scored.scores()).extracting(AxisScore::status).containsOnly(ScoreStatus.OUTSIDE_POPULATION);
        assertThat(scored.decision().needsHuman()).isTrue();
    }

    @Test
    void estimatesStandBesideTheScoresAndChangeNoDecision() {
        ScoredCase without = scoring(new AxisScorer.WithoutModel(), NO_MANDATES)
                .score(invoice().view("C"));
        assertThat(without.estimates().promiseKept().status()).isEqualTo(ScoreStatus.NO_MODEL);
        assertThat(without.estimates().recovery().status()).isEqualTo(ScoreStatus.NO_MODEL);
        assertThat(without.estimates().payment().status()).isEqualTo(ScoreStatus.NO_MODEL);

        Map<Axis, AxisScorer> scorers = new EnumMap<>(Axis.class);
        for (Axis axis : Axis.modelled()) {
            scorers.put(axis, new AxisScorer.WithoutModel());
        }
        String known = FeatureCatalogue.standard(OtherCases.SEEN)
                .inputs(Axis.SELF_CURE)
                .getFirst()
                .name();
        List<String> names = FeatureCatalogue.standard(OtherCases.SEEN).features().stream()
                .map(Feature::name)
                .toList();
        scorers.put(Axis.SELF_CURE, new AxisScorer.WithoutData());
        scorers.put(Axis.EXPECTED_RECOVERY, byModel(Models.flat(Axis.EXPECTED_RECOVERY, known, 0.1), names));
        scorers.put(Axis.PAYMENT_PROBABILITY, byModel(Models.flat(Axis.PAYMENT_PROBABILITY, known, 0.2), names));
        ScoredCase with = new CaseScoring(
                        FeatureCatalogue.standard(OtherCases.SEEN),
                        scorers,
                        Deciders.of(Policy.standard()),
                        NO_MANDATES,
                        4)
                .score(invoice().view("C"));
        assertThat(with.estimates().selfCure().status()).isEqualTo(ScoreStatus.INSUFFICIENT_DATA);
        assertThat(with.estimates().means().status())
                .isEqualTo(with.score(Axis.ABILITY).status());
        assertThat(last(with.estimates().recovery())).isCloseTo(1 - Math.pow(0.9, 6), within(1e-12));
        assertThat(last(with.estimates().payment())).isCloseTo(1 - Math.pow(0.8, 6), within(1e-12));
        assertThat(with.decision()).isEqualTo(without.decision());
        assertThat(with.reasons()).isEqualTo(without.reasons());

        ScoredCase objected = new CaseScoring(
                        FeatureCatalogue.standard(OtherCases.SEEN),
                        scorers,
                        Deciders.of(Policy.standard()),
                        NO_MANDATES,
                        4)
                .score(invoice().held("H", "C", 5, "OBJECTED_TO_PROFILING").view("C"));
        assertThat(objected.estimates().recovery().status()).isEqualTo(ScoreStatus.OUTSIDE_POPULATION);
        assertThat(objected.estimates().payment().status()).isEqualTo(ScoreStatus.OUTSIDE_POPULATION);
        assertThat(objected.estimates().selfCure().status()).isEqualTo(ScoreStatus.OUTSIDE_POPULATION);
        assertThat(objected.estimates().means().status()).isEqualTo(ScoreStatus.OUTSIDE_POPULATION);
    }

    private static AxisScorer byModel(Model model, List<String> names) {
        return new AxisScorer.ByModel(Scorer.of(model, names));
    }

    private static double last(CurveEstimate estimate) {
        return ((CurveEstimate.Expected) estimate).curve().points().getLast().value();
    }

    @Test
    void reasonsOfEstimatesAreThoseOfTheirModelsAndNeverTheClaimThatEverybodyIsGiven() {
        FeatureCatalogue catalogue = FeatureCatalogue.standard(OtherCases.SEEN);
        Map<Axis, AxisScorer> scorers = new EnumMap<>(Axis.class);
        for (Axis axis : Axis.modelled()) {
            scorers.put(axis, new AxisScorer.WithoutModel());
        }
        scorers.put(Axis.ABILITY, AxisScorer.of(Models.weighing(Axis.ABILITY, "balance", "net_income"), catalogue));
        scorers.put(
                Axis.SELF_CURE, AxisScorer.of(Models.weighing(Axis.SELF_CURE, "balance", "case_age_days"), catalogue));
        scorers.put(
                Axis.PAYMENT_PROBABILITY,
                AxisScorer.of(
                        Models.curve(Models.weighing(Axis.PAYMENT_PROBABILITY, "balance", "period"), "period"),
                        catalogue));
        CaseScoring scoring = new CaseScoring(catalogue, scorers, Deciders.of(Policy.standard()), NO_MANDATES, 4);
        CaseView view = invoice().view("C");
        scoring.score(view);
        EstimateReasons reasons = scoring.estimateReasons(3);
        double[] vector = scoring.features().orElseThrow();
        AxisScore.Scored cure = (AxisScore.Scored)
                Objects.requireNonNull(scorers.get(Axis.SELF_CURE)).score(vector, view.ageDays(), 3);
        assertThat(reasons.selfCure()).isEqualTo(cure.reasons()).hasSize(2);
        assertThat(reasons.means()).extracting(Contribution::feature).containsExactly("net_income");
        assertThat(reasons.payment()).extracting(Contribution::feature).containsExactly("balance");
        assertThat(reasons.promiseKept()).isEmpty();
        assertThat(reasons.recovery()).isEmpty();
        assertThat(scoring.estimateReasons(1).selfCure())
                .isEqualTo(cure.reasons().subList(0, 1));

        scoring.score(invoice().held("H", "C", 5, "OBJECTED_TO_PROFILING").view("C"));
        assertThat(scoring.estimateReasons(3)).isEqualTo(EstimateReasons.NONE);
    }

    @Test
    void aReasonWhoseFeatureIsMissingHasNoValueInTheTable() {
        FeatureCatalogue catalogue = FeatureCatalogue.standard(OtherCases.SEEN);
        Map<Axis, AxisScorer> scorers = new EnumMap<>(Axis.class);
        for (Axis axis : Axis.scored()) {
            scorers.put(axis, new AxisScorer.WithoutModel());
        }
        scorers.put(Axis.ABILITY, AxisScorer.of(Models.weighing(Axis.ABILITY, "balance", "net_income"), catalogue));
        ScoreRow row = ScoreRow.of(
                new CaseScoring(catalogue, scorers, Deciders.of(Policy.standard()), NO_MANDATES, 4)
                        .score(invoice().view("C")),
                catalogue.version());
        assertThat(row.reasons().codes()).containsExactly("A+net_income", "A+balance");
        assertThat(row.reasons().values()).containsExactly(Double.NaN, 1_000.0);
    }

    /// The refused record may have been an objection to profiling.
    @Test
    void whoIsProtectedByARefusedRecordIsNotScored() {
        List<Piece> pieces = new ArrayList<>(
                HistoryAssembler.pieces(invoice().view("C").debtor().history()));
        pieces.add(Piece.protection(Feed.HOLDS, "H", null, pieces.getFirst().knownAt()));
        CaseView before = invoice().view("C");
        CaseView view = new DebtorView(
                        HistoryAssembler.assemble("D", pieces),
                        before.debtor().asOf(),
                        before.debtor().feeds(),
                        OtherCases.SEEN)
                .cases()
                .getFirst();
        ScoredCase scored = scoring(new AxisScorer.WithoutModel(), NO_MANDATES).score(view);
        assertThat(scored.scores()).extracting(AxisScore::status).containsOnly(ScoreStatus.OUTSIDE_POPULATION);
        assertThat(scored.decision().route()).isEqualTo(Route.HOLD);
        assertThat(scored.decision().flags()).contains(Flag.PROTECTION_PENDING);
    }

    @Test
    void aDisputeHolds() {
        Life life = invoice().held("H", "C", 5, "DISPUTE");
        ScoredCase scored = scoring(new AxisScorer.WithoutModel(), NO_MANDATES).score(life.view("C"));
        assertThat(scored.decision().segment()).isEqualTo(Segment.DISPUTING);
        assertThat(scored.decision().route()).isEqualTo(Route.HOLD);
    }

    private static Object[] mandate(LocalDate from, long knownAt, int months) {
        FeedContract contract = FeedContract.of(Feed.MANDATES);
        Object[] values = new Object[contract.fields().size()];
        values[contract.position("creditor_id")] = "CR";
        values[contract.position("valid_from")] = (int) from.toEpochDay();
        values[contract.position("max_plan_months")] = months;
        values[contract.position("allow_trial_plan")] = true;
        values[contract.position("allow_deferral")] = true;
        values[contract.position("max_deferral_days")] = 30;
        values[contract.position("allow_costs_only")] = false;
        values[contract.position("allow_reduction")] = false;
        values[contract.position("max_waived_share")] = 0.0;
        values[contract.position("allow_legal")] = true;
        values[contract.position("min_legal_amount")] = 500_00L;
        values[contract.position("known_at")] = knownAt;
        return values;
    }

    @Test
    void theMandateIsTheNewestThatHoldsAndWasKnown() {
        LocalDate day = Life.TODAY;
        Mandates mandates = new Mandates(List.of(
                mandate(day.minusDays(10), Life.at(12, 0), 24),
                mandate(day.minusDays(100), Life.at(100, 0), 6),
                mandate(day.plusDays(5), Life.at(3, 0), 36),
                mandate(day.minusDays(1), Life.at(-2, 0), 48)));
        assertThat(mandates.of("CR", (int) day.toEpochDay(), Life.asOf()))
                .extracting(Mandate::maxPlanMonths)
                .isEqualTo(24);
        assertThat(mandates.of("CR", (int) day.toEpochDay() - 50, Life.at(50, 0)))
                .extracting(Mandate::maxPlanMonths)
                .isEqualTo(6);
        assertThat(mandates.of("OTHER", (int) day.toEpochDay(), Life.asOf())).isNull();
    }

    @Test
    void aMandateOnFileTakesTheFlagAway() {
        CaseScoring without = scoring(new AxisScorer.WithoutModel(), NO_MANDATES);
        CaseScoring with = scoring(
                new AxisScorer.WithoutModel(),
                new Mandates(List.<Object[]>of(mandate(Life.TODAY.minusDays(100), Life.at(100, 0), 6))));
        assertThat(without.score(invoice().view("C")).decision().flags()).contains(Flag.NO_MANDATE_ON_FILE);
        assertThat(with.score(invoice().view("C")).decision().flags()).doesNotContain(Flag.NO_MANDATE_ON_FILE);
    }
}
