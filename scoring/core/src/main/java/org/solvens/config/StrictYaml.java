package org.solvens.config;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.io.IOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.solvens.problem.Problem;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.EnumNamingStrategies;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.cfg.MapperConfig;
import tools.jackson.databind.introspect.AnnotatedMember;
import tools.jackson.databind.introspect.JacksonAnnotationIntrospector;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/// Reads a YAML file into records: an unknown key, a key given twice, a number that is left out or a value
/// that does not fit is a {@link Problem} that names the file and the key. Keys are snake_case; checks of
/// meaning stand in the records' compact constructors, as `IllegalArgumentException`.
public final class StrictYaml {
    private static final PropertyNamingStrategies.NamingBase SNAKE_CASE =
            new PropertyNamingStrategies.SnakeCaseStrategy();

    private static final ObjectMapper MAPPER = YAMLMapper.builder()
            .propertyNamingStrategy(SNAKE_CASE)
            .enumNamingStrategy(EnumNamingStrategies.LOWER_CAMEL_CASE)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .enable(EnumFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(tools.jackson.databind.MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
            .annotationIntrospector(new JacksonAnnotationIntrospector() {
                private static final long serialVersionUID = 1L;

                /// A number that is left out must not become zero; a truth that is left out is not so.
                @Override
                public Boolean hasRequiredMarker(MapperConfig<?> config, AnnotatedMember member) {
                    Class<?> type = member.getRawType();
                    return type.isPrimitive() && type != boolean.class ? Boolean.TRUE : null;
                }
            })
            .build();

    private StrictYaml() {}

    /// Reads a file.
    ///
    /// @param code the problem code to use where the file cannot be read into the type
    public static <T> T read(Path file, Class<T> type, String code) {
        String text;
        try {
            text = Files.readString(file, StandardCharsets.UTF_8);
        } catch (NoSuchFileException e) {
            throw new Problem(code, file.toString(), "there is no such file", "the path is wrong", "check the path", e);
        } catch (MalformedInputException e) {
            throw new Problem(code, file.toString(), "the file is not UTF-8", e.getMessage(), "save it as UTF-8", e);
        } catch (IOException e) {
            throw new Problem(code, file.toString(), "the file cannot be read", e.toString(), "check its rights", e);
        }
        return parse(text, file.toString(), type, code);
    }

    /// Reads a text.
    ///
    /// @param name what to call the text in a problem
    public static <T> T parse(String text, String name, Class<T> type, String code) {
        try {
            T value = MAPPER.readValue(text, type);
            if (value == null) {
                throw new Problem(code, name, "the file is empty", "nothing stands in it", "write its content");
            }
            return value;
        } catch (JacksonException e) {
            // A misspelt key leaves the right one missing; what is said first should be the misspelling.
            Unknown unknown = unknown(text, type);
            if (unknown != null) {
                throw new Problem(
                        code,
                        name + " at " + unknown.place(),
                        "unknown key '" + unknown.key() + "'",
                        "the keys known there are " + String.join(", ", unknown.known()),
                        "correct the spelling or take the key out",
                        e);
            }
            Throwable root = e.getCause() instanceof IllegalArgumentException cause ? cause : e;
            String message = root == e ? e.getOriginalMessage() : root.getMessage();
            throw new Problem(
                    code,
                    name + place(e),
                    "the file does not say what it should",
                    message == null ? e.getClass().getSimpleName() : message,
                    "correct it at the place named",
                    e);
        }
    }

    /// A key that its record does not have.
    private record Unknown(String key, String place, Collection<String> known) {}

    private static @Nullable Unknown unknown(String text, Class<?> type) {
        try {
            return unknown(MAPPER.readTree(text), type, "");
        } catch (JacksonException e) {
            return null;
        }
    }

    private static @Nullable Unknown unknown(@Nullable JsonNode node, Type type, String place) {
        if (node instanceof ObjectNode object && type instanceof Class<?> record && record.isRecord()) {
            Map<String, Type> known = new LinkedHashMap<>();
            for (RecordComponent component : record.getRecordComponents()) {
                JsonProperty named = component.getAccessor().getAnnotation(JsonProperty.class);
                known.put(
                        named == null ? SNAKE_CASE.nameForField(null, null, component.getName()) : named.value(),
                        component.getGenericType());
            }
            for (Map.Entry<String, JsonNode> entry : object.properties()) {
                String inside = (place.isEmpty() ? "" : place + ".") + entry.getKey();
                if (!known.containsKey(entry.getKey())) {
                    return new Unknown(entry.getKey(), inside, known.keySet());
                }
                Unknown deeper = unknown(entry.getValue(), known.get(entry.getKey()), inside);
                if (deeper != null) {
                    return deeper;
                }
            }
        }
        if (type instanceof ParameterizedType generic) {
            Type element = generic.getActualTypeArguments()[generic.getActualTypeArguments().length - 1];
            if (node instanceof ObjectNode object) {
                for (Map.Entry<String, JsonNode> entry : object.properties()) {
                    Unknown deeper = unknown(entry.getValue(), element, place + "." + entry.getKey());
                    if (deeper != null) {
                        return deeper;
                    }
                }
            }
            if (node instanceof ArrayNode array) {
                for (int i = 0; i < array.size(); i++) {
                    Unknown deeper = unknown(array.get(i), element, place + "[" + i + "]");
                    if (deeper != null) {
                        return deeper;
                    }
                }
            }
        }
        return null;
    }

    private static String place(JacksonException e) {
        StringBuilder place = new StringBuilder();
        if (e instanceof DatabindException databind) {
            databind.getPath().forEach(step -> {
                if (step.getPropertyName() != null) {
                    place.append('.').append(step.getPropertyName());
                } else {
                    place.append('[').append(step.getIndex()).append(']');
                }
            });
        }
        String at = place.isEmpty() ? "" : " at " + place.substring(place.charAt(0) == '.' ? 1 : 0);
        return e.getLocation() == null || e.getLocation().getLineNr() < 1
                ? at
                : at + ", line " + e.getLocation().getLineNr();
    }
}
