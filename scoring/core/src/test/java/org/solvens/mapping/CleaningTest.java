package org.solvens.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.BigRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Scale;
import net.jqwik.api.constraints.Size;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.solvens.feed.FeedContract;
import org.solvens.problem.Problem;
import org.solvens.source.CsvLines;
import org.solvens.source.RowSource;

/// What a mapping does to data that is not clean: sums, look-ups, layouts of files, the day of export, blanks.
class CleaningTest {
    private static final String PAYMENTS = """
        mapping: bank
        version: 1
        exported: 2016-12-08
        lookups:
          sources: {B: DEBTOR, E: ENFORCEMENT}
        sources:
          - files: bank.csv
            format: csv
            zone: Europe/Stockholm
            sums:
              total: {of: share, by: case_no, where: kind != 'X'}
            let:
              share: decimal(amount)
              large: total > 100
            where: kind != 'X'
            records:
              - feed: payments
                fields:
                  payment_id: id
                  case_id: case_no
                  amount: "large ? total : share"
                  paid_on: date(at)
                  source: lookup('sources', kind, 'THIRD_PARTY')
                  known_at: instant(at)
        """;

    private static final Functions UTC = new Functions(ZoneId.of("UTC"), Map.of());

    @Test
    void aSumIsOfAllRowsOfItsKey() throws IOException {
        assertThat(map(PAYMENTS, """
            id,case_no,amount,kind,at
            P1,C1,60.005,B,2016-09-14T19:31:00.123456789
            P2,C2,60,E,2016-09-14T19:31
            P3,C1 ,50,Q,2016-09-14 23:59:59Z
            P4,C1,1000,X,2016-09-14
            P5,,7,B,2016-09-14T10:00
            """))
                .containsExactly(
                        "P1 C1 110.005 2016-09-14 DEBTOR 2016-09-14T17:31:00.123Z",
                        "P2 C2 60 2016-09-14 ENFORCEMENT 2016-09-14T17:31:00Z",
                        "P3 C1 110.005 2016-09-15 THIRD_PARTY 2016-09-14T23:59:59Z",
                        "EXPRESSION large: 'total' is missing");
    }

    @Test
    void aSumThatLacksARowIsNotASum() throws IOException {
        assertThat(map(PAYMENTS, """
            id,case_no,amount,kind,at
            P1,C1,60,B,2016-09-14T10:00
            P2,C1,"6,5",B,2016-09-14T10:00
            P3,C2,8,B,2016-09-14T10:00
            P4,C2,"6,6",X,2016-09-14T10:00
            """))
                .containsExactly(
                        "EXPRESSION total: the number in line 3 cannot be read, so there is no sum",
                        "EXPRESSION share: decimal(): not a number with '.' as decimal mark",
                        "P3 C2 8 2016-09-14 DEBTOR 2016-09-14T08:00:00Z");
        String plain = PAYMENTS.replace("              large: total > 100\n", "")
                .replace("\"large ? total : share\"", "total")
                .replace("of: share", "of: decimal(amount)");
        assertThat(map(plain, """
            id,case_no,amount,kind,at
            P1,C1,60,B,2016-09-14T10:00
            P2,C1,"6,5",B,2016-09-14T10:00
            P3,C2,8,B,2016-09-14T10:00
            """))
                .containsExactly(
                        "EXPRESSION total: the number in line 3 cannot be read, so there is no sum",
                        "EXPRESSION share: decimal(): not a number with '.' as decimal mark",
                        "P3 C2 8 2016-09-14 DEBTOR 2016-09-14T08:00:00Z");
    }

