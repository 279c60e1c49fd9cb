package org.solvens.pipelines;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The real launcher, started as a process.
final class Solvens {
    static final Path HOME = Path.of(System.getProperty("solvens.home"));

    private Solvens() {}

    record Ended(int code, String out, String err) {}

    static Process start(Path outputs, String... arguments) throws IOException {
        return start(outputs, List.of(), arguments);
    }

    /// @param variables of the environment, as `NAME=VALUE`
    static Process start(Path outputs, List<String> variables, String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(HOME.resolve("solvens").toString());
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command);
        // Short runs: the second compiler would not pay for itself.
        builder.environment().put("SOLVENS_JAVA_OPTIONS", "-Xmx2g -XX:TieredStopAtLevel=1");
        variables.forEach(each ->
                builder.environment().put(each.substring(0, each.indexOf('=')), each.substring(each.indexOf('=') + 1)));
        Files.createDirectories(outputs);
        return builder.redirectOutput(outputs.resolve("out").toFile())
                .redirectError(outputs.resolve("err").toFile())
                .start();
    }

    /// Kills a process and all that it has started, so that none of them can end in order.
    static void kill(Process process) throws InterruptedException {
        List<ProcessHandle> started = process.descendants().toList();
        process.destroyForcibly();
        started.forEach(ProcessHandle::destroyForcibly);
        process.waitFor();
    }

    static Ended run(Path outputs, String... arguments) throws IOException, InterruptedException {
        return run(outputs, List.of(), arguments);
    }

    /// @param variables of the environment, as `NAME=VALUE`
    static Ended run(Path outputs, List<String> variables, String... arguments)
            throws IOException, InterruptedException {
        Process process = start(outputs, variables, arguments);
        int code = process.waitFor();
        return new Ended(
                code,
                Files.readString(outputs.resolve("out"), StandardCharsets.UTF_8),
                Files.readString(outputs.resolve("err"), StandardCharsets.UTF_8));
    }
}
