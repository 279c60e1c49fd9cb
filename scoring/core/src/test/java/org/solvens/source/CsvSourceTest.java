package org.solvens.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.solvens.problem.Problem;

class CsvSourceTest {
    /// A row as a test sees it: its number, and its values or the code of its refusal.
    private record Row(long number, String code, List<String> values) {
        static Row good(long number, String... values) {
            return new Row(number, "", Arrays.asList(values));
        }

        static Row bad(long number, String code) {
            return new Row(number, code, List.of());
        }
    }

    @Test
    void rowsHaveValuesByColumn() {
        assertThat(rows("id,amount\nP1,500.00\nP2,\n\nP3,\"1\"\n"))
                .containsExactly(Row.good(2, "P1", "500.00"), Row.good(3, "P2", null), Row.good(5, "P3", "1"));
    }

    @Test
    void aByteOrderMarkIsDropped() throws IOException {
        CsvSource source = source(bytes("\uFEFFid,amount\r\nP1,5\r\n"), StandardCharsets.UTF_8, ',');
        assertThat(source.columns()).containsExactly("id", "amount");
        assertThat(drain(source)).containsExactly(Row.good(2, "P1", "5"));
        assertThat(source(bytes("\uFEFF\nid\nP1\n"), StandardCharsets.UTF_8, ',')
                        .columns())
                .containsExactly("id");
    }

    @Test
    void linesBeforeTheHeaderAndAfterTheRowsAreNoRows() throws IOException {
        String file = "\uFEFFInvoices \"of\n\nid,amount\nP1,5\nP2,6\n\nTotal;11 \"sic\nPrinted\n\n";
        CsvSource counted = source(file, new CsvLayout(2, 2, null));
        assertThat(counted.columns()).containsExactly("id", "amount");
        assertThat(drain(counted)).containsExactly(Row.good(4, "P1", "5"), Row.good(5, "P2", "6"));
        assertThat(counted.next()).isFalse();
        assertThat(drain(source(file, new CsvLayout(2, 0, Pattern.compile("Total|Sum")))))
                .containsExactly(Row.good(4, "P1", "5"), Row.good(5, "P2", "6"));
        assertThat(drain(source(file, new CsvLayout(2, 1, null))))
                .containsExactly(Row.good(4, "P1", "5"), Row.good(5, "P2", "6"), Row.bad(7, "QUOTES"));
    }

    @Test
    void aRowHeldBackForAFooterKeepsItsText() throws IOException {
        CsvSource source = source("id\nP1\nP2,x\nTotal\n", new CsvLayout(0, 1, null));
        assertThat(source.next()).isTrue();
        assertThat(source.raw()).isEqualTo("P1");
        assertThat(source.next()).isTrue();
        assertThat(source.raw()).isEqualTo("P2,x");
        assertThat(source.number()).isEqualTo(3);
        assertThat(source.refusal().reason()).isEqualTo("the line has 2 fields, the header 1");
    }

    @Test
    void aFooterThatIsNotAsSaidRefusesTheFile() throws IOException {
        CsvSource tooShort = source("id\nP1\n", new CsvLayout(0, 2, null));
        assertThatThrownBy(tooShort::next).isInstanceOfSatisfying(Problem.class, problem -> {
            assertThat(problem.code()).isEqualTo("FEED-FOOTER");
            assertThat(problem.why()).isEqualTo("after the header there are 1 lines, and the mapping has footer: 2");
        });
        CsvLayout pattern = new CsvLayout(0, 0, Pattern.compile("P2"));
        assertThat(drain(source("id\nP1\nP2\n" + "x\n".repeat(99), pattern))).containsExactly(Row.good(2, "P1"));
        CsvSource fitsARow = source("id\nP1\nP2\n" + "x\n".repeat(100), pattern);
        assertThat(fitsARow.next()).isTrue();
        assertThatThrownBy(fitsARow::next)
                .isInstanceOfSatisfying(
                        Problem.class,
                        problem -> assertThat(problem.why())
                                .isEqualTo("footer_from fits line 3, and more than 100 lines follow"));
        assertThatThrownBy(() -> source("a\nb\n", new CsvLayout(2, 0, null)))
                .isInstanceOfSatisfying(Problem.class, problem -> {
                    assertThat(problem.code()).isEqualTo("FEED-EMPTY");
                    assertThat(problem.why()).isEqualTo("there is no header after the 2 lines that the mapping skips");
                });
    }

