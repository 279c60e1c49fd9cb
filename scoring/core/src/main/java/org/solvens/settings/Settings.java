package org.solvens.settings;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.solvens.facts.OtherCases;
import org.solvens.problem.Problem;

/// What a process was started with. It is made once, in the `main` of a leaf, and passed down; a command adds the
/// settings that its options give. Nothing else reads the environment or system properties, and nothing sets them.
///
/// @param home folder of the project, where samples and the launcher are
/// @param registry folder of the models; null where it is in the lake
/// @param otherCases whether a case may see the debtor's cases of other creditors
/// @param spark properties `spark.KEY`: those of file systems, and what `spark-submit` chose
/// @param sparkHome the Spark installation whose jars the executors already have; null where none is named
/// @param user name of the operating system's user; empty where it has none
/// @param classPath of this process
/// @param telemetry the variables of OpenTelemetry, `OTEL_...`
public record Settings(
        Path home,
        @Nullable Path registry,
        OtherCases otherCases,
        Map<String, String> spark,
        @Nullable Path sparkHome,
        String user,
        String classPath,
        Map<String, String> telemetry) {
    /// Beginning of the properties of file systems, which Spark passes on to Hadoop.
    public static final String HADOOP = "spark.hadoop.";

    private static final String SPARK = "spark.";
    private static final String TELEMETRY = "OTEL_";

    /// Where nothing was set: the present folder is home, and a case sees the debtor's other cases.
    public static final Settings NONE = of(new Properties(), Map.of());

    public Settings {
        spark = Map.copyOf(spark);
        telemetry = Map.copyOf(telemetry);
    }

    /// The settings of this process.
    ///
    /// @throws Problem OTHER-CASES if the switch of other cases is neither `seen` nor `left_out`
    public static Settings ofProcess() {
        return of(System.getProperties(), System.getenv());
    }

    /// The folder of the project. It is known also where another setting is wrong.
    public static Path homeOfProcess() {
        return home(System.getProperties());
    }

    private static Path home(Properties properties) {
        return Path.of(properties.getProperty("solvens.home", "."));
    }

    /// The folder for temporary files that the launcher made for this process, if it did.
    public static Optional<Path> temporaryFolder() {
        String named = System.getProperty("solvens.temporary", "");
        return named.isBlank() ? Optional.empty() : Optional.of(Path.of(named));
    }

    /// Settings by properties, and by variables where there is no property.
    public static Settings of(Properties properties, Map<String, String> variables) {
        String registry = either(properties, "solvens.registry", variables, "SOLVENS_REGISTRY");
        String otherCases = either(properties, "solvens.other_cases", variables, "SOLVENS_OTHER_CASES");
        String sparkHome = variables.getOrDefault("SPARK_HOME", "");
        String user = properties.getProperty("user.name", "");
        SortedMap<String, String> spark = new TreeMap<>();
        for (String key : properties.stringPropertyNames()) {
            if (key.startsWith(SPARK)) {
                spark.put(key, properties.getProperty(key));
            }
        }
        return new Settings(
                home(properties),
                registry.isBlank() ? null : Path.of(registry),
                otherCases.isEmpty() ? OtherCases.SEEN : OtherCases.of(otherCases),
                spark,
                sparkHome.isEmpty() ? null : Path.of(sparkHome),
                user.equals("?") ? "" : user,
                properties.getProperty("java.class.path", ""),
                variables.entrySet().stream()
                        .filter(variable -> variable.getKey().startsWith(TELEMETRY))
                        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
    }

    private static String either(
            Properties properties, String property, Map<String, String> variables, String variable) {
        String value = properties.getProperty(property, "");
        return value.isEmpty() ? variables.getOrDefault(variable, "") : value;
    }

    /// A property of Spark; null where it was not set.
    public @Nullable String spark(String key) {
        return spark.get(key);
    }

    /// The properties of file systems, `spark.hadoop.KEY`.
    public SortedMap<String, String> hadoop() {
        SortedMap<String, String> hadoop = new TreeMap<>(spark);
        hadoop.keySet().removeIf(key -> !key.startsWith(HADOOP));
        return hadoop;
    }

    /// The same with further properties of file systems.
    ///
    /// @param given by `spark.hadoop.KEY`; other keys are ignored
    public Settings withHadoop(Map<String, String> given) {
        Map<String, String> more = new TreeMap<>(spark);
        given.forEach((key, value) -> {
            if (key.startsWith(HADOOP)) {
                more.put(key, value);
            }
        });
        return new Settings(home, registry, otherCases, more, sparkHome, user, classPath, telemetry);
    }

    /// The same with the models in another folder.
    public Settings withRegistry(@Nullable Path folder) {
        return new Settings(home, folder, otherCases, spark, sparkHome, user, classPath, telemetry);
    }

    /// The same with another reading of a debtor's cases.
    public Settings withOtherCases(OtherCases other) {
        return new Settings(home, registry, other, spark, sparkHome, user, classPath, telemetry);
    }

    /// The same with another home.
    public Settings withHome(Path folder) {
        return new Settings(folder, registry, otherCases, spark, sparkHome, user, classPath, telemetry);
    }
}
