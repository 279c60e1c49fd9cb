package org.solvens.training.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.solvens.problem.Problem;

class PersonNameTest {
    private static boolean isSame(String one, String other) {
        boolean same = new PersonName(one).isSamePerson(new PersonName(other));
        assertThat(new PersonName(other).isSamePerson(new PersonName(one))).isEqualTo(same);
        return same;
    }

    @Test
    void namesThatLookTheSameAreOnePerson() {
        assertThat(isSame("Anna", "Anna")).isTrue();
        for (String name : List.of(
                "anna",
                " ANNA\t",
                "\u0410nna",
                "\u0430nna",
                "A\u200Bnna",
                "A\u00ADnna",
                "\u200EAnna",
                "\uFF21\uFF4E\uFF4E\uFF41",
                "\u00A0Anna\u3000")) {
            assertThat(isSame("Anna", name)).as(name).isTrue();
        }
        assertThat(isSame("Bo Berg", "bo \u00A0 berg")).isTrue();
        assertThat(isSame("Bo", "\u0412o")).as("Cyrillic Ve").isTrue();
        assertThat(isSame("Åsa", "A\u030Asa")).isTrue();
        assertThat(isSame("Strauß", "STRAUSS")).isTrue();
        assertThat(isSame("\u041E\u043B\u0435\u0433", "O\u043Be\u0433"))
                .as("Oleg")
                .isTrue();
    }

    @Test
    void otherNamesAreOtherPeople() {
        assertThat(isSame("anna", "anne")).isFalse();
        assertThat(isSame("Åsa", "Asa")).isFalse();
        assertThat(isSame("bo", "bob")).isFalse();
    }

    @Test
    void anEmptyNameIsNobody() {
        for (String name : List.of("", " ", "\u200B", "\t\u00A0")) {
            assertThatThrownBy(() -> new PersonName(name))
                    .isInstanceOfSatisfying(
                            Problem.class, problem -> assertThat(problem.code()).isEqualTo("PERSON"));
        }
    }

    @Test
    void theUserOfTheOperatingSystemIsTakenWhereNobodyIsNamed() {
        assertThat(PersonName.givenOrSystemUser("bo", "--by", "anna").text()).isEqualTo("bo");
        assertThat(PersonName.givenOrSystemUser(null, "--by", "anna").text()).isEqualTo("anna");
        assertThatThrownBy(() -> PersonName.givenOrSystemUser(null, "--by", ""))
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.remedy()).contains("--by"));
    }
}
