package org.solvens.config;

import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// The keys of a settings file, derived from the records that it is read into: for people, and as a JSON Schema for
/// editors.
///
/// @param title of the schema
/// @param root record of the whole file; every component of it and of the records inside has a {@link Setting}
/// @param names which names a list or a map may have, by the place of the key, such as `axes.*.feeds`
public record SettingsReference(String title, Class<? extends Record> root, Map<String, List<String>> names) {
    private static final JsonMapper JSON = new JsonMapper();

    public SettingsReference {
        names = Map.copyOf(names);
    }

    /// A key of the file.
    ///
    /// @param place such as `gate.min_auc`; `*` stands for any name, `[]` for each of a list
    /// @param type in words
    /// @param range of a number; empty for others
    /// @param usual what counts where the key is left out; `required` if it cannot be
    public record Key(String place, String type, String range, String usual, String meaning) {}

    /// The keys in the order of the file; sections themselves are left out.
    public List<Key> keys() {
        List<Key> keys = new ArrayList<>();
        keys(root, "", keys);
        return keys;
    }

    private void keys(Class<?> type, String inside, List<Key> keys) {
        for (RecordComponent component : type.getRecordComponents()) {
            Setting setting = setting(component);
            String place = inside + StrictYaml.key(component);
            Class<?> deeper = section(component);
            if (deeper == null) {
                keys.add(new Key(
                        place,
                        words(component),
                        range(component, setting),
                        usual(component, setting),
                        setting.value()));
            } else {
                keys(deeper, place + step(component), keys);
            }
        }
    }

    /// From a section to its keys.
    private static String step(RecordComponent component) {
        if (component.getType() == Map.class) {
            return ".*.";
        }
        return component.getType() == List.class ? "[]." : ".";
    }

    /// The JSON Schema (2020-12) of the file, on several lines.
    public String schema() {
        ObjectNode schema = JSON.createObjectNode();
        schema.put("$schema", "https://json-schema.org/draft/2020-12/schema");
        schema.put("title", title);
        schema.setAll(object(root, ""));
        return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(schema);
    }

    private ObjectNode object(Class<?> type, String inside) {
        ObjectNode object = JSON.createObjectNode();
        object.put("type", "object");
        object.put("additionalProperties", false);
        ObjectNode properties = object.putObject("properties");
        ArrayNode required = JSON.createArrayNode();
        for (RecordComponent component : type.getRecordComponents()) {
            String key = StrictYaml.key(component);
            properties.set(key, property(component, inside + key));
            if (required(component)) {
                required.add(key);
            }
        }
        object.set("required", required);
        return object;
    }

    private ObjectNode property(RecordComponent component, String place) {
        Setting setting = setting(component);
        Class<?> deeper = section(component);
        ObjectNode property = JSON.createObjectNode();
        if (deeper != null && component.getType() == Map.class) {
            property.put("type", "object");
            property.put("minProperties", 1);
            property.set("propertyNames", JSON.createObjectNode().set("enum", allowed(place)));
            property.set("additionalProperties", object(deeper, place + step(component)));
        } else if (deeper != null && component.getType() == List.class) {
            property.put("type", "array");
            property.set("items", object(deeper, place + step(component)));
        } else if (deeper != null) {
            property = object(deeper, place + step(component));
        } else if (component.getType() == List.class) {
            property.put("type", "array");
            property.put("uniqueItems", true);
            ObjectNode item = items(component.getGenericType(), "string");
            property.set("items", item);
            if (names.containsKey(place)) {
                item.set("enum", allowed(place));
            }
        } else {
            simple(property, component.getType(), setting);
        }
        property.put("description", setting.value());
        if (!setting.usual().isEmpty()) {
            property.set("default", StrictYaml.parse(setting.usual(), place, JsonNode.class, "SETTING"));
        }
        return property;
    }

