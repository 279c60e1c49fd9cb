package org.solvens.reference;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.solvens.command.Leaf;
import org.solvens.scoring.ScoreRow;
import org.solvens.settings.Settings;
import org.solvens.table.Column;
import org.solvens.table.TableContract;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class TablesCommandTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... args) {
        return Leaf.root(Settings.NONE, new TablesCommand())
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(Stream.concat(Stream.of("tables"), Stream.of(args)).toArray(String[]::new));
    }

    @Test
    void everyTableIsListedWithItsColumns() {
        assertThat(run()).isZero();
        for (TableContract<?> table : TablesCommand.TABLES) {
            assertThat(out.toString().lines()).contains(table.name());
        }
        assertThat(out.toString().lines())
                .hasSize(TablesCommand.TABLES.stream()
                        .mapToInt(table -> table.columns().size() + 2)
                        .sum())
                .anyMatch(line -> line.matches("  balance +amount +What is owed minus what was paid.*"))
                .anyMatch(line -> line.matches("  case_id +text +key Id of the case"))
                .anyMatch(line -> line.matches("  willingness_points +int\\* +Willingness: points of .*"));
    }

    @Test
    void oneTableInJsonHasEveryColumn() {
        assertThat(run("scores", "--json")).isZero();
        List<JsonNode> columns =
                out.toString().lines().map(new JsonMapper()::readTree).toList();
        assertThat(columns)
                .extracting(column -> column.get("column").asString())
                .containsExactlyElementsOf(ScoreRow.TABLE.names());
        assertThat(columns).allMatch(column -> column.get("table").asString().equals("scores"));
    }

    @Test
    void anUnknownTableIsRefusedWithTheNamesOfThose() {
        assertThat(run("score")).isEqualTo(1);
        assertThat(err.toString())
                .contains(
                        "TABLE-NAME",
                        "exports, quarantine, moves, protections, quality, scores, recovery, figures, monitoring");
    }

    /// Names are those of the lake, and every meaning is a phrase.
    @Test
    void meaningsArePhrases() {
        for (TableContract<?> table : TablesCommand.TABLES) {
            assertThat(table.columns()).extracting(Column::meaning).allMatch(meaning -> meaning.matches("[A-Z].+[^.]"));
            assertThat(table.columns()).anyMatch(Column::key);
        }
    }
}
