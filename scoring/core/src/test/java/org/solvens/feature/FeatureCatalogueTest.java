package org.solvens.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.solvens.facts.CaseView;
import org.solvens.facts.OtherCases;
import org.solvens.feed.Feed;
import org.solvens.problem.Problem;

class FeatureCatalogueTest {
    private static Feature feature(String name, String description, Feed source, Axis axis) {
        return feature(name, description, source, axis, _ -> 1);
    }

    private static Feature feature(
            String name, String description, Feed source, Axis axis, Feature.Definition definition) {
        Feature.Builder parts = Feature.named(name)
                .decimal("count")
                .description(description)
                .source(source)
                .axis(axis, Direction.FREE);
        Matcher window = Pattern.compile(".*_(\\d+)d").matcher(name);
        if (window.matches()) {
            parts.window(Integer.parseInt(window.group(1)));
        }
        return parts.value(definition);
    }

    private static String problem(Feature feature) {
        try {
            new FeatureCatalogue(List.of(feature));
            return "none";
        } catch (Problem e) {
            return e.code() + ": " + e.what();
        }
    }

    @Test
    void theAxesOfTheStandardCatalogueShareNoFeature() {
        FeatureCatalogue catalogue = FeatureCatalogue.standard(OtherCases.SEEN);
        Set<String> names = new HashSet<>();
        int sum = 0;
        for (Axis axis : Axis.values()) {
            catalogue.of(axis).forEach(feature -> names.add(feature.name()));
            sum += catalogue.of(axis).size();
        }
        assertThat(names).hasSize(sum).hasSize(catalogue.features().size()).hasSizeGreaterThanOrEqualTo(70);
    }

    @Test
    void everyFamilyAndEveryFeedOfDebtorsIsRead() {
        List<Feature> features = FeatureCatalogue.standard(OtherCases.SEEN).features();
        assertThat(features.stream().map(Feature::family)).contains(Family.values());
        assertThat(features.stream().map(Feature::source))
                .contains(Stream.of(Feed.values())
                        .filter(feed -> feed != Feed.MANDATES)
                        .toArray(Feed[]::new));
    }

    @Test
    void aWindowStandsInTheNameAndADescriptionIsOneSentence() {
        for (Feature feature : FeatureCatalogue.standard(OtherCases.SEEN).features()) {
            if (feature.name().matches(".*_\\d+d")) {
                assertThat(feature.name()).endsWith("_" + feature.windowDays() + "d");
            }
            assertThat(feature.description())
                    .as(feature.name())
                    .matches("[A-Z].*[^.]")
                    .doesNotContain(". ");
        }
    }

