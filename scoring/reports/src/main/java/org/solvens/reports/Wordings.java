package org.solvens.reports;

import java.math.BigDecimal;
import java.text.NumberFormat;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.chrono.IsoChronology;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.FormatStyle;
import java.time.format.TextStyle;
import java.util.Locale;
import java.util.Set;
import org.solvens.model.Language;
import org.solvens.report.metric.Derived;
import org.solvens.report.metric.Metric;
import org.solvens.report.metric.MetricTexts;
import org.solvens.report.metric.Wording;

/// Texts, numbers and dates of the pages in one language, as its country writes them.
final class Wordings {
    private static final Wording TEXTS = Wording.of(Wordings.class, "texts.properties");

    private final Language language;
    private final Locale locale;

    Wordings(Language language) {
        this.language = language;
        this.locale = Locale.forLanguageTag(
                switch (language) {
                    case EN -> "en-GB";
                    case SV -> "sv-SE";
                    case NB -> "nb-NO";
                    case DA -> "da-DK";
                });
    }

    /// The tag of a language, such as `nb`.
    static String tag(Language language) {
        return language.name().toLowerCase(Locale.ROOT);
    }

    static Set<String> keys() {
        return TEXTS.keys();
    }

    Language language() {
        return language;
    }

    /// A text of the pages.
    ///
    /// @param values put in for `{0}` and so on
    String text(String key, Object... values) {
        String text = TEXTS.text(key, language);
        for (int i = 0; i < values.length; i++) {
            text = text.replace("{" + i + "}", String.valueOf(values[i]));
        }
        return text;
    }

    String title(Metric metric) {
        return MetricTexts.standard().title(metric.label(), language);
    }

    String title(Derived derived) {
        return MetricTexts.standard().title(derived.label(), language);
    }

    String formula(String label) {
        return MetricTexts.standard().formula(label, language);
    }

    String title(String label) {
        return MetricTexts.standard().title(label, language);
    }

    /// The word for a value of a dimension, such as an outcome; the value itself if there is none.
    String value(String name) {
        String key = "v." + name;
        return TEXTS.keys().contains(key) ? TEXTS.text(key, language) : name;
    }

    String country(String code) {
        return Locale.of("", code).getDisplayCountry(locale);
    }

    String count(long value) {
        return NumberFormat.getIntegerInstance(locale).format(value);
    }

    /// Money in whole units; small amounts with two decimals.
    String amount(BigDecimal value) {
        NumberFormat format = NumberFormat.getNumberInstance(locale);
        int decimals = value.signum() != 0 && value.abs().compareTo(BigDecimal.valueOf(100)) < 0 ? 2 : 0;
        format.setMinimumFractionDigits(decimals);
        format.setMaximumFractionDigits(decimals);
        return format.format(value);
    }

    /// A rate with the decimals that it has.
    String decimal(BigDecimal value) {
        NumberFormat format = NumberFormat.getNumberInstance(locale);
        format.setMaximumFractionDigits(6);
        return format.format(value);
    }

    String share(double value) {
        NumberFormat format = NumberFormat.getPercentInstance(locale);
        format.setMinimumFractionDigits(1);
        format.setMaximumFractionDigits(1);
        return format.format(value);
    }

    /// A ratio such as 1.08.
    String ratio(double value) {
        NumberFormat format = NumberFormat.getNumberInstance(locale);
        format.setMinimumFractionDigits(2);
        format.setMaximumFractionDigits(2);
        return format.format(value);
    }

    /// A number such as 0.183.
    String thousandths(double value) {
        NumberFormat format = NumberFormat.getNumberInstance(locale);
        format.setMinimumFractionDigits(3);
        format.setMaximumFractionDigits(3);
        return format.format(value);
    }

    /// A difference of shares in percentage points, such as +1.25.
    String points(double value) {
        NumberFormat format = NumberFormat.getNumberInstance(locale);
        format.setMinimumFractionDigits(2);
        format.setMaximumFractionDigits(2);
        double points = Math.round(value * 10_000) / 100.0;
        return (points > 0 ? "+" : "") + format.format(points == 0 ? 0 : points);
    }

    String quarter(LocalDate month) {
        return text("quarter", (month.getMonthValue() - 1) / 3 + 1, month.getYear());
    }

    String day(LocalDate day) {
        String pattern = DateTimeFormatterBuilder.getLocalizedDateTimePattern(
                FormatStyle.LONG, null, IsoChronology.INSTANCE, locale);
        return DateTimeFormatter.ofPattern(pattern, locale).format(day);
    }

    String shortDay(LocalDate day) {
        return DateTimeFormatter.ofPattern("d MMM", locale).format(day);
    }

    String month(LocalDate month) {
        return DateTimeFormatter.ofPattern("MMM yyyy", locale).format(YearMonth.from(month));
    }

    String weekday(int day) {
        return DayOfWeek.of(day).getDisplayName(TextStyle.FULL_STANDALONE, locale);
    }
}
