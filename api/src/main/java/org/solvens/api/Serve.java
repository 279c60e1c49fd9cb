package org.solvens.api;

import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.solvens.command.ChallengerOption;
import org.solvens.command.LakeOption;
import org.solvens.command.Listed;
import org.solvens.feature.FeatureCatalogue;
import org.solvens.intake.StoreAddress;
import org.solvens.lake.Lake;
import org.solvens.policy.Challenger;
import org.solvens.policy.PolicyText;
import org.solvens.problem.Problem;
import org.solvens.store.Store;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// The command that starts the API and serves until the process is stopped.
@Listed(Listed.Group.CASE_SYSTEMS)
@Command(
        name = "serve",
        header = "Answer case systems over HTTP and show the reports.",
        showDefaultValues = true,
        sortOptions = false,
        description = "Answer case systems and show the recovery and quarantine reports, from the tables of a lake.",
        footer = {
            "",
            "Newer scores and reports are loaded while the server runs. On this machine's own address it answers"
                    + " without",
            "keys until the first one is made (./solvens key create). Any other address needs keys, and TLS or a"
                    + " proxy.",
            "",
            "Example:",
            "  ./solvens serve --lake ./lake --port 7070",
            "  curl http://127.0.0.1:7070/v1/cases/C-1/segment",
            "  a browser at http://127.0.0.1:7070/ shows the reports",
        })
final class Serve implements Callable<Integer> {
    private static final Logger LOG = LoggerFactory.getLogger(Serve.class);

    @Spec
    private CommandSpec spec;

    @Mixin
    private LakeOption lake = new LakeOption();

    @Option(names = "--host", defaultValue = "127.0.0.1", description = "address to listen on")
    private String host;

    @Option(names = "--port", defaultValue = "7070", description = "port to listen on; 0 takes any free port")
    private int port;

    @Option(
            names = "--allowed-host",
            paramLabel = "NAME",
            showDefaultValue = CommandLine.Help.Visibility.NEVER,
            description =
                    "further name that a request may have in its Host header, without a port; localhost, 127.0.0.1,"
                            + " [::1] and --host are always allowed; may be given several times")
    private List<String> allowedHosts = List.of();

    @Option(
            names = "--reload-seconds",
            paramLabel = "SECONDS",
            defaultValue = "5",
            description = "seconds between two checks for newer scores and reports")
    private int reloadSeconds;

    @Option(
            names = "--store",
            paramLabel = "URL",
            showDefaultValue = CommandLine.Help.Visibility.NEVER,
            description = "the operational store: jdbc:postgresql://HOST/DATABASE, or jdbc:h2:file:PATH"
                    + " (default: a file in the lake)")
    private @Nullable String store;

    @Option(
            names = "--policy",
            paramLabel = "FILE",
            showDefaultValue = CommandLine.Help.Visibility.NEVER,
            description = "policy by which score or run decided (default: the one that comes with Solvens)")
    private @Nullable Path policy;

    @Mixin
    private ChallengerOption challenger = new ChallengerOption();

    @Option(
            names = "--index",
            paramLabel = "DIR",
            showDefaultValue = CommandLine.Help.Visibility.NEVER,
            description = "folder on a local disk for the histories (default: store/histories in the lake)")
    private @Nullable Path index;

    @Option(
            names = "--behind-proxy",
            description =
                    "a proxy in front of this server encrypts; keys are then needed on this machine's own address too")
    private boolean behindProxy;

    @Option(
            names = "--tls-keystore",
            paramLabel = "FILE",
            showDefaultValue = CommandLine.Help.Visibility.NEVER,
            description = "PKCS #12 file with the certificate and its private key, to answer by HTTPS")
    private @Nullable Path keyStore;

    @Option(
            names = "--tls-password-file",
            paramLabel = "FILE",
            showDefaultValue = CommandLine.Help.Visibility.NEVER,
            description = "file with the password of --tls-keystore")
    private @Nullable Path passwordFile;

    @Mixin
    private TokenOptions tokens = new TokenOptions();