    @Property(tries = 200)
    void aLayoutLosesNoRow(
            @ForAll @IntRange(max = 5) int skip,
            @ForAll @IntRange(max = 5) int footer,
            @ForAll @IntRange(max = 20) int rows)
            throws IOException {
        List<Row> expected = new ArrayList<>();
        StringBuilder file = new StringBuilder("above\n".repeat(skip)).append("id\n");
        for (int i = 0; i < rows; i++) {
            file.append("P").append(i).append('\n');
            expected.add(Row.good(skip + 2L + i, "P" + i));
        }
        file.append("below,\n".repeat(footer));
        assertThat(drain(source(file.toString(), new CsvLayout(skip, footer, null))))
                .isEqualTo(expected);
    }

    private static CsvSource source(String text, CsvLayout layout) throws IOException {
        return new CsvSource(
                new CsvLines(new ByteArrayInputStream(bytes(text)), StandardCharsets.UTF_8, ','), "x.csv", layout);
    }

    @Test
    void noBreakSpacesAroundAHeaderDoNotCount() throws IOException {
        assertThat(source(bytes("\u00a0id\u202f,amount\nP1,5\n"), StandardCharsets.UTF_8, ',')
                        .columns())
                .containsExactly("id", "amount");
    }

    @Test
    void aMarkInTheMiddleIsText() {
        assertThat(rows("id\n\uFEFFP1\n")).containsExactly(Row.good(2, "\uFEFFP1"));
    }

    @Test
    void latinBytesAreRefusedAsUtf8AndReadAsLatin() throws IOException {
        byte[] latin = "id,name\nP1,a\nP2,Åsa\nP3,c\n".getBytes(StandardCharsets.ISO_8859_1);
        CsvSource asUtf8 = source(latin, StandardCharsets.UTF_8, ',');
        assertThat(drain(asUtf8))
                .containsExactly(Row.good(2, "P1", "a"), Row.bad(3, "ENCODING"), Row.good(4, "P3", "c"));
        assertThat(drain(source(latin, StandardCharsets.ISO_8859_1, ','))).contains(Row.good(3, "P2", "Åsa"));
    }

