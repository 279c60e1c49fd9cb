package org.solvens.lake;

import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;

/// Settings for file systems, such as an object store. They come from `core-site.xml` on the class path and
/// from the system properties `spark.hadoop.KEY`, which Spark reads too.
public final class FileSystemSettings {
    private static final String PREFIX = "spark.hadoop.";

    private FileSystemSettings() {}

    /// Adds a setting to this process. Call it before the first table is opened.
    ///
    /// @param key of Hadoop, with the prefix `spark.hadoop.`; keys without that prefix are ignored
    public static void set(String key, String value) {
        if (key.startsWith(PREFIX)) {
            System.setProperty(key, value);
        }
    }

    /// The settings of this process as options for another JVM.
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