    @Override
    public Integer call() throws InterruptedException {
        if (port < 0 || port > 65_535) {
            throw new Problem(
                    "API-PORT",
                    host + ":" + port,
                    "the API cannot listen on this address",
                    "a port is a number from 0 to 65535",
                    "choose another port with --port");
        }
        if (reloadSeconds < 1) {
            throw new Problem(
                    "API-RELOAD",
                    "--reload-seconds",
                    "the interval is too short",
                    reloadSeconds + " is below 1",
                    "give a number of seconds of at least 1");
        }
        Tls tls = tls();
        requireEncryption(tls);
        Tokens accepted = tokens.tokens(Clock.systemUTC());
        Traces traces = Traces.of(lake.settings().telemetry());
        Lake existing = Lake.existing(lake.place(), lake.settings());
        ApiServer.Scoring scoring = new ApiServer.Scoring(
                policy == null ? PolicyText.standard() : PolicyText.read(policy),
                Challenger.read(challenger.file(), challenger.share(), challenger.seed()),
                index == null ? ApiServer.Scoring.folder(existing) : index);
        CountDownLatch ended = new CountDownLatch(1);
        SteadyClock clock = new SteadyClock(Clock.systemUTC(), System::nanoTime);
        Store opened = Store.open(StoreAddress.of(store, existing.root()), clock);
        opened.events().lastAccepted().ifPresent(clock::notBefore);
        boolean exposed = behindProxy || !isLoopback();
        if (exposed && accepted == null && !opened.keys().ring().usable(Instant.now())) {
            opened.close();
            throw new Problem(
                    "API-KEYS",
                    host,
                    "the server does not start without an API key",
                    "others than this machine may reach it, and no key of the store is accepted",
                    "make a key first: ./solvens key create --name NAME --scope score:read");
        }
        Access access = new Access(opened, !exposed, clock, accepted);
        ApiServer server = ApiServer.start(
                existing,
                FeatureCatalogue.standard(existing.settings().otherCases()),
                new ApiServer.Address(host, port, AllowedHosts.of(host, allowedHosts), tls),
                Duration.ofSeconds(reloadSeconds),
                access,
                scoring,
                traces);
        AtomicBoolean closed = new AtomicBoolean();
        Runnable stop = () -> {
            if (closed.compareAndSet(false, true)) {
                try {
                    server.close();
                } finally {
                    ended.countDown();
                }
            }
        };
        stopOnSignal(stop);
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(stop));
        spec.commandLine()
                .getOut()
                .println("Solvens answers at " + (tls == null ? "http" : "https") + "://" + host + ":" + server.port()
                        + "/  (end with Ctrl-C)");
        ended.await();
        return 0;
    }

    private @Nullable Tls tls() {
        if (keyStore == null && passwordFile == null) {
            return null;
        }
        if (keyStore == null || passwordFile == null) {
            throw new Problem(
                    "API-TLS",
                    keyStore == null ? "--tls-keystore" : "--tls-password-file",
                    "the server cannot use this certificate",
                    "one of the two options is missing",
                    "give both --tls-keystore and --tls-password-file, or neither");
        }
        Tls tls = Tls.of(keyStore, passwordFile);
        tls.factory();
        return tls;
    }

    /// Keys and decisions do not leave this machine in the clear.
    private void requireEncryption(@Nullable Tls tls) {
        if (tls == null && !behindProxy && !isLoopback()) {
            throw new Problem(
                    "API-EXPOSED",
                    host,
                    "the server does not answer on this address without encryption",
                    "others than this machine may reach it, and there is neither a certificate nor a proxy that"
                            + " encrypts",
                    "give --tls-keystore and --tls-password-file, or --behind-proxy, or leave --host out");
        }
    }

    private boolean isLoopback() {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }

    /// Stops the server when the process gets a signal to end, before the shutdown hooks run: one of them closes
    /// the file of H2 while the server still writes to it. Where there are no signals, only the hooks stop it.
    private static void stopOnSignal(Runnable stop) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object stopping = Proxy.newProxyInstance(
                    Serve.class.getClassLoader(), new Class<?>[] {handler}, (self, method, arguments) -> {
                        switch (method.getName()) {
                            case "handle" -> stop.run();
                            case "hashCode" -> {
                                return System.identityHashCode(self);
                            }
                            case "equals" -> {
                                return self == arguments[0];
                            }
                            default -> {}
                        }
                        return null;
                    });
            for (String name : List.of("TERM", "INT")) {
                signal.getMethod("handle", signal, handler)
                        .invoke(null, signal.getConstructor(String.class).newInstance(name), stopping);
            }
        } catch (ReflectiveOperationException | IllegalArgumentException e) {
            LOG.warn("the server stops by a shutdown hook: {}", e.getClass().getName());
        }
    }
}
