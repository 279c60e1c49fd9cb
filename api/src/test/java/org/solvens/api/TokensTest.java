package org.solvens.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.solvens.intake.StoreAddress;
import org.solvens.store.Scope;
import org.solvens.store.Store;
import tools.jackson.databind.JsonNode;

/// Tokens of an identity provider.
class TokensTest {
    private static final Instant NOW = Instant.parse("2026-11-01T12:00:00Z");
    private static final String CASE = "/v1/cases/{caseId}/segment";
    private static final String OWN = "/v1/cases/C-1/segment";
    private static final String OTHERS = "/v1/cases/%C3%96%2F3%20x/segment";

    @TempDir
    Path folder;

    private final List<AutoCloseable> open = new ArrayList<>();
    private Issuer issuer;
    private Store store;
    private ApiServer server;

    @BeforeEach
    void start() throws Exception {
        issuer = new Issuer();
        open.add(issuer);
        server = serve(Tokens.Patience.STANDARD, "RS256", "ES256");
    }

    private ApiServer serve(Tokens.Patience patience, String... algorithms) {
        Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
        Path lake = folder.resolve("lake-" + open.size());
        store = Store.open(StoreAddress.of(null, lake.toString()), clock);
        ApiServer started = ApiServer.start(
                new SampleLake(lake).withScores().withRecovery().lake(),
                SampleLake.CATALOGUE,
                new ApiServer.Address("127.0.0.1", 0, AllowedHosts.of("127.0.0.1", List.of())),
                Duration.ofDays(1),
                new Access(
                        store,
                        true,
                        clock,
                        new Tokens(
                                new Tokens.Issuer(
                                        issuer.keys(),
                                        Issuer.NAME,
                                        Issuer.AUDIENCE,
                                        Set.of(algorithms),
                                        "creditors",
                                        60_000),
                                patience,
                                clock)));
        open.addFirst(started);
        return started;
    }

    @AfterEach
    void stop() throws Exception {
        for (AutoCloseable each : open) {
            each.close();
        }
    }

    private Contract client(String token) {
        Contract client = new Contract(server, token);
        open.addFirst(client);
        return client;
    }

    private Contract client(UnaryOperator<JWTClaimsSet.Builder> claims) throws Exception {
        return client(issuer.token(claims.apply(Issuer.claims(NOW)).build()));
    }

    private static String code(JsonNode problem) {
        return problem.get("code").stringValue();
    }

    @Test
    void aTokenAdmitsAsItsClaimsSay() throws Exception {
        Contract all = client(UnaryOperator.identity());
        all.ask(200, CASE, OWN);
        all.ask(200, CASE, OTHERS);
        assertThat(code(all.ask(403, "/v1/reports/recovery", "/v1/reports/recovery")))
                .isEqualTo("SCOPE");
        Contract bank =
                client(claims -> claims.claim("creditors", List.of("K-1")).claim("scope", List.of("score:read")));
        bank.ask(200, CASE, OWN);
        assertThat(code(bank.ask(404, CASE, OTHERS))).isEqualTo("CASE-UNKNOWN");
        client(claims -> claims.claim("scope", null).claim("scp", "admin")).ask(200, CASE, OWN);
        client(claims -> claims.claim("creditors", "K-2")).ask(200, CASE, OTHERS);
        // Who sees some creditors has no scope that is about all of them.
        Contract admin = client(claims -> claims.claim("creditors", "K-1").claim("scope", "admin metrics:read"));
        assertThat(code(admin.ask(403, CASE, OWN))).isEqualTo("SCOPE");
        assertThat(code(admin.problem(403, "GET", "/metrics"))).isEqualTo("SCOPE");
        // Without a token nobody is admitted, although there is no key.
        assertThat(code(client((String) null).ask(401, CASE, OWN))).isEqualTo("KEY-MISSING");
        assertThat(issuer.fetches()).isEqualTo(1);
    }

