package org.solvens.report.metric;

import java.util.Set;
import org.solvens.model.Language;

/// Titles and formulas of metrics in four languages, from `metrics.properties`.
public final class MetricTexts {
    private static final MetricTexts STANDARD = new MetricTexts(Wording.of(MetricTexts.class, "metrics.properties"));

    private final Wording wording;

    private MetricTexts(Wording wording) {
        this.wording = wording;
    }

    /// The texts that come with Solvens.
    public static MetricTexts standard() {
        return STANDARD;
    }

    /// The title of a metric.
    ///
    /// @param label of a {@link Metric} or {@link Derived}
    public String title(String label, Language language) {
        return wording.text(label, language);
    }

    /// The formula of a metric in words.
    ///
    /// @param label of a {@link Metric} or {@link Derived}
    public String formula(String label, Language language) {
        return wording.text(label + ".is", language);
    }

    /// The keys of all texts.
    Set<String> keys() {
        return wording.keys();
    }
}
