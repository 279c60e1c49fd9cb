package org.solvens.simulation;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntConsumer;
import org.solvens.feed.Feed;

/// A run of the simulator: so many debtors over so long, from one seed.
///
/// Debtors are independent of each other, so a part of them can be made by any thread at any time and
/// a smaller run is the beginning of a larger one. The bytes depend on these parameters alone.
///
/// @param world in which they live, with the days of the history and the seed of every draw
/// @param debtors how many, at least 1
/// @param dirt share of the rows written that are bad
/// @param points about how many decisions the truth samples
/// @param partSize debtors in one file of each feed; a run of no more has one file a feed, without a number
record Simulation(World world, int debtors, double dirt, int points, int partSize) {
    /// The usual part size.
    static final int PART = 50_000;
    private static final double DECISIONS_PER_DEBTOR = 6;

    /// Writes feeds and truth, part by part.
    ///
    /// @param feeds folder of the feeds, which exists
    /// @param truth folder of the truth, which exists
    /// @param threads parts that are made at once
    /// @param progress is given the number of debtors done since the last call, from any thread
    void write(Path feeds, Path truth, FeedWriter.Format format, int threads, IntConsumer progress) throws IOException {
        int parts = (debtors + partSize - 1) / partSize;
        Map<Feed, Map<Dirt.Kind, Long>> total = new EnumMap<>(Feed.class);
        try (ExecutorService pool = Executors.newFixedThreadPool(Math.clamp(threads, 1, parts))) {
            List<Future<Map<Feed, Map<Dirt.Kind, Long>>>> running = new ArrayList<>();
            for (int part = 0; part < parts; part++) {
                int number = part;
                running.add(pool.submit(() -> part(number, parts, feeds, truth, format, progress)));
            }
            for (Future<Map<Feed, Map<Dirt.Kind, Long>>> each : running) {
                each.get()
                        .forEach((feed, kinds) -> kinds.forEach(
                                (kind, count) -> total.computeIfAbsent(feed, f -> new EnumMap<>(Dirt.Kind.class))
                                        .merge(kind, count, Long::sum)));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException failure) {
                throw failure;
            }
            if (e.getCause() instanceof UncheckedIOException failure) {
                throw failure.getCause();
            }
            throw new IllegalStateException(e.getCause());
        }
        try (CsvWriter writer = CsvWriter.builder()
                .lineDelimiter(LineDelimiter.LF)
                .build(Files.newBufferedWriter(truth.resolve("dirt.csv"), StandardCharsets.UTF_8))) {
            writer.writeRecord("feed", "kind", "rows");
            total.forEach((feed, kinds) -> kinds.forEach(
                    (kind, count) -> writer.writeRecord(feed.label(), kind.name(), Long.toString(count))));
        }
    }

    private Map<Feed, Map<Dirt.Kind, Long>> part(
            int part, int parts, Path feeds, Path truth, FeedWriter.Format format, IntConsumer progress)
            throws IOException {
        String suffix = parts == 1 ? "" : String.format(Locale.ROOT, "-%05d", part);
        Map<Feed, FeedWriter> writers = new EnumMap<>(Feed.class);
        Map<Feed, Map<Dirt.Kind, Long>> counts = new EnumMap<>(Feed.class);
        double share = Math.min(1, points / (DECISIONS_PER_DEBTOR * debtors));
        try (Truth witness = new Truth(world, truth, suffix, share)) {
            for (Feed feed : Feed.values()) {
                if (feed != Feed.MANDATES || part == 0) {
                    Path file = feeds.resolve(feed.label() + (feed == Feed.MANDATES ? "" : suffix) + format.ending());
                    writers.put(feed, format.open(Contract.of(feed), file));
                }
            }
            Rows rows =
                    (feed, values) -> Objects.requireNonNull(writers.get(feed)).write(values);
            if (dirt > 0) {
                rows = new Dirt(
                        rows, dirt, format == FeedWriter.Format.CSV, Chance.mix(world.seed() + 31L * part), counts);
            }
            if (part == 0) {
                FeedJournal.mandates(world, rows);
            }
            int last = Math.min(debtors, (part + 1) * partSize);
            int reported = part * partSize;
            for (int number = part * partSize; number < last; number++) {
                live(world, number, rows, witness);
                if (number + 1 - reported == 500 || number + 1 == last) {
                    progress.accept(number + 1 - reported);
                    reported = number + 1;
                }
            }
        } finally {
            for (FeedWriter writer : writers.values()) {
                writer.close();
            }
        }
        return counts;
    }

    /// One debtor, from three years before the history to its end.
    static void live(World world, int number, Rows rows, Life.Witness witness) {
        live(world, number, rows, witness, FeedJournal.end(world));
    }

    /// One debtor, from three years before the history to its end.
    ///
    /// @param end milliseconds since 1970-01-01; what becomes known then or later is not written
    static void live(World world, int number, Rows rows, Life.Witness witness, long end) {
        Debtor debtor = Debtor.draw(world, number);
        if (debtor.claims().isEmpty()) {
            return;
        }
        Chance chance = Chance.of(world.seed(), number);
        FeedJournal journal = new FeedJournal(world, debtor, rows, end);
        Life life = new Life(world, debtor, chance, journal, witness);
        int firstYear = world.from().getYear() - 3;
        TaxOffice tax = new TaxOffice(firstYear, world.to().getYear());
        life.youth((int) LocalDate.of(firstYear, 1, 1).toEpochDay(), world.firstDay(), tax);
        life.run(world.firstDay(), world.lastDay(), tax);
        SplittableRandom autumn = new SplittableRandom(
                Chance.of(world.seed() ^ 0x3c6ef372L, number).base());
        witness.ended(life, journal::untold);
        tax.publish(journal, debtor, autumn, debtor.claims().getFirst().placedOn(), world.lastDay());
    }
}
