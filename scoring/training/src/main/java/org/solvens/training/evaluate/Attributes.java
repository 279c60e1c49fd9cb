package org.solvens.training.evaluate;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.solvens.chance.Draws;
import org.solvens.problem.Problem;
import org.solvens.source.CsvLines;
import org.solvens.source.CsvSource;

/// Age and sex of debtors, from a file that is kept outside the lake: no model ever sees it.
///
/// The file is CSV with the columns `debtor_id`, `birth_year` or `age_band`, and `sex`.
public final class Attributes {
    /// The group of debtors that are not in the file.
    static final String UNKNOWN = "unknown";

    private static final String CODE = "ATTRIBUTES";

    private static final int[] BANDS = {18, 25, 35, 45, 55, 65};

    private final Map<Long, Person> people;

    private Attributes(Map<Long, Person> people) {
        this.people = people;
    }

    /// @param birthYear null if the file gives bands
    private record Person(@Nullable Integer birthYear, String band, String sex) {}

    /// @throws Problem `ATTRIBUTES` if the file cannot be read as described
    public static Attributes read(Path file) {
        Map<Long, Person> people = new HashMap<>();
        try (CsvSource source = new CsvSource(
                new CsvLines(new BufferedInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8, ','),
                file.toString())) {
            int debtor = source.columns().indexOf("debtor_id");
            int year = source.columns().indexOf("birth_year");
            int band = source.columns().indexOf("age_band");
            int sex = source.columns().indexOf("sex");
            if (debtor < 0 || sex < 0 || (year < 0) == (band < 0)) {
                throw problem(
                        file.toString(),
                        "the columns are not those needed",
                        "they are " + String.join(", ", source.columns()),
                        "supply debtor_id, birth_year or age_band, and sex");
            }
            while (source.next()) {
                String place = file + ", line " + source.number();
                if (source.refusal() != null || source.get(debtor) == null) {
                    throw problem(place, "the line cannot be read", "a field too many or too few", "correct the line");
                }
                Person person = new Person(
                        year < 0 ? null : year(source.get(year), place),
                        band < 0 ? UNKNOWN : text(source.get(band)),
                        text(source.get(sex)).toLowerCase(Locale.ROOT));
                if (people.put(Draws.hash(text(source.get(debtor))), person) != null) {
                    throw problem(place, "a debtor occurs twice", "ids repeat", "give each debtor one line");
                }
            }
        } catch (IOException e) {
            throw new Problem(
                    CODE,
                    file.toString(),
                    "the file cannot be read",
                    String.valueOf(e.getMessage()),
                    "name a CSV file",
                    e);
        }
        return new Attributes(people);
    }

    /// Age band of a debtor on a day, such as `25-34`; ages are counted in calendar years.
    ///
    /// @param debtor hash of the id, as in {@link AxisRows#debtor}
    /// @param day days since 1970-01-01
    String ageBand(long debtor, int day) {
        Person person = people.get(debtor);
        if (person == null) {
            return UNKNOWN;
        }
        Integer born = person.birthYear();
        return born == null ? person.band() : band(LocalDate.ofEpochDay(day).getYear() - born);
    }

    /// Sex of a debtor, as the file has it in lower case.
    String sex(long debtor) {
        Person person = people.get(debtor);
        return person == null ? UNKNOWN : person.sex();
    }

    private static String band(int age) {
        if (age < BANDS[0]) {
            return "under " + BANDS[0];
        }
        for (int i = 1; i < BANDS.length; i++) {
            if (age < BANDS[i]) {
                return BANDS[i - 1] + "-" + (BANDS[i] - 1);
            }
        }
        return BANDS[BANDS.length - 1] + " and over";
    }

    private static String text(@Nullable Object value) {
        return value == null ? UNKNOWN : value.toString().strip();
    }

    private static @Nullable Integer year(@Nullable Object value, String place) {
        if (value == null) {
            return null;
        }
        try {
            int year = Integer.parseInt(value.toString().strip());
            if (year > 1850 && year < 2200) {
                return year;
            }
        } catch (NumberFormatException e) {
            throw problem(place, "birth_year is not a year", String.valueOf(e.getMessage()), "write it as 1984");
        }
        throw problem(place, "birth_year is not a year", "it is " + value, "write it as 1984");
    }

    private static Problem problem(String place, String what, String why, String remedy) {
        return new Problem(CODE, place, what, why, remedy);
    }
}
