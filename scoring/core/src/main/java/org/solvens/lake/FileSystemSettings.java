package org.solvens.lake;

import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;

/// How file systems are reached, such as an object store: by `core-site.xml` on the class path, and by the system
/// properties `spark.hadoop.KEY`, which Spark takes too.
public final class FileSystemSettings {
    private static final String PREFIX = "spark.hadoop.";

    private FileSystemSettings() {}

    /// Makes a setting known to this process, before the first table is opened.
    ///
    /// @param key of Hadoop with `spark.hadoop.` before it; of other keys nothing is made
    public static void set(String key, String value) {
        if (key.startsWith(PREFIX)) {
            System.setProperty(key, value);
        }
    }

    /// The settings of this process, as the Java machine of another is told them.
    public static List<String> options() {
        return keys(System.getProperties())
                .map(key -> "-D" + key + "=" + System.getProperty(key))
                .toList();
    }

    private static Stream<String> keys(Properties properties) {
        return properties.stringPropertyNames().stream()
                .filter(key -> key.startsWith(PREFIX))
                .sorted();
    }

    /// The settings of this process as Hadoop takes them.
    public static Configuration ofThisProcess() {
        return of(System.getProperties());
    }

    static Configuration of(Properties properties) {
        Configuration configuration = new Configuration();
        keys(properties).forEach(key -> configuration.set(key.substring(PREFIX.length()), properties.getProperty(key)));
        return configuration;
    }
}
