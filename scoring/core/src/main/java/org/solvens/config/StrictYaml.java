package org.solvens.config;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
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
import tools.jackson.core.JsonParser;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.EnumNamingStrategies;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.cfg.CoercionAction;
import tools.jackson.databind.cfg.CoercionInputShape;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.cfg.MapperConfig;
import tools.jackson.databind.cfg.MutableCoercionConfig;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.introspect.AnnotatedMember;
import tools.jackson.databind.introspect.JacksonAnnotationIntrospector;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.type.LogicalType;
import tools.jackson.dataformat.yaml.YAMLMapper;
import tools.jackson.dataformat.yaml.YAMLWriteFeature;

/// Reads a YAML file into records. A {@link Problem} that names file, line and column refuses:
///
/// - an empty file, a second document, a file larger than 1 MiB, a line longer than 64 Ki characters;
/// - bytes that are not UTF-8, control characters, tabs that indent, a byte order mark that is not at the beginning;
/// - an unknown key, a key given twice, a key that is not a text, a number that is left out, a value that does not
///   fit;
/// - a number or boolean that YAML 1.1 and YAML 1.2 read in different ways: `010`, `1:30`, `1_0`, `0x1F`, `yes`, `~`.
///   A number begins with 0 only as 0 or as in 0.5;
/// - anchors, aliases, merge keys and tags (`&x`, `*x`, `<<`, `!x`): a setting means what is written where it is
///   written, and an unquoted expression such as `!empty(x)` would lose its text to a tag.
///
/// Keys are snake_case. Checks of meaning are in the records' compact constructors, as {@link WrongSetting} or
/// `IllegalArgumentException`; checks that need more than one record use {@link Document#places}.
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
            .withCoercionConfig(LogicalType.Integer, StrictYaml::onlyAsWritten)
            .withCoercionConfig(LogicalType.Boolean, StrictYaml::noNumber)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(tools.jackson.databind.MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
            .addModule(new SimpleModule()
                    .addDeserializer(double.class, new FiniteNumber(true))
                    .addDeserializer(Double.class, new FiniteNumber(false)))
            .annotationIntrospector(new JacksonAnnotationIntrospector() {
                private static final long serialVersionUID = 1L;

                /// A missing number must not become zero; a missing boolean is false.
                @Override
                public @Nullable Boolean hasRequiredMarker(MapperConfig<?> config, AnnotatedMember member) {
                    Class<?> type = member.getRawType();
                    return type.isPrimitive() && type != boolean.class ? Boolean.TRUE : null;
                }
            })
            .build();

    private static final ObjectMapper WRITER = YAMLMapper.builder()
            .propertyNamingStrategy(SNAKE_CASE)
            .enumNamingStrategy(EnumNamingStrategies.LOWER_CAMEL_CASE)
            .disable(YAMLWriteFeature.WRITE_DOC_START_MARKER)
            .enable(YAMLWriteFeature.MINIMIZE_QUOTES)
            .enable(YAMLWriteFeature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
            .changeDefaultPropertyInclusion(usual -> usual.withValueInclusion(JsonInclude.Include.NON_NULL))
            .build();

    /// Bytes of the largest file that is read.
    static final int LARGEST_FILE = 1 << 20;

    /// Characters of the longest line that is read: the time that YAML takes grows with the square of a line.
    static final int LONGEST_LINE = 1 << 16;

    /// Some editors begin a file with it.
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private StrictYaml() {}

    /// A number with decimals. Jackson's own reader also takes the texts NaN and INF.
    private static final class FiniteNumber extends ValueDeserializer<Double> {
        private final boolean needed;

        /// @param needed whether a number that is left out is refused
        FiniteNumber(boolean needed) {
            this.needed = needed;
        }

        @Override
        public Double deserialize(JsonParser parser, DeserializationContext context) {
            if (parser.currentToken().isNumeric() && Double.isFinite(parser.getDoubleValue())) {
                return parser.getDoubleValue();
            }
            return context.reportInputMismatch(
                    Double.class, "the value is not a number in decimal digits, such as 0.5");
        }

        @Override
        public @Nullable Double getNullValue(DeserializationContext context) {
            return needed ? context.reportInputMismatch(Double.class, "the number is left out") : null;
        }
    }

    /// Refuses a text for a number or boolean, and a number for a boolean. Values that YAML 1.1 reads as
    /// numbers and YAML 1.2 as texts, such as `1:30` and `1_0`, arrive as texts and are refused.
    private static void onlyAsWritten(MutableCoercionConfig config) {
        config.setCoercion(CoercionInputShape.String, CoercionAction.Fail)
                .setCoercion(CoercionInputShape.EmptyString, CoercionAction.Fail);
    }

    private static void noNumber(MutableCoercionConfig config) {
        onlyAsWritten(config);
        config.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail);
    }

    /// The content of a file, and where each value is written.
    ///
    /// @param value not null
    /// @param places of the values in the file
    public record Document<T>(T value, YamlPlaces places) {}

    /// Reads a file.
    ///
    /// @param code the problem code to use where the file cannot be read into the type
    public static <T> T read(Path file, Class<T> type, String code) {
        return document(file, type, code).value();
    }

    /// Reads a file, with the places of its values.
    ///
    /// @param code the problem code to use where the file cannot be read into the type
    public static <T> Document<T> document(Path file, Class<T> type, String code) {
        byte[] bytes;
        try (InputStream in = Files.newInputStream(file)) {
            bytes = in.readNBytes(LARGEST_FILE + 1);
        } catch (NoSuchFileException e) {
            throw new Problem(code, file.toString(), "there is no such file", "the path is wrong", "check the path", e);
        } catch (IOException e) {
            throw new Problem(
                    code, file.toString(), "the file cannot be read", e.toString(), "check its permissions", e);
        }
        if (bytes.length > LARGEST_FILE) {
            throw new Problem(
                    code,
                    file.toString(),
                    "the file is larger than a settings file may be",
                    "it has more than " + LARGEST_FILE + " bytes",
                    "check the path, or remove long comments");
        }
        return document(decoded(bytes, file.toString(), code), file.toString(), type, code);
    }

    /// @throws Problem with the line and the column of the first byte that is not UTF-8
    private static String decoded(byte[] bytes, String name, String code) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CharBuffer out = CharBuffer.allocate(bytes.length);
        CoderResult result = StandardCharsets.UTF_8.newDecoder().decode(in, out, true);
        String text = out.flip().toString();
        if (result.isError()) {
            throw new Problem(
                    code,
                    name + new YamlLines(text).at(text.length()),
                    "the file is not UTF-8",
                    "a character begins there with the byte " + (bytes[in.position()] & 0xff)
                            + ", which UTF-8 does not allow there",
                    "save it as UTF-8");
        }
        return text;
    }

    /// Reads a text.
    ///
    /// @param name what to call the text in a problem
    public static <T> T parse(String text, String name, Class<T> type, String code) {
        return document(text, name, type, code).value();
    }

    /// Reads a text, with the places of its values.
    ///
    /// @param name what to call the text in a problem
    public static <T> Document<T> document(String written, String name, Class<T> type, String code) {
        String text = written.startsWith(BYTE_ORDER_MARK) ? written.substring(1) : written;
        YamlPlaces places = new YamlScan(text, name, code).places(MAPPER);
        try {
            return new Document<>(MAPPER.readValue(new WholeCharacters(text), type), places);
        } catch (JacksonException e) {
            // A misspelt key also leaves the right one missing. The misspelling is the better message.
            Unknown unknown = unknown(text, type);
            if (unknown != null) {
                throw new Problem(
                        code,
                        name + " at " + unknown.place() + places.ofKey(unknown.place()),
                        "unknown key '" + unknown.key() + "'",
                        "the keys known there are " + String.join(", ", unknown.known()),
                        "correct the spelling or remove the key",
                        e);
            }
            Throwable root = e.getCause() instanceof IllegalArgumentException cause ? cause : e;
            String message = root == e ? sentence(e) : root.getMessage();
            String path = path(e);
            if (root instanceof WrongSetting wrong) {
                path = path.isEmpty() || wrong.key().startsWith("[") ? path + wrong.key() : path + "." + wrong.key();
            }
            if (!(e instanceof DatabindException) && path.isEmpty() && e.getLocation() != null) {
                path = places.pathAt(e.getLocation());
            }
            boolean placed =
                    path.isEmpty() && e.getLocation() != null && e.getLocation().getLineNr() > 0;
            throw new Problem(
                    code,
                    name
                            + (path.isEmpty() ? "" : " at " + path)
                            + (placed ? YamlPlaces.at(e.getLocation()) : places.of(path)),
                    "the file's content is not as expected",
                    message == null ? e.getClass().getSimpleName() : message,
                    "correct it at the place named",
                    e);
        }
    }

    /// What does not fit, as a sentence for users where it is a number or a boolean; null otherwise.
    private static @Nullable String sentence(JacksonException e) {
        if (e instanceof MismatchedInputException mismatch && mismatch.getTargetType() != null) {
            Class<?> type = mismatch.getTargetType();
            String wanted = type == int.class || type == Integer.class || type == long.class || type == Long.class
                    ? "a whole number in decimal digits, such as 10"
                    : type == boolean.class || type == Boolean.class ? "true or false, in small letters" : null;
            if (wanted != null && mismatch.getOriginalMessage().matches("(?s)Cannot (coerce|deserialize) .*")) {
                return "the value is not " + wanted;
            }
        }
        return e.getOriginalMessage();
    }

    /// A key that its record does not have.
    private record Unknown(String key, String place, Collection<String> known) {}

    private static @Nullable Unknown unknown(String text, Class<?> type) {
        try {
            return unknown(MAPPER.readTree(new WholeCharacters(text)), type, "");
        } catch (JacksonException e) {
            return null;
        }
    }

    /// The key of a record's component.
    static String key(RecordComponent component) {
        JsonProperty named = component.getAccessor().getAnnotation(JsonProperty.class);
        return named == null ? SNAKE_CASE.nameForField(null, null, component.getName()) : named.value();
    }

    /// Writes a record as YAML that can be read again; keys without a value are left out.
    public static String write(Record settings) {
        return WRITER.writeValueAsString(settings);
    }

    private static @Nullable Unknown unknown(@Nullable JsonNode node, Type type, String place) {
        if (node instanceof ObjectNode object && type instanceof Class<?> record && record.isRecord()) {
            Map<String, Type> known = new LinkedHashMap<>();
            for (RecordComponent component : record.getRecordComponents()) {
                known.put(key(component), component.getGenericType());
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
        if (type instanceof Class<?> list && list.isArray() && node instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                Unknown deeper = unknown(array.get(i), list.getComponentType(), place + "[" + i + "]");
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

    private static String path(JacksonException e) {
        StringBuilder path = new StringBuilder();
        if (e instanceof DatabindException databind) {
            databind.getPath().forEach(step -> {
                if (step.getPropertyName() != null) {
                    path.append(path.isEmpty() ? "" : ".").append(step.getPropertyName());
                } else {
                    path.append('[').append(step.getIndex()).append(']');
                }
            });
        }
        return path.toString();
    }
}
