package org.solvens.settings;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/// This program, as its build describes it.
public final class Program {
    /// Its version, such as `0.1.0`.
    public static final String VERSION = version();

    private Program() {}

    private static String version() {
        try (InputStream in = Program.class.getResourceAsStream("/org/solvens/version.txt")) {
            return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