    @Property(tries = 200)
    void sumsAreThoseOfAPlainMap(@ForAll @Size(max = 40) List<@IntRange(max = 400) Integer> rows) throws IOException {
        Map<Integer, BigDecimal> totals = new HashMap<>();
        StringBuilder file = new StringBuilder("id,case_no,amount,kind,at\n");
        for (int row : rows) {
            BigDecimal amount = new BigDecimal(BigInteger.valueOf(row - 100L), 3);
            totals.merge(row % 7, amount, BigDecimal::add);
            file.append("P,C%d,%s,B,2016-09-14T10:00\n".formatted(row % 7, amount));
        }
        String always = PAYMENTS.replace("total > 100", "\"true\"");
        List<String> expected = rows.stream()
                .map(row -> "P C%d %s 2016-09-14 DEBTOR 2016-09-14T08:00:00Z"
                        .formatted(row % 7, totals.get(row % 7).toPlainString()))
                .toList();
        assertThat(map(parsed(always), file.toString())).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        of: share       | of: large            | the sum reads 'large', which is known only after the sums are made
        of: share       | of: total            | the sum reads 'total', which is known only after the sums are made
        by: case_no     | by: concat(total)    | the sum reads 'total', which is known only after the sums are made
        of: share       | of: dezimal(share)   | calls dezimal() with 1 arguments
        'sources', kind | 'source', kind       | looks up 'source', and there is no such table
        date(at)        | date(at, 'dd.bb.yy') | has an invalid pattern
        """)
    void aSumOrTableThatCannotBeIsAProblemWithLineAndColumn(String right, String wrong, String what) {
        Problem problem = problem(PAYMENTS.replace(right, wrong));
        assertThat(problem.code()).isEqualTo("MAPPING-EXPRESSION");
        assertThat(problem.what()).contains(what);
        assertThat(problem.subject()).matches(".*mapping.yaml at .*, line [0-9]+, column [0-9]+");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        format: csv     | format: parquet, skip: 1         | skip, footer and footer_from are for CSV files
        format: csv     | format: csv, skip: -1            | skip must be 0 to 1000 lines
        format: csv     | format: csv, footer: 101         | footer must be 0 to 100 lines
        format: csv     | format: csv, footer: two         | footer
        format: csv     | format: csv, footer_from: "(x"   | footer_from: '(x' is not a regular expression
        format: csv     | format: csv, footer: 1, footer_from: x | the end of a file is found by one of the two
        large:          | total:                           | sums: 'total' is the name of something else too
        large:          | exported:                        | 'exported' is the day of export
        total: {        | "a b": {                         | sums: 'a b' is not a name
        , by: case_no   | ``                               | sums: by is needed
        {B: DEBTOR, E: ENFORCEMENT} | {}                   | lookups: the table 'sources' is empty
        {B: DEBTOR, E   | {B: DEBTOR, " B"                 | lookups sources: a key is given twice
        E: ENFORCEMENT  | E:                               | lookups sources: there is nothing after 'E'
        2016-12-08      | 08.12.2016                       | exported
        """)
    void nonsenseIsAProblemWithLineAndColumn(String right, String wrong, String what) {
        Problem problem =
                problem(PAYMENTS.replace(right, wrong.replace(", ", right.startsWith("format") ? "\n    " : ", ")));
        assertThat(problem.code()).isEqualTo("MAPPING");
        assertThat(problem.display()).contains(what);
        assertThat(problem.subject()).matches("(?s).*mapping.yaml.*, line [0-9]+, column [0-9]+");
    }

    @Test
    void whatIsKnownAfterTheDayOfExportIsRefused() throws IOException {
        assertThat(parsed(PAYMENTS).exported()).isEqualTo(LocalDate.of(2016, 12, 8));
        assertThat(parsed(PAYMENTS.replace("exported: 2016-12-08\n", "")).exported())
                .isNull();
        String rows = """
            id,case_no,amount,kind,at
            P1,C1,1,B,2016-12-08T23:59:59.999
            P2,C1,1,B,2016-12-09T00:00
            P3,C1,1,B,2016-12-08T23:00:00Z
            P4,C1,1,B,2116-12-08T23:00:00Z
            """;
        assertThat(map(PAYMENTS, rows))
                .containsExactly(
                        "P1 C1 1 2016-12-08 DEBTOR 2016-12-08T22:59:59.999Z",
                        "AFTER-EXPORT known_at is after the day of export, 2016-12-08",
                        "AFTER-EXPORT known_at is after the day of export, 2016-12-08",
                        "AFTER-EXPORT known_at is after the day of export, 2016-12-08");
        String asText = PAYMENTS.replace("known_at: instant(at)", "known_at: at");
        assertThat(map(asText, rows))
                .element(2)
                .isEqualTo("AFTER-EXPORT known_at is after the day of export, 2016-12-08");
        assertThat(map(asText, rows)).element(0).isEqualTo("P1 C1 1 2016-12-08 DEBTOR 2016-12-08T23:59:59.999");
        assertThat(map(PAYMENTS.replace("exported: 2016-12-08\n", ""), rows))
                .hasSize(4)
                .noneMatch(line -> line.startsWith("AFTER"));
        assertThat(map(PAYMENTS.replace("instant(at)", "end_of_day(earlier(at, exported))"), rows))
                .last()
                .isEqualTo("P4 C1 1 2116-12-09 DEBTOR 2016-12-08T22:59:59.999Z");
    }

    @Test
    void blanksAroundATextDoNotCount() throws IOException {
        assertThat(map(PAYMENTS.replace("kind, 'THIRD_PARTY'", "kind"), """
            id,case_no,amount,kind,at
            \u00a0P1\u202f,\ufeffC 1\u2007,1,\u00a0B,\u00a02016-09-14T10:00\u00a0
            P2,\u00a0,1,B,2016-09-14T10:00
            """.replace("\u00a0,1", "\u200b,1")))
                .containsExactly(
                        "P1 C 1 1 2016-09-14 DEBTOR 2016-09-14T08:00:00Z", "EXPRESSION large: 'total' is missing");
        assertThat(UTC.trim("\u00a0\u202f\u2007\ufeff\t C1\u200b\u2060 ")).isEqualTo("C1");
        assertThat(UTC.trim("\u00a0")).isNull();
        assertThat(UTC.decimal("\u00a012.50\ufeff")).isEqualTo("12.50");
    }

