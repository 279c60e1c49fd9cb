package org.solvens.api;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Clock;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.solvens.problem.Problem;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Option;

/// The options of a server that accepts tokens of an identity provider.
final class TokenOptions {
    @Option(
            names = "--jwks",
            paramLabel = "URL",
            showDefaultValue = Visibility.NEVER,
            description = "accept tokens (JWT) that are signed by a key at this address of an identity provider")
    private @Nullable String keys;

    @Option(
            names = "--jwt-issuer",
            paramLabel = "TEXT",
            showDefaultValue = Visibility.NEVER,
            description = "with --jwks: the claim iss that tokens must have")
    private @Nullable String issuer;

    @Option(
            names = "--jwt-audience",
            paramLabel = "TEXT",
            showDefaultValue = Visibility.NEVER,
            description = "with --jwks: what the claim aud of tokens must contain")
    private @Nullable String audience;

    @Option(
            names = "--jwt-algorithm",
            paramLabel = "NAME",
            showDefaultValue = Visibility.NEVER,
            description = "with --jwks: algorithm of signatures that is allowed; may be given several times"
                    + " (default: RS256 and ES256)")
    private List<String> algorithms = List.of("RS256", "ES256");

    @Option(
            names = "--jwt-creditors",
            paramLabel = "CLAIM",
            defaultValue = "creditors",
            description = "with --jwks: claim with the ids of the creditors whose cases the subject sees, or * for all")
    private String creditors = "creditors";

    @Option(
            names = "--jwt-rate",
            paramLabel = "COUNT",
            defaultValue = "60000",
            description = "with --jwks: requests a minute of one subject")
    private int rate;

    /// Checks tokens; null if none are accepted.
    ///
    /// @throws Problem `API-JWKS` if the options do not fit together
    @Nullable
    Tokens tokens(Clock clock) {
        if (keys == null) {
            if (issuer != null || audience != null) {
                throw wrong("--jwks", "the address of the keys is missing", "give --jwks URL too");
            }
            return null;
        }
        if (issuer == null || issuer.isBlank()) {
            throw wrong("--jwt-issuer", "the issuer is missing", "give --jwt-issuer: the iss of its tokens");
        }
        if (audience == null || audience.isBlank()) {
            throw wrong(
                    "--jwt-audience",
                    "the audience is missing, so that tokens for other servers would be accepted",
                    "give --jwt-audience: the aud of the tokens for this server");
        }
        Set<String> allowed = new LinkedHashSet<>(algorithms);
        if (!Tokens.ALGORITHMS.containsAll(allowed)) {
            throw wrong(
                    "--jwt-algorithm",
                    "an algorithm is not one of " + String.join(", ", Tokens.ALGORITHMS),
                    "name algorithms with a private key");
        }
        if (rate < 1) {
            throw wrong("--jwt-rate", rate + " is below 1", "give a number of at least 1");
        }
        return new Tokens(
                new Tokens.Issuer(address(keys), issuer, audience, allowed, creditors, rate),
                Tokens.Patience.STANDARD,
                clock);
    }

    /// Keys that come in the clear could be those of anybody on the way.
    private static URI address(String text) {
        try {
            URI address = URI.create(text);
            String scheme = address.getScheme();
            if (address.getHost() != null
                    && ("https".equals(scheme)
                            || "http".equals(scheme)
                                    && InetAddress.getByName(address.getHost()).isLoopbackAddress())) {
                return address;
            }
        } catch (IllegalArgumentException | UnknownHostException e) {
            throw wrong("--jwks", "it is not the address of a server that is known", "give an https address");
        }
        throw wrong("--jwks", "it is not an https address", "give an https address, or http on this machine");
    }

    private static Problem wrong(String option, String why, String remedy) {
        return new Problem("API-JWKS", option, "the server cannot accept tokens", why, remedy);
    }
}
