package org.solvens.api;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.jwk.source.RateLimitReachedException;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.Resource;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import com.nimbusds.jwt.proc.ExpiredJWTException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URL;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Date;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.solvens.store.Scope;

/// The tokens (JWT, RFC 7519) of an identity provider, checked by the keys that it publishes.
///
/// A token is signed by one of the allowed algorithms, which all need a private key: `none` and shared secrets are
/// never accepted. Keys are fetched when they are needed, kept, and fetched again once a token names another.
final class Tokens implements AutoCloseable {
    private static final int LARGEST_KEYS = 200_000;
    private static final int LONGEST_CLAIM = 200;
    private static final int ID_HEX = 15;
    private static final Set<String> REQUIRED = Set.of("sub", "exp");

    /// The algorithms that may be allowed.
    static final Set<String> ALGORITHMS = Stream.of(
                    JWSAlgorithm.RS256,
                    JWSAlgorithm.RS384,
                    JWSAlgorithm.RS512,
                    JWSAlgorithm.PS256,
                    JWSAlgorithm.PS384,
                    JWSAlgorithm.PS512,
                    JWSAlgorithm.ES256,
                    JWSAlgorithm.ES384,
                    JWSAlgorithm.ES512)
            .map(JWSAlgorithm::getName)
            .collect(Collectors.toCollection(LinkedHashSet::new));

    /// Whose tokens are accepted.
    ///
    /// @param keys address of the key set (JWKS)
    /// @param audience what the claim `aud` must contain: the name of this server at the issuer
    /// @param algorithms of {@link #ALGORITHMS}
    /// @param creditorsClaim name of the claim with the ids of the creditors, or `*` for all
    /// @param rate requests a minute of one subject
    record Issuer(URI keys, String issuer, String audience, Set<String> algorithms, String creditorsClaim, int rate) {}

    /// How long keys are kept, and how often they are fetched.
    ///
    /// @param kept until they are fetched again
    /// @param outage for how long they are used if they cannot be fetched again
    /// @param between two fetches because of unknown keys
    /// @param timeout of a fetch
    record Patience(Duration kept, Duration outage, Duration between, Duration timeout) {
        static final Patience STANDARD =
                new Patience(Duration.ofMinutes(5), Duration.ofHours(4), Duration.ofSeconds(15), Duration.ofSeconds(5));
    }

    /// Whom a token admits.
    ///
    /// @param id short and the same for every token of the subject
    /// @param creditors null for all
    record Admitted(
            String id,
            String subject,
            Set<Scope> scopes,
            @Nullable Set<String> creditors,
            int rate) {}

    private final Issuer issuer;
    private final HttpClient client;
    private final Duration timeout;
    private volatile boolean fetched;
    private final DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();

    Tokens(Issuer issuer, Patience patience, Clock clock) {
        this.issuer = issuer;
        this.timeout = patience.timeout();
        this.client = HttpClient.newBuilder()
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(timeout)
                .build();
        JWKSource<SecurityContext> keys = JWKSourceBuilder.<SecurityContext>create(url(issuer.keys()), this::fetch)
                .cache(patience.kept().toMillis(), 2 * timeout.toMillis())
                .refreshAheadCache(false)
                .rateLimited(patience.between().toMillis())
                .outageTolerant(patience.outage().toMillis())
                .build();
        processor.setJWSTypeVerifier(
                new DefaultJOSEObjectTypeVerifier<>(JOSEObjectType.JWT, new JOSEObjectType("at+jwt"), null));
        processor.setJWSKeySelector(new JWSVerificationKeySelector<>(
                issuer.algorithms().stream().map(JWSAlgorithm::parse).collect(Collectors.toSet()), keys));
        processor.setJWTClaimsSetVerifier(
                new DefaultJWTClaimsVerifier<>(
                        issuer.audience(),
                        new JWTClaimsSet.Builder().issuer(issuer.issuer()).build(),
                        REQUIRED) {
                    @Override
                    protected Date currentTime() {
                        return Date.from(clock.instant());
                    }
                });
    }

