package org.solvens.notebook;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A notebook file as a test looks at it.
record Notebook(Path file, JsonNode json) {
    static Notebook read(Path file) {
        return new Notebook(file, JsonMapper.shared().readTree(file.toFile()));
    }

    /// All notebooks of a folder.
    static List<Notebook> all(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(f -> f.toString().endsWith(".ipynb"))
                    .map(Notebook::read)
                    .toList();
        }
    }

    String name() {
        return file.getFileName().toString().replaceFirst("\\.ipynb$", "");
    }

    List<JsonNode> codeCells() {
        return json.path("cells")
                .valueStream()
                .filter(cell -> cell.path("cell_type").asString().equals("code"))
                .toList();
    }

    List<String> sources() {
        return codeCells().stream()
                .map(cell -> String.join(
                        "",
                        cell.path("source")
                                .valueStream()
                                .map(JsonNode::asString)
                                .toList()))
                .toList();
    }

    List<JsonNode> outputs() {
        return codeCells().stream()
                .flatMap(cell -> cell.path("outputs").valueStream())
                .toList();
    }

    List<JsonNode> pictures() {
        return outputs().stream().filter(o -> o.path("data").has("image/png")).toList();
    }

    String printed() {
        return String.join(
                "",
                outputs().stream()
                        .flatMap(output -> output.path("text").valueStream())
                        .map(JsonNode::asString)
                        .toList());
    }
}
