package org.solvens.store;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Types;
import java.time.OffsetDateTime;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jdbi.v3.core.transaction.TransactionIsolationLevel;
import org.jspecify.annotations.Nullable;
import org.solvens.problem.Problem;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Backups of the store: a zip with a file of JSON lines for each table. The same file restores into H2 and
/// into PostgreSQL.
final class StoreBackup {
    private static final JsonMapper JSON = new JsonMapper();
    private static final int ROWS_AT_ONCE = 1_000;

    private StoreBackup() {}

    /// Writes all tables as they are at one moment.
    ///
    /// @return rows of each table
    /// @throws Problem `STORE-BACKUP` if the file exists or cannot be written
    static Map<String, Long> write(Store store, Path file) {
        if (Files.exists(file)) {
            throw problem(
                    file, "the backup is not written", "the file exists", "name a file that does not exist", null);
        }
        Path part = file.resolveSibling(file.getFileName() + ".part");
        try {
            Map<String, Long> rows = new LinkedHashMap<>();
            try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(part))) {
                Writer out = new BufferedWriter(new OutputStreamWriter(zip, StandardCharsets.UTF_8));
                store.jdbi()
                        .useHandle(handle ->
                                handle.useTransaction(TransactionIsolationLevel.REPEATABLE_READ, inside -> {
                                    for (String table : Store.TABLES) {
                                        zip.putNextEntry(new ZipEntry(table + ".jsonl"));
                                        rows.put(table, write(inside, table, out));
                                        out.flush();
                                        zip.closeEntry();
                                    }
                                }));
            }
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
            return rows;
        } catch (IOException e) {
            throw problem(
                    file,
                    "the backup is not written",
                    "the file cannot be written",
                    "name a file in a folder that exists and may be written to",
                    e);
        }
    }

    private static long write(Handle handle, String table, Writer out) {
        try (var query =
                handle.createQuery("SELECT * FROM " + table + " ORDER BY 1").setFetchSize(ROWS_AT_ONCE)) {
            return query.map((row, _) -> JSON.writeValueAsString(members(row))).stream()
                    .mapToLong(line -> {
                        append(out, line);
                        return 1;
                    })
                    .sum();
        }
    }

    private static void append(Writer out, String line) {
        try {
            out.write(line);
            out.write('\n');
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static Map<String, Object> members(ResultSet row) throws SQLException {
        ResultSetMetaData columns = row.getMetaData();
        Map<String, Object> members = new LinkedHashMap<>();
        for (int i = 1; i <= columns.getColumnCount(); i++) {
            Object value = value(row, i, columns.getColumnType(i));
            if (value != null) {
                members.put(columns.getColumnName(i).toLowerCase(java.util.Locale.ROOT), value);
            }
        }
        return members;
    }

    /// Numbers and texts are themselves; bytes and times are objects that name their type.
    private static @Nullable Object value(ResultSet row, int column, int type) throws SQLException {
        if (row.getObject(column) == null) {
            return null;
        }
        return switch (type) {
            case Types.BIGINT, Types.INTEGER -> row.getLong(column);
            case Types.VARBINARY, Types.BINARY ->
                Map.of("bytes", Base64.getEncoder().encodeToString(row.getBytes(column)));
            case Types.TIMESTAMP, Types.TIMESTAMP_WITH_TIMEZONE ->
                Map.of(
                        "time",
                        row.getObject(column, OffsetDateTime.class).toInstant().toString());
            default -> row.getString(column);
        };
    }

    /// Fills the tables of an empty store.
    ///
    /// @return rows of each table
    /// @throws Problem `STORE-NOT-EMPTY` if the store has keys, events or an audit log, `STORE-BACKUP` if the
    ///     file
    ///     cannot be read
    static Map<String, Long> restore(Store store, Path file) {
        try (ZipFile zip = new ZipFile(file.toFile())) {
            Map<String, Long> rows = new LinkedHashMap<>();
            store.jdbi().useTransaction(handle -> {
                requireEmpty(store, handle);
                for (String table : Store.TABLES) {
                    ZipEntry entry = zip.getEntry(table + ".jsonl");
                    if (entry == null) {
                        throw damaged(file, null);
                    }
                    handle.execute("DELETE FROM " + table);
                    try (BufferedReader in = new BufferedReader(
                            new InputStreamReader(zip.getInputStream(entry), StandardCharsets.UTF_8))) {
                        rows.put(table, fill(handle, table, in));
                    }
                }
                Long next = handle.createQuery("SELECT COALESCE(MAX(seq), 0) + 1 FROM event")
                        .mapTo(Long.class)
                        .one();
                handle.execute("ALTER TABLE event ALTER COLUMN seq RESTART WITH " + next);
            });
            return rows;
        } catch (NoSuchFileException e) {
            throw problem(
                    file, "the backup is not restored", "there is no such file", "correct the name of the file", e);
        } catch (IOException | tools.jackson.core.JacksonException e) {
            throw damaged(file, e);
        }
    }

    private static void requireEmpty(Store store, Handle handle) {
        for (String table : List.of("api_key", "audit_block", "event", "idempotency")) {
            if (handle.createQuery("SELECT COUNT(*) FROM " + table)
                            .mapTo(Long.class)
                            .one()
                    > 0) {
                throw new Problem(
                        "STORE-NOT-EMPTY",
                        store.address().shown(),
                        "the store is not empty",
                        "its table " + table + " has rows, which a restore would remove",
                        "restore into a new store, named by --store or --lake");
            }
        }
    }

    private static long fill(Handle handle, String table, BufferedReader in) throws IOException {
        long rows = 0;
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            JsonNode members = JSON.readTree(line);
            List<String> names = List.copyOf(members.propertyNames());
            try (PreparedBatch one = handle.prepareBatch("INSERT INTO " + table + " (" + String.join(", ", names)
                    + ") VALUES ("
                    + names.stream().map(name -> ":" + name).collect(Collectors.joining(", ")) + ")")) {
                for (String name : names) {
                    one.bind(name, bound(members.get(name)));
                }
                one.add();
                one.execute();
            }
            rows++;
        }
        return rows;
    }

    private static Object bound(JsonNode value) {
        if (value.isObject()) {
            return value.has("bytes")
                    ? Base64.getDecoder().decode(value.get("bytes").asString())
                    : OffsetDateTime.parse(value.get("time").asString());
        }
        return value.isNumber() ? (Object) value.asLong() : value.asString();
    }

    private static Problem damaged(Path file, @Nullable Exception e) {
        return problem(
                file,
                "the backup is not restored",
                "the file is not a whole backup of a store",
                "name a file that ./solvens store backup wrote",
                e);
    }

    private static Problem problem(Path file, String what, String why, String remedy, @Nullable Exception e) {
        return new Problem("STORE-BACKUP", file.toString(), what, why, remedy, e);
    }
}
