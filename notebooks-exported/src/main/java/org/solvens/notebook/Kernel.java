package org.solvens.notebook;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.solvens.settings.Settings;
import tools.jackson.databind.json.JsonMapper;

/// How Jupyter starts Java: the same machine, options and class path as this process has.
///
/// @param command as Jupyter wants it, `{connection_file}` standing for what it fills in
record Kernel(List<String> command) {
    /// The name by which notebooks ask for it.
    static final String NAME = "solvens";

    private static final String PROGRAM = "org.rapaio.jupyter.kernel.MainApp";

    static Kernel ofThisProcess(Settings settings) {
        List<String> command = new ArrayList<>();
        command.add(ProcessHandle.current().info().command().orElse("java"));
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.addAll(List.of("-Djava.awt.headless=true", "-cp", settings.classPath(), PROGRAM, "{connection_file}"));
        return new Kernel(List.copyOf(command));
    }

    /// Writes the kernel where Jupyter finds it.
    ///
    /// @param folder for `JUPYTER_PATH`
    /// @return the folder
    Path writeTo(Path folder) {
        try {
            Path file = Files.createDirectories(folder.resolve("kernels").resolve(NAME))
                    .resolve("kernel.json");
            Files.writeString(
                    file,
                    JsonMapper.shared()
                            .writeValueAsString(Map.of(
                                    "argv",
                                    command,
                                    "display_name",
                                    "Solvens, Java",
                                    "language",
                                    "java",
                                    "interrupt_mode",
                                    "message")));
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
