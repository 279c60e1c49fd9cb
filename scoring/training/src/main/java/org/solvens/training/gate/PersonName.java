package org.solvens.training.gate;

import com.ibm.icu.lang.UCharacter;
import com.ibm.icu.text.Normalizer2;
import com.ibm.icu.text.SpoofChecker;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.solvens.problem.Problem;

/// The name of a person who trains, approves or decides, as given.
///
/// Two names are of the same person if they look the same: after Unicode NFKC, case folding, without white space at
/// the ends, with one space for each run of it, without invisible characters, and with characters that can be
/// confused with one another made equal (Unicode Technical Standard 39, skeleton). So "Anna" in Latin letters, "ANNA"
/// and "Аnna" with a Cyrillic first letter are one person.
///
/// @param text not blank
public record PersonName(String text) {
    private static final SpoofChecker CONFUSABLES = new SpoofChecker.Builder().build();
    private static final Normalizer2 NFKC = Normalizer2.getNFKCInstance();

    public PersonName {
        if (plain(text).isEmpty()) {
            throw new Problem(
                    "PERSON",
                    "the name of a person",
                    "the name is empty",
                    "it has no visible character",
                    "give the name of a person");
        }
    }

    /// A name that was given, or else the operating system's user.
    ///
    /// @param given null if no name was given
    /// @param option that gives a name, for the message
    /// @param user of the operating system; empty where it has none
    /// @throws Problem `PERSON` if none was given and the operating system has no user, or the name is empty
    public static PersonName givenOrSystemUser(@Nullable String given, String option, String user) {
        return given != null
                ? new PersonName(given)
                : systemUser(user)
                        .orElseThrow(() -> new Problem(
                                "PERSON",
                                option,
                                "no person is named",
                                "the operating system has no user name here",
                                "name the person with " + option));
    }

    private static Optional<PersonName> systemUser(String user) {
        return user.isBlank() ? Optional.empty() : Optional.of(new PersonName(user));
    }

    /// Whether this is the name of the same person.
    boolean isSamePerson(PersonName other) {
        String mine = plain(text);
        String theirs = plain(other.text);
        // Both orders: Cyrillic "В" looks like Latin "B", and small "в" like no Latin letter.
        return folded(skeleton(mine)).equals(folded(skeleton(theirs)))
                || skeleton(folded(mine)).equals(skeleton(folded(theirs)));
    }

    private static String plain(String text) {
        StringBuilder plain = new StringBuilder();
        NFKC.normalize(text).codePoints().forEach(c -> {
            if (Character.isWhitespace(c) || Character.isSpaceChar(c)) {
                if (!plain.isEmpty() && plain.charAt(plain.length() - 1) != ' ') {
                    plain.append(' ');
                }
            } else if (!UCharacter.hasBinaryProperty(c, com.ibm.icu.lang.UProperty.DEFAULT_IGNORABLE_CODE_POINT)
                    && Character.getType(c) != Character.CONTROL
                    && Character.getType(c) != Character.FORMAT) {
                plain.appendCodePoint(c);
            }
        });
        return plain.toString().strip();
    }

    private static String skeleton(String text) {
        return CONFUSABLES.getSkeleton(text);
    }

    private static String folded(String text) {
        return NFKC.normalize(UCharacter.foldCase(text, true));
    }
}
