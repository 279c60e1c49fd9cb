package org.solvens.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.solvens.problem.Problem;

/// Feeds changed inputs to a reader and requires that each is accepted or refused by a {@link Problem} with a code and
/// sentences. Another exception, a lack of memory, or more than ten seconds for one input fails the test. The failing
/// input is saved under `target/fuzz`.
///
/// System properties:
///
/// - `fuzz.seconds`: how long each target runs, 1 where it is not set; 0 tries one input;
/// - `fuzz.seed`: seed of the first input; each further input has the next number. Where it is not set, runs of more
///   than a few seconds begin with a number of the clock, which is printed, and short runs begin with 1, so that the
///   ordinary build repeats itself.
public final class Fuzz {
    private static final Duration LONGEST = Duration.ofSeconds(10);

    /// The first input also loads the classes of the reader.
    private static final Duration LONGEST_FIRST = Duration.ofSeconds(60);

    private static final long SHORT_SECONDS = 5;

    /// An odd number whose multiples have all their bits mixed (2^64 over the golden ratio).
    private static final long SPREAD = 0x9E3779B97F4A7C15L;

    /// Longest refusal that a person would read.
    private static final int LONGEST_REFUSAL = 100_000;

    /// Makes an input.
    @FunctionalInterface
    public interface Maker {
        /// @param random the only source of chance
        byte[] make(Random random) throws Exception;
    }

    /// What is tested.
    @FunctionalInterface
    public interface Reader {
        /// Reads an input to its end; throws a {@link Problem} where the input is refused.
        void read(byte[] input) throws Exception;
    }

    /// How many inputs were accepted and refused.
    public record Tally(long accepted, long refused) {
        private static final long FEW = 1_000;

        /// Requires that inputs were accepted and that inputs were refused: a reader that does only one of the two is
        /// not tested. A run of few inputs, such as the repetition of one, need not have both.
        public void requireBoth() {
            if (accepted + refused > FEW) {
                assertThat(accepted).as("inputs that were accepted").isPositive();
                assertThat(refused).as("inputs that were refused").isPositive();
            }
        }
    }

    private final String target;
    private final Maker maker;
    private final Reader reader;
    private final long seconds;
    private volatile Duration longest = LONGEST_FIRST;
    private volatile long seed;
    private volatile long started;
    private volatile byte @Nullable [] input;
    private volatile @Nullable Throwable failure;
    private long accepted;
    private long refused;

    private Fuzz(String target, Maker maker, Reader reader, long seconds) {
        this.target = target;
        this.maker = maker;
        this.reader = reader;
        this.seed = Long.getLong("fuzz.seed", seconds <= SHORT_SECONDS ? 1 : System.currentTimeMillis());
        this.seconds = seconds;
        this.started = System.nanoTime();
    }

    /// Runs a target for the time that `fuzz.seconds` states.
    ///
    /// @param target its name, for messages and the saved input
    public static Tally run(String target, Maker maker, Reader reader) throws InterruptedException {
        return new Fuzz(target, maker, reader, Long.getLong("fuzz.seconds", 1)).run();
    }

    private Tally run() throws InterruptedException {
        long first = seed;
        Thread worker = Thread.ofPlatform().daemon().name("fuzz-" + target).unstarted(this::readUntilTheEnd);
        worker.start();
        while (!worker.join(Duration.ofMillis(50))) {
            if (System.nanoTime() - started > longest.toNanos()) {
                AssertionError hang = new AssertionError("the reader needs more than " + longest.toSeconds() + " s");
                hang.setStackTrace(worker.getStackTrace());
                throw failed(hang);
            }
        }
        if (failure != null) {
            throw failed(failure);
        }
        System.out.printf(
                Locale.ROOT,
                "fuzz %s: first seed %d, %,d inputs, %,d accepted, %,d refused%n",
                target,
                first,
                accepted + refused,
                accepted,
                refused);
        return new Tally(accepted, refused);
    }

    private void readUntilTheEnd() {
        try {
            long end = 0;
            while (true) {
                input = null;
                // Numbers that follow each other give Random much the same first draws.
                byte[] made = maker.make(new Random(seed * SPREAD));
                input = made;
                started = System.nanoTime();
                try {
                    reader.read(made);
                    accepted++;
                } catch (Problem problem) {
                    requireSentences(problem);
                    refused++;
                }
                if (longest == LONGEST_FIRST) {
                    started = System.nanoTime();
                    longest = LONGEST;
                    end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
                }
                if (System.nanoTime() >= end) {
                    return;
                }
                started = System.nanoTime();
                seed++;
            }
        } catch (Throwable e) {
            failure = e;
        }
    }

    private static void requireSentences(Problem problem) {
        assertThat(problem.code()).matches("[A-Z][A-Z0-9]*(-[A-Z0-9]+)*");
        assertThat(problem.subject()).isNotBlank();
        assertThat(problem.what()).isNotBlank();
        assertThat(problem.why()).isNotBlank();
        assertThat(problem.remedy()).isNotBlank();
        assertThat(problem.display().length()).as("characters of the refusal").isLessThan(LONGEST_REFUSAL);
        for (Throwable cause = problem.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof OutOfMemoryError) {
                throw new AssertionError("the memory was not enough", cause);
            }
        }
    }

    private AssertionError failed(Throwable cause) {
        Path file = Path.of("target", "fuzz", target + "-" + seed);
        byte[] bytes = input;
        if (bytes != null) {
            try {
                Files.createDirectories(file.getParent());
                Files.write(file, bytes);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return new AssertionError(
                "fuzz target " + target + ", seed " + seed + ": " + cause + "; the input is " + file.toAbsolutePath()
                        + "; to repeat it: -Dfuzz.seed=" + seed + " -Dfuzz.seconds=0",
                cause);
    }
}