    @Test
    void theRawTextOfABadLineIsKept() throws IOException {
        byte[] latin = "id,name\nP2,Åsa\n".getBytes(StandardCharsets.ISO_8859_1);
        CsvSource source = source(latin, StandardCharsets.UTF_8, ',');
        assertThat(source.next()).isTrue();
        assertThat(source.raw()).isEqualTo("P2,\uFFFDsa");
        assertThat(source.refusal().reason()).isEqualTo("the line is not UTF-8");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"P2,5", "\"P2\"x,5", "P\"2,5", "\"P2\" ,5", "P2,\"", "P2,\"\"\""})
    void aBadQuoteCostsItsOwnLineOnly(String bad) {
        assertThat(rows("id,amount\nP1,1\n" + bad + "\nP3,3\n"))
                .containsExactly(Row.good(2, "P1", "1"), Row.bad(3, "QUOTES"), Row.good(4, "P3", "3"));
    }

    @Test
    void separatorsAndQuotesStandInQuotes() {
        assertThat(rows("id,note\n\"P1\",\"a,\"\"b\"\",c\"\n\"\",\" \"\nP3,\"\"\n"))
                .containsExactly(Row.good(2, "P1", "a,\"b\",c"), Row.good(3, null, " "), Row.good(4, "P3", null));
    }

    @Test
    void neitherHalfOfARecordOverTwoLinesPassesForARow() {
        assertThat(rows("id,note\nP1,\"a\nb\",2\nP2,c\n"))
                .containsExactly(Row.bad(2, "QUOTES"), Row.bad(3, "QUOTES"), Row.good(4, "P2", "c"));
    }

    @Test
    void linesEndAsOnEitherSystemAndTheLastMayLackItsEnd() {
        assertThat(rows("id,amount\r\nP1,1\r\n\r\nP2,2\nP3,3"))
                .containsExactly(Row.good(2, "P1", "1"), Row.good(4, "P2", "2"), Row.good(5, "P3", "3"));
    }

    @Test
    void fieldsThatAreTooFewOrTooManyCostTheirLineOnly() throws IOException {
        CsvSource source = source(bytes("id,amount\nP1\nP2,2\nP3,3,3\nP4,4\n"), StandardCharsets.UTF_8, ',');
        assertThat(source.next()).isTrue();
        assertThat(source.refusal()).isEqualTo(new RowSource.Refusal("COLUMNS", "the line has 1 fields, the header 2"));
        assertThat(drain(source))
                .containsExactly(Row.good(3, "P2", "2"), Row.bad(4, "COLUMNS"), Row.good(5, "P4", "4"));
    }

    @Test
    void anEmptyFileIsAProblem() {
        for (String nothing : List.of("", "\n\n", "\uFEFF", "\r\n")) {
            assertThatThrownBy(() -> source(bytes(nothing), StandardCharsets.UTF_8, ','))
                    .isInstanceOfSatisfying(Problem.class, problem -> {
                        assertThat(problem.code()).isEqualTo("FEED-EMPTY");
                        assertThat(problem.subject()).isEqualTo("payments.csv");
                    });
        }
    }

    @Test
    void aHeaderAloneGivesNoRow() throws IOException {
        CsvSource source = source(bytes("id,amount"), StandardCharsets.UTF_8, ',');
        assertThat(source.columns()).containsExactly("id", "amount");
        assertThat(source.next()).isFalse();
        assertThat(source.next()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"id,amount,id", "id,,amount", "id, id ,amount", "id,\"amount", "id,amount,"})
    void aHeaderThatNamesNoColumnsIsAProblem(String header) {
        assertThatThrownBy(() -> source(bytes(header + "\n1,2,3\n"), StandardCharsets.UTF_8, ','))
                .isInstanceOfSatisfying(Problem.class, problem -> {
                    assertThat(problem.code()).isEqualTo("FEED-HEADER");
                    assertThat(problem.subject()).isEqualTo("payments.csv");
                });
    }

    @Test
    void columnsAreNamedWithoutTheSpacesAround() throws IOException {
        assertThat(source(bytes(" id ; amount\nP1;1,5\n"), StandardCharsets.UTF_8, ';')
                        .columns())
                .containsExactly("id", "amount");
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-16", "UTF-16LE", "UTF-32", "IBM037"})
    void charsetsWhoseLinesCannotBeFoundAreRefused(String charset) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new CsvLines(InputStream.nullInputStream(), Charset.forName(charset), ','));
    }

    @ParameterizedTest
    @ValueSource(chars = {'"', '\n', '\r'})
    void separatorsThatMeanSomethingElseAreRefused(char separator) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new CsvLines(InputStream.nullInputStream(), StandardCharsets.UTF_8, separator));
    }

    @Test
    void aLineOfAHundredMegabytesCostsItselfAndNoMemory() throws IOException {
        long length = 100L << 20;
        InputStream in = new InputStream() {
            private final byte[] before = bytes("id,amount\nP1,1\n");
            private final byte[] after = bytes("\nP3,3\n");
            private long at;
            private int largest;

            @Override
            public int read() {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0];
            }

            @Override
            public int read(byte[] into, int from, int count) {
                largest = Math.max(largest, count);
                assertThat(largest).as("bytes asked for at once").isLessThanOrEqualTo(1 << 20);
                int n = 0;
                while (n < count) {
                    if (at < before.length) {
                        into[from + n++] = before[(int) at++];
                    } else if (at < before.length + length) {
                        int run = (int) Math.min(count - n, before.length + length - at);
                        Arrays.fill(into, from + n, from + n + run, (byte) 'x');
                        n += run;
                        at += run;
                    } else if (at < before.length + length + after.length) {
                        into[from + n++] = after[(int) (at++ - before.length - length)];
                    } else {
                        break;
                    }
                }
                return n == 0 ? -1 : n;
            }
        };
        var threads = (com.sun.management.ThreadMXBean) java.lang.management.ManagementFactory.getThreadMXBean();
        CsvSource source = new CsvSource(new CsvLines(in, StandardCharsets.UTF_8, ','), "payments.csv");
        long allocated = threads.getCurrentThreadAllocatedBytes();
        List<Row> rows = drain(source);
        allocated = threads.getCurrentThreadAllocatedBytes() - allocated;
        assertThat(rows).containsExactly(Row.good(2, "P1", "1"), Row.bad(3, "LINE-LENGTH"), Row.good(4, "P3", "3"));
        assertThat(allocated).as("bytes allocated").isLessThan(16L << 20);
    }

    @Test
    void theLongestLineIsReadWithItsMarkAndItsEnd() throws IOException {
        String longest = "x".repeat(CsvLines.LONGEST_LINE);
        for (String end : List.of("", "\n", "\r\n")) {
            CsvLines lines = new CsvLines(
                    new ByteArrayInputStream(bytes("\uFEFF" + longest + end)), StandardCharsets.UTF_8, ',');
            assertThat(lines.next()).isTrue();
            assertThat(lines.refusal()).isNull();
            assertThat(lines.fields()).containsExactly(longest);
            assertThat(lines.raw()).isEqualTo(longest.substring(0, 2_000));
            assertThat(lines.next()).isFalse();
        }
        CsvLines longer = new CsvLines(new ByteArrayInputStream(bytes(longest + "x\ny")), StandardCharsets.UTF_8, ',');
        assertThat(longer.next()).isTrue();
        assertThat(longer.refusal().code()).isEqualTo("LINE-LENGTH");
        assertThat(longer.raw()).hasSize(2_000);
        assertThat(longer.next()).isTrue();
        assertThat(longer.fields()).containsExactly("y");
    }

    @Test
    void aTruncatedArchiveGivesWhatStandsBeforeAndThenFails() throws IOException {
        StringBuilder text = new StringBuilder("id,amount\n");
        for (int i = 0; i < 20_000; i++) {
            text.append('P').append(i).append(',').append(i * 7919 % 10_007).append('\n');
        }
        byte[] whole = gzip(bytes(text.toString()));
        List<Row> all = rows(text.toString());
        CsvSource source = source(
                new GZIPInputStream(new ByteArrayInputStream(Arrays.copyOf(whole, whole.length / 2))),
                StandardCharsets.UTF_8,
                ',');
        List<Row> got = new ArrayList<>();
        assertThatThrownBy(() -> drain(source, got)).isInstanceOf(IOException.class);
        assertThat(got).isNotEmpty().hasSizeLessThan(all.size()).isEqualTo(all.subList(0, got.size()));
        List<Row> more = new ArrayList<>();
        assertThatThrownBy(() -> drain(source, more)).isInstanceOf(IOException.class);
        assertThat(more).as("rows given twice").isEmpty();
    }

    @Property(tries = 200)
    void oneBadLineNeverLosesTheNext(@ForAll("junk") byte[] junk) throws IOException {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        file.writeBytes(bytes("id,amount\n"));
        file.writeBytes(junk);
        file.writeBytes(bytes("\nP9,9\nP10,10\n"));
        List<Row> rows = drain(source(file.toByteArray(), StandardCharsets.UTF_8, ','));
        assertThat(rows.subList(rows.size() - 2, rows.size()))
                .extracting(Row::values)
                .containsExactly(List.of("P9", "9"), List.of("P10", "10"));
    }

    @Provide
    Arbitrary<byte[]> junk() {
        Arbitrary<Byte> any = Arbitraries.bytes();
        Arbitrary<Byte> telling = Arbitraries.of((byte) '"', (byte) ',', (byte) '\n', (byte) '\r', (byte) 0xC3);
        return Arbitraries.oneOf(any, telling).array(byte[].class).ofMinSize(0).ofMaxSize(60);
    }

    @Property(tries = 200)
    void quotedFieldsComeBackAsTheyWere(@ForAll("fields") List<String> fields) {
        StringBuilder line = new StringBuilder();
        StringBuilder header = new StringBuilder();
        for (int i = 0; i < fields.size(); i++) {
            header.append(i == 0 ? "" : ";").append('c').append(i);
            line.append(i == 0 ? "" : ";")
                    .append('"')
                    .append(fields.get(i).replace("\"", "\"\""))
                    .append('"');
        }
        List<String> expected = fields.stream().map(f -> f.isEmpty() ? null : f).toList();
        try {
            assertThat(drain(source(bytes(header + "\n" + line + "\n"), StandardCharsets.UTF_8, ';')))
                    .extracting(Row::values)
                    .containsExactly(expected);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Provide
    Arbitrary<List<String>> fields() {
        return Arbitraries.strings()
                .withChars("ab\",; \t\r'åΩ中")
                .ofMaxLength(8)
                .list()
                .ofMinSize(1)
                .ofMaxSize(6);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] gzip(byte[] bytes) throws IOException {
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(zipped)) {
            out.write(bytes);
        }
        return zipped.toByteArray();
    }

    private static CsvSource source(byte[] file, Charset charset, char separator) throws IOException {
        return source(new ByteArrayInputStream(file), charset, separator);
    }

    private static CsvSource source(InputStream in, Charset charset, char separator) throws IOException {
        return new CsvSource(new CsvLines(in, charset, separator), "payments.csv");
    }

    private static List<Row> rows(String file) {
        try (CsvSource source = source(bytes(file), StandardCharsets.UTF_8, ',')) {
            return drain(source);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static List<Row> drain(CsvSource source) throws IOException {
        List<Row> rows = new ArrayList<>();
        drain(source, rows);
        return rows;
    }

    private static void drain(CsvSource source, List<Row> rows) throws IOException {
        while (source.next()) {
            RowSource.Refusal refusal = source.refusal();
            if (refusal != null) {
                rows.add(Row.bad(source.number(), refusal.code()));
                continue;
            }
            List<String> values = new ArrayList<>();
            for (int i = 0; i < source.columns().size(); i++) {
                values.add((String) source.get(i));
            }
            rows.add(Row.good(source.number(), values.toArray(String[]::new)));
        }
    }
}
