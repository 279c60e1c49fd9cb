package org.solvens.notebook;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.solvens.command.Leaf;
import org.solvens.command.Listed;
import org.solvens.problem.Problem;
import org.solvens.settings.Settings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// The command `notebook`: runs notebooks again and exports them.
@Listed(Listed.Group.ANALYSTS)
@Command(
        name = "notebook",
        sortOptions = false,
        header = "Run the notebooks again and export them, as .ipynb and .html.",
        description = {
            "Runs notebooks again in Jupyter and exports them, with their outputs, as .ipynb and as .html.",
            "They train, publish and promote models; without --lake, in a new lake of the samples.",
            "Needs Jupyter's nbconvert (Debian: apt-get install jupyter-nbconvert jupyter-client)."
        },
        footer = {
            "",
            "Examples:",
            "  ./solvens notebook",
            "  ./solvens notebook notebooks-exported/retraining.ipynb --lake lake --out /tmp/exported"
        })
final class NotebookCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "NOTEBOOK", description = "notebooks; those of notebooks-exported if none is given")
    private @Nullable List<Path> notebooks;

    @Option(
            names = "--lake",
            paramLabel = "DIR",
            description = "the lake they work in (default: a new one of the samples, deleted afterwards)")
    private @Nullable Path lake;

    @Option(names = "--out", paramLabel = "DIR", description = "where the exports go (default: notebooks-exported)")
    private @Nullable Path out;

    @Option(
            names = "--jupyter",
            paramLabel = "PROGRAM",
            defaultValue = "jupyter-nbconvert",
            description = "Jupyter's converter (default: ${DEFAULT-VALUE})")
    private String jupyter;

    @Override
    public Integer call() throws IOException {
        Settings settings = Leaf.settings(spec);
        Path folder = settings.home().resolve("notebooks-exported");
        Path kernels = Kernel.ofThisProcess(settings).writeTo(folder.resolve("target/jupyter"));
        Jupyter nbconvert = Jupyter.found(jupyter, kernels);
        Path work = Files.createTempDirectory("solvens-notebook");
        try {
            Path used = lake == null ? sampleLake(settings, work) : existing(lake);
            for (Path notebook : notebooks == null ? all(folder) : notebooks) {
                nbconvert
                        .export(existing(notebook), used, work, out == null ? folder : out)
                        .forEach(spec.commandLine().getOut()::println);
            }
        } finally {
            delete(work);
        }
        return 0;
    }

    /// A lake as the main job leaves it.
    private Path sampleLake(Settings settings, Path work) {
        Path models = settings.registry();
        if (models != null) {
            throw new Problem(
                    "NOTEBOOK-LAKE",
                    models.toString(),
                    "models of the samples do not belong here",
                    "SOLVENS_REGISTRY names the models of another lake, and a notebook publishes and promotes",
                    "unset SOLVENS_REGISTRY, or name the lake of those models with --lake");
        }
        Path made = work.resolve("lake");
        spec.commandLine().getErr().println("making a lake of the samples ...");
        Programs.run(
                new ProcessBuilder(settings.home().resolve("solvens").toString(), "run", "--lake", made.toString()),
                work.resolve("run.log"),
                "NOTEBOOK-LAKE",
                "./solvens run");
        return made;
    }

    private static List<Path> all(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(f -> f.toString().endsWith(".ipynb")).sorted().toList();
        }
    }

    private static Path existing(Path file) {
        if (!Files.exists(file)) {
            throw new Problem(
                    "NOTEBOOK-FILE",
                    file.toString(),
                    "there is no such file or folder",
                    "a notebook runs on a lake that exists",
                    "correct the name; ./solvens run --lake DIR makes a lake");
        }
        return file.toAbsolutePath();
    }

    private static void delete(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).forEach(file -> {
                try {
                    Files.delete(file);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