    @Test
    void typedValuesAreTextAsAPersonWritesThem() {
        assertThat(UTC.trim(12.0)).isEqualTo("12");
        assertThat(UTC.pad_left(new BigDecimal("17.00"), 5, 0)).isEqualTo("00017");
        assertThat(UTC.upper(1e15)).isEqualTo("1000000000000000");
        assertThat(UTC.lower(0.5f)).isEqualTo("0.5");
        assertThat(UTC.flag(true)).isTrue();
        assertThat(UTC.flag(0)).isFalse();
        assertThat(UTC.lookup(1.0, Map.of("1", "ONE"))).isEqualTo("ONE");
        assertThat(UTC.round(2.345, 2)).isEqualTo("2.35");
        assertThat(UTC.instant(LocalDateTime.parse("2016-09-14T19:31:00.123456789")))
                .isEqualTo("2016-09-14T19:31:00.123Z");
        assertThat(UTC.instant(Instant.parse("2016-09-14T19:31:00.123456789Z"), "dd.MM.yyyy"))
                .isEqualTo("2016-09-14T19:31:00.123Z");
        assertThat(UTC.date(LocalDateTime.parse("2016-09-14T23:31:00"), "dd.MM.yyyy"))
                .isEqualTo("2016-09-14");
        assertThatThrownBy(() -> UTC.decimal(Double.NaN)).hasMessage("decimal(): not a finite number");
        assertThatThrownBy(() -> UTC.round(new BigDecimal("1E+999999999"), 2))
                .hasMessage("decimal(): larger than a number can be");
    }

    @ParameterizedTest
    @CsvSource({"01.02.70, 1970-02-01", "01.02.69, 2069-02-01", "01.02.99, 1999-02-01", "01.02.00, 2000-02-01"})
    void yearsOfTwoDigitsAreOf1970To2069(String written, LocalDate day) {
        assertThat(UTC.date(written, "dd.MM.yy")).isEqualTo(day);
        assertThat(UTC.date(written.replace(".", ""), "ddMMuu")).isEqualTo(day);
        assertThat(UTC.date("yy " + written, "'yy' dd.MM.yy")).isEqualTo(day);
    }

    @Test
    void aRefusedDateNamesEveryPattern() {
        assertThatThrownBy(() -> UTC.date("14.9.2016", "M/d/yy", "M/d/yyyy"))
                .hasMessage("date(): not written as M/d/yy or M/d/yyyy");
        assertThat(UTC.date("9/14/2016 23:31 -05:00", "M/d/yyyy", "M/d/yyyy H:mm XXX"))
                .isEqualTo("2016-09-15");
    }

    @Property
    void roundingIsToTheNearestAndHalfAwayFromZero(
            @ForAll @BigRange(min = "-1000000", max = "1000000") @Scale(6) BigDecimal number,
            @ForAll @IntRange(max = 6) int decimals) {
        BigDecimal rounded = UTC.round(number, decimals);
        BigDecimal half = new BigDecimal(BigInteger.valueOf(5), decimals + 1);
        assertThat(rounded.scale()).isEqualTo(decimals);
        assertThat(rounded.subtract(number).abs()).isLessThanOrEqualTo(half);
        assertThat(UTC.round(number.negate(), decimals)).isEqualByComparingTo(rounded.negate());
        if (rounded.subtract(number).abs().compareTo(half) == 0) {
            assertThat(rounded.abs()).isGreaterThan(number.abs());
        }
        assertThat(UTC.floor(number)).isLessThanOrEqualTo(number);
        assertThat(UTC.ceil(number).subtract(UTC.floor(number))).isLessThanOrEqualTo(BigDecimal.ONE);
    }

    @Property
    void paddingAndCuttingKeepTheText(@ForAll String text, @ForAll @IntRange(max = 200) int length) {
        assertThat(UTC.pad_left(text, length, "0")).endsWith(text).hasSize(Math.max(length, text.length()));
        assertThat(UTC.pad_right(text, length, "0")).startsWith(text).hasSize(Math.max(length, text.length()));
        String first = UTC.substring(text, 0, length);
        String rest = UTC.substring(text, length);
        assertThat((first == null ? "" : first) + (rest == null ? "" : rest)).isEqualTo(text);
        assertThat(UTC.trim(text)).isEqualTo(UTC.trim(UTC.trim(text)));
    }

