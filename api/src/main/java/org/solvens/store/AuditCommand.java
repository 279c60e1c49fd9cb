package org.solvens.store;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.solvens.command.JsonOption;
import org.solvens.command.Listed;
import org.solvens.problem.Exit;
import org.solvens.problem.Problem;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.json.JsonMapper;

/// `audit`: the log of who read and changed what.
@Listed(Listed.Group.OPERATIONS)
@Command(
        name = "audit",
        sortOptions = false,
        header = "Check and export the log of who read scores and changed what.",
        description = "The audit log of the API, in its operational store. Each block has the hash of the one before.",
        subcommands = {AuditCommand.Verify.class, AuditCommand.Export.class},
        footer = {
            "",
            "Examples:",
            "  ./solvens audit verify --lake lake",
            "  ./solvens audit export --lake lake --out audit.jsonl",
        })
public final class AuditCommand {
    private static final JsonMapper JSON = new JsonMapper();

    @Command(
            name = "verify",
            sortOptions = false,
            header = "Check that no entry of the audit log was changed or removed.",
            description = "Ends with 1 if one was. Prints the end of the log; keep it elsewhere, and name it by"
                    + " --expect later, so that a cut end is noticed too.",
            footer = {"", "Example:", "  ./solvens audit verify --lake lake --json"})
    static final class Verify extends OnStore implements Callable<Integer> {
        @Option(names = "--expect", paramLabel = "END", description = "the end that an earlier check printed")
        private @Nullable String expect;

        @Mixin
        private JsonOption json = new JsonOption();

        @Override
        public Integer call() {
            try (Store store = existing()) {
                AuditLog.Finding found = store.audit().verify(expect);
                if (json.json()) {
                    Map<String, Object> members = new LinkedHashMap<>();
                    members.put("blocks", found.blocks());
                    members.put("entries", found.entries());
                    members.put("end", found.end());
                    members.put("broken", found.broken());
                    members.put("unfinished", found.unfinished());
                    out().println(JSON.writeValueAsString(members));
                } else {
                    out().println(found.entries() + " entries in " + found.blocks() + " blocks; the end is "
                            + found.end());
                    found.broken().forEach(each -> out().println("broken: " + each));
                    found.unfinished()
                            .forEach(each -> out().println("a server that started at " + each
                                    + " did not stop in order: it runs, or it was killed and its reads of the last "
                                    + Journal.LONGEST_MILLIS + " ms may be missing"));
                    out().println(found.broken().isEmpty() ? "The chain is whole." : "The chain is broken.");
                }
                return found.broken().isEmpty() ? Exit.OK.code() : Exit.REFUSED.code();
            }
        }
    }

    @Command(
            name = "export",
            sortOptions = false,
            header = "Print the audit log, one JSON object per line.",
            footer = {"", "Example:", "  ./solvens audit export --lake lake --out audit.jsonl"})
    static final class Export extends OnStore implements Callable<Integer> {
        @Option(names = "--out", paramLabel = "FILE", description = "file to write (default: standard output)")
        private @Nullable Path file;

        @Override
        public Integer call() {
            try (Store store = existing()) {
                if (file == null) {
                    store.audit().export(out()::println);
                    return Exit.OK.code();
                }
                try (BufferedWriter out = Files.newBufferedWriter(file, StandardCharsets.UTF_8)) {
                    store.audit().export(line -> write(out, line));
                } catch (IOException | UncheckedIOException e) {
                    throw new Problem(
                            "AUDIT-FILE",
                            file.toString(),
                            "the log cannot be exported",
                            "the file cannot be written",
                            "name a file in a folder that exists and may be written to",
                            e);
                }
            }
            return Exit.OK.code();
        }

        private static void write(Writer out, String line) {
            try {
                out.write(line);
                out.write('\n');
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
