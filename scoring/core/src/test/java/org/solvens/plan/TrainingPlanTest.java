package org.solvens.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.solvens.feature.Axis;
import org.solvens.plan.TrainingPlan.Every;
import org.solvens.plan.TrainingPlan.Grid;
import org.solvens.problem.Problem;

class TrainingPlanTest {
    private static final Path PLANS = Path.of(System.getProperty("solvens.home"), "data-samples", "plans");

    private static final String GOOD = """
        plan: house
        version: 2
        as_of:
          from: 2020-01-01
          until: 2024-01-01
          max_age_days: 365
        horizon_days: 60
        late_days: 7
        split:
          test_from: 2023-01-01
          test_share: 0.25
        seed: 7
        axes:
          ability:
            feeds: [tax_assessments]
            minimum_outcomes: 50
            features_out: [net_income]
        scorecard:
          max_bins: 5
          min_bin_share: 0.1
          base_points: 500
          base_odds: 2.0
          points_to_double: 20
        gate:
          min_auc: 0.6
          max_auc: 0.9
          max_ks: 0.7
          max_calibration_error: 0.05
        """;

    private static final String BOOSTING = """
        boosting:
          trees: 30
          rate: 0.1
          leaves: 8
          depth: 4
          leaf_rows: 30
          row_share: 0.5
          levels: 32
        """;

    @TempDir
    Path folder;

