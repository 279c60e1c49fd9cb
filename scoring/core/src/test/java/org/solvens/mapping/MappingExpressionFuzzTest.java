package org.solvens.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.solvens.feed.Feed;
import org.solvens.feed.FeedContract;
import org.solvens.fuzz.Fuzz;
import org.solvens.fuzz.Mutator;
import org.solvens.source.RowSource;

/// Whatever an expression of a mapping says, it is refused when it is compiled, or each row gives a record that the
/// contract accepts or refuses, or is refused by the expression ({@link Fuzz}).
class MappingExpressionFuzzTest {
    private static final Pattern PIECE = Pattern.compile("`([^`]+)`");
    private static final LocalDate EXPORTED = LocalDate.of(2016, 12, 8);

    /// Columns with a value of every type that sources give.
    private static final Map<String, Object> ROW = row();

    private static Map<String, Object> row() {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("text", "SE-4711");
        row.put("code", "7");
        row.put("amount", "1.250,50");
        row.put("whole", 7L);
        row.put("number", new BigDecimal("12.50"));
        row.put("share", 0.25);
        row.put("day", LocalDate.of(2016, 9, 14));
        row.put("issued", "14.09.2016");
        row.put("at", Instant.parse("2016-09-14T19:31:00Z"));
        row.put("local", LocalDateTime.of(2016, 9, 14, 19, 31));
        row.put("yes", true);
        row.put("nothing", null);
        row.put("list", List.of("A", "B"));
        row.put("map", Map.of("K", "V"));
        row.put("bytes", ByteBuffer.wrap(new byte[] {(byte) 0xff, 0}));
        return row;
    }

    /// One row, however often it is read.
    private static final class OneRow implements RowSource {
        private final List<String> columns = List.copyOf(ROW.keySet());
        private int read;

        @Override
        public List<String> columns() {
            return columns;
        }

        @Override
        public boolean next() {
            return read++ == 0;
        }

        @Override
        public long number() {
            return 2;
        }

        @Override
        public @Nullable Refusal refusal() {
            return null;
        }

        @Override
        public @Nullable Object get(int column) {
            return ROW.get(columns.get(column));
        }

        @Override
        public String raw() {
            return "";
        }

        @Override
        public void close() {}
    }

    /// Every piece of code in the tables of the page that explains the language.
    private static List<String> examples() throws IOException {
        List<String> examples = new ArrayList<>();
        for (String line : Files.readAllLines(Path.of(System.getProperty("solvens.home"), "docs/mapping.md"))) {
            Matcher piece = PIECE.matcher(line);
            while (line.startsWith("|") && piece.find()) {
                examples.add(piece.group(1));
            }
        }
        assertThat(examples).contains("decimal('1.250,50', ',')", "substring('SE-4711', -4)");
        ROW.keySet().forEach(name -> examples.add("upper(" + name + ") == " + name));
        return examples;
    }

    private static Mapping mapping(String expression) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("payment_id", expression);
        fields.put("case_id", "found");
        fields.put("amount", expression);
        fields.put("paid_on", expression);
        fields.put("source", "'DEBTOR'");
        fields.put("known_at", "end_of_day('2016-09-14')");
        Mapping.Source source = new Mapping.Source(
                "*",
                Mapping.Format.PARQUET,
                null,
                null,
                "Europe/Stockholm",
                null,
                null,
                null,
                Map.of(),
                Map.of("total", new Mapping.Sum(expression, expression, expression)),
                Map.of("found", expression),
                null,
                List.of(
                        new Mapping.RecordRule("payments", null, fields),
                        new Mapping.RecordRule("payments", expression, fields)));
        return new Mapping(
                "fuzz", 1, null, EXPORTED, null, Map.of("stages", Map.of("K", "LEGAL", "7", "R")), List.of(source));
    }

    @Test
    void expressions() throws Exception {
        List<String> words = new ArrayList<>(Mutator.EXPRESSIONS);
        words.addAll(ROW.keySet());
        words.addAll(List.of("total", "found", "line", "exported", "'A'", "'dd.MM.yyyy'", "'stages'"));
        Mutator mutator = Mutator.ofTexts(examples(), words);
        FeedContract contract = FeedContract.of(Feed.PAYMENTS);
        long[] heard = {0, 0};
        Fuzz.Tally tally = Fuzz.run("expression", mutator::changed, input -> {
            Mapping mapping = mapping(new String(input, StandardCharsets.UTF_8));
            RowMapper mapper = new RowMapper(mapping, mapping.sources().getFirst(), "fuzz.yaml");
            mapper.sum(new OneRow());
            OneRow row = new OneRow();
            assertThat(row.next()).isTrue();
            mapper.map(row, null, new RowMapper.Receiver() {
                @Override
                public void record(FeedContract of, @Nullable Object[] raw) {
                    heard[0]++;
                    assertThat(contract.check(raw)).isNotNull();
                    assertThat(Arrays.asList(raw))
                            .noneMatch(value ->
                                    String.valueOf(value).contains("HeapByteBuffer") && value instanceof CharSequence);
                }

                @Override
                public void refused(FeedContract of, RowSource.Refusal refusal) {
                    heard[1]++;
                    assertThat(refusal.code()).isNotBlank();
                    assertThat(refusal.reason()).isNotBlank();
                }
            });
        });
        tally.requireBoth();
        if (tally.accepted() > 100) {
            assertThat(heard).as("records and refusals").doesNotContain(0);
        }
    }
}
