package org.solvens.report.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.solvens.model.Language;

class MetricTextsTest {
    private static List<String> labels() {
        List<String> labels = new ArrayList<>();
        for (Metric metric : Metric.values()) {
            labels.add(metric.label());
        }
        for (Derived derived : Derived.values()) {
            labels.add(derived.label());
        }
        return labels;
    }

    @Test
    void everyMetricHasATitleAndAFormulaInEveryLanguage() {
        for (String label : labels()) {
            for (Language language : Language.values()) {
                assertThat(MetricTexts.standard().title(label, language))
                        .as(label)
                        .isNotBlank();
                assertThat(MetricTexts.standard().formula(label, language))
                        .as(label)
                        .endsWith(".");
            }
        }
        assertThat(labels()).doesNotHaveDuplicates();
    }

    @Test
    void noTextIsAboutAMetricThatIsGone() {
        List<String> keys = new ArrayList<>();
        labels().forEach(label -> keys.addAll(List.of(label, label + ".is")));
        assertThat(MetricTexts.standard().keys()).containsExactlyInAnyOrderElementsOf(keys);
    }

    @Test
    void aTextThatLacksALanguageIsRefused() {
        assertThatThrownBy(() -> Wording.of(MetricTextsTest.class, "incomplete.properties"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("greeting");
    }

    @Test
    void everyMetricStatesWhereItComesFromAndWhatItIsCountedBy() {
        for (Metric metric : Metric.values()) {
            assertThat(metric.source()).as(metric.label()).isNotBlank();
            assertThat(metric.grains()).as(metric.label()).isNotEmpty();
            assertThat(metric.dimensions()).as(metric.label()).doesNotHaveDuplicates();
        }
    }
}
