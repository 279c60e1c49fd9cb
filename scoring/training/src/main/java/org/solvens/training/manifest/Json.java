package org.solvens.training.manifest;

import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.solvens.problem.Problem;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.EnumNamingStrategies;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// JSON as Solvens writes it: snake_case, maps in order of their keys.
public final class Json {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .enumNamingStrategy(EnumNamingStrategies.SNAKE_CASE)
            .enable(SerializationFeature.INDENT_OUTPUT)
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private Json() {}

    /// A value as JSON, on several lines.
    public static String of(Object value) {
        return MAPPER.writeValueAsString(value);
    }

    /// The JSON of an object, with another field at its end.
    public static String with(Object object, String name, @Nullable Object value) {
        ObjectNode node = MAPPER.valueToTree(object);
        return MAPPER.writeValueAsString(node.set(name, MAPPER.valueToTree(value)));
    }

    /// The single values of an object, by their paths, such as `plan.horizon_days` or `plan.axes[0].family`.
    public static SortedMap<String, String> leaves(Object object) {
        SortedMap<String, String> leaves = new TreeMap<>();
        leaves("", MAPPER.valueToTree(object), leaves);
        return leaves;
    }

    private static void leaves(String path, JsonNode node, SortedMap<String, String> leaves) {
        if (node.isObject()) {
            node.properties()
                    .forEach(each -> leaves(
                            path.isEmpty() ? each.getKey() : path + "." + each.getKey(), each.getValue(), leaves));
        } else if (node.isArray()) {
            for (int i = 0; i < node.size(); i++) {
                leaves(path + "[" + i + "]", node.get(i), leaves);
            }
        } else if (!node.isNull()) {
            leaves.put(path, node.asString());
        }
    }

    /// Reads JSON written by this or another version; unknown keys are ignored.
    ///
    /// @throws Problem `REGISTRY-JSON` if it is not JSON, or a required field is absent
    public static <T> T readLeniently(String json, Class<T> type) {
        try {
            return MAPPER.readValue(json, type);
        } catch (JacksonException e) {
            throw new Problem(
                    "REGISTRY-JSON",
                    type.getSimpleName(),
                    "a file of the registry cannot be read",
                    e.getOriginalMessage(),
                    "restore the file from a backup, or train again",
                    e);
        }
    }
}
