package org.solvens.store;

import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.solvens.command.JsonOption;
import org.solvens.command.Listed;
import org.solvens.intake.StoreAddress;
import org.solvens.problem.Exit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.json.JsonMapper;

/// `store`: the operational store of the API.
@Listed(Listed.Group.OPERATIONS)
@Command(
        name = "store",
        sortOptions = false,
        header = "Make, check, back up and restore the API's store of keys, events and the audit log.",
        description = "The operational store: a file in the lake's folder, or a PostgreSQL database named by --store.",
        subcommands = {
            StoreCommand.Migrate.class,
            StoreCommand.Check.class,
            StoreCommand.Backup.class,
            StoreCommand.Restore.class
        },
        footer = {
            "",
            "Examples:",
            "  ./solvens store migrate --lake lake",
            "  ./solvens store check --store jdbc:postgresql://db.example/solvens",
            "  ./solvens store backup --lake lake store-2026-11-29.zip",
        })
public final class StoreCommand {
    private static final JsonMapper JSON = new JsonMapper();

    @Command(
            name = "migrate",
            sortOptions = false,
            header = "Make the store, or bring its tables up to this version.",
            footer = {"", "Example:", "  ./solvens store migrate --lake lake"})
    static final class Migrate extends OnStore implements Callable<Integer> {
        @Override
        public Integer call() {
            StoreAddress address = address();
            Store.open(address, Clock.systemUTC()).close();
            out().println("The store " + address.shown() + " has the tables of version "
                    + Store.look(address).version() + ".");
            return Exit.OK.code();
        }
    }

    @Command(
            name = "check",
            sortOptions = false,
            header = "Show whether the store answers, its version, and what it holds.",
            description = "Ends with 3 if its tables are of an older version.",
            footer = {"", "Example:", "  ./solvens store check --lake lake --json"})
    static final class Check extends OnStore implements Callable<Integer> {
        @Mixin
        private JsonOption json = new JsonOption();

        @Override
        public Integer call() {
            StoreAddress address = address();
            Store.State state = Store.look(address);
            if (json.json()) {
                Map<String, Object> members = new LinkedHashMap<>();
                members.put("store", address.shown());
                members.put("database", state.database());
                members.put("version", state.version());
                members.put("pending", state.pending());
                members.put("rows", state.rows());
                members.put("waiting", state.waiting());
                out().println(JSON.writeValueAsString(members));
            } else {
                out().println(address.shown());
                out().println("  database  " + state.database());
                out().println("  version   " + (state.version() == null ? "none" : state.version())
                        + (state.pending() == 0 ? "" : ", " + state.pending() + " to migrate"));
                state.rows().forEach((table, rows) -> out().println("  " + table + ": " + rows + " rows"));
                out().println("  events that wait for the next ingest: " + state.waiting());
            }
            if (state.pending() > 0) {
                err().println("Run ./solvens store migrate.");
                return Exit.ATTENTION.code();
            }
            return Exit.OK.code();
        }
    }

    @Command(
            name = "backup",
            sortOptions = false,
            header = "Write the whole store into one file, while servers run.",
            description =
                    "The file is a zip with one file per table and one line of JSON per row. It holds hashes of keys"
                            + " and events about debtors: protect it as you protect the lake.",
            footer = {"", "Example:", "  ./solvens store backup --lake lake store-2026-11-29.zip"})
    static final class Backup extends OnStore implements Callable<Integer> {
        @Parameters(paramLabel = "FILE", description = "the file to write, which must not exist")
        private Path file = Path.of("");

        @Override
        public Integer call() {
            try (Store store = existing()) {
                Map<String, Long> rows = StoreBackup.write(store, file);
                out().println("Wrote "
                        + rows.values().stream().mapToLong(Long::longValue).sum() + " rows of " + rows.size()
                        + " tables to " + file + ".");
            }
            return Exit.OK.code();
        }
    }

    @Command(
            name = "restore",
            sortOptions = false,
            header = "Fill an empty store from a backup, whichever database it came from.",
            footer = {
                "",
                "Example:",
                "  ./solvens store restore --store jdbc:postgresql://db.example/solvens store-2026-11-29.zip"
            })
    static final class Restore extends OnStore implements Callable<Integer> {
        @Parameters(paramLabel = "FILE", description = "a file that ./solvens store backup wrote")
        private Path file = Path.of("");

        @Override
        public Integer call() {
            try (Store store = open()) {
                Map<String, Long> rows = StoreBackup.restore(store, file);
                out().println("Restored "
                        + rows.values().stream().mapToLong(Long::longValue).sum() + " rows of " + rows.size()
                        + " tables. Check them: ./solvens audit verify");
            }
            return Exit.OK.code();
        }
    }
}
