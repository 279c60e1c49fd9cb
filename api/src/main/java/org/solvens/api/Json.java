package org.solvens.api;

import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.javalin.http.Header;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

/// JSON as the server takes and writes it.
final class Json {
    static final String MEDIA_TYPE = "application/json";
    static final String PROBLEM_MEDIA_TYPE = "application/problem+json";

    /// Writes names in snake case, and refuses duplicate keys.
    static final JsonMapper MAPPER = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
            .build();

    private Json() {}

    /// Answers; a read with 304 if the caller has the same answer already.
    static void answer(Context context, Object body) {
        answer(context, MAPPER.writeValueAsBytes(body));
    }

    /// The same with what a writer writes.
    static void answer(Context context, Consumer<JsonGenerator> writer) {
        answer(context, bytes(writer));
    }

    /// Answers with JSON that has a tag already.
    static void answer(Context context, JsonBytes json) {
        try {
            // Javalin's `result` would copy the bytes through a buffer of 32 kB that it makes for each answer.
            json.to(context.contentType(MEDIA_TYPE).outputStream());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// What a writer writes.
    static byte[] bytes(Consumer<JsonGenerator> writer) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(8_192);
        try (JsonGenerator json = MAPPER.createGenerator(bytes)) {
            writer.accept(json);
        }
        return bytes.toByteArray();
    }

    private static void answer(Context context, byte[] json) {
        boolean read = context.method() == HandlerType.GET || context.method() == HandlerType.HEAD;
        if (!read || context.res().getHeader(Header.ETAG) != null || !Tags.unchanged(context, Tags.of(json))) {
            context.contentType(MEDIA_TYPE).result(json);
        }
    }

    /// @throws ApiProblem 415 if the body of a request is declared as another type
    static void requireBody(Context context) {
        requireBody(context, MEDIA_TYPE);
    }

    /// The type of the body of a request.
    ///
    /// @param taken the types that the address takes
    /// @throws ApiProblem 415 if the body is declared as another type
    static String requireBody(Context context, String... taken) {
        String declared = context.contentType();
        String type = declared == null ? "" : declared.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        if (!List.of(taken).contains(type)) {
            throw ApiProblem.unsupportedType(String.join(" or ", taken));
        }
        return type;
    }
}
