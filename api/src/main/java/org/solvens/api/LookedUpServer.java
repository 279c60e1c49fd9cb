package org.solvens.api;

import io.javalin.Javalin;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import org.solvens.facts.OtherCases;
import org.solvens.feature.FeatureCatalogue;
import org.solvens.intake.StoreAddress;
import org.solvens.lake.DeltaTable.Commit;
import org.solvens.lake.Lake;
import org.solvens.store.Scope;
import org.solvens.store.Store;

/// One server of `bench api`, as a process: it says on its output that it is ready, and ends with its input.
final class LookedUpServer {
    /// Begins the line that is followed by the port, a space, and the key if one is needed.
    static final String READY = "ready ";

    /// What a server answers.
    enum Kind {
        /// The same bytes, as many as a look-up has.
        CONSTANT,
        /// Look-ups, without keys.
        OPEN,
        /// Look-ups with a key and the audit log.
        KEYED
    }

    private LookedUpServer() {}

    /// @param arguments a {@link Kind}, and how many cases
    public static void main(String... arguments) throws IOException {
        FeatureCatalogue catalogue = FeatureCatalogue.standard(OtherCases.SEEN);
        Kind kind = Kind.valueOf(arguments[0]);
        int cases = kind == Kind.CONSTANT ? 1 : Integer.parseInt(arguments[1]);
        Decisions made = Decisions.of(new Commit(0, 0), MadeUpCases.asOf(), new MadeUpCases(cases, catalogue));
        if (kind == Kind.CONSTANT) {
            Javalin constant = constant(answerBytes(catalogue, made));
            untilTheEnd(constant.port(), "");
            constant.stop();
            return;
        }
        Path folder = Files.createTempDirectory("bench");
        Lake empty = new Lake(folder.toString());
        Store store =
                kind == Kind.OPEN ? null : Store.open(StoreAddress.of(null, folder.toString()), Clock.systemUTC());
        String key = store == null
                ? ""
                : store.keys()
                        .create("bench", Set.of(Scope.SCORE_READ), null, Integer.MAX_VALUE, null, "bench")
                        .text();
        try (ApiServer server = store == null
                ? ApiServer.listening(empty, catalogue, ApiBench.address(), Limits.STANDARD, Duration.ofDays(1))
                : ApiServer.listening(
                        empty, catalogue, ApiBench.address(), new Access(store, false, Clock.systemUTC()))) {
            server.hold(made);
            untilTheEnd(server.port(), key);
        }
    }

    private static void untilTheEnd(int port, String key) throws IOException {
        System.out.println(READY + port + " " + key);
        System.in.readAllBytes();
    }

    private static int answerBytes(FeatureCatalogue catalogue, Decisions made) {
        SegmentAnswer answers = new SegmentAnswer(catalogue);
        return answers.bytes(Decided.batch(made.storedAt(0), made.commit()), Caller.ANYONE)
                .size();
    }

    private static Javalin constant(int size) {
        byte[] answer = new byte[size];
        Arrays.fill(answer, (byte) 'x');
        return Javalin.create(config -> {
                    Metrics metrics = new Metrics();
                    new Transport(
                                    ApiBench.address(),
                                    Limits.STANDARD,
                                    new Deadlines(Limits.STANDARD.deadline()),
                                    metrics,
                                    Traces.NONE)
                            .configure(config);
                    config.routes.get(
                            "/v1/cases/{caseId}/segment",
                            context -> context.contentType(Json.MEDIA_TYPE)
                                    .outputStream()
                                    .write(answer));
                })
                .start();
    }
}