    @Test
    void aTokenThatIsNotRightIsRefused() throws Exception {
        RSAKey stranger =
                new RSAKeyGenerator(2_048).keyID(issuer.key().getKeyID()).generate();
        JWTClaimsSet right = Issuer.claims(NOW).build();
        SignedJWT shared = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.HS256)
                        .keyID(issuer.key().getKeyID())
                        .build(),
                right);
        shared.sign(new MACSigner(issuer.key().toRSAPublicKey().getEncoded()));
        SignedJWT other = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.RS512)
                        .keyID(issuer.key().getKeyID())
                        .build(),
                right);
        other.sign(new RSASSASigner(issuer.key()));
        String good = issuer.token(right);
        String[] parts = good.split("\\.");
        String widened = parts[0] + "."
                + Base64.getUrlEncoder()
                        .withoutPadding()
                        .encodeToString(Issuer.claims(NOW)
                                .claim("scope", "admin")
                                .build()
                                .toString()
                                .getBytes(StandardCharsets.UTF_8))
                + "." + parts[2];
        for (Map.Entry<String, String> wrong : Map.ofEntries(
                        Map.entry("signed by another key of that id", Issuer.token(right, stranger, h -> h)),
                        Map.entry("signed by nobody", new PlainJWT(right).serialize()),
                        Map.entry("the public key as a secret", shared.serialize()),
                        Map.entry("an algorithm that is not allowed", other.serialize()),
                        Map.entry(
                                "of another type",
                                Issuer.token(right, issuer.key(), h -> h.type(new JOSEObjectType("logout+jwt")))),
                        Map.entry(
                                "a key in the token",
                                Issuer.token(right, stranger, h -> h.jwk(stranger.toPublicJWK()))),
                        Map.entry("claims changed", widened),
                        Map.entry("cut", good.substring(0, good.length() - 4)),
                        Map.entry("dots alone", ".."),
                        Map.entry("no claims", parts[0] + ".." + parts[2]),
                        Map.entry("issuer", token(claims -> claims.issuer("https://other.example"))),
                        Map.entry("no issuer", token(claims -> claims.issuer(null))),
                        Map.entry("audience", token(claims -> claims.audience("other"))),
                        Map.entry("no audience", token(claims -> claims.audience((String) null))),
                        Map.entry("no subject", token(claims -> claims.subject(null))),
                        Map.entry("long subject", token(claims -> claims.subject("x".repeat(201)))),
                        Map.entry("no end", token(claims -> claims.expirationTime(null))),
                        Map.entry("not yet", token(claims -> claims.notBeforeTime(Date.from(NOW.plusSeconds(120))))),
                        Map.entry("no creditors", token(claims -> claims.claim("creditors", null))),
                        Map.entry("creditors empty", token(claims -> claims.claim("creditors", List.of()))),
                        Map.entry("creditors a number", token(claims -> claims.claim("creditors", 7))))
                .entrySet()) {
            JsonNode problem = client(wrong.getValue()).ask(401, CASE, OWN);
            assertThat(code(problem)).as(wrong.getKey()).isEqualTo("TOKEN-INVALID");
            assertThat(problem.toString()).as(wrong.getKey()).doesNotContain("case-system", "other.example");
        }
        JsonNode expired = client(claims -> claims.expirationTime(Date.from(NOW.minusSeconds(61))))
                .ask(401, CASE, OWN);
        assertThat(expired.get("detail").stringValue()).contains("expired");
        client(good).ask(200, CASE, OWN);
    }

    private String token(UnaryOperator<JWTClaimsSet.Builder> claims) throws Exception {
        return issuer.token(claims.apply(Issuer.claims(NOW)).build());
    }

    @Test
    void tokensAndKeysAreNotTakenForOneAnother() throws Exception {
        String token = token(UnaryOperator.identity());
        String key = store.keys()
                .create("test", Set.of(Scope.SCORE_READ), null, 60_000, null, "anna")
                .text();
        client(key).ask(200, CASE, OWN);
        client(token).ask(200, CASE, OWN);
        // A browser's password is a key and never a token.
        String basic = Base64.getEncoder().encodeToString(("me:" + token).getBytes(StandardCharsets.UTF_8));
        Contract browser = client((String) null);
        assertThat(code(browser.ask(401, CASE, OWN, "Authorization", "Basic " + basic)))
                .isEqualTo("KEY-INVALID");
        assertThat(code(client(key + ".x.y").ask(401, CASE, OWN))).isEqualTo("TOKEN-INVALID");
        assertThat(code(client("solvens_abc_def").ask(401, CASE, OWN))).isEqualTo("KEY-INVALID");
        // A server without an identity provider takes no token.
        Store other = Store.open(StoreAddress.of(null, folder.resolve("keys").toString()), Clock.systemUTC());
        try (ApiServer keysOnly = ApiServer.start(
                        new SampleLake(folder.resolve("keys")).withScores().lake(),
                        SampleLake.CATALOGUE,
                        new ApiServer.Address("127.0.0.1", 0, AllowedHosts.of("127.0.0.1", List.of())),
                        Duration.ofDays(1),
                        new Access(other, false, Clock.systemUTC()));
                Contract asks = new Contract(keysOnly, token)) {
            assertThat(code(asks.ask(401, CASE, OWN))).isEqualTo("KEY-INVALID");
        }
    }

    @Test
    void keysAreFetchedOnceAndAgainWhenTheyWereRotated() throws Exception {
        server = serve(
                new Tokens.Patience(
                        Duration.ofSeconds(2), Duration.ofHours(1), Duration.ofMillis(50), Duration.ofSeconds(1)),
                "RS256");
        String first = token(UnaryOperator.identity());
        int before = issuer.fetches();
        for (int i = 0; i < 20; i++) {
            client(first).ask(200, CASE, OWN);
        }
        assertThat(issuer.fetches() - before).isLessThanOrEqualTo(2);
        issuer.rotate("second");
        client(token(UnaryOperator.identity())).ask(200, CASE, OWN);
        // The first key is gone from the answer, and so from the server.
        assertThat(code(client(first).ask(401, CASE, OWN))).isEqualTo("TOKEN-INVALID");

        // Tokens with unknown keys do not make it ask again and again.
        server = serve(Tokens.Patience.STANDARD, "RS256");
        RSAKey stranger = new RSAKeyGenerator(2_048).keyID("unknown").generate();
        before = issuer.fetches();
        for (int i = 0; i < 30; i++) {
            assertThat(code(client(Issuer.token(Issuer.claims(NOW).build(), stranger, h -> h))
                            .ask(401, CASE, OWN)))
                    .isEqualTo("TOKEN-INVALID");
        }
        assertThat(issuer.fetches() - before).isLessThanOrEqualTo(4);
        client(token(UnaryOperator.identity())).ask(200, CASE, OWN);
    }

    @Test
    void whileTheIssuerIsAwayTheKeysThatAreKnownCount() throws Exception {
        Tokens.Patience short_ = new Tokens.Patience(
                Duration.ofMillis(500), Duration.ofHours(1), Duration.ofMillis(10), Duration.ofMillis(200));
        server = serve(short_, "RS256");
        issuer.answers(500);
        String token = token(UnaryOperator.identity());
        JsonNode problem = client(token).ask(503, CASE, OWN);
        assertThat(code(problem)).isEqualTo("TOKEN-KEYS");
        issuer.answers(302);
        assertThat(code(client(token).ask(503, CASE, OWN))).isEqualTo("TOKEN-KEYS");
        issuer.answers(200);
        Contract client = client(token);
        int status = 503;
        for (int i = 0; i < 100 && status == 503; i++) {
            Thread.sleep(50);
            status = client.send("GET", OWN, null).statusCode();
        }
        assertThat(status).isEqualTo(200);
        issuer.answers("{\"keys\":".repeat(3));
        Thread.sleep(700);
        client.ask(200, CASE, OWN);
        issuer.answers(500);
        Thread.sleep(700);
        client.ask(200, CASE, OWN);
    }

    @Test
    void theLogNamesTheSubjectOnceAndEveryReadByItsShortName() throws Exception {
        Contract bank = client(claims -> claims.claim("creditors", "K-1"));
        bank.ask(200, CASE, OWN);
        bank.ask(200, CASE, OWN);
        server.close();
        open.remove(server);
        List<String> entries = new ArrayList<>();
        try (Store after =
                Store.open(StoreAddress.of(null, folder.resolve("lake-1").toString()), Clock.systemUTC())) {
            after.audit().export(entries::add);
        }
        List<String> seen =
                entries.stream().filter(each -> each.contains("token.seen")).toList();
        assertThat(seen).hasSize(1);
        assertThat(seen.getFirst()).contains("case-system", Issuer.NAME, "K-1", "score:read", "\"@");
        assertThat(entries.stream().filter(each -> each.contains("score.read") && each.contains("\"@")))
                .hasSize(2);
    }
}
