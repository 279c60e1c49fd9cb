package org.solvens.reports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.solvens.model.Language;
import org.solvens.problem.Problem;

/// What the pages show of figures that can be added up by hand.
class ReportTest {
    private final ReportData data = new SampleFigures().data();

    private static View view(String... parameters) {
        Map<String, String> query = new HashMap<>();
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

    /// Amounts of all currencies are added only where the view asks for it, and the page states the rates.
    @Test
    void amountsOfAllCurrenciesAreConvertedAtStatedRates() {
        Report all = report(ReportName.TODAY, "all", "yes");
        assertThat(all.csv("days").lines().skip(1).findFirst()).hasValue("2026-06-30,55107,0,0");
        assertThat(all.html(Place.SERVER))
                .contains("1 EUR &#x3D; 11 SEK", "policy@1", "all&#x3D;yes")
                .doesNotContain("never added");
        Report euros = report(ReportName.TODAY, "all", "yes", "currency", "EUR");
        assertThat(euros.csv("days").lines().skip(1).findFirst()).hasValue("2026-06-30,5009.727263,0,0");
        assertThat(euros.html(Place.SERVER)).contains("1 SEK &#x3D; 0.090909 EUR");
        assertThat(report(ReportName.RECOVERY, "all", "yes").csv("money"))
                .as("vintages of one currency alone stay what they are")
                .isEqualTo(report(ReportName.RECOVERY).csv("money"));
        assertThatThrownBy(() -> Report.of(ReportName.TODAY, data.with(Rates.NONE), view("all", "yes")))
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.code()).isEqualTo("REPORT-FILTER"));
        assertThat(Report.of(ReportName.TODAY, data.with(Rates.NONE), view()).html(Place.SERVER))
                .doesNotContain("name=\"all\"");
    }

    /// Earlier scores do not have the type of claim: a page that filters by it says what the filter does not reach.
    @Test
    void aFilterOfTheClaimTypeSaysWhatItDoesNotReach() {
        assertThat(report(ReportName.TODAY, "type", "LOAN").html(Place.SERVER)).contains("are of all types of claim");
        assertThat(report(ReportName.TODAY).html(Place.SERVER)).doesNotContain("are of all types of claim");
        assertThat(report(ReportName.CARE, "type", "LOAN").html(Place.SERVER))
                .doesNotContain("are of all types of claim");
    }

    @Test
    void costsAboveTheLawAreCountedWithWhatIsTooMuch() {
        Report care = report(ReportName.CARE);
        assertThat(line(care, "fees", "All")).containsExactly("All", "60", "4", "0", "0", "3", "900", "240", "180");
        assertThat(care.html(Place.SERVER)).contains("Cases charged above the law", "240 SEK too much");
    }

    @Test
    void aTableWithoutRowsSaysSo() {
        String html = report(ReportName.CARE).html(Place.SERVER);
        assertThat(html).contains("There is nothing to show.");
        assertThat(html.substring(html.indexOf("<section id=\"holds\""), html.indexOf("<section id=\"disputes\"")))
                .doesNotContain("<table");
    }

    @Test
    void monthsAreComparedUpToTheSameDay() {
        // June has all its 30 days: 100 * (1 + ... + 30) + 7. May has none of these.
        assertThat(report(ReportName.TODAY).csv("periods").lines().skip(1).findFirst())
                .hasValue("\"Received, SEK\",107,0,0,46507,0,0");
        assertThat(report(ReportName.TODAY).html(Place.SERVER)).contains("46,507", "Promises not kept", ">2</dd>");
    }

    /// The newest forecast of 30 days that are over is that of 31 days ago.
    @Test
    void whatCameInIsComparedWithItsForecast() {
        assertThat(report(ReportName.TODAY).html(Place.SERVER))
                .contains("; on 31 May 2026, 300 was expected for 30 days, and 270 came in");
    }

    @Test
    void promisesThatAreOpenAreNotJudgedAndFewOnesGiveNoShare() {
        Report report = report(ReportName.AGREEMENTS);
        assertThat(line(report, "channels", "Call")).containsExactly("Call", "40", "0", "30", "0", "10", "0", "0.75");
        assertThat(line(report, "channels", "SMS")).containsExactly("SMS", "55", "0", "5", "0", "0", "50", "");
        assertThat(report.html(Place.SERVER)).contains("no share or average of fewer than 20");
        assertThat(report.answer().tables().get(1).rows().get(1).getLast())
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

    /// 300 in 30 days, 300 more until 90, 300 more until 180: 30 days of July are 300, and its last day is one of
    /// sixty.
    @Test
    void theForecastIsSpreadOverMonthsAndAddsUp() {
        Report report = report(ReportName.FORECAST, "rate", "0");
        assertThat(line(report, "months", "2026-07-01")).startsWith("2026-07-01", "305.00");
        assertThat(line(report, "months", "2026-08-01")).startsWith("2026-08-01", "155.00");
        List<String> all = line(report, "months", "All");
        assertThat(all).startsWith("All", "900.00").endsWith("900.00");
        // Three dates have had their 30 days and missed by a tenth; two that had 90 are too few, so that error stands.
        // 900² * (0.1² - 100 / 300²) + 300, twice 1.96 of its root.
        double wide = 1.959963984540054 * Math.sqrt(900 * 900 * (0.01 - 100 / 90_000.0) + 300);
        assertThat(Double.parseDouble(all.get(2))).isCloseTo(900 - wide, org.assertj.core.api.Assertions.within(0.01));
        assertThat(Double.parseDouble(all.get(3))).isCloseTo(900 + wide, org.assertj.core.api.Assertions.within(0.01));
        assertThat(Double.parseDouble(
                        line(report(ReportName.FORECAST), "months", "All").getLast()))
                .isBetween(860.0, 899.0);
        assertThatThrownBy(() -> report(ReportName.FORECAST, "rate", "7"))
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.what()).contains("rate"));
    }

    @Test
    void theCalibrationIsThatOfTheNewestDateWhoseDaysAreOver() {
        Report report = report(ReportName.FORECAST);
        List<String> thirty = line(report, "calibration", "Forgetful");
        assertThat(thirty).startsWith("Forgetful", "30", "2026-05-31", "70", "300.00", "270.00", "0.9");
        assertThat(thirty.getLast()).isEqualTo("Below");
        assertThat(report.csv("forecast")).contains("2026-05-31,70,300,270,0.9,600,540,,900,810,");
    }

    @Test
    void modelsShowWhatServesAndWhatMoved() {
        Report report = report(ReportName.MODELS);
        assertThat(report.csv("serving"))
                .contains(
                        "Ability,ability-7,2026-05-03,anna,bo,\"Refused, serves because: the gate is too strict\",1",
                        "Willingness,No model: too little data,,,,,0");
        assertThat(line(report, "stability", "2026-07-01").getLast()).isEqualTo("0.012");
        assertThat(line(report, "calibration", "2026-07-01").getLast()).startsWith("1.1");
        assertThat(report.csv("moved")).contains("income_per_year,Ability,Stability index,0.4,0.3,0.05,Act");
        assertThat(report.html(Place.SERVER)).doesNotContain("<select");
    }

    /// All call cases pay 20 %, so March has nothing new but plans: half of the placed, 10 %. That is the policy's
    /// part.
    @Test
    void aChangeIsSplitAndAddsUp() {
        Report report = report(ReportName.CHANGE, "from", "2026-02", "to", "2026-03");
        List<String> routes = line(report, "routes", "All");
        assertThat(routes.subList(3, 5)).containsExactly("0.2", "0.15");
        assertThat(Double.parseDouble(routes.getLast()))
                .isCloseTo(-0.05, org.assertj.core.api.Assertions.within(1e-12));
        assertThat(Double.parseDouble(routes.get(6))).isCloseTo(-0.05, org.assertj.core.api.Assertions.within(1e-12));
        double sum = 0.25;
        for (String step : List.of("Mix of cases", "First routes", "Behaviour", "Age of the cases")) {
            sum += Double.parseDouble(line(report, "waterfall", step).getLast());
        }
        assertThat(sum).isCloseTo(0.18, org.assertj.core.api.Assertions.within(1e-12));
        assertThat(line(report, "waterfall", "Feb 2026").get(1)).isEqualTo("0.25");
        assertThat(report.html(Place.SERVER)).contains("-5.00", "name=\"from\"");
        // The page chooses the newest month that is three months old, and the one before.
        assertThat(report(ReportName.CHANGE).csv("waterfall")).isEqualTo(report.csv("waterfall"));
        assertThatThrownBy(() -> report(ReportName.CHANGE, "from", "2026-06"))
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.code()).isEqualTo("REPORT-FILTER"));
    }

    /// North: 40 of 100 where both teams together have 60 of 200. South's other 30 cases have no like.
    @Test
    void teamsAreComparedOnLikeCasesAndOnlyWhereThereAreTeams() {
        Report report = report(ReportName.CREDITORS);
        List<String> north = line(report, "teams", "north");
        assertThat(north.subList(0, 5)).containsExactly("north", "100", "0.4", "4000", String.valueOf(40 / 30.0));
        double half = 1.959963984540054 * Math.sqrt(100 * 0.3 * 0.7 * 0.5) / 30;
        assertThat(Double.parseDouble(north.get(5)))
                .isCloseTo(40 / 30.0 - half, org.assertj.core.api.Assertions.within(1e-12));
        assertThat(north.getLast()).isEqualTo("Above");
        assertThat(line(report, "teams", "south"))
                .startsWith("south", "130", String.valueOf(50 / 130.0))
                .endsWith("Below");
        assertThat(report(ReportName.CREDITORS, "currency", "EUR").tables())
                .extracting(Grid::id)
                .containsExactly("creditors");
    }

    @Test
    void claimsNearLimitationAreCountedByTypeAndCreditor() {
        Report report = report(ReportName.CARE);
        assertThat(line(report, "limitation", "Loan")).containsExactly("Loan", "5", "5", "5", "0", "50", "0", "1000");
        assertThat(line(report, "limitation_creditors", "K-1")).endsWith("1000");
        assertThat(report.html(Place.SERVER)).contains("Barred within 90 days", ">10</dd>", "5 open cases are barred");
    }

    @Test
    void numbersOfTheScoresLeadToTheirCasesOnlyWhereTheReaderMayLookThemUp() {
        for (ReportName name : List.of(ReportName.TODAY, ReportName.SEGMENTS)) {
            Report report = report(name, "creditor", "K-1");
            assertThat(report.html(Place.SERVER)).doesNotContain("/reports/cases");
            assertThat(report.html(Place.FILES)).doesNotContain("/reports/cases");
            assertThat(report.html(Place.SERVER_WITH_CASES)).contains("/reports/cases");
        }
        assertThat(report(ReportName.TODAY, "creditor", "K-1")
                        .html(Place.SERVER_WITH_CASES)
                        .replace("&#x3D;", "="))
                .contains(
                        "?currency=SEK&amp;creditor=K-1&amp;review_until=2026-07-07&amp;lang=en\">6</a>",
                        "?currency=SEK&amp;creditor=K-1&amp;route=REMINDER&amp;needs_human=true&amp;lang=en\">4</a>",
                        "?currency=SEK&amp;creditor=K-1&amp;promise_due_until=2026-07-01&amp;lang=en\">3</a>",
                        "?currency=SEK&amp;creditor=K-1&amp;promise_broken_from=2026-07-01&amp;lang=en\">2</a>");
        assertThat(report(ReportName.AGREEMENTS).html(Place.SERVER_WITH_CASES).replace("&#x3D;", "="))
                .contains("?currency=SEK&amp;promise_due_until=2026-07-08&amp;lang=en\">3</a>");
        assertThat(report(ReportName.CARE, "type", "LOAN")
                        .html(Place.SERVER_WITH_CASES)
                        .replace("&#x3D;", "="))
                .contains("?currency=SEK&amp;claim_type=LOAN&amp;limitation_from=2026-07-01&amp;"
                        + "limitation_until=2026-07-31&amp;lang=en\">5</a>");
    }

    /// A team, a segment and a route choose among the figures of scores.
    @Test
    void figuresOfScoresAreFilteredByTeamSegmentAndRoute() {
        assertThat(line(report(ReportName.SEGMENTS, "route", "REMINDER"), "segments", "All"))
                .startsWith("All", "70");
        assertThat(line(report(ReportName.SEGMENTS, "team", "north"), "segments", "All"))
                .startsWith("All", "0");
        assertThat(report(ReportName.SEGMENTS, "route", "REMINDER").html(Place.SERVER))
                .contains("value=\"REMINDER\" selected");
        assertThatThrownBy(() -> report(ReportName.SEGMENTS, "team", "east"))
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.code()).isEqualTo("REPORT-FILTER"));
        assertThat(report(ReportName.FORECAST, "segment", "FORGETFUL").html(Place.SERVER))
                .contains("do not reach what remains");
    }

    @Test
    void aReaderOfOneCreditorSeesNothingOfOthers() {
        ReportData seen = data.only(Set.of("K-2"));
        assertThat(ReportName.of(seen)).doesNotContain(ReportName.CREDITORS, ReportName.MODELS);
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
        List<Enum<?>> values = new ArrayList<>();
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
                        .filter(key -> !Set.of(
                                        "currency",
                                        "creditor",
                                        "country",
                                        "type",
                                        "segment",
                                        "route",
                                        "team",
                                        "month",
                                        "from",
                                        "to",
                                        "rate")
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
        List<Path> pages = ReportFiles.write(data, Language.DA, folder.resolve("out"), null);
        assertThat(pages).hasSize(2 * ReportName.of(data).size());
        for (Path page : pages) {
            String html = Files.readString(page, StandardCharsets.UTF_8);
            var links = Pattern.compile("href=\"([^\"#]+)\"").matcher(html);
            while (links.find()) {
                if (!links.group(1).startsWith("data:")) {
                    assertThat(folder.resolve("out").resolve(links.group(1))).exists();
                }
            }
        }
    }

    /// What a spreadsheet program would read: numbers as numbers, texts as texts, and no formula.
    @Test
    void aWorkbookHasNumbersAndNoFormulas() throws Exception {
        Grid grid = new Grid(
                "odd",
                "Odd",
                List.of(Grid.Column.of("a", "A"), Grid.Column.of("b", "B")),
                List.of(
                        List.of(Value.text("=1+1"), Value.amount(new java.math.BigDecimal("12.50"))),
                        List.of(Value.month(LocalDate.of(2026, 1, 1)), Value.points(-0.0125))),
                false);
        Map<String, String> parts = unzipped(Spreadsheet.of(grid, "About", List.of(List.of("x", "y"))));
        String sheet = parts.get("xl/worksheets/sheet1.xml");
        assertThat(sheet).contains("<v>12.50</v>", "<v>-1.25</v>", "<v>46023").doesNotContain("<f>");
        assertThat(parts.get("xl/sharedStrings.xml")).contains("=1+1");
        assertThat(unzipped(report(ReportName.CONTACT).xlsx("funnel")).get("xl/sharedStrings.xml"))
                .contains("Right person", "SEK", "As of");
    }

    private static Map<String, String> unzipped(byte[] bytes) throws Exception {
        Path file = Files.createTempFile("solvens-workbook", ".xlsx");
        try (var zip = new ZipFile(Files.write(file, bytes).toFile())) {
            Map<String, String> parts = new HashMap<>();
            for (var entry : Collections.list(zip.entries())) {
                try (var in = zip.getInputStream(entry)) {
                    parts.put(entry.getName(), new String(in.readAllBytes(), StandardCharsets.UTF_8));
                }
            }
            return parts;
        } finally {
            Files.delete(file);
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
