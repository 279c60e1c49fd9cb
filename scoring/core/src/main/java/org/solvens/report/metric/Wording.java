package org.solvens.report.metric;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import org.solvens.model.Language;

/// Texts in four languages: one line a text, `key = English | Swedish | Norwegian | Danish`.
public final class Wording {
    private final String resource;
    private final Map<String, List<String>> texts;

    private Wording(String resource, Map<String, List<String>> texts) {
        this.resource = resource;
        this.texts = texts;
    }

    /// Reads a resource next to a class.
    ///
    /// @throws IllegalStateException if a line lacks a language
    public static Wording of(Class<?> owner, String resource) {
        Properties lines = new Properties();
        try (InputStream in = owner.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException(resource + " is not on the class path");
            }
            lines.load(new InputStreamReader(in, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Map<String, List<String>> texts = new TreeMap<>();
        for (String key : lines.stringPropertyNames()) {
            List<String> parts = new ArrayList<>();
            for (String part : lines.getProperty(key).split("\\|", -1)) {
                parts.add(part.strip());
            }
            if (parts.size() != Language.values().length || parts.contains("")) {
                throw new IllegalStateException(resource + " does not have " + key + " in every language");
            }
            texts.put(key, List.copyOf(parts));
        }
        return new Wording(resource, texts);
    }

    /// @throws IllegalStateException if there is no such text
    public String text(String key, Language language) {
        List<String> parts = texts.get(key);
        if (parts == null) {
            throw new IllegalStateException(resource + " lacks " + key);
        }
        return parts.get(language.ordinal());
    }

    /// The keys of all texts.
    public Set<String> keys() {
        return Set.copyOf(texts.keySet());
    }
}
