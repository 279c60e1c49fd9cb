package org.solvens.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HashSet;
import org.junit.jupiter.api.Test;
import org.solvens.facts.OtherCases;
import org.solvens.feature.Axis;
import org.solvens.feature.Feature;
import org.solvens.feature.FeatureCatalogue;

class ReasonTextsTest {
    private final ReasonTexts texts = ReasonTexts.standard();

    /// Whoever adds a feature adds its words to `reasons.properties`.
    @Test
    void everyScoredFeatureHasWords() {
        assertThat(texts.without(FeatureCatalogue.standard(OtherCases.SEEN))).isEmpty();
    }

    /// Whoever removes or renames a feature removes its words.
    @Test
    void everyTextIsOfAFeature() {
        FeatureCatalogue catalogue = FeatureCatalogue.standard(OtherCases.SEEN);
        assertThat(texts.unused(catalogue)).isEmpty();
        assertThat(texts.unused(new FeatureCatalogue(catalogue.features().subList(0, 1))))
                .hasSizeGreaterThan(20);
    }

    @Test
    void aReasonHasATextInFourLanguages() {
        String code = "W-promises_broken_365d";
        assertThat(texts.of(code, Language.EN))
                .isEqualTo("Promises broken in the last 365 days: lowers the willingness to pay");
        assertThat(texts.of(code, Language.SV))
                .isEqualTo("Brutna löften de senaste 365 dagarna: sänker betalningsviljan");
        assertThat(texts.of(code, Language.NB)).isEqualTo("Brutte løfter de siste 365 dagene: senker betalingsviljen");
        assertThat(texts.of(code, Language.DA)).isEqualTo("Brudte løfter de seneste 365 dage: sænker betalingsviljen");
        assertThat(texts.of("A+net_income", Language.EN)).isEqualTo("Income: raises the ability to pay");
        assertThat(texts.of("R+phone_found_365d", Language.SV))
                .isEqualTo("Hittat telefonnummer de senaste 365 dagarna: ökar möjligheten till kontakt");
    }

    @Test
    void everyReasonHasADifferentTextInEachLanguage() {
        for (Feature feature : FeatureCatalogue.standard(OtherCases.SEEN).features()) {
            if (feature.axis() != Axis.ROUTING) {
                for (String sign : new String[] {"+", "-"}) {
                    // Facts of the claim are reasons of the axis whose plan has them read.
                    char letter = feature.axis() == Axis.CLAIM
                            ? 'W'
                            : feature.axis().name().charAt(0);
                    String code = letter + sign + feature.name();
                    assertThat(new HashSet<>(Arrays.stream(Language.values())
                                    .map(l -> texts.of(code, l))
                                    .toList()))
                            .as(code)
                            .hasSize(4);
                }
            }
        }
    }

    @Test
    void aFeatureWithoutWordsGetsGeneralOnes() {
        assertThat(texts.of("A-brand_new_90d", Language.EN))
                .isEqualTo("Another aspect of the finances: lowers the ability to pay");
    }

    @Test
    void whatIsNoCodeIsRefused() {
        for (String wrong : new String[] {"", "W", "X+age", "W*age", "W+Age"}) {
            assertThatThrownBy(() -> texts.of(wrong, Language.EN)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void tagsNameLanguages() {
        assertThat(Language.of("sv-SE")).isEqualTo(Language.SV);
        assertThat(Language.of("no")).isEqualTo(Language.NB);
        assertThat(Language.of("nn_NO")).isEqualTo(Language.NB);
        assertThat(Language.of("DA")).isEqualTo(Language.DA);
        assertThat(Language.of("fi")).isEqualTo(Language.EN);
    }
}
