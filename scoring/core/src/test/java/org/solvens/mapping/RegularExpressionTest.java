package org.solvens.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.solvens.problem.Problem;

class RegularExpressionTest {
    private static final String MAPPING = """
        mapping: small
        version: 1
        sources:
          - files: "*.csv"
            format: csv
            footer_from: "Total"
            where: id =~ 'P.*'
            records:
              - feed: payments
                fields:
                  payment_id: id
                  case_id: "'C1'"
                  amount: decimal(sum)
                  paid_on: date(day)
                  source: "'DEBTOR'"
                  known_at: end_of_day(day)
        """;

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Total|Sum",
                "^(Total|Sum):? *[0-9]+$",
                "[A-Z]+(-[0-9]+)*",
                "([0-9]+,)*[0-9]+",
                "(ab){2,5}",
                "(a|b)?c",
                "(?i)total",
                "(?<sum>Sum)",
                "\\(a+\\)+",
                "[(+*]+",
                "[]a]+",
                "[^]a]+",
                "\\Q(a+)+\\E",
                "[a-z&&[^aeiou]]+",
            })
    void whatIsReadInAShortTimeIsAllowed(String text) {
        assertThat(RegularExpression.compiled(text).pattern()).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '`', textBlock = """
        (a+)+        ; repeats
        (a*)*b       ; repeats
        (.+)+x       ; repeats
        ((a+))+      ; repeats
        (a+b*)+      ; repeats
        ((a+)*)*     ; repeats
        (a+){2,}     ; repeats
        (a+){20}     ; repeats
        (a|aa)*      ; alternatives
        (?:a|b)+     ; alternatives
        (?<x>a|b)+   ; alternatives
        (a)\\1        ; back
        (?<x>a)\\k<x> ; back
        a{1001}      ; 1000
        a{5,99999}   ; 1000
        (            ; regular expression
        [            ; regular expression
        *            ; regular expression
        a)           ; regular expression
        """)
    void whatCanTakeHoursIsRefused(String text, String why) {
        assertThatThrownBy(() -> RegularExpression.compiled(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(why);
    }

    @Test
    void lengthAndDepthHaveALimit() {
        assertThatThrownBy(() -> RegularExpression.compiled("a".repeat(501))).hasMessageContaining("at most 500");
        assertThatThrownBy(() -> RegularExpression.compiled("(".repeat(11) + "a" + ")".repeat(11)))
                .hasMessageContaining("more than 10 deep");
        assertThat(RegularExpression.compiled("(".repeat(10) + "a" + ")".repeat(10)))
                .isNotNull();
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
        footer_from: "Total";   footer_from: "(a+)+";                       line 6, column 18
        where: id =~ 'P.*';     where: id =~ '(a+)+';                       line 7, column 12
        where: id =~ 'P.*';     where: id !~ '(a|aa)*';                     line 7, column 12
        payment_id: id;         payment_id: "replace_pattern(id, '(a+)+', '')"; line 11, column 23
        """)
    void aMappingNamesTheLine(String right, String wrong, String place) throws IOException {
        assertThat(MAPPING).contains(right);
        assertThat(Mapping.read(Files.writeString(folder.resolve("good.yaml"), MAPPING)))
                .isNotNull();
        Path file = Files.writeString(folder.resolve("mapping.yaml"), MAPPING.replace(right, wrong));
        Problem problem = catchThrowableOfType(Problem.class, () -> Mapping.read(file));
        assertThat(problem).isNotNull();
        assertThat(problem.subject()).contains("mapping.yaml").endsWith(place);
        assertThat(problem.why()).containsAnyOf("it repeats a group");
    }
}
