package org.solvens.store;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Assumptions;
import org.solvens.intake.StoreAddress;

/// The databases that a store is tested on.
public enum Databases {
    H2 {
        @Override
        public StoreAddress fresh(Path folder) {
            return StoreAddress.of("jdbc:h2:file:" + folder.resolve("store" + COUNT.incrementAndGet()), "lake");
        }
    },
    POSTGRESQL {
        @Override
        public StoreAddress fresh(Path folder) {
            String name = "store" + COUNT.incrementAndGet();
            try (Connection connection = postgres().getPostgresDatabase().getConnection();
                    Statement statement = connection.createStatement()) {
                statement.execute("CREATE DATABASE " + name);
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
            return StoreAddress.of(postgres().getJdbcUrl("postgres", name), "lake");
        }
    };

    private static final AtomicInteger COUNT = new AtomicInteger();
    private static EmbeddedPostgres postgres;

    /// The address of an empty database.
    ///
    /// @param folder for files
    public abstract StoreAddress fresh(Path folder);

    /// A server that runs until the tests end. Where none can be started, the test is skipped.
    private static synchronized EmbeddedPostgres postgres() {
        if (postgres == null) {
            try {
                postgres = EmbeddedPostgres.builder().start();
                Runtime.getRuntime().addShutdownHook(new Thread(Databases::stop));
            } catch (IOException | IllegalStateException e) {
                Assumptions.abort("PostgreSQL's embedded server does not start on this machine: " + e);
            }
        }
        return postgres;
    }

    private static void stop() {
        try {
            postgres.close();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
