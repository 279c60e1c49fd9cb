package org.solvens.api;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.solvens.command.LakeOption;
import org.solvens.command.Listed;
import org.solvens.feature.FeatureCatalogue;
import org.solvens.lake.Lake;
import org.solvens.problem.Problem;
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
            "Newer scores and reports are loaded while the server runs.",
            "",
            "Example:",
            "  ./solvens serve --lake ./lake --port 7070",
            "  curl http://127.0.0.1:7070/v1/cases/C-1/segment",
            "  a browser at http://127.0.0.1:7070/ shows the reports",
        })
final class Serve implements Callable<Integer> {
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
        Lake existing = Lake.existing(lake.place(), lake.settings());
        CountDownLatch ended = new CountDownLatch(1);
        ApiServer server = ApiServer.start(
                existing,
                FeatureCatalogue.standard(existing.settings().otherCases()),
                host,
                port,
                allowedHosts,
                Duration.ofSeconds(reloadSeconds));
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(() -> {
            try {
                server.close();
            } finally {
                ended.countDown();
            }
        }));
        spec.commandLine()
                .getOut()
                .println("Solvens answers at http://" + host + ":" + server.port() + "/  (end with Ctrl-C)");
        ended.await();
        return 0;
    }
}
