package org.solvens.intake;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.solvens.problem.Problem;

/// The JDBC URL of an operational store: an H2 database in a file, or PostgreSQL.
///
/// A file serves several processes at once: the first one opens it, the others connect to that one through the
/// loopback address (H2's mixed mode).
///
/// @param url begins with `jdbc:h2:file:` or `jdbc:postgresql:`
/// @param file of an H2 database; null for PostgreSQL
public record StoreAddress(String url, @Nullable Path file) {
    private static final String H2 = "jdbc:h2:file:";
    private static final String POSTGRESQL = "jdbc:postgresql:";

    /// Every commit is written to the file at once, and other processes may connect. H2 writes no file of its
    /// errors: it would take the last room on a full disk, and would hold statements with values. A connection
    /// keeps more parsed statements than a transaction has; with fewer, each is parsed again.
    private static final String OPTIONS = ";AUTO_SERVER=TRUE;WRITE_DELAY=0;TRACE_LEVEL_FILE=0;QUERY_CACHE_SIZE=64";

    /// The store that is named, or the one in the lake's folder.
    ///
    /// @param given a URL, or null
    /// @param lake root of the lake: a folder or a URL
    /// @throws Problem `STORE-ADDRESS` if the URL is of another kind, or none is given and the lake is no
    ///     folder
    public static StoreAddress of(@Nullable String given, String lake) {
        if (given == null) {
            if (lake.contains("://")) {
                throw new Problem(
                        "STORE-ADDRESS",
                        lake,
                        "there is no place for the operational store",
                        "a lake in an object store has no folder for it",
                        "name a database with --store jdbc:postgresql://HOST/DATABASE or --store jdbc:h2:file:PATH");
            }
            return ofFile(Path.of(lake, "store", "solvens"));
        }
        if (given.startsWith(POSTGRESQL)) {
            return new StoreAddress(given, null);
        }
        if (given.startsWith(H2) && given.length() > H2.length() && given.indexOf(';') < 0) {
            return ofFile(Path.of(given.substring(H2.length())));
        }
        throw new Problem(
                "STORE-ADDRESS",
                "--store",
                "this is not the address of a store",
                "it is neither jdbc:postgresql:... nor jdbc:h2:file:PATH without options",
                "give the JDBC URL of a PostgreSQL database, or of a file");
    }

    private static StoreAddress ofFile(Path path) {
        Path whole = path.toAbsolutePath().normalize();
        return new StoreAddress(H2 + whole + OPTIONS, whole.resolveSibling(whole.getFileName() + ".mv.db"));
    }

    /// Whether there is something to connect to: true for PostgreSQL, and for a file that exists.
    public boolean exists() {
        return file == null || Files.exists(file);
    }

    /// The address without options, which may hold a password.
    public String shown() {
        return url.split("[?;]", 2)[0];
    }

    /// @throws Problem `STORE` if the database does not answer
    public Connection connect() {
        try {
            return DriverManager.getConnection(url);
        } catch (SQLException e) {
            throw unreachable(e);
        }
    }

    /// The problem of a database that does not answer.
    public Problem unreachable(Exception e) {
        return new Problem(
                "STORE",
                shown(),
                "the operational store cannot be opened",
                "the database does not answer, or refuses the connection",
                "check the address, the user and password, and that the database runs; --debug shows its message",
                e);
    }
}
