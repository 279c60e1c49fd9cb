package org.solvens.api;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.jspecify.annotations.Nullable;
import org.solvens.problem.Problem;

/// The certificate that the server shows.
///
/// @param keyStore a PKCS #12 file with one certificate and its private key
record Tls(Path keyStore, String password) {
    /// Reads the password from a file, whose last line break does not count.
    ///
    /// @throws Problem `API-TLS` if a file cannot be read
    static Tls of(Path keyStore, Path passwordFile) {
        try {
            Tls tls = new Tls(keyStore, Files.readString(passwordFile).replaceFirst("\\R$", ""));
            if (!Files.isReadable(keyStore)) {
                throw unusable(keyStore, "the file does not exist or cannot be read", null);
            }
            return tls;
        } catch (IOException e) {
            throw unusable(passwordFile, "the file does not exist or cannot be read", e);
        }
    }

    /// What Jetty needs of it.
    ///
    /// @throws Problem `API-TLS` if the file is no key store, or the password is wrong
    SslContextFactory.Server factory() {
        SslContextFactory.Server factory = new SslContextFactory.Server();
        factory.setKeyStorePath(keyStore.toString());
        factory.setKeyStorePassword(password);
        factory.setSniRequired(false);
        try {
            factory.start();
            return factory;
        } catch (Exception e) {
            throw unusable(keyStore, "it is not a PKCS #12 key store with a certificate, or the password is wrong", e);
        }
    }

    private static Problem unusable(Path file, String why, @Nullable Exception e) {
        return new Problem(
                "API-TLS",
                file.toString(),
                "the server cannot use this certificate",
                why,
                "name a PKCS #12 file with --tls-keystore, and a file with its password with --tls-password-file",
                e);
    }
}
