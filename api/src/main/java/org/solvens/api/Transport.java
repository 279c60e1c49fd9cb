package org.solvens.api;

import io.javalin.config.JavalinConfig;
import io.javalin.http.HttpStatus;
import io.javalin.json.JavalinJackson3;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.VirtualThreads;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.util.thread.ThreadPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// How requests reach the routes: Jetty's threads, its connector with the limits of connections, and what comes
/// before every route.
final class Transport {
    private static final Logger LOG = LoggerFactory.getLogger(Transport.class);

    private final ApiServer.Address address;
    private final Limits limits;
    private final Deadlines deadlines;
    private final Metrics metrics;
    private final Traces traces;

    Transport(ApiServer.Address address, Limits limits, Deadlines deadlines, Metrics metrics, Traces traces) {
        this.address = address;
        this.limits = limits;
        this.deadlines = deadlines;
        this.metrics = metrics;
        this.traces = traces;
    }

    void configure(JavalinConfig config) {
        config.startup.showJavalinBanner = false;
        config.startup.startupWatcherEnabled = false;
        config.http.prefer405over404 = true;
        config.http.maxRequestSize = Bodies.LARGEST;
        config.jetty.threadPool = threads();
        config.jetty.modifyHttpConfiguration(http -> {
            http.setSendServerVersion(false);
            http.setSendDateHeader(true);
        });
        config.jetty.addConnector(this::connector);
        config.jetty.modifyServer(server -> {
            server.setHandler(new Front(address.hosts(), deadlines, metrics, traces));
            server.setErrorHandler(new Front.Errors());
        });
        config.jetty.modifyServletContextHandler(handler -> handler.setErrorHandler(new Front.Errors()));
        config.router.javaLangErrorHandler((response, error) -> {
            LOG.error(
                    "request {} failed: {}",
                    response.getHeader(Exchange.ID_HEADER),
                    error.getClass().getName());
            response.setStatus(HttpStatus.INTERNAL_SERVER_ERROR.getCode());
        });
        config.jsonMapper(new JavalinJackson3(Json.MAPPER, false));
    }

    // Requests run on virtual threads, so that one that waits for its client holds no platform thread.
    private static ThreadPool threads() {
        QueuedThreadPool threads = new QueuedThreadPool();
        threads.setName("http");
        threads.setVirtualThreadsExecutor(VirtualThreads.getNamedVirtualThreadsExecutor("request-"));
        return threads;
    }

    private Connector connector(Server server, HttpConfiguration http) {
        ServerConnector connector;
        if (address.tls() == null) {
            connector = new ServerConnector(server, new HttpConnectionFactory(http));
        } else {
            http.addCustomizer(new SecureRequestCustomizer(false));
            connector = new ServerConnector(
                    server,
                    new SslConnectionFactory(address.tls().factory(), "http/1.1"),
                    new HttpConnectionFactory(http));
        }
        connector.setHost(address.host());
        connector.setPort(address.port());
        connector.setIdleTimeout(limits.deadline().toMillis());
        connector.addBean(deadlines);
        connector.addBean(new NetworkConnectionLimit(limits.connections(), connector));
        return connector;
    }
}
