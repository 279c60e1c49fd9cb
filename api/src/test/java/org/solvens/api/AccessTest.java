package org.solvens.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.RecordComponent;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.solvens.facts.OtherCases;
import org.solvens.feature.FeatureCatalogue;
import org.solvens.history.Route;
import org.solvens.intake.StoreAddress;
import org.solvens.policy.Segment;
import org.solvens.scoring.ScoreRow;
import org.solvens.store.Scope;
import org.solvens.store.Store;
import tools.jackson.databind.JsonNode;

/// Keys, what they may do, and what a creditor's key sees.
class AccessTest {
    private static final String CASE = "/v1/cases/{caseId}/segment";
    private static final String DEBTOR = "/v1/debtors/{debtorId}/segments";
    private static final String OTHERS_CASE = "/v1/cases/%C3%96%2F3%20x/segment";

    @TempDir
    Path folder;

    private Store store() {
        return Store.open(StoreAddress.of(null, folder.toString()), Clock.systemUTC());
    }

    private String key(Store store, Set<String> creditors, Scope... scopes) {
        return store.keys()
                .create("test", Set.of(scopes), creditors, 60_000, null, "anna")
                .text();
    }

    /// @param open whether everybody is admitted until the first key is made
    private ApiServer start(Store store, boolean open) {
        SampleLake lake = new SampleLake(folder);
        lake.appendScores(
                SampleLake.OCTOBER, Segment.WILLING_UNABLE, Route.PLAN, List.of("W-promises_365d", "A-total_balance"));
        lake.withRecovery().withQuality();
        return ApiServer.start(
                lake.lake(),
                FeatureCatalogue.standard(OtherCases.SEEN),
                new ApiServer.Address("127.0.0.1", 0, AllowedHosts.of("127.0.0.1", List.of())),
                Duration.ofDays(1),
                new Access(store, open, Clock.systemUTC()));
    }

    private static String code(JsonNode problem) {
        return problem.get("code").stringValue();
    }

    @Test
    void everybodyIsAnsweredUntilTheFirstKeyIsMade() throws Exception {
        Store store = store();
        try (ApiServer server = start(store, true);
                Contract anyone = new Contract(server)) {
            anyone.ask(200, CASE, "/v1/cases/C-1/segment");
            String key = key(store, null, Scope.SCORE_READ);
            int status = 200;
            for (int i = 0; i < 40 && status == 200; i++) {
                Thread.sleep(100);
                status = anyone.send("GET", "/v1/cases/C-1/segment", null).statusCode();
            }
            assertThat(code(anyone.ask(401, CASE, "/v1/cases/C-1/segment"))).isEqualTo("KEY-MISSING");
            try (Contract client = new Contract(server, key)) {
                client.ask(200, CASE, "/v1/cases/C-1/segment");
            }
        }
    }

    @Test
    void withoutAKeyThatIsAcceptedNothingAboutCasesIsAnswered() {
        Store store = store();
        try (ApiServer server = start(store, false);
                Contract none = new Contract(server);
                Contract wrong = new Contract(server, "solvens_abc_def")) {
            for (String path : List.of(
                    "/v1/cases/C-1/segment",
                    "/v1/debtors/D-1/segments",
                    "/v1/changes",
                    "/v1/reports/recovery",
                    "/v1/reports/quality",
                    "/v1/reports/quarantine",
                    "/v1/reports/today",
                    "/reports/recovery",
                    "/reports/quarantine")) {
                JsonNode problem = none.problem(401, "GET", path);
                assertThat(code(problem)).as(path).isEqualTo("KEY-MISSING");
                assertThat(code(wrong.problem(401, "GET", path))).as(path).isEqualTo("KEY-INVALID");
            }
            assertThat(code(none.batch(401, "{\"case_ids\":[\"C-1\"]}"))).isEqualTo("KEY-MISSING");
            assertThat(none.send("GET", "/v1/cases/C-1/segment", null).headers().firstValue("WWW-Authenticate"))
                    .contains("Bearer realm=\"Solvens\"");
            assertThat(none.send("GET", "/reports/recovery", null).headers().firstValue("WWW-Authenticate"))
                    .contains("Basic realm=\"Solvens\"");
            for (String path : List.of(
                    "/health/live", "/health/ready", "/docs", "/openapi.yaml", "/asyncapi.yaml", "/assets/page.css")) {
                assertThat(none.send("GET", path, null).statusCode()).as(path).isEqualTo(200);
            }
        }
    }

