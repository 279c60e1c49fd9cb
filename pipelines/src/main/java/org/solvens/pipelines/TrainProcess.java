package org.solvens.pipelines;

import com.fasterxml.jackson.annotation.JsonValue;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.solvens.lake.Lake;
import org.solvens.problem.Problem;
import org.solvens.report.TrainedAxis;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Runs training in a separate process, so that its libraries stay off Spark's class path.
final class TrainProcess {
    private TrainProcess() {}

    /// The result of training one axis.
    ///
    /// @param said the object printed by `train --json`; the JSON of a run includes it unchanged
    record Trained(@JsonValue JsonNode said, TrainedAxis axis) {}

    /// Trains the plan's axes on the lake's snapshots.
    ///
    /// @param launcher the `solvens` script The first champion of an axis needs only the gate; any later one
    /// waits for a second person.
    ///
    /// @return one for each model
    /// @throws Problem TRAIN if training failed; it has said why on standard error
    static List<Trained> run(Path launcher, Lake lake, Path plan, String actor) {
        List<String> command = List.of(
                launcher.toString(),
                "train",
                "--lake",
                lake.root(),
                "--plan",
                plan.toString(),
                "--by",
                actor,
                "--bootstrap",
                "--json");
        try {
            ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
            // Training gets the same settings for the lake's file system as this process.
            String settings = lake.settings().hadoop().entrySet().stream()
                    .map(each -> "-D" + each.getKey() + "=" + each.getValue())
                    .collect(Collectors.joining(" "));
            builder.environment().merge("SOLVENS_JAVA_OPTIONS", settings, (own, more) -> own + " " + more);
            // It sees the same of the debtor's other cases, and finds the models in the same place.
            builder.environment()
                    .put("SOLVENS_OTHER_CASES", lake.settings().otherCases().word());
            if (lake.settings().registry() != null) {
                builder.environment()
                        .put("SOLVENS_REGISTRY", lake.settings().registry().toString());
            }
            Process process = builder.start();
            process.getOutputStream().close();
            String answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            int code = process.waitFor();
            if (code != 0) {
                throw new Problem(
                        "TRAIN",
                        plan.toString(),
                        "training ended with code " + code,
                        "its message is above",
                        "correct that and run again; what was ingested is kept");
            }
            List<Trained> axes = new ArrayList<>();
            new JsonMapper()
                    .readTree(answer)
                    .forEach(axis -> axes.add(new Trained(axis, TrainedAxis.read(axis.toString()))));
            return axes;
        } catch (IOException e) {
            throw new Problem(
                    "TRAIN",
                    launcher.toString(),
                    "training could not be started",
                    String.valueOf(e.getMessage()),
                    "start the job with ./solvens",
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while training", e);
        }
    }
}
