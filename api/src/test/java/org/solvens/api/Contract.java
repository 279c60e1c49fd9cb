package org.solvens.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/// A client that holds every answer against openapi.yaml: the status must be declared for the
/// operation, and the body must fit the schema declared for that status and media type.
final class Contract implements AutoCloseable {
    private static final JsonMapper JSON = new JsonMapper();
    private static final JsonNode API = api();

    private final HttpClient client = HttpClient.newHttpClient();
    private final String address;

    /// The API key that is sent; null for none.
    private final String key;

    Contract(ApiServer server) {
        this(server, null);
    }

    Contract(ApiServer server, String key) {
        this.key = key;
        address = "http://127.0.0.1:" + server.port();
    }

    private static JsonNode api() {
        try (InputStream in = Contract.class.getResourceAsStream("/org/solvens/api/openapi.yaml")) {
            return closed(new YAMLMapper().readTree(in));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The description is open, so that a new member breaks no client. The tests know every member.
    private static JsonNode closed(JsonNode node) {
        if (node instanceof ObjectNode object
                && object.path("type").asString("").equals("object")
                && object.has("properties")
                && !object.has("additionalProperties")) {
            object.put("additionalProperties", false);
        }
        node.forEach(Contract::closed);
        return node;
    }

    /// The symbols of a schema of the description.
    static java.util.List<String> symbols(String schema) {
        return API.at("/components/schemas/" + schema + "/enum")
                .valueStream()
                .map(JsonNode::asString)
                .toList();
    }

    /// The names of the members of a schema of the description.
    static java.util.Collection<String> members(String schema) {
        return API.at("/components/schemas/" + schema + "/properties").propertyNames();
    }

    /// Every path of the description.
    static java.util.Collection<String> paths() {
        return API.get("paths").propertyNames();
    }

    HttpResponse<byte[]> send(String method, String path, String body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(address + path))
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        if (body != null) {
            request.header("Content-Type", "application/json");
        }
        if (key != null) {
            request.header("Authorization", "Bearer " + key);
        }
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            return client.send(request.build(), BodyHandlers.ofByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /// Posts a body that is not JSON.
    HttpResponse<byte[]> sendBytes(String path, String type, byte[] body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(address + path))
                .POST(BodyPublishers.ofByteArray(body))
                .header("Content-Type", type);
        if (key != null) {
            request.header("Authorization", "Bearer " + key);
        }
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            return client.send(request.build(), BodyHandlers.ofByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /// Posts an Avro file and checks the answer against the description of `template`.
    JsonNode avro(int status, String template, String path, byte[] file, String... headers) {
        return checked(status, template, "post", sendBytes(path, AvroBody.MEDIA_TYPE, file, headers));
    }

    /// Asks and checks the answer against the description of `template`.
    JsonNode ask(int status, String template, String path, String... headers) {
        return checked(status, template, "get", send("GET", path, null, headers));
    }

    JsonNode batch(int status, String body, String... headers) {
        return checked(status, "/v1/segments:batch", "post", send("POST", "/v1/segments:batch", body, headers));
    }

    /// Posts and checks the answer against the description.
    JsonNode post(int status, String path, String body, String... headers) {
        return checked(status, path, "post", send("POST", path, body, headers));
    }

    private static JsonNode checked(int status, String template, String method, HttpResponse<byte[]> response) {
        String text = new String(response.body(), StandardCharsets.UTF_8);
        assertThat(response.statusCode()).as(text).isEqualTo(status);
        JsonNode declared =
                API.get("paths").get(template).get(method).get("responses").get(String.valueOf(status));
        assertThat(declared).as(template + " declares " + status).isNotNull();
        JsonNode resolved =
                declared.has("$ref") ? API.at(declared.get("$ref").stringValue().substring(1)) : declared;
        String type = response.headers().firstValue("Content-Type").orElseThrow();
        JsonNode content = resolved.get("content").get(type);
        assertThat(content).as(template + " declares " + status + " as " + type).isNotNull();
        JsonNode body = JSON.readTree(text);
        fits(content.get("schema"), body);
        return body;
    }

    /// A problem that belongs to no operation, such as that of an unknown path.
    JsonNode problem(int status, String method, String path, String... headers) {
        HttpResponse<byte[]> response = send(method, path, null, headers);
        String text = new String(response.body(), StandardCharsets.UTF_8);
        assertThat(response.statusCode()).as(text).isEqualTo(status);
        assertThat(response.headers().firstValue("Content-Type")).contains("application/problem+json");
        JsonNode body = JSON.readTree(text);
        fits(API.at("/components/schemas/Problem"), body);
        return body;
    }

    static void fits(JsonNode schema, JsonNode body) {
        ObjectNode whole = (ObjectNode) schema.deepCopy();
        whole.set("components", API.get("components"));
        Schema compiled = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(whole);
        assertThat(compiled.validate(body)).isEmpty();
    }

    static JsonNode schema(String name) {
        return API.at("/components/schemas/" + name);
    }

    static JsonNode example(String name) {
        return API.at("/components/examples/" + name + "/value");
    }

    @Override
    public void close() {
        client.close();
    }
}