    private static URL url(URI address) {
        try {
            return address.toURL();
        } catch (IOException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /// The issuer.
    Issuer issuer() {
        return issuer;
    }

    /// Whether a text has the form of a token. No API key has it.
    static boolean isToken(String text) {
        return text.chars().filter(c -> c == '.').count() == 2;
    }

    private Resource fetch(URL address) throws IOException {
        try {
            HttpResponse<InputStream> answer = client.send(
                    HttpRequest.newBuilder(URI.create(address.toString()))
                            .timeout(timeout)
                            .header("Accept", "application/json")
                            .build(),
                    HttpResponse.BodyHandlers.ofInputStream());
            try (InputStream body = answer.body()) {
                byte[] read = body.readNBytes(LARGEST_KEYS + 1);
                if (answer.statusCode() != 200 || read.length > LARGEST_KEYS) {
                    throw new IOException("the keys were not answered: status " + answer.statusCode());
                }
                fetched = true;
                return new Resource(new String(read, StandardCharsets.UTF_8), "application/json");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    /// Whom a token admits.
    ///
    /// @throws ApiProblem 401 `TOKEN-INVALID`, 503 `TOKEN-KEYS` if the keys of the issuer cannot be fetched
    Admitted admit(String token) {
        try {
            JWTClaimsSet claims = processor.process(token, null);
            Optional<Set<String>> creditors = creditors(claims);
            String subject = claims.getSubject();
            if (creditors.isEmpty() || subject.isBlank() || subject.length() > LONGEST_CLAIM) {
                throw ApiProblem.tokenInvalid("It lacks a claim that this server needs, or has it in another form.");
            }
            Set<String> seen = creditors.get().contains("*") ? null : Set.copyOf(creditors.get());
            Set<Scope> scopes = scopes(claims).stream()
                    .filter(scope -> seen == null || scope.ofCreditors())
                    .collect(Collectors.toUnmodifiableSet());
            return new Admitted(id(claims), subject, scopes, seen, issuer.rate());
        } catch (RateLimitReachedException e) {
            // Keys were fetched a moment ago, and the one that the token names was not among them.
            throw fetched
                    ? ApiProblem.tokenInvalid("It is not signed by a key of the identity provider.")
                    : ApiProblem.tokenKeys();
        } catch (KeySourceException e) {
            throw ApiProblem.tokenKeys();
        } catch (ExpiredJWTException e) {
            throw ApiProblem.tokenInvalid("It has expired. Get a new one.");
        } catch (BadJOSEException | JOSEException | ParseException e) {
            throw ApiProblem.tokenInvalid(
                    "It is not signed by a key of the identity provider with an algorithm that is allowed, or is of"
                            + " another issuer or for another audience, or lacks a claim, or does not count yet.");
        }
    }

    /// A short name of issuer and subject, which no API key has.
    private String id(JWTClaimsSet claims) {
        String name = issuer.issuer() + '\n' + claims.getSubject();
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(name.getBytes(StandardCharsets.UTF_8));
            return "@" + HexFormat.of().formatHex(hash).substring(0, ID_HEX);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /// The claim `scope`, or `scp` as some providers call it: separated by blanks, or a list.
    private static Set<Scope> scopes(JWTClaimsSet claims) {
        Object given = claims.getClaim(claims.getClaims().containsKey("scope") ? "scope" : "scp");
        List<?> labels = switch (given) {
            case String text -> Arrays.asList(text.split(" +"));
            case List<?> list -> list;
            case null, default -> List.of();
        };
        return labels.stream()
                .flatMap(label -> Scope.of(String.valueOf(label)).stream())
                .collect(Collectors.toSet());
    }

    /// The creditors that a token names; empty without the claim, so that a token that says nothing shows nothing.
    private Optional<Set<String>> creditors(JWTClaimsSet claims) {
        return switch (claims.getClaim(issuer.creditorsClaim())) {
            case String one when !one.isBlank() -> Optional.of(Set.of(one));
            case List<?> several
            when !several.isEmpty()
                    && several.stream().allMatch(each -> each instanceof String text && !text.isBlank()) ->
                Optional.of(several.stream().map(String::valueOf).collect(Collectors.toSet()));
            case null, default -> Optional.empty();
        };
    }

    @Override
    public void close() {
        client.close();
    }
}
