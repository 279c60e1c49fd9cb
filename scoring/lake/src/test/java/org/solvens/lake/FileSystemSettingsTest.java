package org.solvens.lake;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Properties;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;

class FileSystemSettingsTest {
    @Test
    void hadoopTakesWhatSparkPassesOn() {
        Properties properties = new Properties();
        properties.setProperty("spark.hadoop.fs.s3a.endpoint", "https://store.example");
        properties.setProperty("spark.executor.memory", "8g");
        Configuration configuration = FileSystemSettings.of(properties);
        assertThat(configuration.get("fs.s3a.endpoint")).isEqualTo("https://store.example");
        assertThat(configuration.get("executor.memory")).isNull();
        assertThat(configuration.get("fs.defaultFS")).isEqualTo("file:///");
    }

    @Test
    void onlySettingsOfFileSystemsAreMadeKnown() {
        FileSystemSettings.set("spark.hadoop.solvens.test", "told");
        FileSystemSettings.set("solvens.test", "not told");
        try {
            assertThat(FileSystemSettings.ofThisProcess().get("solvens.test")).isEqualTo("told");
            assertThat(System.getProperty("solvens.test")).isNull();
            assertThat(FileSystemSettings.options()).containsExactly("-Dspark.hadoop.solvens.test=told");
        } finally {
            System.clearProperty("spark.hadoop.solvens.test");
        }
    }
}