    @Test
    void aKeyMayDoWhatItsScopesSay() {
        Store store = store();
        String reader = key(store, null, Scope.SCORE_READ);
        String manager = key(store, null, Scope.REPORTS_READ);
        try (ApiServer server = start(store, false);
                Contract scores = new Contract(server, reader);
                Contract reports = new Contract(server, manager);
                Contract admin = new Contract(server, key(store, null, Scope.ADMIN));
                Contract browser = new Contract(server)) {
            scores.ask(200, CASE, "/v1/cases/C-1/segment");
            assertThat(code(scores.ask(403, "/v1/reports/recovery", "/v1/reports/recovery")))
                    .isEqualTo("SCOPE");
            reports.ask(200, "/v1/reports/recovery", "/v1/reports/recovery");
            assertThat(code(reports.ask(403, CASE, "/v1/cases/C-1/segment"))).isEqualTo("SCOPE");
            assertThat(code(reports.ask(403, CASE, "/v1/cases/C-9/segment"))).isEqualTo("SCOPE");
            assertThat(code(reports.batch(403, "{\"case_ids\":[]}"))).isEqualTo("SCOPE");
            admin.ask(200, CASE, "/v1/cases/C-1/segment");
            admin.ask(200, "/v1/reports/quality", "/v1/reports/quality");
            String basic = Base64.getEncoder().encodeToString(("me:" + manager).getBytes(StandardCharsets.UTF_8));
            assertThat(browser.send("GET", "/reports/recovery", null, "Authorization", "Basic " + basic)
                            .statusCode())
                    .isEqualTo(200);
        }
    }

    /// A key that is limited to a creditor reads every column of that creditor's cases in JSON, Arrow and CSV. Only
    /// the reasons are filtered, and lose their values. Before you add a column here, make sure that it
    /// reveals nothing about the debtor's cases with other creditors.
    @Test
    void theColumnsThatACreditorReadsWereWeighed() {
        assertThat(Stream.of(ScoreRow.class.getRecordComponents()).map(RecordComponent::getName))
                .containsExactlyInAnyOrder(
                        "asOf",
                        "caseId",
                        "debtorId",
                        "creditorId",
                        "country",
                        "currency",
                        "stage",
                        "daysPastDue",
                        "balance",
                        "placedOn",
                        "willingness",
                        "ability",
                        "reachability",
                        "segment",
                        "flags",
                        "route",
                        "secondRoute",
                        "rule",
                        "trace",
                        "needsHuman",
                        "reviewOn",
                        "holds",
                        "reasons",
                        "policy",
                        "featuresVersion",
                        "routeProbability",
                        "promiseKept",
                        "selfCure",
                        "means",
                        "expectedRecovery",
                        "paymentProbability",
                        "balancePrincipal",
                        "balanceInterest",
                        "balanceCosts",
                        "team",
                        "callValue",
                        // Of promises about the case itself, and of what happened to it.
                        "promiseDueOn",
                        "promiseBrokenOn",
                        "limitationOn",
                        "claimType");
    }

