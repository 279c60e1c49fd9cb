package org.solvens.feature;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.solvens.feed.Feed;
import org.solvens.problem.Problem;

/// What must not be a model input, and which feeds an axis may read. A catalogue with a feature that mentions
/// the first, or reads a feed outside the second, is refused.
///
/// Refused are a person's sex, age and birth date, nationality, language, name, family, health, faith,
/// union, crime, likeness, fine-grained postcode, digits of national ids, and free text; neither the name
/// nor the description of a feature may mention them. Words are compared whole, so that `age_days`, the age
/// of a case, is allowed.
public final class NotAnInput {
    private static final Set<String> WORDS = Set.of((
            // sex
            "sex gender male female man men woman women mr mrs pregnant pregnancy "
                    // age and birth
                    + "birth birthday birthdate birthyear born dob youth pensioner elderly "
                    // origin
                    + "nationality nationalities citizen citizenship ethnic ethnicity race racial immigrant "
                    + "immigration foreigner birthplace language "
                    // name
                    + "surname firstname lastname forename initials "
                    // family
                    + "family marital married marriage divorced spouse husband wife cohabitant sibling child "
                    + "children parent parents household "
                    // health, faith, union, crime
                    + "health ill illness sick sickness disease diagnosis disability disabled vulnerable "
                    + "vulnerability addiction religion religious church faith union criminal crime conviction "
                    // place
                    + "postcode postcodes zip zipcode latitude longitude street "
                    // national ids
                    + "personnummer samordningsnummer fodselsnummer cpr ssn hetu henkilotunnus "
                    // free text and likeness
                    + "note notes comment comments transcript freetext photo voice")
            .split(" "));

    private static final List<String> PHRASES = List.of(
            "national id",
            "postal code",
            "zip code",
            "free text",
            "first name",
            "last name",
            "given name",
            "debtor name",
            "name of the debtor",
            "debtor age",
            "person age",
            "age years",
            "age in years",
            "years old",
            "age of the debtor",
            "age of the person",
            "under age",
            "country of origin",
            "mother tongue");

    private NotAnInput() {}

    /// @throws Problem `FEATURE-FORBIDDEN` or `FEATURE-SOURCE` if the feature may not be one
    static void check(Feature feature) {
        String said = forbidden(feature.name());
        if (said == null) {
            said = forbidden(feature.description());
        }
        if (said != null) {
            throw new Problem(
                    "FEATURE-FORBIDDEN",
                    "feature " + feature.name(),
                    "it speaks of '" + said + "'",
                    "sex, age, birth, nationality, language, names, family, health, faith, crime, postcode, digits of "
                            + "national ids and free text are no model inputs",
                    "take the feature out of the catalogue, or name it by what it really measures");
        }
        List<Feed> read = new ArrayList<>(feature.needs());
        read.addFirst(feature.source());
        for (Feed feed : read) {
            String why = refusal(feed, feature.axis());
            if (why != null) {
                throw new Problem(
                        "FEATURE-SOURCE",
                        "feature " + feature.name(),
                        "a feature of " + feature.axis().label() + " may not read " + feed.label(),
                        why,
                        "give it another axis or another source");
            }
        }
    }

    /// Why an axis may not read a feed, or null where it may.
    private static @Nullable String refusal(Feed feed, Axis axis) {
        return switch (feed) {
            case MANDATES -> "mandates tell of creditors, not of debtors";
            case TAX_ASSESSMENTS ->
                axis == Axis.WILLINGNESS || axis == Axis.REACHABILITY
                        ? "tax figures speak for ability alone, so that a changed income moves nothing else"
                        : null;
            case CASES, CASE_EVENTS, PAYMENTS, CONTACTS, ADDRESS_HITS, ARRANGEMENTS, HOLDS, DECISIONS -> null;
        };
    }

    /// The word of a name by which it may be no input; null if there is none.
    public static @Nullable String mention(String name) {
        return forbidden(name);
    }

    private static @Nullable String forbidden(String text) {
        String[] words = text.toLowerCase(Locale.ROOT).split("[^\\p{L}]+");
        for (String word : words) {
            if (WORDS.contains(word)) {
                return word;
            }
        }
        String joined = " " + String.join(" ", words) + " ";
        for (String phrase : PHRASES) {
            if (joined.contains(" " + phrase + " ")) {
                return phrase;
            }
        }
        return joined.isBlank() || !joined.equals(" age ") && !joined.equals(" name ") ? null : joined.strip();
    }
}
