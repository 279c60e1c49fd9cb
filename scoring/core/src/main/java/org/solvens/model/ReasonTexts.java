package org.solvens.model;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.solvens.feature.Axis;
import org.solvens.feature.Feature;
import org.solvens.feature.FeatureCatalogue;

/// The texts of reasons. They are in `reasons.properties`, by the name of the feature and the language.
///
/// Reasons of scorecards and of trees have the same codes, and so the same texts.
public final class ReasonTexts {
    private static final String RESOURCE = "reasons.properties";
    private static final Pattern CODE = Pattern.compile("([WAR])([+-])([a-z][a-z0-9_]*)");
    private static final Pattern WINDOWED = Pattern.compile("(.+)_(\\d+)d");
    private static final Pattern GENERAL = Pattern.compile("window|(general|raises|lowers)\\.[a-z]+");
    private static final ReasonTexts STANDARD = read();

    private final Properties words;

    private ReasonTexts(Properties words) {
        this.words = words;
    }

    /// The texts that come with Solvens.
    public static ReasonTexts standard() {
        return STANDARD;
    }

    /// A reason in words, such as "Promises broken in the last 365 days: lowers the willingness to pay".
    ///
    /// @param code such as `W-promises_broken_365d` (see {@link Contribution#code})
    /// @throws IllegalArgumentException if this is not the code of a reason
    public String of(String code, Language language) {
        Matcher matcher = CODE.matcher(code);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("not the code of a reason: " + code);
        }
        Axis axis = switch (matcher.group(1)) {
            case "W" -> Axis.WILLINGNESS;
            case "A" -> Axis.ABILITY;
            default -> Axis.REACHABILITY;
        };
        String effect = matcher.group(2).equals("+") ? "raises." : "lowers.";
        String what = own(matcher.group(3), language).orElseGet(() -> needed("general." + axis.label(), language));
        return what + ": " + needed(effect + axis.label(), language);
    }

    /// Features of the scored axes that lack a text in some language, and so get a general one.
    public List<String> without(FeatureCatalogue catalogue) {
        return catalogue.features().stream()
                .filter(f -> f.axis() != Axis.ROUTING)
                .map(Feature::name)
                .filter(name -> List.of(Language.values()).stream()
                        .anyMatch(l -> own(name, l).isEmpty()))
                .toList();
    }

    /// The names that texts have and no feature of the catalogue, in alphabetical order.
    public List<String> unused(FeatureCatalogue catalogue) {
        Set<String> used = new HashSet<>();
        for (Feature feature : catalogue.features()) {
            used.add(feature.name());
            used.add(withoutWindow(feature.name()));
        }
        return words.stringPropertyNames().stream()
                .map(key -> key.substring(0, key.lastIndexOf('.')))
                .filter(name -> !used.contains(name) && !GENERAL.matcher(name).matches())
                .distinct()
                .sorted()
                .toList();
    }

    private static String withoutWindow(String feature) {
        Matcher windowed = WINDOWED.matcher(feature);
        return windowed.matches() ? windowed.group(1) : feature;
    }

    /// The text of a feature, by its whole name or by its name without the window.
    private Optional<String> own(String feature, Language language) {
        Optional<String> whole = find(feature, language);
        Matcher windowed = WINDOWED.matcher(feature);
        if (whole.isPresent() || !windowed.matches()) {
            return whole;
        }
        String window = String.format(Locale.ROOT, needed("window", language), Integer.valueOf(windowed.group(2)));
        return find(windowed.group(1), language).map(text -> text + " " + window);
    }

    private Optional<String> find(String key, Language language) {
        return Optional.ofNullable(words.getProperty(key + "." + language.name().toLowerCase(Locale.ROOT)));
    }

    private String needed(String key, Language language) {
        return find(key, language)
                .orElseThrow(() -> new IllegalStateException(RESOURCE + " lacks " + key + " in " + language));
    }

    private static ReasonTexts read() {
        Properties words = new Properties();
        try (InputStream in = ReasonTexts.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException(RESOURCE + " is not on the class path");
            }
            words.load(new InputStreamReader(in, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new ReasonTexts(words);
    }
}
