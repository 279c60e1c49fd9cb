package org.solvens.api;

import io.javalin.Javalin;
import io.javalin.util.JavalinBindException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.jspecify.annotations.Nullable;
import org.solvens.feature.FeatureCatalogue;
import org.solvens.lake.Lake;
import org.solvens.policy.Challenger;
import org.solvens.policy.Deciders;
import org.solvens.policy.PolicyText;
import org.solvens.problem.Problem;
import org.solvens.reports.Rates;

/// The HTTP server: it answers from memory, and checks the lake for newer tables at an interval.
///
/// No request is logged, because addresses carry ids of cases and debtors.
public final class ApiServer implements AutoCloseable {
    private final Access access;
    private final Traces traces;
    private final Shelves shelves;
    private final OnlineScores online;
    private final @Nullable WebhookSender webhooks;
    private final Metrics metrics = new Metrics();
    private final BufferAllocator memory = new RootAllocator();
    private final Javalin javalin;
    private final Thread watch;
    private final Thread sweep;

    /// Where to listen.
    ///
    /// @param port 0 for any that is free
    /// @param hosts names that the server answers to
    /// @param tls null for plain HTTP
    record Address(
            String host,
            int port,
            AllowedHosts hosts,
            @Nullable Tls tls) {
        Address(String host, int port, AllowedHosts hosts) {
            this(host, port, hosts, null);
        }
    }

    /// How histories are scored, and where they are kept on disk.
    ///
    /// @param challenger null if there is no trial
    /// @param histories a folder on a local disk
    record Scoring(PolicyText policy, @Nullable Challenger challenger, Path histories) {
        /// The policy of this version of Solvens, and a folder in the lake, or among the temporary files if
        /// the lake is in an object store.
        static Scoring standard(Lake lake) {
            return new Scoring(PolicyText.standard(), null, folder(lake));
        }

        /// Who decides.
        Deciders deciders() {
            return Deciders.of(policy, challenger);
        }

        /// The policies.
        List<PolicyText> policies() {
            return challenger == null ? List.of(policy) : List.of(policy, challenger.policy());
        }

        /// The folder where none is named.
        static Path folder(Lake lake) {
            if (!lake.root().contains("://")) {
                return Path.of(lake.root(), "store", "histories");
            }
            try {
                return Files.createTempDirectory("histories");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private ApiServer(
            Lake lake,
            FeatureCatalogue catalogue,
            Address address,
            Limits limits,
            Duration interval,
            Access access,
            Scoring scoring,
            Traces traces) {
        this.access = access;
        this.traces = traces;
        shelves = new Shelves(
                lake, catalogue, scoring.deciders(), Rates.of(scoring.policy().policy()), scoring.histories(), metrics);
        webhooks = access.hasStore()
                ? new WebhookSender(access.store(), WebhookSender.Patience.STANDARD, access::now, metrics)
                : null;
        online = new OnlineScores(access, lake, shelves, scoring.histories());
        metrics.watch(online, access);
        Deadlines deadlines = new Deadlines(limits.deadline());
        Transport transport = new Transport(address, limits, deadlines, metrics, traces);
        Routes routes =
                new Routes(access, lake, catalogue, scoring.policies(), shelves, online, limits, metrics, memory);
        javalin = Javalin.create(config -> {
            transport.configure(config);
            routes.configure(config);
        });
        watch = every("watch", interval, this::refresh);
        sweep = every("deadlines", deadlines.interval(), deadlines::sweep);
    }

    /// A thread of its own: loading scores on a virtual one would keep requests from a processor meanwhile.
    private static Thread every(String name, Duration interval, Runnable work) {
        return Thread.ofPlatform().daemon().name(name).unstarted(() -> {
            try {
                while (true) {
                    Thread.sleep(interval);
                    work.run();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    /// Starts a server without a store, which admits everybody, and loads the lake's tables; until that is
    /// done, the server is live but not ready.
    ///
    /// @param port 0 for any that is free
    /// @param allowedHosts further host names that the server answers to, in addition to this machine's own
    ///     and `host`
    /// @param interval between two checks for newer tables
    /// @throws Problem `API-PORT` if the address cannot be listened on
    public static ApiServer start(
            Lake lake,
            FeatureCatalogue catalogue,
            String host,
            int port,
            Collection<String> allowedHosts,
            Duration interval) {
        return start(
                lake,
                catalogue,
                new Address(host, port, AllowedHosts.of(host, allowedHosts)),
                interval,
                new Access(null, true, Clock.systemUTC()));
    }

    /// Starts the server with control of access.
    ///
    /// @param access is closed with the server
    static ApiServer start(Lake lake, FeatureCatalogue catalogue, Address address, Duration interval, Access access) {
        return start(lake, catalogue, address, interval, access, Scoring.standard(lake));
    }

    /// The same with another policy or folder.
    static ApiServer start(
            Lake lake, FeatureCatalogue catalogue, Address address, Duration interval, Access access, Scoring scoring) {
        return start(lake, catalogue, address, interval, access, scoring, Traces.NONE);
    }

    /// The same with traces.
    ///
    /// @param traces are closed with the server
    static ApiServer start(
            Lake lake,
            FeatureCatalogue catalogue,
            Address address,
            Duration interval,
            Access access,
            Scoring scoring,
            Traces traces) {
        ApiServer server = listening(lake, catalogue, address, Limits.STANDARD, interval, access, scoring, traces);
        server.refresh();
        server.online.start();
        if (server.webhooks != null) {
            server.webhooks.start();
        }
        server.watch.start();
        return server;
    }

    /// Starts the server without loading anything; call {@link #refresh} for that.
    static ApiServer listening(
            Lake lake, FeatureCatalogue catalogue, Address address, Limits limits, Duration interval) {
        return listening(
                lake,
                catalogue,
                address,
                limits,
                interval,
                new Access(null, true, Clock.systemUTC()),
                Scoring.standard(lake),
                Traces.NONE);
    }

    /// The same with control of access.
    static ApiServer listening(Lake lake, FeatureCatalogue catalogue, Address address, Access access) {
        return listening(
                lake,
                catalogue,
                address,
                Limits.STANDARD,
                Duration.ofDays(1),
                access,
                Scoring.standard(lake),
                Traces.NONE);
    }

    private static ApiServer listening(
            Lake lake,
            FeatureCatalogue catalogue,
            Address address,
            Limits limits,
            Duration interval,
            Access access,
            Scoring scoring,
            Traces traces) {
        ApiServer server = new ApiServer(lake, catalogue, address, limits, interval, access, scoring, traces);
        try {
            server.javalin.start();
        } catch (JavalinBindException e) {
            server.close();
            throw new Problem(
                    "API-PORT",
                    address.host() + ":" + address.port(),
                    "the API cannot listen on this address",
                    "another program listens on the port, or the host is not one of this machine",
                    "choose another port with --port, or stop the other program",
                    e);
        }
        server.sweep.start();
        return server;
    }

    /// The port that is listened on.
    public int port() {
        return javalin.port();
    }

    /// The loaded scores.
    Decisions decisions() {
        return online.content().batch();
    }

    /// Answers from decisions that are not of the lake, until there are scores in the lake.
    void hold(Decisions decisions) {
        online.hold(decisions);
    }

    /// Reads the tables that are newer in the lake than in memory.
    void refresh() {
        shelves.refresh();
        online.refresh();
    }

    @Override
    public void close() {
        watch.interrupt();
        sweep.interrupt();
        javalin.stop();
        online.close();
        if (webhooks != null) {
            webhooks.close();
        }
        access.close();
        memory.close();
        metrics.close();
        traces.close();
    }
}
