package org.solvens.training;

import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.solvens.command.JsonOption;
import org.solvens.command.LakeOption;
import org.solvens.command.Leaf;
import org.solvens.lake.Lake;
import org.solvens.problem.Problem;
import org.solvens.registry.ModelRegistry;
import org.solvens.settings.Settings;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// A command on the models of a lake.
abstract class TrainingCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private LakeOption lake = new LakeOption();

    @Mixin
    private JsonOption json = new JsonOption();

    Lake lake() {
        return new Lake(lake.place(), lake.settings());
    }

    /// The existing registry of models.
    ///
    /// @throws Problem `REGISTRY` if there is no registry
    ModelRegistry registry() {
        return new ModelRegistry(registryFolder());
    }

    /// @throws Problem `REGISTRY` if it does not exist
    Path registryFolder() {
        Path folder = lake().registry();
        if (!Files.isDirectory(folder)) {
            throw new Problem(
                    "REGISTRY",
                    folder.toString(),
                    "there is no registry of models",
                    "the folder does not exist",
                    "name the lake with --lake, or the folder with SOLVENS_REGISTRY; ./solvens train makes one");
        }
        return folder;
    }

    boolean json() {
        return json.json();
    }

    Settings settings() {
        return Leaf.settings(spec);
    }

    CommandLine commandLine() {
        return spec.commandLine();
    }

    PrintWriter out() {
        return spec.commandLine().getOut();
    }
}