    /// The items of a list of texts or numbers, or of lists of them.
    ///
    /// @param text types of a text: in YAML one that looks like a number has no quotes
    private static ObjectNode items(Type list, String... text) {
        ObjectNode item = JSON.createObjectNode();
        Type of = ((ParameterizedType) list).getActualTypeArguments()[0];
        if (of instanceof ParameterizedType) {
            item.put("type", "array").set("items", items(of, "string", "number"));
        } else if (of == Double.class) {
            item.put("type", "number");
        } else if (text.length == 1) {
            item.put("type", text[0]);
        } else {
            ArrayNode types = item.putArray("type");
            Stream.of(text).forEach(types::add);
        }
        return item;
    }

    private static void simple(ObjectNode property, Class<?> type, Setting setting) {
        if (type.isEnum()) {
            ArrayNode allowed = property.put("type", "string").putArray("enum");
            words(type).forEach(allowed::add);
        } else if (type == LocalDate.class) {
            property.put("type", "string").put("format", "date");
        } else if (type == String.class) {
            property.put("type", "string").put("minLength", 1);
        } else if (type == boolean.class || type == Boolean.class) {
            property.put("type", "boolean");
        } else {
            property.put("type", whole(type) ? "integer" : "number");
            if (Double.isFinite(setting.min())) {
                property.put(setting.aboveMin() ? "exclusiveMinimum" : "minimum", exact(setting.min()));
            }
            if (Double.isFinite(setting.max())) {
                property.put(setting.belowMax() ? "exclusiveMaximum" : "maximum", exact(setting.max()));
            }
        }
    }

    private ArrayNode allowed(String place) {
        ArrayNode allowed = JSON.createArrayNode();
        names.getOrDefault(place, List.of()).forEach(allowed::add);
        return allowed;
    }

    private static Setting setting(AnnotatedElement component) {
        Setting setting = component.getAnnotation(Setting.class);
        if (setting == null) {
            throw new IllegalArgumentException(component + " has no @Setting");
        }
        return setting;
    }

    /// The record of the keys inside; null for a single value or a list.
    private static @Nullable Class<?> section(RecordComponent component) {
        if (component.getType().isRecord()) {
            return component.getType();
        }
        return component.getGenericType() instanceof ParameterizedType generic
                        && generic.getActualTypeArguments()[generic.getActualTypeArguments().length - 1]
                                instanceof Class<?> values
                        && values.isRecord()
                ? values
                : null;
    }

    private static boolean required(RecordComponent component) {
        Setting setting = setting(component);
        return setting.usual().isEmpty()
                && setting.without().isEmpty()
                && !component.getAnnotatedType().isAnnotationPresent(Nullable.class);
    }

    private static boolean whole(Class<?> type) {
        return type == int.class || type == Integer.class || type == long.class || type == Long.class;
    }

    private static String words(RecordComponent component) {
        Class<?> type = component.getType();
        if (type == List.class) {
            return "list";
        }
        if (type == LocalDate.class) {
            return "day";
        }
        if (type == String.class) {
            return "text";
        }
        if (type == boolean.class || type == Boolean.class) {
            return "true or false";
        }
        if (type.isEnum()) {
            return "word";
        }
        return whole(type) ? "whole number" : "number";
    }

    /// The words of an enum, as they are written.
    private static List<String> words(Class<?> type) {
        return Stream.of(type.getEnumConstants())
                .map(word -> word.toString().toLowerCase(Locale.ROOT))
                .toList();
    }

    private static String range(RecordComponent component, Setting setting) {
        if (component.getType().isEnum()) {
            return String.join(", ", words(component.getType()));
        }
        String low =
                Double.isFinite(setting.min()) ? (setting.aboveMin() ? "above " : "from ") + plain(setting.min()) : "";
        String high =
                Double.isFinite(setting.max()) ? (setting.belowMax() ? "below " : "to ") + plain(setting.max()) : "";
        return (low + " " + high).strip();
    }

    private static String usual(RecordComponent component, Setting setting) {
        if (required(component)) {
            return "required";
        }
        return setting.usual().isEmpty() ? setting.without() : setting.usual();
    }

    private static BigDecimal exact(double value) {
        return new BigDecimal(plain(value));
    }

    private static String plain(double value) {
        return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
    }
}
