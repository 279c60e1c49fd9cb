package org.solvens.registry;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/// The SHA-256 of each file of a published model's folder, in the format of `sha256sum`.
///
/// The SHA-256 of this list is the one checksum of the folder, which role entries refer to.
///
/// @param files name to SHA-256 in hexadecimal digits
record Checksums(SortedMap<String, String> files) {
    /// Name of the list in the folder.
    static final String FILE = "files.sha256";

    static Checksums of(Map<String, byte[]> files) {
        SortedMap<String, String> checksums = new TreeMap<>();
        files.forEach((name, bytes) -> checksums.put(name, sha256(bytes)));
        return new Checksums(checksums);
    }

    /// Reads a list; lines in another format are skipped, so that their files count as added.
    static Checksums read(byte[] list) {
        SortedMap<String, String> files = new TreeMap<>();
        new String(list, StandardCharsets.UTF_8)
                .lines()
                .filter(line -> line.matches("[0-9a-f]{64}  .+"))
                .forEach(line -> files.put(line.substring(66), line.substring(0, 64)));
        return new Checksums(files);
    }

    byte[] list() {
        StringBuilder list = new StringBuilder();
        files.forEach((name, sum) -> list.append(sum).append("  ").append(name).append('\n'));
        return list.toString().getBytes(StandardCharsets.UTF_8);
    }

    /// Compares a folder with the list.
    ///
    /// @param root of the registry, against which findings name files
    List<Finding> compare(Path root, Path folder) throws IOException {
        List<Finding> findings = new ArrayList<>();
        SortedMap<String, Path> present = new TreeMap<>();
        try (Stream<Path> entries = Files.list(folder)) {
            entries.forEach(file -> present.put(file.getFileName().toString(), file));
        }
        present.remove(FILE);
        files.forEach((name, _) -> {
            if (!present.containsKey(name)) {
                findings.add(Finding.of(
                        Finding.Kind.REMOVED, root, folder.resolve(name), "the file was published and is gone"));
            }
        });
        for (Map.Entry<String, Path> file : present.entrySet()) {
            String published = files.get(file.getKey());
            if (published == null) {
                findings.add(Finding.of(
                        Finding.Kind.ADDED, root, file.getValue(), "the file is not part of what was published"));
            } else if (!Files.isRegularFile(file.getValue())
                    || !sha256(Files.readAllBytes(file.getValue())).equals(published)) {
                findings.add(Finding.of(
                        Finding.Kind.CHANGED, root, file.getValue(), "the content is not what was published"));
            }
        }
        return findings;
    }

    /// SHA-256 of the parts one after the other, in 64 hexadecimal digits.
    static String sha256(byte[]... parts) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (byte[] part : parts) {
                digest.update(part);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has SHA-256", e);
        }
    }
}
