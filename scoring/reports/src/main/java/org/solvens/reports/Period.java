package org.solvens.reports;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/// Months of placement that are looked at together: one month, or a quarter.
///
/// @param label in addresses, such as `2026-03` or `2026-Q1`
/// @param months first days, in order
record Period(String label, List<LocalDate> months) {
    private static final Pattern QUARTER = Pattern.compile("(\\d{4})-Q([1-4])");
    private static final Pattern MONTH = Pattern.compile("(\\d{4})-(0[1-9]|1[0-2])");

    static Period month(LocalDate month) {
        return new Period(month.toString().substring(0, 7), List.of(month));
    }

    static Period quarter(LocalDate first) {
        return new Period(
                first.getYear() + "-Q" + ((first.getMonthValue() - 1) / 3 + 1),
                IntStream.range(0, 3).mapToObj(first::plusMonths).toList());
    }

    /// The period of a label; empty if it has another form.
    static Optional<Period> of(String label) {
        Matcher quarter = QUARTER.matcher(label);
        Matcher month = MONTH.matcher(label);
        if (quarter.matches()) {
            return Optional.of(quarter(
                    LocalDate.of(Integer.parseInt(quarter.group(1)), Integer.parseInt(quarter.group(2)) * 3 - 2, 1)));
        }
        return month.matches() ? Optional.of(month(LocalDate.parse(label + "-01"))) : Optional.empty();
    }

    /// As a language writes it.
    String written(Wordings words) {
        return months.size() == 1 ? words.month(months.getFirst()) : words.quarter(months.getFirst());
    }
}