    @Test
    void everyValueIsRead() {
        TrainingPlan plan = read(GOOD);
        assertThat(plan.plan()).isEqualTo("house");
        assertThat(plan.version()).isEqualTo(2);
        assertThat(plan.asOf())
                .isEqualTo(new TrainingPlan.Grid(LocalDate.of(2020, 1, 1), LocalDate.of(2024, 1, 1), 365));
        assertThat(plan.horizonDays()).isEqualTo(60);
        assertThat(plan.lateDays()).isEqualTo(7);
        assertThat(plan.split()).isEqualTo(new TrainingPlan.Split(LocalDate.of(2023, 1, 1), 0.25));
        assertThat(plan.seed()).isEqualTo(7);
        assertThat(plan.axes())
                .containsOnly(Map.entry(
                        "ability", new TrainingPlan.AxisPlan(List.of("tax_assessments"), 50, List.of("net_income"))));
        assertThat(plan.scorecard()).isEqualTo(new TrainingPlan.ScorecardShape(5, 0.1, 500, 2.0, 20));
        assertThat(plan.gate()).isEqualTo(new TrainingPlan.GateLimits(0.6, 0.9, 0.7, 0.05));
        assertThat(plan.axis(Axis.ABILITY).featuresOut()).containsExactly("net_income");
        assertThat(plan.axis(Axis.WILLINGNESS)).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"default.yaml", "road-traffic-fines.yaml"})
    void thePlansOfTheHouseTrainEveryAxis(String name) {
        TrainingPlan plan = TrainingPlan.read(PLANS.resolve(name));
        assertThat(plan.plan()).isEqualTo(name.replace(".yaml", ""));
        // Two curves over the three million periods of the fines need more memory than a small machine has.
        boolean oneCurve = name.equals("road-traffic-fines.yaml");
        for (Axis axis : Axis.modelled()) {
            // The log of fines has no decisions to learn the effects of routes from.
            boolean trained = !(oneCurve && (axis == Axis.PAYMENT_PROBABILITY || axis == Axis.ROUTE_EFFECT));
            assertThat(plan.axis(axis) != null).as(axis.label()).isEqualTo(trained);
        }
        assertThat(plan.followsRecovery()).isTrue();
        assertThat(plan.axis(Axis.ABILITY).feeds()).containsExactly("tax_assessments");
        assertThat(plan.axis(Axis.WILLINGNESS).feeds()).isEmpty();
        assertThat(plan.axis(Axis.WILLINGNESS).featuresOut()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        claim_facts: true, groups: [{feature: stage_reached, values: [[LEGAL]], reason: x}]     | 'LEGAL' is not a code of 'stage_reached'
        claim_facts: true, groups: [{feature: stage_reached, values: [[1], [1]], reason: x}]    | groups: '1' is given twice
        features_out: [net_income], cuts: [{feature: net_income, at: [1], reason: x}]           | the plan states bins of 'net_income' and leaves the feature out
        """)
    void binsThatContradictThePlanAreRefused(String keys, String message) {
        String lines = keys.replace(", groups", "\n    groups").replace(", cuts", "\n    cuts");
        assertThat(problem(GOOD.replace("features_out: [net_income]", lines)).display())
                .contains(message);
    }

    @Test
    void datesFollowMonthsWeeksOrDays() {
        LocalDate day = LocalDate.of(2026, 1, 14);
        Grid month = new Grid(null, null, 365);
        assertThat(month.first(day)).isEqualTo("2026-02-01");
        assertThat(month.first(LocalDate.of(2026, 2, 1))).isEqualTo("2026-02-01");
        assertThat(month.after(LocalDate.of(2026, 2, 1))).isEqualTo("2026-03-01");
        Grid week = new Grid(null, null, 365, Every.WEEK, 2);
        assertThat(week.first(day)).isEqualTo("2026-01-19");
        assertThat(week.after(LocalDate.of(2026, 1, 19))).isEqualTo("2026-02-02");
        Grid days = new Grid(null, null, 365, Every.DAY, 10);
        assertThat(days.first(day)).isEqualTo(day);
        assertThat(days.after(day)).isEqualTo("2026-01-24");
    }

    @Test
    void theDefaultPlanLeavesTheDatesToTheData() {
        TrainingPlan plan = TrainingPlan.read(PLANS.resolve("default.yaml"));
        assertThat(plan.asOf().from()).isNull();
        assertThat(plan.asOf().until()).isNull();
        assertThat(plan.split().testFrom()).isNull();
        assertThat(plan.horizonDays()).isEqualTo(90);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        horizon_days: 60       | horizont_days: 60        | unknown key 'horizont_days'
        max_bins: 5            | bins: 5                  | unknown key 'bins'
        features_out: [net_income] | directions: [{feature: net_income, direction: free}]                     | directions: a reason is needed
        features_out: [net_income] | directions: [{feature: net_income, direction: sideways, reason: x}]      | direction
        features_out: [net_income] | directions: [{feature: net_incom, direction: free, reason: x}]           | 'net_incom' is not a feature that models of the axis read
        features_out: [net_income] | directions: [{feature: net_income, direction: rising, reason: x}]        | the direction of 'net_income' is no other than the field's
        features_out: [net_income] | directions: [{feature: net_income, direction: free, reason: x}, {feature: net_income, direction: free, reason: y}] | directions: 'net_income' is given twice
        features_out: [net_income] | cuts: [{feature: net_wealth, at: [2, 1], reason: x}]             | cuts: the edges must ascend
        features_out: [net_income] | cuts: [{feature: net_wealth, at: [], reason: x}]                 | cuts: edges are needed
        features_out: [net_income] | cuts: [{feature: net_wealth, at: [1]}]                           | cuts: a reason is needed
        features_out: [net_income] | cuts: [{feature: net_weath, at: [1], reason: x}]                     | 'net_weath' is not a feature that models of the axis are fitted with
        features_out: [net_income] | groups: [{feature: net_wealth, values: [[1]], reason: x}]                  | 'net_wealth' has no codes to group
        features_out: [net_income] | outcome: {good: paid > 0}                                                  | outcome: words are needed
        features_out: [net_income] | outcome: {good: paid_ >= 1, words: x}                                      | 'paid_' is not known
        from: 2020-01-01       | step: 0                                                    | step must be between 1 and 366
        from: 2020-01-01       | every: year                                                | every
        plan: house            | plan: ""                 | plan: a name is needed
        horizon_days: 60       | horizon_days: 0          | horizon_days must be positive
        late_days: 7           | late_days: -1            | late_days must not be negative
        from: 2020-01-01       | from: 2024-01-01         | as_of.from must be before as_of.until
        from: 2020-01-01       | from: 2025-01-01         | as_of.from must be before as_of.until
        from: 2020-01-01       | from: 1.1.2020           | from
        test_from: 2023-01-01  | test_from: 2020-01-01    | split.test_from must be after as_of.from
        test_from: 2023-01-01  | test_from: 2024-01-01    | split.test_from must be before as_of.until
        max_age_days: 365      | max_age_days: 0          | as_of.max_age_days must be positive
        test_share: 0.25       | test_share: 0            | split.test_share must be between 0 and 1
        test_share: 0.25       | test_share: 1            | split.test_share must be between 0 and 1
        test_share: 0.25       | test_share: .nan         | split.test_share
        ability:               | abilty:                  | axes: 'abilty' is not one of willingness, ability, reachability
        minimum_outcomes: 50   | minimum_outcomes: 0      | minimum_outcomes must be positive
        max_bins: 5            | max_bins: 1              | scorecard.max_bins must be at least 2
        min_bin_share: 0.1     | min_bin_share: 0.5       | scorecard.min_bin_share must be between 0 and 0.5
        base_odds: 2.0         | base_odds: 0             | scorecard.base_odds
        base_odds: 2.0         | base_odds: .inf          | scorecard.base_odds
        points_to_double: 20   | points_to_double: -20    | scorecard.points_to_double
        min_auc: 0.6           | min_auc: 0.95            | gate.min_auc must be below gate.max_auc
        max_auc: 0.9           | max_auc: 1.1             | gate.min_auc must be below gate.max_auc
        max_ks: 0.7            | max_ks: .nan             | gate.max_ks
        max_ks: 0.7            | max_ks: -1               | gate.max_ks must be between 0 and 1
        max_calibration_error: 0.05 | max_calibration_error: 0 | gate.max_calibration_error
        """)
    void aPlanThatSaysNonsenseIsAProblemThatNamesTheThing(String right, String wrong, String thing) {
        Problem problem = problem(GOOD.replace(right, wrong));
        assertThat(problem.code()).isEqualTo("PLAN");
        assertThat(problem.subject()).contains("plan.yaml");
        assertThat(problem.display()).contains(thing);
    }

    /// What is out of its range, with the key at which it is written.
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        version: 2                | version: -1                | version                        | between 1 and 1000000
        version: 2                | version: 0                 | version                        | between 1 and 1000000
        version: 2                | version: 2147483647        | version                        | between 1 and 1000000
        horizon_days: 60          | horizon_days: 1826         | horizon_days                   | between 1 and 1825
        horizon_days: 60          | horizon_days: 2147483647   | horizon_days                   | between 1 and 1825
        horizon_days: 60          | horizon_days: 99999999999  | horizon_days                   | range
        late_days: 7              | late_days: 366             | late_days                      | between 0 and 365
        max_age_days: 365         | max_age_days: 36526        | as_of.max_age_days             | between 1 and 36525
        from: 2020-01-01          | from: 1899-12-31           | as_of.from                     | between 1900-01-01 and 2200
        until: 2024-01-01         | until: +999999999-01-01    | as_of.until                    | between 1900-01-01 and 2200
        test_from: 2023-01-01     | test_from: 2201-01-01      | split.test_from                | between 1900-01-01 and 2200
        test_from: 2023-01-01     | test_from: 2019-01-01      | split.test_from                | after as_of.from
        minimum_outcomes: 50      | minimum_outcomes: 2000000000 | axes.ability.minimum_outcomes | between 1 and 1000000000
        minimum_outcomes: 50      | most_rows: 0               | axes.ability                   | minimum_outcomes
        tax_assessments           | tax_asessments             | axes.ability.feeds[0]          | 'tax_asessments' is not a feed
        [tax_assessments]         | [tax_assessments, tax_assessments] | axes.ability.feeds[1]  | given twice
        [tax_assessments]         | [""]                       | axes.ability.feeds[0]          | empty
        [net_income]              | [shoe_size]                | axes.ability.features_out[0]   | 'shoe_size' is not a feature of ability
        [net_income]              | [engagement_rate]          | axes.ability.features_out[0]   | is not a feature of ability
        [net_income]              | [net_income, net_income]   | axes.ability.features_out[1]   | given twice
        max_bins: 5               | max_bins: 101              | scorecard.max_bins             | between 2 and 100
        base_points: 500          | base_points: -100001       | scorecard.base_points          | between -100000 and 100000
        base_odds: 2.0            | base_odds: 1e7             | scorecard.base_odds            | at most 1000000
        base_odds: 2.0            | base_odds: .nan            | scorecard.base_odds            | in decimal digits
        points_to_double: 20      | points_to_double: 100001   | scorecard.points_to_double     | 100000
        trees: 30                 | trees: 2000000000          | boosting.trees                 | between 1 and 10000
        trees: 30                 | trees: 0                   | boosting.trees                 | between 1 and 10000
        rate: 0.1                 | rate: .nan                 | boosting.rate                  | in decimal digits
        rate: 0.1                 | rate: .inf                 | boosting.rate                  | in decimal digits
        leaves: 8                 | leaves: 4097               | boosting.leaves                | between 2 and 4096
        depth: 4                  | depth: 33                  | boosting.depth                 | between 2 and 32
        leaf_rows: 30             | leaf_rows: 0               | boosting.leaf_rows             | between 1
        row_share: 0.5            | row_share: 1.5             | boosting.row_share             | (0, 1]
        levels: 32                | levels: 121                | boosting.levels                | between 2 and 120
        max_auc: 0.9              | max_stability: 1           | gate                           | max_auc
        max_ks: 0.7               | max_ks: .inf               | gate.max_ks                    | in decimal digits
        max_calibration_error: 0.05 | max_calibration_error: .nan | gate.max_calibration_error  | in decimal digits
        """)
    void whatIsOutOfItsRangeIsNamedWithLineAndColumn(String right, String wrong, String place, String message) {
        String text = (GOOD + BOOSTING).replace(right, wrong);
        assertThat(text).isNotEqualTo(GOOD + BOOSTING);
        Problem problem = problem(text);
        assertThat(problem.code()).isEqualTo("PLAN");
        assertThat(problem.subject()).contains("plan.yaml at " + place).matches(".*, line [0-9]+, column [0-9]+");
        assertThat(problem.display()).contains(message);
    }

    @Test
    void theLinesOfAWrongNumberAreThoseOfTheFile() {
        assertThat(problem(GOOD.replace("late_days: 7", "late_days: -7")).subject())
                .endsWith("plan.yaml at late_days, line 8, column 12");
        assertThat(problem(GOOD.replace("max_bins: 5", "max_bins: 500")).subject())
                .endsWith("plan.yaml at scorecard.max_bins, line 19, column 13");
    }

    @Test
    void limitsOfTheGateThatAreNoNumbersAreRefused() {
        for (String key : List.of("max_stability", "min_slice_auc", "max_against", "min_curve_agreeing")) {
            for (String value : List.of(".nan", ".inf", "-.inf", "-0.1", "101")) {
                Problem problem = problem(GOOD + "  " + key + ": " + value + "\n");
                assertThat(problem.subject()).contains("plan.yaml at gate." + key + ", line ");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"as_of", "split", "axes", "scorecard", "gate", "plan", "horizon_days", "late_days", "seed"})
    void aPartThatIsMissingIsNamed(String part) {
        String without = GOOD.replaceAll("(?m)^" + part + ":.*\n(  .*\n)*", "");
        assertThat(without).isNotEqualTo(GOOD);
        assertThat(problem(without).display()).contains(part);
    }

    @Test
    void anAxisWithNothingUnderItIsNamed() {
        assertThat(problem(GOOD.replace("axes:\n", "axes:\n  willingness:\n")).display())
                .contains("axes: there is nothing under willingness");
    }

    private TrainingPlan read(String text) {
        try {
            return TrainingPlan.read(Files.writeString(folder.resolve("plan.yaml"), text));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private Problem problem(String text) {
        Problem problem = catchThrowableOfType(Problem.class, () -> read(text));
        assertThat(problem).isNotNull();
        return problem;
    }
}
