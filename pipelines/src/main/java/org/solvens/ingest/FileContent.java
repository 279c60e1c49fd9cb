package org.solvens.ingest;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.PairFunction;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.SerializableConfiguration;
import scala.Tuple2;

/// The content of a file as a hash. Deliveries of several days often have the same name, so a refused row is
/// identified by the content of its file, not only by the name.
public final class FileContent {
    /// Hexadecimal digits that are shown next to the name of a file.
    static final int SHOWN = 8;

    private FileContent() {}

    /// The name of a row in messages and accepted checks: `FILE@HASH:LINE`, such as `holds.csv@3f6a01c2:7`.
    ///
    /// @param content the hash of the file's content, at least eight digits
    public static String place(String file, String content, long line) {
        return file + "@" + content.substring(0, SHOWN) + ":" + line;
    }

    /// The SHA-256 of each file, in hexadecimal digits, by path. Files are read where Spark's tasks run.
    static Map<String, String> hashes(
            SparkSession spark, List<InputFile> files, SerializableConfiguration configuration) {
        PairFunction<InputFile, String, String> hash =
                file -> new Tuple2<>(file.path(), hash(file.path(), configuration.value()));
        return Map.copyOf(JavaSparkContext.fromSparkContext(spark.sparkContext())
                .parallelize(files, files.size())
                .mapToPair(hash)
                .collectAsMap());
    }

    private static String hash(String file, Configuration configuration) throws IOException {
        try {
            Path path = new Path(file);
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            try (InputStream bytes = new DigestInputStream(FileReader.bytes(path, configuration), digest)) {
                bytes.transferTo(OutputStream.nullOutputStream());
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
