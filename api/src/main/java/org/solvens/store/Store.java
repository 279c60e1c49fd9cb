package org.solvens.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.HikariPoolMXBean;
import com.zaxxer.hikari.pool.HikariPool.PoolInitializationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.TreeMap;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;
import org.solvens.intake.StoreAddress;
import org.solvens.problem.Problem;

/// An open operational store. Closing it writes what waits.
public final class Store implements AutoCloseable {
    /// Tables with data, in the order in which a backup writes and a restore fills them.
    static final java.util.List<String> TABLES = java.util.List.of(
            "api_key",
            "audit_block",
            "audit_head",
            "change_mark",
            "decision_change",
            "event",
            "fold",
            "fold_lock",
            "idempotency",
            "webhook",
            "webhook_delivery");

    private static final int CONNECTIONS = 8;

    private final StoreAddress address;
    private final HikariDataSource connections;
    private final Jdbi jdbi;
    private final Journal journal;
    private final Keys keys;
    private final Events events;
    private final Changes changes;
    private final Webhooks webhooks;

    private Store(StoreAddress address, HikariDataSource connections, Clock clock) {
        this.address = address;
        this.connections = connections;
        this.jdbi = Jdbi.create(connections);
        this.journal = new Journal(
                jdbi,
                address.file() != null,
                () -> connections.getHikariPoolMXBean().softEvictConnections(),
                clock);
        this.keys = new Keys(jdbi, journal, clock);
        this.events = new Events(jdbi, journal, clock);
        this.changes = new Changes(jdbi, journal, clock);
        this.webhooks = new Webhooks(jdbi, journal, clock);
    }

    /// Opens a store, and brings its tables up to this version. A file that does not exist is made.
    ///
    /// @throws Problem `STORE` if the database does not answer, `STORE-VERSION` if its tables are of a newer
    ///     version or were changed by hand
    public static Store open(StoreAddress address, Clock clock) {
        makeFolder(address);
        HikariDataSource connections = connect(address);
        try {
            flyway(connections).migrate();
        } catch (FlywayException e) {
            connections.close();
            throw version(address, e);
        }
        return new Store(address, connections, clock);
    }

    /// Opens a store that exists.
    ///
    /// @throws Problem as {@link #open}, and `STORE-MISSING` if there is no such file
    public static Store existing(StoreAddress address, Clock clock) {
        requireFile(address);
        return open(address, clock);
    }

    /// Makes the folder of a file, which only this user may open.
    private static void makeFolder(StoreAddress address) {
        if (address.file() == null || Files.exists(address.file().getParent())) {
            return;
        }
        try {
            Files.createDirectories(address.file().getParent());
            if (Files.getFileStore(address.file().getParent()).supportsFileAttributeView("posix")) {
                Files.setPosixFilePermissions(address.file().getParent(), PosixFilePermissions.fromString("rwx------"));
            }
        } catch (IOException e) {
            throw address.unreachable(e);
        }
    }

    private static void requireFile(StoreAddress address) {
        if (!address.exists()) {
            throw new Problem(
                    "STORE-MISSING",
                    address.shown(),
                    "there is no operational store",
                    "its file does not exist",
                    "make one with ./solvens store migrate, or name another with --store or --lake");
        }
    }

    private static Problem version(StoreAddress address, FlywayException e) {
        return new Problem(
                "STORE-VERSION",
                address.shown(),
                "the tables of the operational store cannot be brought to this version",
                "they are of a newer version of Solvens, were changed by hand, or the user may not create tables",
                "use that version, restore a backup, or give the user the right; --debug shows the database's message",
                e);
    }

    /// The state of a store's tables.
    ///
    /// @param database its product and version
    /// @param version of the tables; null if there are none
    /// @param pending migrations that `./solvens store migrate` would run
    /// @param rows by table; empty if migrations are pending
    /// @param waiting events that no ingest has taken yet
    public record State(String database, @Nullable String version, int pending, Map<String, Long> rows, long waiting) {}

    /// Looks at a store without changing it.
    ///
    /// @throws Problem `STORE` or `STORE-MISSING`
    public static State look(StoreAddress address) {
        requireFile(address);
        try (HikariDataSource connections = connect(address)) {
            Flyway flyway = flyway(connections);
            MigrationInfo current = flyway.info().current();
            int pending = flyway.info().pending().length;
            Jdbi jdbi = Jdbi.create(connections);
            String database = database(address, connections);
            Map<String, Long> rows = new TreeMap<>();
            long waiting = 0;
            if (pending == 0) {
                jdbi.useHandle(handle -> TABLES.forEach(table -> rows.put(
                        table,
                        handle.createQuery("SELECT COUNT(*) FROM " + table)
                                .mapTo(Long.class)
                                .one())));
                waiting = jdbi.withHandle(
                        handle -> handle.createQuery("""
                            SELECT COUNT(*) FROM event LEFT JOIN fold ON fold.id = event.fold WHERE ended_at IS NULL
                            """).mapTo(Long.class).one());
            }
            return new State(
                    database, current == null ? null : String.valueOf(current.getVersion()), pending, rows, waiting);
        }
    }

    private static String database(StoreAddress address, DataSource connections) {
        try (Connection connection = connections.getConnection()) {
            DatabaseMetaData meta = connection.getMetaData();
            return meta.getDatabaseProductName() + " " + meta.getDatabaseProductVersion();
        } catch (SQLException e) {
            throw address.unreachable(e);
        }
    }

    private static HikariDataSource connect(StoreAddress address) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(address.url());
        config.setMaximumPoolSize(CONNECTIONS);
        config.setMinimumIdle(1);
        config.setConnectionTimeout(10_000);
        config.setPoolName("store");
        try {
            return new HikariDataSource(config);
        } catch (PoolInitializationException e) {
            throw address.unreachable(e);
        }
    }

    private static Flyway flyway(DataSource connections) {
        return Flyway.configure()
                .dataSource(connections)
                .locations("classpath:org/solvens/store")
                .table("store_version")
                .load();
    }

    /// A time as the database takes it.
    static OffsetDateTime time(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    /// The API keys.
    public Keys keys() {
        return keys;
    }

    /// The accepted events.
    public Events events() {
        return events;
    }

    /// The changes of decisions.
    public Changes changes() {
        return changes;
    }

    /// The subscriptions of webhooks.
    public Webhooks webhooks() {
        return webhooks;
    }

    /// What a connection of the pool is doing, or a thread without one.
    public enum Connections {
        /// A thread uses it.
        ACTIVE,
        /// It is open and not used.
        IDLE,
        /// Threads that wait for one.
        WAITING
    }

    /// How many connections, or threads, there are of a kind.
    public int connections(Connections kind) {
        HikariPoolMXBean pool = connections.getHikariPoolMXBean();
        return switch (kind) {
            case ACTIVE -> pool.getActiveConnections();
            case IDLE -> pool.getIdleConnections();
            case WAITING -> pool.getThreadsAwaitingConnection();
        };
    }

    /// What appends to the audit log.
    public Journal journal() {
        return journal;
    }

    /// The audit log, to read it.
    public AuditLog audit() {
        return new AuditLog(jdbi);
    }

    Jdbi jdbi() {
        return jdbi;
    }

    /// Whether the database answers now.
    public boolean answers() {
        try {
            return jdbi.withHandle(handle ->
                    handle.createQuery("SELECT 1").mapTo(Integer.class).one() == 1);
        } catch (JdbiException e) {
            return false;
        }
    }

    StoreAddress address() {
        return address;
    }

    @Override
    public void close() {
        journal.close();
        connections.close();
    }
}
