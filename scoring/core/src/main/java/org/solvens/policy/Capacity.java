package org.solvens.policy;

import java.io.Serializable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.solvens.config.StrictYaml;
import org.solvens.config.WrongSetting;
import org.solvens.history.ClaimType;
import org.solvens.problem.Problem;

/// How many calls and reviews each team has time for. The head of collections keeps it in a file.
///
/// ```
/// - {team: norway, countries: [NO], calls_per_day: 40, reviews_per_week: 25}
/// - {team: telecom, creditors: [K-7], claim_types: [invoice], calls_per_day: 60}
/// - {team: others, calls_per_day: 120, reviews_per_week: 60}
/// ```
///
/// The first team that serves a case has it. The last one serves all that are left.
public final class Capacity implements Serializable {
    private static final long serialVersionUID = 1L;

    private static final String CODE = "CAPACITY";
    private static final int MOST = 1_000_000;

    private final List<Team> teams;

    /// A team, the cases that it serves, and its time.
    ///
    /// @param team its name
    /// @param countries ISO 3166-1 alpha-2; null for all
    /// @param creditors their ids; null for all
    /// @param claimTypes as in the feed of cases, in lower case; null for all
    /// @param callsPerDay calls of the day for which cases are scored; null if they are not scarce
    /// @param reviewsPerWeek cases that a person can look at in the seven days from then on; null if reviews
    ///     are not scarce
    public record Team(
            String team,
            @Nullable List<String> countries,
            @Nullable List<String> creditors,
            @Nullable List<String> claimTypes,
            @Nullable Integer callsPerDay,
            @Nullable Integer reviewsPerWeek)
            implements Serializable {
        public Team {
            WrongSetting.require(
                    team != null && team.matches("[a-z][a-z0-9_-]{0,99}"),
                    "team",
                    "a name of a team is at most 100 lower-case letters, digits, dashes and underscores");
            countries = distinct(countries, "countries");
            creditors = distinct(creditors, "creditors");
            claimTypes = distinct(claimTypes, "claim_types");
            for (String country : countries == null ? List.<String>of() : countries) {
                WrongSetting.require(
                        country.matches("[A-Z]{2}"), "countries", "a country is two capital letters, in quotes");
            }
            for (String type : claimTypes == null ? List.<String>of() : claimTypes) {
                WrongSetting.require(
                        Arrays.stream(ClaimType.values())
                                .anyMatch(known -> label(known).equals(type)),
                        "claim_types",
                        "the types of claims are "
                                + String.join(
                                        ", ",
                                        Arrays.stream(ClaimType.values())
                                                .map(Team::label)
                                                .toList()));
            }
            within(callsPerDay, "calls_per_day");
            within(reviewsPerWeek, "reviews_per_week");
        }

        private static @Nullable List<String> distinct(@Nullable List<String> values, String key) {
            WrongSetting.require(
                    values == null || !values.isEmpty() && new HashSet<>(values).size() == values.size(),
                    key,
                    key + " names at least one value, and each once; leave it out for all");
            WrongSetting.require(
                    values == null || values.stream().allMatch(value -> value != null && !value.isBlank()),
                    key,
                    key + " has an empty value");
            return values == null ? null : List.copyOf(values);
        }

        private static void within(@Nullable Integer number, String key) {
            WrongSetting.require(
                    number == null || number >= 0 && number <= MOST, key, key + " must lie between 0 and " + MOST);
        }

        private static String label(ClaimType type) {
            return type.name().toLowerCase(Locale.ROOT);
        }

        private boolean servesAll() {
            return countries == null && creditors == null && claimTypes == null;
        }

        private boolean serves(String country, String creditor, ClaimType type) {
            return (countries == null || countries.contains(country))
                    && (creditors == null || creditors.contains(creditor))
                    && (claimTypes == null || claimTypes.contains(label(type)));
        }
    }

    private Capacity(List<Team> teams) {
        this.teams = teams;
    }

    /// Reads a file.
    ///
    /// @throws Problem CAPACITY with the file, the place in it, the line and the column
    public static Capacity read(Path file) {
        return of(StrictYaml.document(file, Team[].class, CODE), file.toString());
    }

    /// Reads the text of a file.
    ///
    /// @param name what to call the text in a problem
    /// @throws Problem CAPACITY as {@link #read}
    public static Capacity parse(String text, String name) {
        return of(StrictYaml.document(text, name, Team[].class, CODE), name);
    }

    private static Capacity of(StrictYaml.Document<@Nullable Team[]> document, String file) {
        List<Team> teams = new ArrayList<>();
        Set<String> names = new HashSet<>();
        @Nullable Team[] entries = document.value();
        for (int i = 0; i < entries.length; i++) {
            Team team = entries[i];
            boolean last = i == entries.length - 1;
            String wrong = team == null
                    ? "an entry is empty"
                    : !names.add(team.team())
                            ? "the team " + team.team() + " occurs twice"
                            : team.servesAll() && !last
                                    ? "the team " + team.team() + " leaves no case to those after it"
                                    : !team.servesAll() && last ? "the last team does not serve all other cases" : null;
            if (wrong != null || team == null) {
                throw wrong(file + " at [" + i + "]" + document.places().of("[" + i + "]"), String.valueOf(wrong));
            }
            teams.add(team);
        }
        if (teams.isEmpty()) {
            throw wrong(file, "there is no team");
        }
        return new Capacity(List.copyOf(teams));
    }

    private static Problem wrong(String at, String what) {
        return new Problem(
                CODE,
                at,
                what,
                "each case has one team: the first that serves it",
                "name each team once, and last one without countries, creditors and claim_types");
    }

    /// The teams in their order.
    public List<Team> teams() {
        return teams;
    }

    /// The team that serves a case.
    ///
    /// @param country ISO 3166-1 alpha-2
    public Team team(String country, String creditor, ClaimType type) {
        for (Team team : teams) {
            if (team.serves(country, creditor, type)) {
                return team;
            }
        }
        throw new AssertionError("the last team serves every case");
    }
}
