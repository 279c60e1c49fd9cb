package org.solvens.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.solvens.model.ModelFile;
import org.solvens.model.Models;
import org.solvens.registry.ModelRegistry;

/// What a command writes arrives whole at the other end of a pipe, however slowly it is read.
class StandardOutputTest {
    @TempDir
    Path lake;

    @Test
    void aCardArrivesWholeThroughAPipeWithASlowReader() throws Exception {
        // Larger than a pipe and the writers' buffers, without a line feed at the end, and not ASCII.
        String card = "<!doctype html>" + "<p>Återstående – 1 000 €</p>\n".repeat(10_000) + "end";
        ModelRegistry registry = new ModelRegistry(lake.resolve("registry"));
        String id = registry.publish(ModelFile.write(Models.willingness()), "{}", "{}", card, "anna", Instant.EPOCH);
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Dstdout.encoding=US-ASCII",
                        "-cp",
                        System.getProperty("java.class.path"),
                        TrainingMain.class.getName(),
                        "models",
                        "card",
                        id,
                        "--lake",
                        lake.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        ByteArrayOutputStream arrived = new ByteArrayOutputStream();
        try (InputStream out = process.getInputStream()) {
            byte[] step = new byte[61];
            for (int n = out.read(step); n >= 0; n = out.read(step)) {
                arrived.write(step, 0, n);
                Thread.yield();
            }
        }
        assertThat(process.waitFor()).isZero();
        assertThat(arrived.toString(StandardCharsets.UTF_8)).isEqualTo(card);
    }
}