    @Test
    void routingFeaturesAreNotOfferedToModels() {
        assertThat(FeatureCatalogue.standard(OtherCases.SEEN).of(Axis.ROUTING).stream()
                        .map(Feature::name))
                .contains("identity_protected", "reported_deceased", "dispute_open", "tax_figures_over_24_months");
        assertThat(Axis.scored()).doesNotContain(Axis.ROUTING);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sex",
                "gender_code",
                "age",
                "debtor_age",
                "age_years",
                "birth_year",
                "nationality",
                "surname_length",
                "family_size",
                "marital_status",
                "health_marker",
                "illness_365d",
                "postcode",
                "postal_code_rate",
                "language",
                "national_id_digit_9",
                "personnummer_month",
                "free_text_length",
                "notes_90d",
                "religion"
            })
    void whatMayBeNoInputIsRefusedByName(String name) {
        assertThat(problem(feature(name, "Made up", Feed.CASES, Axis.ROUTING)))
                .startsWith("FEATURE-FORBIDDEN: it speaks of '");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Age of the debtor in steps",
                "Whether the debtor is married",
                "Country of birth, as a code",
                "Words in the agent's notes",
                "Whether the debtor reported an illness",
                "Mean income of the postcode",
                "Length of the first name"
            })
    void whatMayBeNoInputIsRefusedByMeaning(String description) {
        assertThat(problem(feature("innocent", description, Feed.CASES, Axis.WILLINGNESS)))
                .startsWith("FEATURE-FORBIDDEN: it speaks of '");
    }

    @ParameterizedTest
    @CsvSource({
        "age_days, Days since the case was placed",
        "debt_age_days, Age of the debt in days",
        "wrong_party_365d, Contacts with the wrong person in 365 days",
        "sextant, Sixths of a circle",
        "postal_answers, Answers of the postal register"
    })
    void wordsThatOnlyLookAlikeStand(String name, String description) {
        assertThat(problem(feature(name, description, Feed.CASES, Axis.WILLINGNESS)))
                .isEqualTo("none");
    }

    @Test
    void anAxisMayNotReadWhatSpeaksForAnother() {
        assertThat(problem(feature("income", "Made up", Feed.TAX_ASSESSMENTS, Axis.WILLINGNESS)))
                .isEqualTo("FEATURE-SOURCE: a feature of willingness may not read tax_assessments");
        assertThat(problem(feature("income", "Made up", Feed.TAX_ASSESSMENTS, Axis.REACHABILITY)))
                .startsWith("FEATURE-SOURCE");
        assertThat(problem(feature("income", "Made up", Feed.TAX_ASSESSMENTS, Axis.ABILITY)))
                .isEqualTo("none");
        assertThat(problem(feature("months", "Made up", Feed.MANDATES, Axis.ROUTING)))
                .startsWith("FEATURE-SOURCE");
        Feature hidden = Feature.named("hidden")
                .decimal("ratio")
                .description("Made up")
                .source(Feed.PAYMENTS)
                .needs(Feed.TAX_ASSESSMENTS)
                .axis(Axis.WILLINGNESS, Direction.FREE)
                .value(_ -> 1);
        assertThat(problem(hidden)).startsWith("FEATURE-SOURCE");
    }

    @Test
    void twoFeaturesOfOneNameAreRefused() {
        Feature one = feature("one", "Made up", Feed.CASES, Axis.ROUTING);
        assertThatThrownBy(() -> new FeatureCatalogue(List.of(one, one)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("two features are named one");
    }

    @Test
    void theVersionChangesWithWordsAndWithCode() {
        Feature base = feature("one", "Made up", Feed.CASES, Axis.ROUTING);
        String version = new FeatureCatalogue(List.of(base)).version();
        assertThat(version).matches("[0-9a-f]{12}");
        assertThat(new FeatureCatalogue(List.of(base)).version()).isEqualTo(version);
        Feature renamed = feature("one", "Made up otherwise", Feed.CASES, Axis.ROUTING);
        assertThat(new FeatureCatalogue(List.of(renamed)).version()).isNotEqualTo(version);
        Feature recoded = feature("one", "Made up", Feed.CASES, Axis.ROUTING, _ -> 2);
        assertThat(new FeatureCatalogue(List.of(recoded)).version()).isNotEqualTo(version);
        String apart = new FeatureCatalogue(List.of(base), OtherCases.LEFT_OUT).version();
        assertThat(apart).matches("[0-9a-f]{12}-left_out").doesNotStartWith(version);
        assertThat(OtherCases.ofVersion(version)).isEqualTo(OtherCases.SEEN);
        assertThat(OtherCases.ofVersion(apart)).isEqualTo(OtherCases.LEFT_OUT);
    }

    /// The made-up debtors behind the version make every feature vary, so that a change to any shows.
    @Test
    void theVersionWouldShowAChangeToAnyFeature() {
        for (Feature feature : FeatureCatalogue.standard(OtherCases.SEEN).features()) {
            Feature stuck = copy(feature, new Constant(feature));
            assertThat(new FeatureCatalogue(List.of(stuck)).version())
                    .as(feature.name())
                    .isNotEqualTo(new FeatureCatalogue(List.of(feature)).version());
        }
    }

    private static Feature copy(Feature feature, Feature.Definition definition) {
        Feature.Builder parts = new Feature.Builder(feature.name(), feature.family(), _ -> {})
                .description(feature.description())
                .source(feature.source())
                .axis(feature.axis(), feature.direction());
        switch (feature.type()) {
            case WHOLE -> parts.whole(feature.unit());
            case DECIMAL -> parts.decimal(feature.unit());
            case FLAG -> parts.flag();
            case CODE -> parts.code(feature.unit());
        }
        if (feature.windowDays() != Feature.NO_WINDOW) {
            parts.window(feature.windowDays());
        }
        Feed[] needs = feature.needs().toArray(Feed[]::new);
        if (needs.length > 0) {
            parts.needs(needs[0], needs);
        }
        return parts.value(definition);
    }

    /// Always the value that the feature has for the first case it sees.
    private static final class Constant implements Feature.Definition {
        private final Feature feature;
        private Double first;

        private Constant(Feature feature) {
            this.feature = feature;
        }

        @Override
        public double of(CaseView view) {
            if (first == null) {
                first = feature.definition().of(view);
            }
            return first;
        }
    }

    @Test
    void chosenFeaturesHaveTheValuesOfTheWholeVector() {
        FeatureCatalogue catalogue = FeatureCatalogue.standard(OtherCases.SEEN);
        CaseView view =
                new Life().invoice("C", "K1", 10, 20, 1_000).paid("C", 5, 400).view("C");
        double[] whole = Life.vector(view);
        int[] chosen = {catalogue.indexOf("paid_share"), catalogue.indexOf("days_since_payment")};
        double[] some = new double[2];
        catalogue.compute(view, chosen, some);
        assertThat(some).containsExactly(whole[chosen[0]], whole[chosen[1]]).contains(0.4, 5);
    }

    @Test
    void aFamilyCountsACaseOnceAndOnlyIfItIsRead() {
        List<String> counted = new ArrayList<>();
        CaseTally<String> holds = new CaseTally<>(Family.HOLDS, String.class, view -> {
            counted.add(view.caseId());
            return "counted";
        });
        DebtorTally<String> ofDebtor = new DebtorTally<>(Family.HOLDS, String.class, _ -> {
            counted.add("debtor");
            return "counted";
        });
        Life life = new Life().invoice("C", "K1", 10, 20, 1_000).invoice("D", "K1", 10, 20, 1_000);
        CaseView view = life.view("C");
        assertThat(counted).isEmpty();
        for (int i = 0; i < 2; i++) {
            assertThat(holds.of(view)).isEqualTo("counted");
            assertThat(ofDebtor.of(view.debtor())).isEqualTo("counted");
        }
        assertThat(counted).containsExactly("C", "debtor");
    }

    @Test
    void aViewThatSeesOtherwiseThanTheCatalogueIsRefused() {
        CaseView view = new Life().invoice("C", "K1", 10, 20, 1_000).view("C");
        FeatureCatalogue without = FeatureCatalogue.standard(OtherCases.LEFT_OUT);
        assertThatThrownBy(() ->
                        without.compute(view, new double[without.features().size()]))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aggregatesOfOtherCasesAreNotForCreditors() {
        assertThat(Family.OTHER_CASES.shownToCreditor()).isFalse();
        assertThat(Stream.of(Family.values()).filter(Family::shownToCreditor)).hasSize(Family.values().length - 1);
    }

    @Test
    void theSwitchKnowsTwoWords() {
        assertThat(OtherCases.of("seen")).isEqualTo(OtherCases.SEEN);
        assertThat(OtherCases.of("left_out")).isEqualTo(OtherCases.LEFT_OUT);
        assertThatThrownBy(() -> OtherCases.of("maybe"))
                .isInstanceOf(org.solvens.problem.Problem.class)
                .hasMessageContaining("OTHER-CASES");
        assertThat(FeatureCatalogue.standard(OtherCases.SEEN).version())
                .isNotEqualTo(FeatureCatalogue.standard(OtherCases.LEFT_OUT).version());
    }
}
