package org.solvens.reports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.solvens.model.Language;
import org.solvens.problem.Problem;

/// What the pages show of figures that can be added up by hand.
class ReportTest {
    private final ReportData data = new SampleFigures().data();

    private static View view(String... parameters) {
        Map<String, String> query = new java.util.HashMap<>();
        for (int i = 0; i < parameters.length; i += 2) {
            query.put(parameters[i], parameters[i + 1]);
        }
        return View.of(query, Language.EN);
    }

    private Report report(ReportName name, String... parameters) {
        return Report.of(name, data, view(parameters));
    }

    private static List<String> line(Report report, String table, String head) {
        return report.csv(table)
                .lines()
                .filter(line -> line.startsWith(head + ",") || line.startsWith("\"" + head))
                .map(line -> List.of(line.split(",", -1)))
                .findFirst()
                .orElseThrow(() -> new AssertionError(head + " is not in " + report.csv(table)));
    }

    @Test
    void theCurrencyWithMostCasesComesFirstAndAmountsOfOthersAreNotAdded() {
        Report today = report(ReportName.TODAY);
        assertThat(today.view().currency()).isEqualTo("SEK");
        assertThat(today.csv("days").lines().skip(1).findFirst()).hasValue("2026-06-30,107,0,0");
        assertThat(report(ReportName.TODAY, "currency", "EUR")
                        .csv("days")
                        .lines()
                        .skip(1)
                        .findFirst())
                .hasValue("2026-06-30,5000,0,0");
        assertThat(report(ReportName.TODAY, "creditor", "K-2")
                        .csv("days")
                        .lines()
                        .skip(1)
                        .findFirst())
                .hasValue("2026-06-30,7,0,0");
    }

    @Test
    void monthsAreComparedUpToTheSameDay() {
        // June has all its 30 days: 100 * (1 + ... + 30) + 7. May has none of these.
        assertThat(report(ReportName.TODAY).csv("periods").lines().skip(1).findFirst())
                .hasValue("\"Received, SEK\",107,0,46507,0,0");
        assertThat(report(ReportName.TODAY).html(Place.SERVER)).contains("46,507", "Promises not kept", ">2</dd>");
    }

    @Test
    void promisesThatAreOpenAreNotJudgedAndFewOnesGiveNoShare() {
        Report report = report(ReportName.AGREEMENTS);
        assertThat(line(report, "channels", "Call")).containsExactly("Call", "40", "0", "30", "0", "10", "0", "0.75");
        assertThat(line(report, "channels", "SMS")).containsExactly("SMS", "55", "0", "5", "0", "0", "50", "");
        assertThat(report.html(Place.SERVER)).contains("no share or average of fewer than 20");
        assertThat(report.answer().tables().getFirst().rows().get(1).getLast())
                .isEqualTo(new Report.Answer.Cell(null, "small"));
    }

    @Test
    void stepsOfAFunnelHaveTheirCost() {
        Report report = report(ReportName.CONTACT);
        assertThat(line(report, "funnel", "Call"))
                .containsExactly(
                        "Call", "120", "80", String.valueOf(80 / 120.0), "80", String.valueOf(80 / 120.0), "40", "30");
        assertThat(line(report, "costs", "Call"))
                .containsExactly("Call", "2400", "20.00", "30.00", "60.00", "80.00", "12000", "100.00");
    }

    @Test
    void balancesReconcileAndMovesAreSharesOfTheirRow() {
        Report report = report(ReportName.FLOW, "month", "2026-05-01");
        assertThat(line(report, "balances", "2026-05-01"))
                .containsExactly("2026-05-01", "10000", "4500", "3600", "900", "10000");
        assertThat(line(report, "moves", "Collection").subList(0, 6))
                .containsExactly("Collection", "100", "0.0", "0.0", "0.6", "0.0");
        assertThat(line(report, "moves", "Newly placed")).contains("40", "1.0");
    }

    @Test
    void recoveryIsByAgeAndTheLastPointIsMarkedAsNotFinal() {
        Report report = report(ReportName.RECOVERY);
        assertThat(report.csv("gross")).contains("2026-06-01,140,0.0," + 34_000 / 120_000.0);
        assertThat(report.csv("net")).contains("2026-06-01,140,0.0," + 32_000 / 120_000.0);
        assertThat(report.csv("cases")).contains("2026-06-01,140,0.0," + 40 / 140.0);
        assertThat(report.answer().tables().stream()
                        .filter(table -> table.id().equals("gross"))
                        .findFirst()
                        .orElseThrow()
                        .rows()
                        .getFirst()
                        .getLast()
                        .note())
                .isEqualTo("immature");
    }

