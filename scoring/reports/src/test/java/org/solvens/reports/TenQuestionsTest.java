package org.solvens.reports;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.solvens.model.Language;

/// The questions of docs/management.md: the pages that it names hold the parts that it names, and the number that
/// answers the question.
class TenQuestionsTest {
    private static final Pattern ROW = Pattern.compile("\\| ([^|]+\\?) \\| ([^|]+) \\| ([^|]+) \\|");
    private static final Pattern PART = Pattern.compile("\"([^\"]+)\"");

    /// What the sample figures answer, by the beginning of the question.
    private static final Map<String, List<String>> ANSWERS = answers();

    private static Map<String, List<String>> answers() {
        Map<String, List<String>> answers = new LinkedHashMap<>();
        // 100 and 7 kronor yesterday; in June 100 to 3,000 each day.
        answers.put("What came in yesterday", List.of(">107<", ">46,507<"));
        // Six reviews are due within seven days, four routes wait for somebody.
        answers.put("What needs somebody today", List.of("Cases to confirm: Reminder", ">6</td>", ">4</td>"));
        // From 25 % in February to 18 % in March: plans, which bring 10 %, took the place of calls, which bring 20 %.
        answers.put("Why was March worse", List.of(">25.0%<", ">18.0%<", ">-5.00<"));
        // 34,000 of 120,000.
        answers.put("Do the newest cases", List.of(">28.3% *</td>"));
        // 2,000 less for contacts; 12,000 for each 2,400 of cost.
        answers.put("Is collecting worth its cost", List.of(">26.7% *</td>", ">5.00<"));
        // 60 of 100 stay.
        answers.put("Where do open cases go", List.of(">60.0%</td>", ">30.0%</td>"));
        // 80 of 120 calls.
        answers.put("When should we call", List.of(">66.7%</td>"));
        // 30 of 40 judged promises on calls.
        answers.put("Which promises and plans", List.of(">75.0%</td>"));
        answers.put("What will come in", List.of(">305</td>", ">0.90</td>"));
        answers.put("Which creditor", List.of("Against the mix"));
        return answers;
    }

    private static final Map<String, ReportName> PAGES = Map.of(
            "Today", ReportName.TODAY,
            "Why it changed", ReportName.CHANGE,
            "Recovery", ReportName.RECOVERY,
            "Contact", ReportName.CONTACT,
            "Flow", ReportName.FLOW,
            "Agreements", ReportName.AGREEMENTS,
            "Forecast", ReportName.FORECAST,
            "Creditors", ReportName.CREDITORS);

    @Test
    void eachIsAnsweredByThePagesThatItNames() throws Exception {
        String text = Files.readString(Path.of(System.getProperty("solvens.home"), "docs", "management.md"));
        Matcher rows = ROW.matcher(text.substring(text.indexOf("## Ten questions"), text.indexOf("## Definitions")));
        List<String> asked = new ArrayList<>();
        ReportData data = new SampleFigures().data();
        while (rows.find()) {
            asked.add(rows.group(1));
            StringBuilder pages = new StringBuilder();
            for (String page : rows.group(2).split(", ")) {
                assertThat(PAGES).as(rows.group(1)).containsKey(page);
                View view = View.of(
                        PAGES.get(page) == ReportName.CHANGE
                                ? Map.of("from", "2026-02", "to", "2026-03")
                                : PAGES.get(page) == ReportName.FLOW ? Map.of("month", "2026-05-01") : Map.of(),
                        Language.EN);
                pages.append(Report.of(PAGES.get(page), data, view).html(Place.FILES));
            }
            String shown = pages.toString().replace("\u2212", "-");
            Matcher parts = PART.matcher(rows.group(3));
            while (parts.find()) {
                assertThat(shown).as(rows.group(1)).contains(parts.group(1));
            }
            String question = rows.group(1);
            List<String> numbers = ANSWERS.entrySet().stream()
                    .filter(each -> question.startsWith(each.getKey()))
                    .flatMap(each -> each.getValue().stream())
                    .toList();
            assertThat(numbers).as(question).isNotEmpty();
            assertThat(shown).as(question).contains(numbers);
        }
        assertThat(asked).hasSize(10);
    }
}
