package org.solvens.reports;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.solvens.policy.Statutes;

/// The page Fair treatment names what of the statutes was not checked against the law's text.
class UncheckedLawTest {
    private static final Pattern ENTRY = Pattern.compile("- id: (\\S+)\n(?:(?!  - id: ).*\n)*? +certainty: (\\S+)");

    @Test
    void theNotesOfThePageAreAboutTheseEntries() throws IOException {
        try (InputStream in = Statutes.class.getResourceAsStream("statutes.yaml")) {
            String file = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            List<String> unchecked = ENTRY.matcher(file)
                    .results()
                    .filter(entry -> entry.group(2).equals("unverified"))
                    .map((MatchResult entry) -> entry.group(1))
                    .filter(id -> id.startsWith("fees.") || id.startsWith("limitation."))
                    .toList();
            // Where this changes, care.fees_note and care.limitation_note in texts.properties change with it.
            assertThat(unchecked)
                    .containsExactly(
                            "limitation.se_public",
                            "limitation.fi",
                            "fees.no_reminder_750",
                            "fees.no_collection_750",
                            "fees.no_plan_750",
                            "fees.fi_ceiling");
        }
    }
}
