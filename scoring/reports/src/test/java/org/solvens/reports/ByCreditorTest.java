package org.solvens.reports;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;

class ByCreditorTest {
    private static final LocalDate JANUARY = LocalDate.of(2026, 1, 1);

    /// @param month number of the month in its year; 0 for no period
    private record Row(String creditor, int month, String what, int value) {}

    private static final ByCreditor.Kind<Row> KIND = new ByCreditor.Kind<>() {
        @Override
        public String creditor(Row row) {
            return row.creditor();
        }

        @Override
        public @Nullable LocalDate period(Row row) {
            return row.month() == 0 ? null : JANUARY.withMonth(row.month());
        }

        @Override
        public Row key(Row row) {
            return new Row(ByCreditor.EVERY, row.month(), row.what(), 0);
        }

        @Override
        public Row plus(Row sum, Row row) {
            return new Row(sum.creditor(), sum.month(), sum.what(), sum.value() + row.value());
        }
    };

    @Provide
    Arbitrary<List<Row>> rows() {
        return Combinators.combine(
                        Arbitraries.of("K-1", "K-2", "K-3"),
                        Arbitraries.integers().between(0, 3),
                        Arbitraries.of("paid", "added"),
                        Arbitraries.integers().between(-5, 5))
                .as(Row::new)
                .list()
                .ofMaxSize(30);
    }

    private static ByCreditor<Row> of(List<Row> rows) {
        ByCreditor<Row> all = new ByCreditor<>(KIND);
        rows.forEach(all::add);
        return all;
    }

    private static Map<List<Object>, Integer> sums(List<Row> rows) {
        Map<List<Object>, Integer> sums = new HashMap<>();
        rows.forEach(row -> sums.merge(List.of(row.month(), row.what()), row.value(), Integer::sum));
        return sums;
    }

    @Property(tries = 200)
    void theSumsOverAllCreditorsAreThoseOfTheirRows(@ForAll("rows") List<Row> rows) {
        List<Row> together = of(rows).together();
        assertThat(sums(together)).isEqualTo(sums(rows));
        if (rows.stream().map(Row::creditor).distinct().count() > 1) {
            assertThat(together).hasSameSizeAs(sums(rows).keySet());
        }
    }

    @Property(tries = 200)
    void aPartHasTheRowsOfItsCreditorsAlone(@ForAll("rows") List<Row> rows) {
        ByCreditor<Row> part = of(rows).only(Set.of("K-1", "K-3", "K-9"));
        List<Row> own =
                rows.stream().filter(row -> !row.creditor().equals("K-2")).toList();
        assertThat(part.each()).containsExactlyInAnyOrderElementsOf(own);
        assertThat(sums(part.together())).isEqualTo(sums(own));
        assertThat(part.of("K-2")).isEmpty();
        assertThat(part.of("K-1"))
                .containsExactlyElementsOf(rows.stream()
                        .filter(row -> row.creditor().equals("K-1"))
                        .toList());
    }

    @Property(tries = 200)
    void periodsHaveTheRowsOfTheirDays(@ForAll("rows") List<Row> rows) {
        assertThat(of(rows).each(JANUARY, JANUARY.withMonth(2)))
                .containsExactlyInAnyOrderElementsOf(rows.stream()
                        .filter(row -> row.month() == 1 || row.month() == 2)
                        .toList());
    }
}
