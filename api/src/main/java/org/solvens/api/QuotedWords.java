package org.solvens.api;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Texts of columns with few different ones, kept as the bytes of their JSON. Copying bytes is faster than
/// checking each character again. Thread-safe.
final class QuotedWords {
    private final Map<String, byte[]> quoted = new ConcurrentHashMap<>();

    /// Writes a word with its quotes.
    void write(String word, JsonBytes to) {
        byte[] known = quoted.get(word);
        if (known == null) {
            known = quoted.computeIfAbsent(
                    word, each -> new JsonBytes(each.length() + 2).text(each).toBytes());
        }
        to.raw(known);
    }
}
