package org.solvens.reference;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.solvens.command.Leaf;
import org.solvens.facts.OtherCases;
import org.solvens.feature.Axis;
import org.solvens.feature.Direction;
import org.solvens.feature.Feature;
import org.solvens.feature.FeatureCatalogue;
import org.solvens.feed.Feed;
import org.solvens.settings.Settings;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class CatalogueCommandTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(FeatureCatalogue catalogue, String... args) {
        List<String> words = new ArrayList<>(List.of("catalogue"));
        words.addAll(List.of(args));
        return Leaf.root(Settings.NONE, new CatalogueCommand(catalogue))
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(words.toArray(String[]::new));
    }

    private int run(String... args) {
        return run(FeatureCatalogue.standard(OtherCases.SEEN), args);
    }

    private List<String> lines() {
        return out.toString().lines().toList();
    }

    @Test
    void printsAnAlignedTable() {
        assertThat(run()).isZero();
        FeatureCatalogue catalogue = FeatureCatalogue.standard(OtherCases.SEEN);
        int features = catalogue.features().size();
        assertThat(lines()).hasSize(features + 2);
        int meaning = lines().getFirst().indexOf("meaning");
        for (int i = 0; i < features; i++) {
            String description = catalogue.features().get(i).description();
            assertThat(lines().get(i + 1).substring(meaning)).isEqualTo(description);
        }
        assertThat(lines().getLast()).isEqualTo(features + " features, catalogue " + catalogue.version());
    }

    @Test
    void filtersByAxisAndFamily() {
        assertThat(run("--axis", "ability", "--family", "tax")).isZero();
        assertThat(lines().subList(1, lines().size() - 1))
                .extracting(line -> line.substring(0, line.indexOf(' ')))
                .containsExactly("net_income", "net_wealth", "balance_to_income", "income_trend");
        assertThat(lines().getLast()).startsWith("4 features");
    }

    @Test
    void printsOneJsonObjectALine() {
        assertThat(run("--json", "--family", "promises")).isZero();
        JsonNode kept = JsonMapper.shared().readTree(lines().get(1));
        assertThat(kept.toString())
                .isEqualTo("{\"name\":\"promises_kept_365d\",\"type\":\"whole\",\"unit\":\"count\","
                        + "\"window_days\":365,\"source\":\"contacts\",\"needs\":[\"payments\"],"
                        + "\"family\":\"promises\",\"axis\":\"willingness\",\"model_input\":true,"
                        + "\"shown_to_creditor\":true,\"direction\":\"rising\","
                        + "\"description\":\"Promises of 365 days that were kept\"}");
        assertThat(lines()).hasSize(6);
    }

    @Test
    void writesAPageThatStandsAlone(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("catalogue.html");
        Files.writeString(file, "old");
        assertThat(run("--html", file.toString())).isZero();
        String page = Files.readString(file);
        assertThat(page).startsWith("<!doctype html>").endsWith("</html>\n").doesNotContain("src=", "href=", "url(");
        for (Feature feature : FeatureCatalogue.standard(OtherCases.SEEN).features()) {
            assertThat(page).contains("<tr id=\"" + feature.name() + "\">");
        }
        try (var files = Files.list(folder)) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void escapesWhatItWrites(@TempDir Path folder) throws IOException {
        FeatureCatalogue sly = new FeatureCatalogue(List.of(Feature.named("sly")
                .decimal("<b>")
                .description("A \"quoted\" <script>alert('x')</script> & more")
                .source(Feed.CASES)
                .axis(Axis.ROUTING, Direction.FREE)
                .value(_ -> 0)));
        Path file = folder.resolve("catalogue.html");
        assertThat(run(sly, "--html", file.toString())).isZero();
        assertThat(Files.readString(file))
                .contains("A &quot;quoted&quot; &lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt; &amp; more")
                .contains("<td>&lt;b&gt;</td>")
                .doesNotContain("<script>", "<b>");
    }

    @Test
    void aFolderThatIsNotThereIsAProblem(@TempDir Path folder) {
        assertThat(run("--html", folder.resolve("none/catalogue.html").toString()))
                .isEqualTo(66);
        assertThat(err.toString()).startsWith("error CATALOGUE-WRITE: the page cannot be written");
    }

    @Test
    void helpsWithAnExampleAndRefusesAWrongCall() {
        assertThat(run("--help")).isZero();
        assertThat(out.toString())
                .contains("Usage: solvens catalogue", "catalogue --html catalogue.html", "WILLINGNESS");
        assertThat(run("--axis", "luck")).isEqualTo(2);
        assertThat(err.toString()).contains("--axis");
    }
}
