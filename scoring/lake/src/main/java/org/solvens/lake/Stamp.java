package org.solvens.lake;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.solvens.settings.Program;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// The program and the inputs that made a version of a derived table. Each commit of a derived table records
/// it in its user metadata, under the name `made`.
///
/// @param solvens version of the program
/// @param features version of the feature catalogue, which also states whether a case sees the cases of other
///     creditors; null if no feature was computed
/// @param plan name and version of the training plan, such as `default@1`; null if none was used
/// @param policy name and version of the policy; null if none was used
/// @param read version of each table that was read, by the table's name
public record Stamp(
        String solvens,
        @Nullable String features,
        @Nullable String plan,
        @Nullable String policy,
        Map<String, TableVersion> read) {
    private static final String MADE = "made";
    private static final JsonMapper JSON = new JsonMapper();

    public Stamp {
        Objects.requireNonNull(solvens);
        read = new TreeMap<>(read);
    }

    /// A stamp of this program.
    public static Stamp of(@Nullable String features, Map<String, TableVersion> read) {
        return new Stamp(Program.VERSION, features, null, null, read);
    }

    /// The same, with another table that was read; unchanged if that table does not exist.
    public Stamp reading(DeltaTables tables, String name, String path) {
        if (!tables.exists(path)) {
            return this;
        }
        Map<String, TableVersion> more = new TreeMap<>(read);
        more.put(name, tables.open(path).tableVersion());
        return new Stamp(solvens, features, plan, policy, more);
    }

    /// The same, made by a training plan.
    public Stamp withPlan(String label) {
        return new Stamp(solvens, features, label, policy, read);
    }

    /// The same, made by a policy.
    public Stamp withPolicy(String label) {
        return new Stamp(solvens, features, plan, label, read);
    }

    /// The user metadata of a commit.
    public String json() {
        return JSON.writeValueAsString(Map.of(MADE, this));
    }

    /// The user metadata of a commit with another entry.
    ///
    /// @param name of the other entry
    /// @param content a value that Jackson can write
    public String json(String name, Object content) {
        ObjectNode metadata = JSON.createObjectNode();
        metadata.set(MADE, JSON.valueToTree(this));
        metadata.set(name, JSON.valueToTree(content));
        return JSON.writeValueAsString(metadata);
    }

    /// The stamp in user metadata; empty if there is none.
    public static Optional<Stamp> parse(String metadata) {
        try {
            return ofNode(JSON.readTree(metadata).path(MADE));
        } catch (JacksonException e) {
            return Optional.empty();
        }
    }

    static Optional<Stamp> ofNode(JsonNode made) {
        try {
            return made.isObject() ? Optional.of(JSON.treeToValue(made, Stamp.class)) : Optional.empty();
        } catch (JacksonException e) {
            return Optional.empty();
        }
    }

    /// The names of the tables that have newer records than those that were read, or were replaced by another
    /// table.
    ///
    /// @param paths of the tables that could be read, by name
    public List<String> newer(DeltaTables tables, Map<String, String> paths) {
        List<String> newer = new ArrayList<>();
        new TreeMap<>(paths).forEach((name, path) -> {
            TableVersion known = read.get(name);
            if (tables.exists(path) ? hasMore(tables, path, known) : known != null) {
                newer.add(name);
            }
        });
        return newer;
    }

    /// Whether a table has rows that were added after a version, or is another table now. Maintenance adds none.
    private static boolean hasMore(DeltaTables tables, String path, @Nullable TableVersion known) {
        DeltaTable table = tables.open(path);
        if (known != null && !known.id().equals(table.tableVersion().id())) {
            return true;
        }
        return table.addedSince(known == null ? -1 : known.version())
                .map(added -> !added.isEmpty())
                .orElse(true);
    }
}
