package org.solvens.api;

import io.javalin.http.Context;
import java.util.HexFormat;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/// A request and its answer, for the steps before and after the routes: its id, its connection, and the route that it
/// took.
final class Exchange {
    /// The header with the id of a request.
    static final String ID_HEADER = "X-Request-Id";

    private static final String NAME = Exchange.class.getName();
    private static final Pattern ID = Pattern.compile("[0-9A-Za-z._-]{1,64}");

    private final String id;
    private final @Nullable EndPoint endPoint;
    private final @Nullable Deadlines deadlines;
    private volatile @Nullable String route;

    private Exchange(String id, @Nullable EndPoint endPoint, @Nullable Deadlines deadlines) {
        this.id = id;
        this.endPoint = endPoint;
        this.deadlines = deadlines;
    }

    /// Begins an exchange. Its id is that of the header, if it is one.
    static Exchange begin(Request request, EndPoint endPoint, Deadlines deadlines) {
        Exchange begun = new Exchange(id(request.getHeaders().get(ID_HEADER)), endPoint, deadlines);
        request.setAttribute(NAME, begun);
        return begun;
    }

    /// The exchange of a request; a new one for a request that could not be read.
    static Exchange of(Request request) {
        return request.getAttribute(NAME) instanceof Exchange begun ? begun : new Exchange(id(null), null, null);
    }

    /// The exchange of a request that reached the routes.
    static Exchange of(Context context) {
        return Objects.requireNonNull((Exchange) context.req().getAttribute(NAME), "every request begins one");
    }

    /// Ids are random: consecutive numbers would show how many requests others make.
    private static String id(@Nullable String given) {
        if (given != null && ID.matcher(given).matches()) {
            return given;
        }
        ThreadLocalRandom random = ThreadLocalRandom.current();
        HexFormat hex = HexFormat.of();
        return hex.toHexDigits(random.nextLong()) + hex.toHexDigits(random.nextLong());
    }

    /// The id: as the client gave it, or a random one.
    String id() {
        return id;
    }

    /// Notes the route that the request took, as a template such as `/v1/cases/{caseId}/segment`.
    void tookRoute(String template) {
        route = template;
    }

    /// The route that the request took; null if there is none for it.
    @Nullable
    String route() {
        return route;
    }

    /// Aborts the connection.
    void breakOff() {
        Objects.requireNonNull(endPoint, "a request that reached the routes has a connection")
                .close();
    }

    /// What a long answer runs whenever a part of it was sent: its deadline begins again.
    void progress() {
        if (deadlines != null && endPoint != null) {
            deadlines.began(endPoint);
        }
    }
}
