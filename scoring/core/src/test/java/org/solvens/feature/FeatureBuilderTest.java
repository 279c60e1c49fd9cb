package org.solvens.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.solvens.feed.Feed;

/// The rules by which a feature is built from its parts.
class FeatureBuilderTest {
    private static Feature.Builder whole(Feature.Builder parts) {
        return parts.whole("count")
                .description("Made up")
                .source(Feed.PAYMENTS)
                .axis(Axis.WILLINGNESS, Direction.RISING);
    }

    /// All parts but one.
    private static Feature.Builder without(String part) {
        Feature.Builder parts = Feature.named("made_up");
        if (!part.equals("type and unit")) {
            parts.whole("count");
        }
        if (!part.equals("description")) {
            parts.description("Made up");
        }
        if (!part.equals("source")) {
            parts.source(Feed.PAYMENTS);
        }
        if (!part.equals("axis")) {
            parts.axis(Axis.WILLINGNESS, Direction.RISING);
        }
        return parts;
    }

    @Test
    void everyPartIsInTheFeature() {
        Feature feature = Feature.named("kept_365d")
                .decimal("share")
                .description("Made up in 365 days")
                .source(Feed.CONTACTS)
                .needs(Feed.PAYMENTS, Feed.CASES)
                .window(365)
                .axis(Axis.WILLINGNESS, Direction.FALLING)
                .value(_ -> 0.5);
        assertThat(feature.name()).isEqualTo("kept_365d");
        assertThat(feature.type()).isEqualTo(Feature.Type.DECIMAL);
        assertThat(feature.unit()).isEqualTo("share");
        assertThat(feature.description()).isEqualTo("Made up in 365 days");
        assertThat(feature.source()).isEqualTo(Feed.CONTACTS);
        assertThat(feature.needs()).containsExactlyInAnyOrder(Feed.PAYMENTS, Feed.CASES);
        assertThat(feature.windowDays()).isEqualTo(365);
        assertThat(feature.family()).isEqualTo(Family.CONTACTS);
        assertThat(feature.axis()).isEqualTo(Axis.WILLINGNESS);
        assertThat(feature.direction()).isEqualTo(Direction.FALLING);
    }

    @Test
    void windowAndFurtherFeedsNeedNotBeGiven() {
        Feature feature = whole(Feature.named("made_up")).value(_ -> 1);
        assertThat(feature.windowDays()).isEqualTo(Feature.NO_WINDOW);
        assertThat(feature.needs()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"type and unit", "description", "source", "axis"})
    void aMissingPartIsRefused(String part) {
        assertThatThrownBy(() -> without(part).value(_ -> 1))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("feature made_up: no " + part);
    }

    @Test
    void aWindowWithoutASourceIsRefused() {
        assertThatThrownBy(() -> without("source").window(30).value(_ -> 1)).hasMessage("feature made_up: no source");
    }

    @Test
    void aPartIsGivenOnce() {
        assertThatThrownBy(() -> without("").decimal("share")).hasMessage("feature made_up: two times type and unit");
        assertThatThrownBy(() -> without("").description("Other")).hasMessage("feature made_up: two times description");
        assertThatThrownBy(() -> without("").source(Feed.CASES)).hasMessage("feature made_up: two times source");
        assertThatThrownBy(() -> without("").needs(Feed.CASES).needs(Feed.HOLDS))
                .hasMessage("feature made_up: two times needs");
        assertThatThrownBy(() -> without("").window(30).window(90)).hasMessage("feature made_up: two times window");
        assertThatThrownBy(() -> without("").axis(Axis.ABILITY, Direction.FREE))
                .hasMessage("feature made_up: two times axis");
    }

    @ParameterizedTest
    @CsvSource({"paid_30d, 90", "paid_30d, 0"})
    void aNameThatEndsInDaysNamesTheWindow(String name, int days) {
        Feature.Builder parts = whole(Feature.named(name));
        if (days > 0) {
            parts.window(days);
        }
        assertThatThrownBy(() -> parts.value(_ -> 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("feature paid_30d: its window is " + days + " days");
    }

    @Test
    void aWindowHasAtLeastOneDay() {
        assertThatThrownBy(() -> Feature.named("made_up").window(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("feature made_up: a window has at least one day");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Paid", "9_lives", "paid-30", "betald_år"})
    void aNameIsInSnakeCase(String name) {
        assertThatThrownBy(() -> whole(Feature.named(name)).value(_ -> 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("feature name: " + name);
    }

    @Test
    void aFamilyKeepsTheOrderInWhichItsFeaturesAreWritten() {
        FamilyFeatures family = new FamilyFeatures(Family.HOLDS);
        whole(family.feature("second")).value(_ -> 2);
        whole(family.feature("first")).value(_ -> 1);
        assertThat(family.list()).extracting(Feature::name).containsExactly("second", "first");
        assertThat(family.list()).extracting(Feature::family).containsOnly(Family.HOLDS);
    }

    @Test
    void severalWindowsMakeOneFeatureEach() {
        FamilyFeatures family = new FamilyFeatures(Family.PAYMENTS);
        family.feature("paid")
                .whole("count")
                .description("Payments{window}")
                .source(Feed.PAYMENTS)
                .axis(Axis.WILLINGNESS, Direction.RISING)
                .values(Windows.andEver(30, 365), window -> _ -> window);
        List<Feature> features = family.list();
        assertThat(features).extracting(Feature::name).containsExactly("paid_30d", "paid_365d", "paid");
        assertThat(features).extracting(Feature::windowDays).containsExactly(30, 365, Feature.NO_WINDOW);
        assertThat(features)
                .extracting(Feature::description)
                .containsExactly("Payments in 30 days", "Payments in 365 days", "Payments, ever");
    }

    @Test
    void aFamilyRefusesTwoFeaturesOfOneName() {
        FamilyFeatures family = new FamilyFeatures(Family.PAYMENTS);
        whole(family.feature("paid")).value(_ -> 1);
        assertThatThrownBy(() -> whole(family.feature("paid")).value(_ -> 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("two features are named paid");
    }

    @Test
    void aFeatureWithoutAValueIsNotForgotten() {
        FamilyFeatures last = new FamilyFeatures(Family.PAYMENTS);
        whole(last.feature("paid"));
        assertThatThrownBy(last::list).hasMessage("feature paid: no value");
        FamilyFeatures first = new FamilyFeatures(Family.PAYMENTS);
        whole(first.feature("paid"));
        assertThatThrownBy(() -> first.feature("owed")).hasMessage("feature paid: no value");
    }

    @Test
    void theWordsForAWindowAreForSeveralAlone() {
        Feature.Builder one = Feature.named("paid")
                .whole("count")
                .description("Payments{window}")
                .source(Feed.PAYMENTS)
                .axis(Axis.WILLINGNESS, Direction.RISING);
        assertThatThrownBy(() -> one.value(_ -> 1)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> whole(Feature.named("paid")).values(Windows.andEver(30), _ -> _ -> 1))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> one.window(30).values(Windows.andEver(30), _ -> _ -> 1))
                .isInstanceOf(IllegalStateException.class);
    }
}
