package org.solvens.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.solvens.history.ClaimType;
import org.solvens.problem.Problem;

/// The file of the teams.
class CapacityTest {
    private static final String TEAMS = """
        - {team: norway, countries: [NO], calls_per_day: 40, reviews_per_week: 25}
        - {team: telecom, creditors: [K-7], claim_types: [invoice], calls_per_day: 60}
        - {team: others, calls_per_day: 120}
        """;

    private static String team(String country, String creditor, ClaimType type) {
        return Capacity.parse(TEAMS, "teams.yaml").team(country, creditor, type).team();
    }

    @Test
    void theFirstTeamThatServesACaseHasIt() {
        assertThat(team("NO", "K-7", ClaimType.INVOICE)).isEqualTo("norway");
        assertThat(team("SE", "K-7", ClaimType.INVOICE)).isEqualTo("telecom");
        assertThat(team("SE", "K-7", ClaimType.RENT)).isEqualTo("others");
        assertThat(team("SE", "K-1", ClaimType.INVOICE)).isEqualTo("others");
    }

    @Test
    void aNumberThatIsLeftOutIsNoLimit() {
        Capacity.Team others = Capacity.parse(TEAMS, "teams.yaml").teams().getLast();
        assertThat(others.callsPerDay()).isEqualTo(120);
        assertThat(others.reviewsPerWeek()).isNull();
    }

    @Test
    void theSampleIsRead() {
        Capacity sample = Capacity.read(Path.of(System.getProperty("solvens.home"), "data-samples/teams.yaml"));
        assertThat(sample.teams()).extracting(Capacity.Team::team).containsExactly("norway", "others");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "team: telecom|team: norway|occurs twice",
                "countries: [NO], |''|leaves no case",
                "team: others, |team: others, countries: [SE], |does not serve all other cases",
                "countries: [NO]|countries: [no]|two capital letters",
                "countries: [NO]|countries: []|at least one value",
                "creditors: [K-7]|creditors: [K-7, K-7]|each once",
                "claim_types: [invoice]|claim_types: [bill]|the types of claims are",
                "calls_per_day: 120|calls_per_day: -1|between 0 and 1000000",
                "calls_per_day: 120|calls_a_day: 120|calls_a_day",
                "team: others|team: The others|a name of a team"
            })
    void aSenselessFileIsRefused(String right, String wrong, String why) {
        assertThatThrownBy(() -> Capacity.parse(TEAMS.replace(right, wrong), "teams.yaml"))
                .isInstanceOfSatisfying(Problem.class, problem -> {
                    assertThat(problem.code()).isEqualTo("CAPACITY");
                    assertThat(problem.subject()).startsWith("teams.yaml at ").contains("line ");
                    assertThat(problem.what() + ": " + problem.why()).contains(why);
                });
    }

    @Test
    void aFileWithoutTeamsIsRefused() {
        assertThatThrownBy(() -> Capacity.parse("[]", "teams.yaml"))
                .isInstanceOf(Problem.class)
                .hasMessageContaining("there is no team");
    }
}
