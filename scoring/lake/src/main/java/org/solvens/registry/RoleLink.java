package org.solvens.registry;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// A role entry as stored in its file, chained to the previous entry.
///
/// The hash of an entry is the SHA-256 of its file. Entries from before there were chains do not name the
/// previous entry. Their hash still covers it, because it is the SHA-256 of the previous hash and the file.
///
/// @param entry what was decided
/// @param modelChecksum checksum of the model's folder; null if there is no model, or its folder has no list
/// @param previous hash of the previous entry, 64 zeros in the first entry; null in entries from before there
///     were chains
/// @param hash of this entry
record RoleLink(
        RoleEntry entry,
        @Nullable String modelChecksum,
        @Nullable String previous,
        String hash) {
    private static final String MODEL_CHECKSUM = "model_checksum";
    private static final String PREVIOUS = "previous";

    /// The hash before the first entry.
    static final String START = "0".repeat(64);

    /// @param before hash of the previous entry
    /// @throws JacksonException if the file is not an entry
    static RoleLink read(byte[] file, String before, JsonMapper mapper) {
        JsonNode json = mapper.readTree(file);
        String checksum = null;
        String previous = null;
        if (json instanceof ObjectNode object) {
            checksum = text(object.remove(MODEL_CHECKSUM));
            previous = text(object.remove(PREVIOUS));
        }
        RoleEntry entry = mapper.treeToValue(json, RoleEntry.class);
        String hash = previous == null
                ? Checksums.sha256(before.getBytes(StandardCharsets.US_ASCII), file)
                : Checksums.sha256(file);
        return new RoleLink(entry, checksum, previous, hash);
    }

    private static @Nullable String text(@Nullable JsonNode node) {
        return node == null || node.isNull() ? null : node.asString();
    }

    static byte[] write(RoleEntry entry, @Nullable String modelChecksum, String previous, JsonMapper mapper) {
        ObjectNode json = mapper.valueToTree(entry);
        json.put(MODEL_CHECKSUM, modelChecksum);
        json.put(PREVIOUS, previous);
        return mapper.writeValueAsBytes(json);
    }
}
