package org.solvens.config;

import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.solvens.problem.Problem;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.EnumNamingStrategies;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.exc.UnrecognizedPropertyException;
import tools.jackson.dataformat.yaml.YAMLMapper;

/// Reads a YAML file into records: an unknown key, a key given twice or a value that does not fit is a
/// {@link Problem} that names the file and the key. Keys are snake_case; checks of meaning stand in the
/// records' compact constructors, as `IllegalArgumentException`.
public final class StrictYaml {
    private static final ObjectMapper MAPPER = YAMLMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .enumNamingStrategy(EnumNamingStrategies.LOWER_CAMEL_CASE)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .enable(EnumFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(tools.jackson.databind.MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
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
        } catch (UnrecognizedPropertyException e) {
            List<String> known = new ArrayList<>();
            for (Object id : e.getKnownPropertyIds()) {
                known.add(id.toString());
            }
            throw new Problem(
                    code,
                    name + place(e),
                    "unknown key '" + e.getPropertyName() + "'",
                    "the keys known there are " + String.join(", ", known),
                    "correct the spelling or take the key out",
                    e);
        } catch (JacksonException e) {
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
