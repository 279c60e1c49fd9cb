package org.solvens.intake;

import java.io.IOException;
import java.io.Writer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.solvens.feed.Feed;
import org.solvens.feed.FeedContract;
import org.solvens.problem.Problem;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The events that the API accepted, as an ingest takes them into the lake.
///
/// An ingest takes them in folds. A fold is a fixed set of events, so its files have the same content whenever
/// they are written. A fold that was begun and not ended, because the ingest was killed, is taken again by the
/// next ingest; the lake knows the records that it already has. So every event is in the lake exactly once.
public final class AcceptedEvents implements AutoCloseable {
    private static final JsonMapper JSON = new JsonMapper();

    private final StoreAddress address;
    private final Connection connection;

    /// A fixed set of events.
    ///
    /// @param id counts from 1
    /// @param events how many there are of each feed; every feed has at least one
    public record Fold(long id, Map<Feed, Long> events) {
        public Fold {
            events = Map.copyOf(events);
        }
    }

    private AcceptedEvents(StoreAddress address, Connection connection) {
        this.address = address;
        this.connection = connection;
    }

    /// Connects to a store.
    ///
    /// @throws Problem `STORE` if it does not answer
    public static AcceptedEvents open(StoreAddress address) {
        return new AcceptedEvents(address, address.connect());
    }

    /// The fold to take into the lake now: one that was begun and not ended, or else all events that wait.
    ///
    /// @param lake root of the lake, which the fold belongs to from now on
    /// @param now time at which a fold begins
    /// @return empty if no event waits
    /// @throws Problem `STORE-LAKE` if an ingest into another lake was begun and not ended
    public Optional<Fold> begin(String lake, Instant now) {
        return inTransaction(() -> {
            // Two ingests at once would otherwise both find nothing begun.
            run("UPDATE fold_lock SET folds = folds");
            try (PreparedStatement begun =
                            connection.prepareStatement("SELECT id, lake FROM fold WHERE ended_at IS NULL");
                    ResultSet row = begun.executeQuery()) {
                if (row.next()) {
                    if (!row.getString(2).equals(lake)) {
                        throw new Problem(
                                "STORE-LAKE",
                                row.getString(2),
                                "the events of this store are being taken into another lake",
                                "an ingest into that lake was begun and not ended",
                                "run ./solvens ingest on that lake first, or name another store");
                    }
                    return Optional.of(fold(row.getLong(1)));
                }
            }
            if (run("UPDATE event SET fold = (SELECT folds + 1 FROM fold_lock) WHERE fold IS NULL") == 0) {
                return Optional.empty();
            }
            run("UPDATE fold_lock SET folds = folds + 1");
            try (PreparedStatement add = connection.prepareStatement(
                    "INSERT INTO fold (id, lake, begun_at) SELECT folds, ?, ? FROM fold_lock")) {
                add.setString(1, lake);
                add.setObject(2, time(now));
                add.executeUpdate();
            }
            try (Statement last = connection.createStatement();
                    ResultSet row = last.executeQuery("SELECT folds FROM fold_lock")) {
                row.next();
                return Optional.of(fold(row.getLong(1)));
            }
        });
    }

    private Fold fold(long id) throws SQLException {
        Map<Feed, Long> events = new EnumMap<>(Feed.class);
        try (PreparedStatement count =
                connection.prepareStatement("SELECT feed, COUNT(*) FROM event WHERE fold = ? GROUP BY feed")) {
            count.setLong(1, id);
            try (ResultSet row = count.executeQuery()) {
                while (row.next()) {
                    events.put(Objects.requireNonNull(Feed.ofLabel(row.getString(1))), row.getLong(2));
                }
            }
        }
        return new Fold(id, events);
    }

    /// Writes the events of one feed as CSV in the contract's columns, in the order in which they were
    /// accepted.
    ///
    /// @throws IOException from `out`
    public void write(Fold fold, Feed feed, Writer out) throws IOException {
        FeedContract contract = FeedContract.of(feed);
        out.write(contract.fields().stream().map(FeedContract.Field::name).collect(Collectors.joining(",")));
        out.write('\n');
        try (PreparedStatement events =
                connection.prepareStatement("SELECT content FROM event WHERE fold = ? AND feed = ? ORDER BY seq")) {
            connection.setAutoCommit(false);
            events.setFetchSize(1_000);
            events.setLong(1, fold.id());
            events.setString(2, feed.label());
            try (ResultSet row = events.executeQuery()) {
                while (row.next()) {
                    write(contract, JSON.readTree(row.getString(1)), out);
                }
            }
            connection.rollback();
            connection.setAutoCommit(true);
        } catch (SQLException e) {
            throw address.unreachable(e);
        }
    }

    private static void write(FeedContract contract, JsonNode content, Writer out) throws IOException {
        String separator = "";
        for (FeedContract.Field field : contract.fields()) {
            out.write(separator);
            separator = ",";
            if (content.get(field.name()) instanceof JsonNode value) {
                out.write('"');
                out.write(value.asString().replace("\"", "\"\""));
                out.write('"');
            }
        }
        out.write('\n');
    }

    /// Says that the events of a fold are in the lake.
    ///
    /// @param tables as {@link FoldedInto} has them: which versions of the feeds have the events
    public void end(Fold fold, FoldedInto tables, Instant now) {
        inTransaction(() -> {
            try (PreparedStatement end =
                    connection.prepareStatement("UPDATE fold SET ended_at = ?, tables = ? WHERE id = ?")) {
                end.setObject(1, time(now));
                end.setString(2, tables.json());
                end.setLong(3, fold.id());
                return end.executeUpdate();
            }
        });
    }

    private static OffsetDateTime time(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    private int run(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            return statement.executeUpdate(sql);
        }
    }

    private interface Work<T> {
        T run() throws SQLException;
    }

    private <T> T inTransaction(Work<T> work) {
        try {
            connection.setAutoCommit(false);
            boolean done = false;
            try {
                T result = work.run();
                connection.commit();
                done = true;
                return result;
            } finally {
                if (!done) {
                    connection.rollback();
                }
                connection.setAutoCommit(true);
            }
        } catch (SQLException e) {
            throw address.unreachable(e);
        }
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            throw address.unreachable(e);
        }
    }
}