    @Test
    void aCreditorsKeySeesItsOwnCasesAndOfTheDebtorsOtherCasesNothing() {
        Store store = store();
        String one = key(store, Set.of("K-1"), Scope.SCORE_READ);
        String all = key(store, null, Scope.SCORE_READ);
        try (ApiServer server = start(store, false);
                Contract bank = new Contract(server, one);
                Contract agency = new Contract(server, all)) {
            // D-1 has C-1 of K-1 and another case of K-2.
            assertThat(agency.ask(200, DEBTOR, "/v1/debtors/D-1/segments").get("cases"))
                    .hasSize(2);
            JsonNode debtor = bank.ask(200, DEBTOR, "/v1/debtors/D-1/segments");
            assertThat(debtor.get("cases")).hasSize(1);
            assertThat(debtor.at("/cases/0/case_id").stringValue()).isEqualTo("C-1");

            // Another creditor's case is answered as one that does not exist, to the byte.
            HttpResponse<byte[]> others = bank.send("GET", OTHERS_CASE, null, Exchange.ID_HEADER, "one");
            HttpResponse<byte[]> unknown = bank.send("GET", "/v1/cases/C-9/segment", null, Exchange.ID_HEADER, "one");
            assertThat(others.statusCode()).isEqualTo(404);
            assertThat(new String(others.body(), StandardCharsets.UTF_8).replaceFirst("\"instance\":\"[^\"]*\"", ""))
                    .isEqualTo(new String(unknown.body(), StandardCharsets.UTF_8)
                            .replaceFirst("\"instance\":\"[^\"]*\"", ""));
            assertThat(others.headers().firstValue("ETag")).isEmpty();
            assertThat(bank.send("GET", OTHERS_CASE, null, "If-None-Match", "*").statusCode())
                    .isEqualTo(404);
            assertThat(bank.send("HEAD", OTHERS_CASE, null).statusCode()).isEqualTo(404);
            JsonNode batch = bank.batch(200, "{\"case_ids\":[\"Ö/3 x\",\"C-9\",\"C-1\"]}");
            assertThat(batch.get("cases")).hasSize(1);
            assertThat(batch.get("not_found").toString()).isEqualTo("[\"Ö/3 x\",\"C-9\"]");

            // What the other cases tell is no reason, in JSON and in Arrow.
            JsonNode own = bank.ask(200, CASE, "/v1/cases/C-1/segment");
            assertThat(own.get("reasons")
                            .valueStream()
                            .map(each -> each.get("code").stringValue()))
                    .containsExactly("W-promises_365d");
            assertThat(own.at("/reasons/0/value").isNull()).isTrue();
            assertThat(own.at("/reasons/0/points").isNull()).isTrue();
            JsonNode every = agency.ask(200, CASE, "/v1/cases/C-1/segment");
            assertThat(every.get("reasons")).hasSize(2);
            assertThat(every.at("/reasons/0/value").doubleValue()).isEqualTo(2);
            assertThat(new String(
                            bank.send("GET", "/v1/segments", null, "Accept", "text/csv")
                                    .body(),
                            StandardCharsets.UTF_8))
                    .contains(",W-promises_365d,null,null,");
            String arrow = new String(
                    bank.send(
                                    "POST",
                                    "/v1/segments:batch",
                                    "{\"case_ids\":[\"C-1\",\"Ö/3 x\"]}",
                                    "Accept",
                                    ArrowAnswer.MEDIA_TYPE)
                            .body(),
                    StandardCharsets.ISO_8859_1);
            assertThat(arrow).contains("W-promises_365d").doesNotContain("A-total_balance", "K-2");

            // An answer to one key is never taken for that to another.
            String tag = agency.send("GET", "/v1/debtors/D-1/segments", null)
                    .headers()
                    .firstValue("ETag")
                    .orElseThrow();
            assertThat(bank.send("GET", "/v1/debtors/D-1/segments", null, "If-None-Match", tag)
                            .statusCode())
                    .isEqualTo(200);

            // A key without the scope reads no report.
            for (String path : List.of("/v1/reports/recovery", "/v1/reports/quality", "/v1/reports/quarantine")) {
                assertThat(code(bank.ask(403, path, path))).isEqualTo("SCOPE");
            }
        }
    }

    @Test
    void aKeyOfACreditorReadsReportsOfItsOwnCasesAlone() {
        Store store = store();
        try (ApiServer server = start(store, false);
                Contract bank = new Contract(server, key(store, Set.of("K-2"), Scope.REPORTS_READ));
                Contract agency = new Contract(server, key(store, null, Scope.REPORTS_READ))) {
            for (String path : List.of("/v1/reports/recovery", "/v1/reports/quality", "/v1/reports/quarantine")) {
                assertThat(code(bank.ask(403, path, path))).isEqualTo("KEY-CREDITORS");
            }
            assertThat(bank.send("GET", "/reports/quarantine", null).statusCode())
                    .isEqualTo(403);
            for (String report : List.of("today", "recovery", "flow", "contact", "agreements", "segments", "care")) {
                String own = text(bank, "/reports/" + report + "?currency=SEK");
                assertThat(own).as(report).contains("K-2").doesNotContain("K-1", "EUR", "/reports/creditors");
                assertThat(text(agency, "/reports/" + report + "?currency=SEK")).contains("K-1", "K-2", "EUR");
            }
            assertThat(bank.send("GET", "/reports/creditors", null).statusCode())
                    .isEqualTo(404);
            assertThat(bank.send("GET", "/v1/reports/creditors", null).statusCode())
                    .isEqualTo(404);
            assertThat(bank.send("GET", "/reports/today?creditor=K-1", null).statusCode())
                    .isEqualTo(400);
            assertThat(bank.ask(200, "/v1/reports/{name}", "/v1/reports/today").toString())
                    .doesNotContain("K-1", "4400");
        }
    }

