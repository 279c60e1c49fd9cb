package org.solvens.pipelines;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.solvens.command.Listed;
import org.solvens.ingest.FileContent;
import org.solvens.lake.DeltaTable.Filter;
import org.solvens.lake.Lake;
import org.solvens.report.QuarantineRow;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `quarantine`: the rows that ingest refused.
@Listed(Listed.Group.DATA)
@Command(
        name = "quarantine",
        sortOptions = false,
        header = "Show or export the rows that ingest refused, and why.",
        description = "Show the rows that ingest refused, with file, line and reason; export them for correction.",
        footer = {
            "",
            "Rows stay in quarantine after their corrected form was ingested. A row is named FILE@HASH:LINE; HASH is"
                    + " the",
            "beginning of the SHA-256 of the file, which distinguishes two deliveries of the same name.",
            "",
            "Examples:",
            "  ./solvens quarantine --lake lake",
            "  ./solvens quarantine --lake lake --feed payments --code TYPE --rows 50",
            "  ./solvens quarantine --lake lake --file payments-2026-11.csv --out refused.csv",
        })
final class QuarantineCommand extends LakeCommand implements Callable<Integer> {
    @Option(names = "--feed", paramLabel = "FEED", description = "only rows of this feed")
    private @Nullable String feed;

    @Option(
            names = "--file",
            paramLabel = "NAME",
            description = "only rows of files of this name, or of the file at this path")
    private @Nullable String file;

    @Option(names = "--code", paramLabel = "CODE", description = "only rows refused for this reason, such as TYPE")
    private @Nullable String code;

    @Option(
            names = "--rows",
            paramLabel = "N",
            defaultValue = "10",
            description = "how many rows to show (default: 10)")
    private int rows = 10;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "write all of the rows chosen, as CSV: feed, file, its path, hash of its content, line, code,"
                    + " reason, and the row as it was")
    private @Nullable Path out;

    @Override
    public Integer call() {
        Lake lake = existing();
        List<QuarantineRow> chosen = new ArrayList<>();
        if (lake.tables().exists(lake.quarantine())) {
            lake.tables().open(lake.quarantine()).scan(QuarantineRow.TABLE, Filter.all(), row -> {
                if (chosen(feed, row.feed())
                        && (chosen(file, row.file()) || chosen(file, row.path()))
                        && chosen(code, row.code())) {
                    chosen.add(row);
                }
            });
        }
        chosen.sort(Comparator.comparing(QuarantineRow::feed)
                .thenComparing(QuarantineRow::path)
                .thenComparing(QuarantineRow::line));
        if (out != null) {
            write(out, chosen);
        }
        out().print(json() ? RunReport.json(chosen) : text(chosen));
        out().flush();
        return 0;
    }

    private static boolean chosen(@Nullable String wanted, String value) {
        return wanted == null || wanted.equals(value);
    }

    private String text(List<QuarantineRow> chosen) {
        Map<String, Long> counts = chosen.stream()
                .collect(Collectors.groupingBy(
                        row -> String.format(Locale.ROOT, "%-16s %-32s %-20s", row.feed(), row.path(), row.code()),
                        TreeMap::new,
                        Collectors.counting()));
        StringBuilder text = new StringBuilder();
        text.append(String.format(Locale.ROOT, "%,d rows in quarantine%n", chosen.size()));
        counts.forEach((place, count) -> text.append(String.format(Locale.ROOT, "%s %,10d%n", place, count)));
        for (QuarantineRow row : chosen.subList(0, Math.min(Math.max(0, rows), chosen.size()))) {
            text.append(String.format(
                    Locale.ROOT,
                    "%n%s  %s: %s%n",
                    FileContent.place(row.file(), row.content(), row.line()),
                    row.code(),
                    row.reason()));
            if (row.raw() != null) {
                text.append("  ").append(row.raw()).append(System.lineSeparator());
            }
        }
        return text.toString();
    }

    private static void write(Path file, List<QuarantineRow> chosen) {
        StringBuilder text = new StringBuilder(String.join(",", QuarantineRow.TABLE.names())).append('\n');
        for (QuarantineRow row : chosen) {
            text.append(QuarantineRow.TABLE.values(row).stream()
                            .map(value -> switch (value) {
                                case null -> "";
                                case String words -> quoted(words);
                                default -> value.toString();
                            })
                            .collect(Collectors.joining(",")))
                    .append('\n');
        }
        try {
            Files.writeString(file, text, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String quoted(String value) {
        return "\"" + value.replace("\"", "\"\"") + "\"";
    }
}
