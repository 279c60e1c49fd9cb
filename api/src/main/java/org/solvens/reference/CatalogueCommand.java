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
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.solvens.command.JsonOption;
import org.solvens.command.Listed;
import org.solvens.feature.Axis;
import org.solvens.feature.Family;
import org.solvens.feature.Feature;
import org.solvens.feature.FeatureCatalogue;
import org.solvens.feed.Feed;
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
        header = "List the features: what each means, of which feed, for which axis.",
        description = "Prints the features: what each means, where it comes from and what it may speak for.",
        footer = {
            "",
            "Examples:",
            "  ./solvens catalogue --axis ability",
            "  ./solvens catalogue --family promises --json",
            "  ./solvens catalogue --html catalogue.html"
        })
public final class CatalogueCommand implements Callable<Integer> {
    private static final JsonMapper JSON = new JsonMapper();
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

    private String page(List<Feature> chosen) {
        StringBuilder page = new StringBuilder("""
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>Features of Solvens</title>
            <style>
            body { font: 15px/1.45 system-ui, sans-serif; margin: 2rem auto; max-width: 78rem; padding: 0 1rem;
              color: #1c1c1c; background: #fff }
            h2 { margin-top: 2.2rem }
            table { border-collapse: collapse; width: 100% }
            th, td { text-align: left; vertical-align: top; padding: .35rem .6rem; border-bottom: 1px solid #ddd }
            th { border-bottom: 2px solid #888 }
            code { font-size: .95em }
            @media print { body { margin: 0; max-width: none } tr { break-inside: avoid } }
            </style>
            </head>
            <body>
            <h1>Features of Solvens</h1>
            """);
        page.append("<p>").append(chosen.size()).append(" features, catalogue <code>");
        page.append(escaped(catalogue.version())).append("</code>. A window of n days holds the n days before the ");
        page.append("as-of day. A value that is missing says why: no feed, no record, too old, not applicable. ");
        page.append("Features for routing only are no model inputs.</p>\n");
        for (Family one : Family.values()) {
            List<Feature> ofFamily = new ArrayList<>(chosen);
            ofFamily.removeIf(feature -> feature.family() != one);
            if (!ofFamily.isEmpty()) {
                page.append("<h2>")
                        .append(escaped(one.label().replace('_', ' ')))
                        .append("</h2>\n");
                if (!one.shownToCreditor()) {
                    page.append("<p>Aggregates over all cases of a debtor; not shown to creditors.</p>\n");
                }
                section(ofFamily, page);
            }
        }
        return page.append("</body>\n</html>\n").toString();
    }

    private static void section(List<Feature> features, StringBuilder page) {
        page.append("<table>\n<thead><tr>");
        for (String head : HEADS) {
            if (!head.equals("family")) {
                page.append("<th scope=\"col\">").append(escaped(head)).append("</th>");
            }
        }
        page.append("</tr></thead>\n<tbody>\n");
        for (Feature feature : features) {
            List<String> row = row(feature);
            page.append("<tr id=\"").append(escaped(feature.name())).append("\">");
            for (int i = 0; i < row.size(); i++) {
                if (HEADS.get(i).equals("family")) {
                    continue;
                }
                String cell = escaped(row.get(i));
                page.append("<td>")
                        .append(i == 0 ? "<code>" + cell + "</code>" : cell)
                        .append("</td>");
            }
            page.append("</tr>\n");
        }
        page.append("</tbody>\n</table>\n");
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }

    /// Writes a file whole or not at all.
    private static void write(Path file, String text) {
        Path folder = file.toAbsolutePath().getParent();
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