    @Property
    void earlierAndLaterAreTheTwoDays(@ForAll LocalDate one, @ForAll LocalDate other) {
        assertThat(List.of(UTC.earlier(one, other), UTC.later(one, other)))
                .isEqualTo(one.isBefore(other) ? List.of(one, other) : List.of(other, one));
        assertThat(UTC.earlier(one, null)).isEqualTo(one);
        assertThat(UTC.later(null, other)).isEqualTo(other);
    }

    @ParameterizedTest
    @ValueSource(ints = {51, 4_000, 20_000})
    void anExpressionTooDeepIsAProblemWithLineAndColumn(int depth) {
        Problem problem = problem(
                PAYMENTS.replace("share: decimal(amount)", "share: " + "(".repeat(depth) + "1" + ")".repeat(depth)));
        assertThat(problem.code()).isEqualTo("MAPPING-EXPRESSION");
        assertThat(problem.what()).contains(depth < 5_000 ? "is nested too deeply" : "the expression is too long");
        assertThat(problem.subject()).endsWith("mapping.yaml at let share, line 13, column 14");
    }

    @ParameterizedTest
    @ValueSource(strings = {"(", "[", "{", "!", "-", "1+", "x ? 1 : ", "1*", "not "})
    void nothingRepeatedExhaustsTheParser(String repeated) {
        String expression = repeated.repeat(9_000 / repeated.length()) + "1";
        assertThat(problem(PAYMENTS.replace("decimal(amount)", "\"" + expression + "\""))
                        .code())
                .isEqualTo("MAPPING-EXPRESSION");
    }

    @Test
    void anExpressionMayBeAsDeepAsAnybodyNeeds() throws IOException {
        String deep = "(".repeat(50) + "1" + ")".repeat(50);
        assertThat(parsed(PAYMENTS.replace("decimal(amount)", deep))).isNotNull();
        String texts = "concat('((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((', amount)";
        assertThat(parsed(PAYMENTS.replace("decimal(amount)", texts))).isNotNull();
    }

    @Test
    void anUnquotedTernaryIsAnsweredWithFileLineAndColumn() {
        Problem problem = problem(PAYMENTS.replace("\"large ? total : share\"", "large ? total : share"));
        assertThat(problem.what()).isEqualTo("the text has '? :' and is not in quotes");
        assertThat(problem.subject()).endsWith("mapping.yaml, line 21, column 33");
        assertThat(problem.remedy()).startsWith("quote the expression");
    }

    @Test
    void aMappingCanBeSentToOtherProcesses() throws IOException {
        try (ObjectOutputStream out = new ObjectOutputStream(new ByteArrayOutputStream())) {
            out.writeObject(parsed(PAYMENTS));
        }
    }

    @TempDir
    Path folder;

    private Problem problem(String yaml) {
        return catchThrowableOfType(
                Problem.class, () -> Mapping.read(Files.writeString(folder.resolve("mapping.yaml"), yaml)));
    }

    private static Mapping parsed(String yaml) throws IOException {
        Path file = Files.createTempFile("mapping", ".yaml");
        try {
            return Mapping.read(Files.writeString(file, yaml));
        } finally {
            Files.delete(file);
        }
    }

    private static List<String> map(String yaml, String rows) throws IOException {
        return map(parsed(yaml), rows);
    }

    /// Each record as its values, each refusal as its code and reason.
    private static List<String> map(Mapping mapping, String rows) throws IOException {
        Mapping.Source kind = mapping.sources().getFirst();
        RowMapper mapper = new RowMapper(mapping, kind, mapping.mapping());
        List<String> heard = new ArrayList<>();
        if (mapper.needsSums()) {
            try (RowSource first = source(kind, rows)) {
                mapper.sum(first);
            }
        }
        try (RowSource source = source(kind, rows)) {
            mapper.checkColumns(source.columns(), "bank.csv");
            while (source.next()) {
                mapper.map(source, null, new RowMapper.Receiver() {
                    @Override
                    public void record(FeedContract contract, @Nullable Object[] raw) {
                        List<String> values = new ArrayList<>();
                        for (Object value : raw) {
                            if (value != null) {
                                values.add(
                                        value instanceof BigDecimal number ? number.toPlainString() : value.toString());
                            }
                        }
                        heard.add(String.join(" ", values));
                    }

                    @Override
                    public void refused(FeedContract contract, RowSource.Refusal refusal) {
                        heard.add(refusal.code() + " " + refusal.reason());
                    }
                });
            }
        }
        return heard;
    }

    private static RowSource source(Mapping.Source kind, String rows) throws IOException {
        return new org.solvens.source.CsvSource(
                new CsvLines(
                        new ByteArrayInputStream(rows.getBytes(StandardCharsets.UTF_8)),
                        StandardCharsets.UTF_8,
                        kind.separatorOrComma()),
                "bank.csv",
                kind.layout());
    }
}
