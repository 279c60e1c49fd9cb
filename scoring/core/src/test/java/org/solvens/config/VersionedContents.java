package org.solvens.config;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/// Settings files by name and version, for tests that keep the content of each version.
public final class VersionedContents {
    private VersionedContents() {}

    /// The SHA-256 of the content of each file, without comments and layout, by `name@version`.
    ///
    /// @param texts YAML
    /// @param key of the name
    /// @param nameless the name of a file without that key
    public static Map<String, String> of(Iterable<String> texts, String key, String nameless)
            throws NoSuchAlgorithmException {
        Map<String, String> contents = new TreeMap<>();
        for (String text : texts) {
            JsonNode content = new YAMLMapper().readTree(text);
            contents.put(
                    content.path(key).asString(nameless) + "@"
                            + content.path("version").asString(),
                    HexFormat.of()
                            .formatHex(MessageDigest.getInstance("SHA-256")
                                    .digest(content.toString().getBytes(StandardCharsets.UTF_8))));
        }
        return contents;
    }
}
