package org.solvens.command;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TextTableTest {
    @Test
    void headingsHaveTheWidthsOfTheColumns() {
        TextTable table = new TextTable("%-8s %,8d %6.2f  %s", "feed", "rows", "share", "why")
                .row("payments", 12_345, 0.5, "")
                .line("  of which %s", "none")
                .row("cases", 7, 10.25, "late");
        assertThat(table.text().lines())
                .containsExactly(
                        "feed         rows  share  why",
                        "payments   12,345   0.50",
                        "  of which none",
                        "cases           7  10.25  late");
    }
}
