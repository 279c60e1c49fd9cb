package org.solvens.reference;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.solvens.command.JsonOption;
import org.solvens.command.Listed;
import org.solvens.feature.Axis;
import org.solvens.feature.Family;
import org.solvens.feature.Feature;
import org.solvens.feature.FeatureCatalogue;
import org.solvens.feed.Feed;
import org.solvens.page.PageTemplate;
import org.solvens.problem.Problem;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/// `catalogue`: prints the features, one a line, or writes them to a page.
@Listed(Listed.Group.ANALYSTS)
@Command(
        name = "catalogue",
        sortOptions = false,
        header = "List the features: meaning, feed and axis of each.",
        description = "Prints the features: what each means, where it comes from, and which axis may use it.",
        footer = {
            "",
            "Examples:",
            "  ./solvens catalogue --axis ability",
            "  ./solvens catalogue --family promises --json",
            "  ./solvens catalogue --html catalogue.html"
        })
public final class CatalogueCommand implements Callable<Integer> {
    private static final JsonMapper JSON = new JsonMapper();
    private static final PageTemplate TEMPLATE = PageTemplate.of(CatalogueCommand.class, "catalogue.mustache");
    private static final List<String> HEADS =
            List.of("feature", "type", "unit", "window", "source", "family", "axis", "direction", "meaning");

    private final FeatureCatalogue catalogue;

    @Spec
    private CommandSpec spec;

    @Option(names = "--axis", description = "only the features of an axis: ${COMPLETION-CANDIDATES}")
    private @Nullable Axis axis;

    @Option(names = "--family", description = "only the features of a family: ${COMPLETION-CANDIDATES}")
    private @Nullable Family family;

    @Mixin
    private JsonOption json = new JsonOption();

    @Option(names = "--html", paramLabel = "FILE", description = "write a page to FILE instead")
    private @Nullable Path html;

    /// @param catalogue whose features are printed
    public CatalogueCommand(FeatureCatalogue catalogue) {
        this.catalogue = catalogue;
    }

    @Override
    public Integer call() {
        List<Feature> chosen = new ArrayList<>(catalogue.features());
        chosen.removeIf(
                feature -> (axis != null && feature.axis() != axis) || (family != null && feature.family() != family));
        PrintWriter out = spec.commandLine().getOut();
        if (html != null) {
            write(html, page(chosen));
            out.println(chosen.size() + " features written to " + html);
        } else if (json.json()) {
            chosen.forEach(feature -> out.println(json(feature)));
        } else {
            table(chosen, out);
        }
        return 0;
    }

    private void table(List<Feature> chosen, PrintWriter out) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(HEADS);
        chosen.forEach(feature -> rows.add(row(feature)));
        int[] widths = new int[HEADS.size()];
        for (List<String> row : rows) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        for (List<String> row : rows) {
            StringBuilder text = new StringBuilder();
            for (int i = 0; i < widths.length; i++) {
                text.append(row.get(i)).repeat(" ", widths[i] - row.get(i).length() + 2);
            }
            out.println(text.toString().stripTrailing());
        }
        out.println(chosen.size() + " features, catalogue " + catalogue.version());
    }

    private static List<String> row(Feature feature) {
        return List.of(
                feature.name(),
                lower(feature.type()),
                feature.unit(),
                feature.windowDays() == Feature.NO_WINDOW ? "all" : feature.windowDays() + " days",
                sources(feature),
                feature.family().label(),
                feature.axis() == Axis.ROUTING ? "routing only" : feature.axis().label(),
                lower(feature.direction()),
                feature.description());
    }

    private static String sources(Feature feature) {
        StringBuilder labels = new StringBuilder(feature.source().label());
        feature.needs().stream().sorted().forEach(feed -> labels.append('+').append(feed.label()));
        return labels.toString();
    }

    private static String json(Feature feature) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("name", feature.name());
        values.put("type", lower(feature.type()));
        values.put("unit", feature.unit());
        values.put("window_days", feature.windowDays() == Feature.NO_WINDOW ? null : feature.windowDays());
        values.put("source", feature.source().label());
        values.put("needs", feature.needs().stream().sorted().map(Feed::label).toList());
        values.put("family", feature.family().label());
        values.put("axis", feature.axis().label());
        values.put("model_input", feature.axis() != Axis.ROUTING);
        values.put("shown_to_creditor", feature.family().shownToCreditor());
        values.put("direction", lower(feature.direction()));
        values.put("description", feature.description());
        return JSON.writeValueAsString(values);
    }

    private static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    /// The page as the template takes it.
    ///
    /// @param count of the features
    private record Page(int count, String version, List<Section> families) {}

    /// The features of one family.
    private record Section(String name, boolean shown, List<String> heads, List<Line> features) {}

    /// A feature: its name, and the other columns.
    private record Line(String name, List<String> cells) {}

    private String page(List<Feature> chosen) {
        List<Section> sections = new ArrayList<>();
        for (Family one : Family.values()) {
            List<Line> lines = chosen.stream()
                    .filter(feature -> feature.family() == one)
                    .map(feature ->
                            new Line(feature.name(), withoutFamily(row(feature)).subList(1, HEADS.size() - 1)))
                    .toList();
            if (!lines.isEmpty()) {
                sections.add(
                        new Section(one.label().replace('_', ' '), one.shownToCreditor(), withoutFamily(HEADS), lines));
            }
        }
        return TEMPLATE.with(new Page(chosen.size(), catalogue.version(), sections));
    }

    private static List<String> withoutFamily(List<String> row) {
        List<String> cells = new ArrayList<>(row);
        cells.remove(HEADS.indexOf("family"));
        return cells;
    }

    /// Writes a file whole or not at all.
    private static void write(Path file, String text) {
        Path folder = Objects.requireNonNull(file.toAbsolutePath().getParent());
        try {
            Path draft = folder.resolve("." + file.getFileName() + ".part");
            try {
                Files.writeString(draft, text, StandardCharsets.UTF_8);
                Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(draft);
            }
        } catch (IOException e) {
            throw new Problem(
                    "CATALOGUE-WRITE",
                    file.toString(),
                    "the page cannot be written",
                    e.toString(),
                    "name a file in a folder that exists and may be written to",
                    e);
        }
    }
}
