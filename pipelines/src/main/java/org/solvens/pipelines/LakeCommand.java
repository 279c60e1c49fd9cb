package org.solvens.pipelines;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Map;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;
import org.solvens.command.Arguments;
import org.solvens.command.JsonOption;
import org.solvens.command.LakeOption;
import org.solvens.command.Leaf;
import org.solvens.lake.Lake;
import org.solvens.plan.TrainingPlan;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// What all commands on a lake share.
abstract class LakeCommand {
    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private LakeOption lake = new LakeOption();

    @Option(
            names = "--master",
            paramLabel = "URL",
            defaultValue = "local[*]",
            description = "Spark master (default: this machine)")
    private String master = "local[*]";

    @Mixin
    private JsonOption json = new JsonOption();

    @Option(
            names = "--conf",
            paramLabel = "KEY=VALUE",
            converter = {Arguments.AsGiven.class, Arguments.AsGiven.class},
            description = "setting of Spark, or of Hadoop as spark.hadoop.KEY; any number of times")
    private Map<String, String> conf = Map.of();

    Lake toWrite() {
        return Lake.toWrite(lake.place(), lake.settings().withHadoop(conf));
    }

    Lake existing() {
        return Lake.existing(lake.place(), lake.settings().withHadoop(conf));
    }

    boolean json() {
        return json.json();
    }

    /// Says that nothing is stored where the lake cannot be written to.
    void sayIfReadOnly(LakeLock lock) {
        if (!lock.writable()) {
            err().println("The lake is read-only for this user: nothing was stored in it.");
            err().flush();
        }
    }

    SparkSession spark() {
        return SparkLake.session(master, conf, Leaf.settings(java.util.Objects.requireNonNull(spec)));
    }

    CommandLine commandLine() {
        return java.util.Objects.requireNonNull(spec).commandLine();
    }

    PrintWriter out() {
        return commandLine().getOut();
    }

    PrintWriter err() {
        return commandLine().getErr();
    }

    /// The folder of the project, which the launcher names.
    Path home() {
        return Leaf.settings(java.util.Objects.requireNonNull(spec)).home();
    }

    /// The plan where none is named.
    Path defaultPlan() {
        return TrainingPlan.standard(home());
    }
}
