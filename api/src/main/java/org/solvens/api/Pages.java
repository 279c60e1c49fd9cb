package org.solvens.api;

import io.javalin.http.Context;
import io.javalin.http.Header;
import io.javalin.http.HttpStatus;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;

/// The report pages, what they load, and the description of the API. They come from the class path.
final class Pages {
    private static final Map<String, Asset> ASSETS = Map.of(
            "report.js",
            new Asset("/org/solvens/api/pages/report.js", "text/javascript"),
            "quarantine.js",
            new Asset("/org/solvens/api/pages/quarantine.js", "text/javascript"),
            "page.css",
            new Asset("/org/solvens/api/pages/page.css", "text/css"),
            "docs.js",
            new Asset("/org/solvens/api/pages/docs.js", "text/javascript"),
            "docs.css",
            new Asset("/org/solvens/api/pages/docs.css", "text/css"),
            "swagger-ui-bundle.js",
            new Asset(swagger("swagger-ui-bundle.js"), "text/javascript"),
            "swagger-ui.css",
            new Asset(swagger("swagger-ui.css"), "text/css"));

    private record Asset(String resource, String type) {}

    private static final Map<String, byte[]> RESOURCES = new ConcurrentHashMap<>();

    private Pages() {}

    /// Where a file of Swagger UI is in its webjar, in a folder that is named by its version.
    private static String swagger(String file) {
        Properties built = new Properties();
        try (InputStream in =
                Pages.class.getResourceAsStream("/META-INF/maven/org.webjars/swagger-ui/pom.properties")) {
            built.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return "/META-INF/resources/webjars/swagger-ui/" + built.getProperty("version") + "/" + file;
    }

    /// The description of the API as a page from which it can be tried.
    static void docs(Context context) {
        Accept.choose(context, "text/html");
        page(context, "docs.html");
    }

    static void openApi(Context context) {
        context.contentType("application/yaml").result(resource("/org/solvens/api/openapi.yaml"));
    }

    static void answer(Context context, Shelf<?> shown, String name) {
        Accept.choose(context, "text/html");
        if (shown.isLoading()) {
            loading(context);
        } else {
            page(context, name);
        }
    }

    /// The page that says that the server is still loading, and tries again.
    static void loading(Context context) {
        context.status(HttpStatus.SERVICE_UNAVAILABLE)
                .header(Header.RETRY_AFTER, String.valueOf(ApiProblem.loading().retryAfter()));
        page(context, "loading.html");
    }

    private static void page(Context context, String name) {
        context.contentType("text/html; charset=utf-8").result(resource("/org/solvens/api/pages/" + name));
    }

    static void asset(Context context) {
        Asset asset = ASSETS.get(context.pathParam("name"));
        if (asset == null) {
            throw ApiProblem.ofStatus(404);
        }
        context.contentType(asset.type() + "; charset=utf-8").result(resource(asset.resource()));
    }

    private static byte[] resource(String name) {
        return RESOURCES.computeIfAbsent(name, Pages::readResource);
    }

    private static byte[] readResource(String name) {
        try (InputStream in = Pages.class.getResourceAsStream(name)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
