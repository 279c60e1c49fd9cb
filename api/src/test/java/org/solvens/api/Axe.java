package org.solvens.api;

import com.microsoft.playwright.Page;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// What axe-core finds on a page that would keep somebody from using it.
final class Axe {
    private static final String SCRIPT = read();

    private Axe() {}

    private static String read() {
        try (InputStream in = Axe.class.getResourceAsStream("/axe.min.js")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Findings of impact serious or critical, each with the element that it is about.
    static List<String> serious(Page page) {
        page.evaluate(SCRIPT + "; undefined");
        Object found = page.evaluate(
                "async () => (await axe.run(document, {resultTypes: ['violations']})).violations.map(v => ({impact:"
                    + " v.impact, id: v.id, nodes: v.nodes.map(n => n.target.join(' ') + ' ' + n.failureSummary)}))");
        List<String> serious = new ArrayList<>();
        for (Object each : (List<?>) found) {
            Map<?, ?> violation = (Map<?, ?>) each;
            if (List.of("serious", "critical").contains(String.valueOf(violation.get("impact")))) {
                serious.add(violation.get("id") + ": " + violation.get("nodes"));
            }
        }
        return serious;
    }
}
