package org.solvens.notebook;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import org.solvens.problem.Problem;

/// Jupyter's converter, which runs a notebook and writes it in other formats.
///
/// @param program its name or path
/// @param kernels folder in which it finds the kernel
record Jupyter(String program, Path kernels) {
    /// @throws Problem `JUPYTER` if there is no such program
    static Jupyter found(String program, Path kernels) {
        try {
            Process process = new ProcessBuilder(program, "--version")
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (process.waitFor() == 0) {
                return new Jupyter(program, kernels);
            }
        } catch (IOException _) {
            // Told below.
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        throw new Problem(
                "JUPYTER",
                program,
                "Jupyter's converter does not run",
                "it is not installed, or not on the path",
                "install it (Debian: apt-get install jupyter-nbconvert jupyter-client), or name it with --jupyter");
    }

    /// Runs a notebook and publishes it, page first: a notebook that fails leaves the exports as they were.
    ///
    /// @param lake that the notebook works in, given to it as the variable `SOLVENS_LAKE`
    /// @param work folder for what is not done yet
    /// @param out folder of the exports
    /// @return the files written
    /// @throws Problem `NOTEBOOK` if a cell fails
    List<Path> export(Path notebook, Path lake, Path work, Path out) throws IOException {
        String name = notebook.getFileName().toString().replaceFirst("\\.ipynb$", "");
        Path executed = work.resolve(name + ".ipynb");
        Path page = work.resolve(name + ".html");
        convert(
                notebook,
                lake,
                work.resolve(name + ".log"),
                List.of(
                        "--to=notebook",
                        "--execute",
                        "--ExecutePreprocessor.kernel_name=" + Kernel.NAME,
                        // No limit: a cell that trains can take long, and so can the start of a JVM on a busy machine.
                        "--ExecutePreprocessor.timeout=-1",
                        "--ExecutePreprocessor.startup_timeout=600",
                        // The time at which a cell ran is useless to readers, and would differ in every export.
                        "--ExecutePreprocessor.record_timing=False",
                        "--output=" + executed));
        convert(
                executed,
                lake,
                work.resolve(name + ".log"),
                List.of(
                        "--to=html",
                        // Nothing from a network.
                        "--HTMLExporter.mathjax_url=",
                        "--HTMLExporter.require_js_url=",
                        "--output=" + page));
        Files.createDirectories(out);
        return List.of(publish(page, out), publish(executed, out));
    }

    private void convert(Path notebook, Path lake, Path log, List<String> options) {
        List<String> command = new ArrayList<>();
        command.add(program);
        command.addAll(options);
        command.add(notebook.toString());
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("JUPYTER_PATH", kernels.toAbsolutePath().toString());
        builder.environment().put("SOLVENS_LAKE", lake.toString());
        Programs.run(builder, log, "NOTEBOOK", notebook.getFileName().toString());
    }

    private static Path publish(Path file, Path out) throws IOException {
        Path target = out.resolve(file.getFileName().toString());
        // Always the same name: what a killed export left is overwritten.
        Path part = out.resolve("." + file.getFileName() + ".part");
        Files.copy(file, part, StandardCopyOption.REPLACE_EXISTING);
        return Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
    }
}
