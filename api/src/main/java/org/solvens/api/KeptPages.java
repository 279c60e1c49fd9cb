package org.solvens.api;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.solvens.reports.Place;
import org.solvens.reports.ReportData;
import org.solvens.reports.ReportName;
import org.solvens.reports.View;

/// The pages of the reports that were asked for last. A page is the same until the next report is published, and
/// readers ask for the same ones each morning.
final class KeptPages {
    private static final int MOST = 256;

    /// What a page depends on besides the figures.
    ///
    /// @param creditors that its reader is limited to; null for all
    record Key(
            ReportName name,
            View view,
            Place place,
            @Nullable Set<String> creditors) {}

    private final Map<Key, String> pages = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, String> eldest) {
            return size() > MOST;
        }
    };

    private @Nullable ReportData data;

    /// The page, made if it is not kept. Pages of other figures are dropped.
    String page(ReportData figures, Key key, Supplier<String> made) {
        synchronized (pages) {
            if (data != figures) {
                pages.clear();
                data = figures;
            }
            String kept = pages.get(key);
            if (kept != null) {
                return kept;
            }
        }
        String page = made.get();
        synchronized (pages) {
            if (data == figures) {
                pages.put(key, page);
            }
        }
        return page;
    }
}
