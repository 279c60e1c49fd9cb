package org.solvens.api;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.solvens.feature.FeatureCatalogue;
import org.solvens.lake.Lake;
import org.solvens.problem.Problem;
import org.solvens.problem.ProblemOnTerminal;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// The command that starts the API and answers until the process is ended.
@Command(
        name = "serve",
        showDefaultValues = true,
        sortOptions = false,
        description = "Answer case systems and show the recovery report, from the scores and reports of a lake.",
        footer = {
            "",
            "Newer scores and reports are loaded while the server runs.",
            "",
            "Example:",
            "  ./solvens serve --lake ./lake --port 7070",
            "  curl http://127.0.0.1:7070/v1/cases/C-1/segment",
            "  a browser at http://127.0.0.1:7070/ shows the report",
        })
public final class Serve implements Callable<Integer> {
    @Option(names = "--lake", paramLabel = "DIR", defaultValue = "./lake", description = "folder of the lake")
    private String lake;

    @Option(names = "--host", defaultValue = "127.0.0.1", description = "address to listen on")
    private String host;

    @Option(names = "--port", defaultValue = "7070", description = "port to listen on; 0 takes any that is free")
    private int port;

    @Option(
            names = "--reload-seconds",
            paramLabel = "SECONDS",
            defaultValue = "5",
            description = "seconds between two looks for newer scores and reports")
    private int reloadSeconds;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "show this text")
    private boolean help;

    @Option(names = "--debug", description = "show where a failure arose")
    private boolean debug;

    /// Starts the server; ends the process with code 1 where that is not possible, 2 for a wrong call.
    public static void main(String... args) {
        System.exit(commandLine().execute(args));
    }

    /// The command with its handling of problems: four lines on standard error and exit code 1.
    static CommandLine commandLine() {
        Serve serve = new Serve();
        CommandLine.IExecutionExceptionHandler shown = new ProblemOnTerminal();
        return new CommandLine(serve).setExecutionExceptionHandler((failure, command, parsed) -> {
            int code = shown.handleExecutionException(failure, command, parsed);
            if (serve.debug) {
                failure.printStackTrace(command.getErr());
            }
            return code;
        });
    }

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
                    "give a number of seconds from 1 up");
        }
        CountDownLatch ended = new CountDownLatch(1);
        ApiServer server = ApiServer.start(
                Lake.existing(lake), FeatureCatalogue.standard(), host, port, Duration.ofSeconds(reloadSeconds));
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(() -> {
            try {
                server.close();
            } finally {
                ended.countDown();
            }
        }));
        System.out.println("Solvens answers at http://" + host + ":" + server.port() + "/  (end with Ctrl-C)");
        ended.await();
        return 0;
    }
}
