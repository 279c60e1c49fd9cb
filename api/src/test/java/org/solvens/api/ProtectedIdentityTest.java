package org.solvens.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.solvens.facts.OtherCases;
import org.solvens.feature.FeatureCatalogue;
import org.solvens.history.HoldKind;
import org.solvens.intake.StoreAddress;
import org.solvens.policy.Policy;
import org.solvens.store.Scope;
import org.solvens.store.Store;
import tools.jackson.databind.JsonNode;

/// Only callers with the scope for it see that an identity is protected.
class ProtectedIdentityTest {
    private static final String CASE = "/v1/cases/{caseId}/segment";
    private static final List<String> TELLING = List.of("protected_identity", "identity_protected");

    @TempDir
    Path folder;

    private Store store;
    private ApiServer server;

    @BeforeEach
    void start() {
        store = Store.open(StoreAddress.of(null, folder.toString()), Clock.systemUTC());
        server = ApiServer.start(
                new SampleLake(folder).withProtectedIdentity().lake(),
                SampleLake.CATALOGUE,
                new ApiServer.Address("127.0.0.1", 0, AllowedHosts.of("127.0.0.1", List.of())),
                Duration.ofDays(1),
                new Access(store, false, Clock.systemUTC()));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private String key(Set<String> creditors, Scope... scopes) {
        return store.keys()
                .create("test", Set.of(scopes), creditors, 60_000, null, "anna")
                .text();
    }

    private static List<String> texts(JsonNode array) {
        return array.valueStream().map(JsonNode::stringValue).toList();
    }

    @Test
    void whoMaySeeItIsToldWhyTheCaseIsOnHold() {
        for (String key : List.of(
                key(null, Scope.SCORE_READ, Scope.PROTECTED_READ),
                key(null, Scope.ADMIN),
                key(Set.of("K-1"), Scope.SCORE_READ, Scope.PROTECTED_READ))) {
            try (Contract client = new Contract(server, key)) {
                JsonNode decision = client.ask(200, CASE, "/v1/cases/C-2/segment");
                assertThat(texts(decision.get("holds"))).containsExactlyInAnyOrder("PROTECTED_IDENTITY", "DISPUTE");
                assertThat(decision.get("rule").stringValue()).isEqualTo("holds.protected_identity");
            }
        }
    }

    @Test
    void othersSeeAHoldForAPerson() {
        for (String key : List.of(key(null, Scope.SCORE_READ), key(Set.of("K-1"), Scope.SCORE_READ))) {
            try (Contract client = new Contract(server, key)) {
                JsonNode decision = client.ask(200, CASE, "/v1/cases/C-2/segment");
                assertThat(decision.get("route").stringValue()).isEqualTo("HOLD");
                assertThat(decision.get("segment").stringValue()).isEqualTo("PROTECTED");
                assertThat(decision.get("needs_human").booleanValue()).isTrue();
                assertThat(texts(decision.get("holds"))).containsExactly("DISPUTE");
                assertThat(decision.get("rule").stringValue()).isEqualTo("holds.withheld");
                assertThat(texts(decision.get("trace"))).containsExactly("data.valid", "holds.withheld");
            }
        }
    }

    @Test
    void listsByOpenHoldsDoNotTellItEither() {
        String list = "/v1/segments";
        try (Contract all = new Contract(server, key(null, Scope.SCORE_READ, Scope.PROTECTED_READ));
                Contract other = new Contract(server, key(null, Scope.SCORE_READ))) {
            assertThat(all.ask(200, list, list + "?hold=PROTECTED_IDENTITY").get("cases"))
                    .hasSize(1);
            assertThat(other.ask(200, list, list + "?hold=PROTECTED_IDENTITY").get("cases"))
                    .isEmpty();
            assertThat(other.ask(200, list, list + "?hold=DISPUTE").get("cases"))
                    .hasSize(1);
        }
    }

    /// What is withheld goes by these names: under others it would be shown.
    @Test
    void theRuleAndTheFeatureHaveTheNamesThatAreWithheld() {
        assertThat(Policy.holdRule(HoldKind.PROTECTED_IDENTITY)).isEqualTo("holds.protected_identity");
        assertThat(FeatureCatalogue.standard(OtherCases.SEEN).indexOf("identity_protected"))
                .isNotNegative();
    }

    @Test
    void reasonsThatDoNotTellItStay() {
        try (Contract client = new Contract(server, key(null, Scope.SCORE_READ))) {
            JsonNode reasons = client.ask(200, CASE, "/v1/cases/C-2/segment").get("reasons");
            assertThat(reasons).hasSize(1);
            assertThat(reasons.at("/0/feature").stringValue()).isEqualTo("days_since_contact");
            assertThat(reasons.at("/0/value").doubleValue()).isEqualTo(40.0);
        }
    }

    @Test
    void noFormatOfNoAnswerTellsIt() throws Exception {
        String without = key(null, Scope.SCORE_READ);
        String with = key(null, Scope.SCORE_READ, Scope.PROTECTED_READ);
        Map<String, List<String>> formats = Map.of(
                "/v1/cases/C-2/segment", List.of("application/json"),
                "/v1/debtors/D-2/segments", List.of("application/json"),
                "/v1/segments",
                        List.of(
                                "application/json",
                                "text/csv",
                                ArrowAnswer.MEDIA_TYPE,
                                AvroBody.MEDIA_TYPE,
                                ParquetAnswer.MEDIA_TYPE));
        for (Map.Entry<String, List<String>> asked : formats.entrySet()) {
            for (String format : asked.getValue()) {
                HttpResponse<byte[]> hidden = get(asked.getKey(), format, without);
                HttpResponse<byte[]> shown = get(asked.getKey(), format, with);
                assertThat(List.of(hidden.statusCode(), shown.statusCode()))
                        .as(asked.getKey() + " " + format)
                        .containsOnly(200);
                assertThat(lower(hidden)).as(asked.getKey() + " " + format).doesNotContain(TELLING);
                // The same search finds it where it may be seen, so the one above is able to fail.
                assertThat(lower(shown)).as(asked.getKey() + " " + format).contains(TELLING);
                shown.headers()
                        .firstValue("ETag")
                        .ifPresent(tag -> assertThat(hidden.headers().firstValue("ETag"))
                                .as(asked.getKey())
                                .isPresent()
                                .isNotEqualTo(Optional.of(tag)));
            }
        }
    }

    private static String lower(HttpResponse<byte[]> answer) {
        return new String(answer.body(), StandardCharsets.ISO_8859_1).toLowerCase(Locale.ROOT);
    }

    private HttpResponse<byte[]> get(String address, String format, String key)
            throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + address))
                            .header("Accept", format)
                            .header("Authorization", "Bearer " + key)
                            .build(),
                    HttpResponse.BodyHandlers.ofByteArray());
        }
    }
}