    private static String text(Contract client, String path) {
        HttpResponse<byte[]> response = client.send("GET", path, null);
        assertThat(response.statusCode()).as(path).isEqualTo(200);
        return new String(response.body(), StandardCharsets.UTF_8);
    }

    @Test
    void aKeyHasALimit() {
        Store store = store();
        String few = store.keys()
                .create("few", Set.of(Scope.SCORE_READ), null, 3, null, "anna")
                .text();
        String other = key(store, null, Scope.SCORE_READ);
        try (ApiServer server = start(store, false);
                Contract client = new Contract(server, few);
                Contract free = new Contract(server, other)) {
            for (int left = 2; left >= 0; left--) {
                HttpResponse<byte[]> answer = client.send("GET", "/v1/cases/C-1/segment", null);
                assertThat(answer.statusCode()).isEqualTo(200);
                assertThat(answer.headers().firstValue("RateLimit-Policy")).contains("\"minute\";q=3;w=60");
                assertThat(answer.headers().firstValue("RateLimit").orElseThrow())
                        .startsWith("\"minute\";r=" + left + ";t=");
            }
            assertThat(code(client.ask(429, CASE, "/v1/cases/C-1/segment"))).isEqualTo("RATE-LIMIT");
            assertThat(client.send("GET", "/v1/cases/C-1/segment", null)
                            .headers()
                            .firstValue("Retry-After"))
                    .hasValueSatisfying(
                            seconds -> assertThat(Integer.parseInt(seconds)).isBetween(1, 21));
            free.ask(200, CASE, "/v1/cases/C-1/segment");
        }
    }

    @Test
    void everyReadOfAScoreIsInTheAuditLog() {
        Store store = store();
        String text = key(store, null, Scope.SCORE_READ);
        String id = text.split("_")[1];
        try (ApiServer server = start(store, false);
                Contract client = new Contract(server, text)) {
            String tag = client.send("GET", "/v1/cases/C-1/segment", null)
                    .headers()
                    .firstValue("ETag")
                    .orElseThrow();
            client.send("GET", "/v1/cases/C-1/segment", null, "If-None-Match", tag);
            client.ask(404, CASE, "/v1/cases/C-9/segment");
            client.ask(200, DEBTOR, "/v1/debtors/D-1/segments");
            client.batch(200, "{\"case_ids\":[\"C-2\",\"C-9\"]}");
        }
        try (Store after = store()) {
            List<String> lines = new ArrayList<>();
            after.audit()
                    .export(line -> lines.add(
                            line.replaceFirst("\"at\":\"[^\"]*\",", "").replaceFirst("\"run\":\"[^\"]*\"", "RUN")));
            assertThat(lines.getFirst()).contains("key.created");
            assertThat(lines.get(1)).isEqualTo("{\"actor\":\"-\",\"action\":\"server.started\",RUN}");
            assertThat(lines.subList(2, 6))
                    .allMatch(line -> line.contains("\"actor\":\"" + id + "\",\"action\":\"score.read\""))
                    .allMatch(line -> line.contains("\"as_of\":\"2026-10-01\""));
            assertThat(lines.get(2)).contains("\"case\":\"C-1\"");
            assertThat(lines.get(3)).isEqualTo(lines.get(2));
            assertThat(lines.get(4)).contains("\"debtor\":\"D-1\"").contains("\"cases\":[\"C-1\",\"Ö/3 x\"]");
            assertThat(lines.get(5)).contains("\"cases\":[\"C-2\"]");
            assertThat(lines.getLast()).isEqualTo("{\"actor\":\"-\",\"action\":\"server.stopped\",RUN}");
            assertThat(lines).hasSize(7);
            assertThat(after.audit().verify(null).broken()).isEmpty();
            assertThat(after.audit().verify(null).unfinished()).isEmpty();
            assertThat(after.keys().list().getFirst().lastUsedAt()).isNotNull();
        }
    }
}
