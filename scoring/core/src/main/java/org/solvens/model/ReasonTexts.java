package org.solvens.model;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.solvens.config.StrictYaml;
import org.solvens.feature.Axis;
import org.solvens.feature.Feature;
import org.solvens.feature.FeatureCatalogue;

/// Reasons in words. The words stand in `reasons.yaml`, by the name of the feature.
///
/// Reasons of scorecards and of trees have the same codes, and so the same words.
public final class ReasonTexts {
    private static final String RESOURCE = "reasons.yaml";
    private static final Pattern CODE = Pattern.compile("([WAR])([+-])([a-z][a-z0-9_]*)");
    private static final Pattern WINDOWED = Pattern.compile("(.+)_(\\d+)d");
    private static final ReasonTexts STANDARD = read();

    private final Words words;

    private ReasonTexts(Words words) {
        this.words = words;
    }

    /// The same in each language.
    record Text(String en, String sv, String nb, String da) {
        Text {
            for (String text : new String[] {en, sv, nb, da}) {
                if (text == null || text.isBlank()) {
                    throw new IllegalArgumentException("a text is needed in en, sv, nb and da");
                }
            }
        }

        String in(Language language) {
            return switch (language) {
                case EN -> en;
                case SV -> sv;
                case NB -> nb;
                case DA -> da;
            };
        }
    }

    /// What the resource holds.
    record Words(
            Map<String, Text> texts,
            Map<String, Text> general,
            Text windows,
            Map<String, Text> raises,
            Map<String, Text> lowers) {}

    /// The words of Solvens.
    public static ReasonTexts standard() {
        return STANDARD;
    }

    /// A reason in words, such as "Promises broken in the last 365 days: lowers the willingness to pay".
    ///
    /// @param code such as `W-promises_broken_365d` (see {@link Contribution#code})
    /// @throws IllegalArgumentException if this is no code of a reason
    public String of(String code, Language language) {
        Matcher matcher = CODE.matcher(code);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("not the code of a reason: " + code);
        }
        String axis = switch (matcher.group(1)) {
            case "W" -> Axis.WILLINGNESS.label();
            case "A" -> Axis.ABILITY.label();
            default -> Axis.REACHABILITY.label();
        };
        String feature = matcher.group(3);
        Map<String, Text> effects = matcher.group(2).equals("+") ? words.raises() : words.lowers();
        String what =
                own(feature, language).orElseGet(() -> words.general().get(axis).in(language));
        return what + ": " + effects.get(axis).in(language);
    }

    /// Features of the scored axes that have no words of their own, and so get general ones.
    public List<String> without(FeatureCatalogue catalogue) {
        return catalogue.features().stream()
                .filter(f -> f.axis() != Axis.ROUTING)
                .map(Feature::name)
                .filter(name -> own(name, Language.EN).isEmpty())
                .toList();
    }

    /// The words of a feature, by its whole name or by its name without the window.
    private Optional<String> own(String feature, Language language) {
        Text whole = words.texts().get(feature);
        if (whole != null) {
            return Optional.of(whole.in(language));
        }
        Matcher windowed = WINDOWED.matcher(feature);
        if (windowed.matches() && words.texts().containsKey(windowed.group(1))) {
            String window = words.windows().in(language).formatted(Integer.valueOf(windowed.group(2)));
            return Optional.of(words.texts().get(windowed.group(1)).in(language) + " " + window);
        }
        return Optional.empty();
    }

    private static ReasonTexts read() {
        try (InputStream in = ReasonTexts.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException(RESOURCE + " is not on the class path");
            }
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return new ReasonTexts(StrictYaml.parse(text, RESOURCE, Words.class, "REASONS"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
