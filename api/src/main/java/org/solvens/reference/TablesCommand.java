package org.solvens.reference;

import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.solvens.command.JsonOption;
import org.solvens.command.Listed;
import org.solvens.history.MoveRow;
import org.solvens.history.ProtectionRow;
import org.solvens.lake.ExportRow;
import org.solvens.problem.Problem;
import org.solvens.report.MonitoringRow;
import org.solvens.report.QualityRow;
import org.solvens.report.QuarantineRow;
import org.solvens.report.RecoveryRow;
import org.solvens.report.metric.FigureRow;
import org.solvens.scoring.ScoreRow;
import org.solvens.table.Column;
import org.solvens.table.TableContract;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/// `tables`: prints the columns of the lake's tables with their meaning.
@Listed(Listed.Group.OPERATIONS)
@Command(
        name = "tables",
        sortOptions = false,
        header = "List the columns of the lake's tables: type, and what each means.",
        description = {
            "Prints the columns of the tables that one command writes and another reads: name, type, and meaning. A",
            "column with * may be empty; a column with key is part of what identifies a row."
        },
        footer = {"", "Examples:", "  ./solvens tables", "  ./solvens tables scores", "  ./solvens tables scores --json"
        })
public final class TablesCommand implements Callable<Integer> {
    /// The tables, in the order in which a run writes them.
    public static final List<TableContract<?>> TABLES = List.of(
            ExportRow.TABLE,
            QuarantineRow.TABLE,
            MoveRow.TABLE,
            ProtectionRow.TABLE,
            QualityRow.TABLE,
            ScoreRow.TABLE,
            RecoveryRow.TABLE,
            FigureRow.TABLE,
            MonitoringRow.TABLE);

    private static final JsonMapper JSON = new JsonMapper();

    @Spec
    private CommandSpec spec;

    @Parameters(arity = "0..1", paramLabel = "TABLE", description = "only this table")
    private @Nullable String table;

    @Mixin
    private JsonOption json = new JsonOption();

    @Override
    public Integer call() {
        List<TableContract<?>> chosen = TABLES.stream()
                .filter(each -> table == null || each.name().equals(table))
                .toList();
        if (chosen.isEmpty()) {
            throw new Problem(
                    "TABLE-NAME",
                    String.valueOf(table),
                    "there is no such table",
                    "the tables are "
                            + String.join(
                                    ", ",
                                    TABLES.stream().map(TableContract::name).toList()),
                    "name one of them, or leave the name out for all");
        }
        PrintWriter out = spec.commandLine().getOut();
        for (TableContract<?> each : chosen) {
            if (json.json()) {
                each.columns().forEach(column -> out.println(json(each, column)));
            } else {
                print(each, out);
            }
        }
        return 0;
    }

    private static void print(TableContract<?> table, PrintWriter out) {
        int width = table.names().stream().mapToInt(String::length).max().orElse(0);
        out.println(table.name());
        for (Column column : table.columns()) {
            out.println(String.format(
                            Locale.ROOT,
                            "  %-" + width + "s  %-8s %-3s %s",
                            column.name(),
                            type(column) + (column.nullable() ? "*" : ""),
                            column.key() ? "key" : "",
                            column.meaning())
                    .stripTrailing());
        }
        out.println();
    }

    private static String type(Column column) {
        return column.type().name().toLowerCase(Locale.ROOT);
    }

    private static String json(TableContract<?> table, Column column) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("table", table.name());
        fields.put("column", column.name());
        fields.put("type", type(column));
        fields.put("nullable", column.nullable());
        fields.put("key", column.key());
        fields.put("meaning", column.meaning());
        return JSON.writeValueAsString(fields);
    }
}
