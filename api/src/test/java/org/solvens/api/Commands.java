package org.solvens.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The commands of the README as processes.
///
/// @param folder for what they write to standard error
record Commands(Path folder) {
    static final Path HOME = Path.of(System.getProperty("solvens.home"));

    /// Starts a command.
    Process start(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(HOME.resolve("solvens").toString()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command)
                .redirectError(
                        ProcessBuilder.Redirect.appendTo(folder.resolve("err").toFile()))
                .start();
    }

    /// What a command prints; it must succeed.
    String output(String... arguments) throws Exception {
        Process process = start(arguments);
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(String.join(" ", arguments)).isZero();
        return said;
    }

    /// Ends a process at once, as the operating system or a power failure does.
    static void kill(Process process) throws InterruptedException {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly().waitFor();
    }

    /// A server that answers.
    ///
    /// @param address without a slash at the end
    record Serving(Process process, String address) {
        void kill() throws InterruptedException {
            Commands.kill(process);
        }

        /// Ends it as an operator does.
        void stop() throws InterruptedException {
            process.descendants().forEach(ProcessHandle::destroy);
            process.destroy();
            process.waitFor();
        }
    }

    /// A server that answers on any free port.
    Serving serve(String lake, String... more) throws IOException {
        List<String> arguments = new ArrayList<>(List.of("serve", "--lake", lake, "--port", "0"));
        arguments.addAll(List.of(more));
        Process process = start(arguments.toArray(String[]::new));
        String address = address(process);
        assertThat(address).as("the server said where it answers").isNotNull();
        return new Serving(process, address);
    }

    /// Where a server answers, once it does; null if it ended before.
    static @Nullable String address(Process process) throws IOException {
        String line =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8)).readLine();
        return line == null ? null : line.replaceFirst(".*(https?://\\S+)/ .*", "$1");
    }
}