    @Test
    void aReaderOfOneCreditorSeesNothingOfOthers() {
        ReportData seen = data.only(Set.of("K-2"));
        assertThat(ReportName.of(seen)).doesNotContain(ReportName.CREDITORS);
        for (ReportName name : ReportName.of(seen)) {
            Report report = Report.of(name, seen, view());
            String all = report.html(Place.SERVER) + report.tables() + report.answer();
            assertThat(all).as(name.label()).doesNotContain("K-1", "K-9", "EUR", "Checks of the feeds");
        }
        assertThat(Report.of(ReportName.TODAY, seen, view())
                        .csv("days")
                        .lines()
                        .skip(1)
                        .findFirst())
                .hasValue("2026-06-30,7,0,0");
        assertThatThrownBy(() -> Report.of(ReportName.TODAY, seen, view("creditor", "K-1")))
                .isInstanceOfSatisfying(Problem.class, problem -> {
                    assertThat(problem.code()).isEqualTo("REPORT-FILTER");
                    assertThat(problem.why()).isEqualTo("its values are K-2");
                });
        assertThatThrownBy(() -> Report.of(ReportName.TODAY, data.only(Set.of("K-7")), view()))
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.code()).isEqualTo("REPORT-EMPTY"));
    }

    @Test
    void everyPageIsWholeInEveryLanguage() {
        for (ReportName name : ReportName.of(data)) {
            for (Language language : Language.values()) {
                Report report = Report.of(name, data, view("lang", Wordings.tag(language)));
                for (Place place : Place.values()) {
                    String html = report.html(place);
                    assertThat(html).contains("<html lang=\"" + Wordings.tag(language) + "\"");
                    assertThat(html).doesNotContain("<script", "src=", "@import", "url(", "http");
                }
                for (Grid table : report.tables()) {
                    assertThat(report.csv(table.id()).lines().count())
                            .isEqualTo(table.rows().size() + 1L);
                }
            }
        }
        assertThat(report(ReportName.TODAY, "lang", "sv").html(Place.SERVER)).contains("46\u00a0507", "1 juli 2026");
        assertThat(report(ReportName.TODAY, "lang", "da").html(Place.SERVER)).contains("46.507", "1. juli 2026");
    }

    @Test
    void everyValueThatADimensionCanHaveIsAWord() {
        List<Enum<?>> values = new java.util.ArrayList<>();
        values.addAll(List.of(org.solvens.policy.Segment.values()));
        values.addAll(List.of(org.solvens.history.Route.values()));
        values.addAll(List.of(org.solvens.history.HoldKind.values()));
        values.addAll(List.of(org.solvens.history.ClaimType.values()));
        values.addAll(List.of(org.solvens.history.Stage.values()));
        values.addAll(List.of(org.solvens.history.ArrangementKind.values()));
        values.addAll(List.of(org.solvens.history.Event.Contact.Channel.values()));
        values.addAll(List.of(org.solvens.facts.Promise.values()));
        assertThat(values).allSatisfy(value -> assertThat(Wordings.keys()).contains("v." + value.name()));
        assertThat(List.of(org.solvens.facts.Agreement.Standing.values()))
                .allSatisfy(value -> assertThat(Wordings.keys()).contains("v.STANDING_" + value.name()));
    }

    /// A text that no page asks for would be translated for nothing.
    @Test
    void everyTextIsUsed() throws Exception {
        StringBuilder sources = new StringBuilder();
        try (var files = Files.list(Path.of("src/main/java/org/solvens/reports"))) {
            for (Path file : files.toList()) {
                sources.append(Files.readString(file));
            }
        }
        String all = sources.toString();
        assertThat(Wordings.keys().stream()
                        .filter(key -> !key.startsWith("v.") && !key.startsWith("nav."))
                        .filter(key -> !all.contains("\"" + key + "\""))
                        .filter(key -> !Set.of("agreements.channels_note", "agreements.sizes_note")
                                .contains(key))
                        .filter(key -> !Set.of("currency", "creditor", "country", "type", "segment", "month")
                                .contains(key)))
                .isEmpty();
    }

    @Test
    void addressesHoldTheViewAndValuesCannotLeaveTheirPlace() {
        String html = report(ReportName.RECOVERY, "creditor", "K-1", "lang", "nb")
                .html(Place.SERVER)
                .replace("&#x3D;", "=");
        assertThat(html)
                .contains("/reports/flow?currency=SEK&amp;creditor=K-1&amp;lang=nb")
                .contains(
                        "/v1/reports/recovery?currency=SEK&amp;creditor=K-1&amp;lang=nb&amp;table=gross&amp;format=csv");
    }

    @Test
    void filesLinkToEachOther(@TempDir Path folder) throws Exception {
        List<Path> pages = ReportFiles.write(data, Language.DA, folder.resolve("out"));
        assertThat(pages).hasSize(2 * ReportName.of(data).size());
        for (Path page : pages) {
            String html = Files.readString(page, StandardCharsets.UTF_8);
            var links = java.util.regex.Pattern.compile("href=\"([^\"#]+)\"").matcher(html);
            while (links.find()) {
                if (!links.group(1).startsWith("data:")) {
                    assertThat(folder.resolve("out").resolve(links.group(1))).exists();
                }
            }
        }
    }

    @Test
    void aTextThatASpreadsheetWouldTakeForAFormulaIsShownAsText() {
        assertThat(report(ReportName.TODAY).csv("periods")).doesNotContainPattern("(?m)^[=@+]");
        assertThatThrownBy(() -> report(ReportName.TODAY).csv("nothing"))
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.code()).isEqualTo("REPORT-TABLE"));
    }
}
