package org.solvens.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.solvens.model.Language;
import org.solvens.reports.Place;
import org.solvens.reports.ReportData;
import org.solvens.reports.ReportName;
import org.solvens.reports.View;

class KeptPagesTest {
    private final KeptPages pages = new KeptPages();

    private static ReportData figures() {
        return ReportData.of(LocalDate.parse("2026-07-01"), List.of(), List.of(), Optional.empty());
    }

    private static KeptPages.Key key(String creditor, Set<String> creditors) {
        return new KeptPages.Key(
                ReportName.TODAY, View.of(Map.of("creditor", creditor), Language.EN), Place.SERVER, creditors);
    }

    @Test
    void aPageIsMadeOnceForEachViewAndReader() {
        ReportData data = figures();
        assertThat(pages.page(data, key("K-1", null), () -> "one")).isEqualTo("one");
        assertThat(pages.page(data, key("K-1", null), () -> "again")).isEqualTo("one");
        assertThat(pages.page(data, key("K-2", null), () -> "another view")).isEqualTo("another view");
        assertThat(pages.page(data, key("K-1", Set.of("K-1")), () -> "another reader"))
                .isEqualTo("another reader");
    }

    @Test
    void newFiguresMakeNewPages() {
        pages.page(figures(), key("K-1", null), () -> "old");
        ReportData published = figures();
        assertThat(pages.page(published, key("K-1", null), () -> "new")).isEqualTo("new");
        assertThat(pages.page(published, key("K-1", null), () -> "again")).isEqualTo("new");
    }

    @Test
    void thePagesThatWereAskedForLastAreKept() {
        ReportData data = figures();
        for (int i = 0; i < 300; i++) {
            pages.page(data, key("K-" + i, null), () -> "first");
        }
        assertThat(pages.page(data, key("K-299", null), () -> "again")).isEqualTo("first");
        assertThat(pages.page(data, key("K-0", null), () -> "again")).isEqualTo("again");
    }
}
