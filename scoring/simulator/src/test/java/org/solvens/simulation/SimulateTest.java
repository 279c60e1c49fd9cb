package org.solvens.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.file.DataFileReader;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.parquet.avro.AvroParquetReader;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.io.LocalInputFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.solvens.feed.Feed;
import org.solvens.feed.Money;
import org.solvens.problem.Problem;
import picocli.CommandLine;

final class SimulateTest {
    private static final LocalDate FROM = LocalDate.of(2025, 1, 1);
    private static final LocalDate TO = LocalDate.of(2025, 12, 31);

    @TempDir
    private Path folder;

    @ParameterizedTest
    @EnumSource(FeedWriter.Format.class)
    void theSameSeedGivesTheSameBytesWithOneThreadOrThree(FeedWriter.Format format) throws IOException {
        Path one = write("one", new Simulation(new World(Scenario.FIRST, 5, FROM, TO), 90, 0.02, 20, 25), format, 1);
        Path three =
                write("three", new Simulation(new World(Scenario.FIRST, 5, FROM, TO), 90, 0.02, 20, 25), format, 3);
        Path other =
                write("other", new Simulation(new World(Scenario.FIRST, 6, FROM, TO), 90, 0.02, 20, 25), format, 3);

        assertThat(files(one)).hasSizeGreaterThan(40).isEqualTo(files(three)).isNotEqualTo(files(other));
        assertThat(files(one).keySet()).contains("feeds/payments-00003" + format.ending(), "truth/traits-00003.csv");
    }

    @Test
    void aSmallerRunIsTheBeginningOfALarger() throws IOException {
        Path small = write(
                "small",
                new Simulation(new World(Scenario.FIRST, 5, FROM, TO), 40, 0, 0, 100),
                FeedWriter.Format.CSV,
                1);
        Path large = write(
                "large",
                new Simulation(new World(Scenario.FIRST, 5, FROM, TO), 80, 0, 0, 100),
                FeedWriter.Format.CSV,
                1);

        for (Feed feed : Feed.values()) {
            String name = "feeds/" + feed.label() + ".csv";
            assertThat(Files.readString(large.resolve(name))).startsWith(Files.readString(small.resolve(name)));
        }
    }

    @Test
    void theThreeFormatsHoldTheSameRows() throws IOException {
        Simulation simulation = new Simulation(new World(Scenario.FIRST, 5, FROM, TO), 60, 0, 0, 100);
        Path csv = write("csv", simulation, FeedWriter.Format.CSV, 1);
        Path avro = write("avro", simulation, FeedWriter.Format.AVRO, 1);
        Path parquet = write("parquet", simulation, FeedWriter.Format.PARQUET, 1);

        for (Feed feed : Feed.values()) {
            List<String> lines = Files.readAllLines(csv.resolve("feeds/" + feed.label() + ".csv"));
            List<GenericRecord> fromAvro = new ArrayList<>();
            try (DataFileReader<GenericRecord> reader = new DataFileReader<>(
                    avro.resolve("feeds/" + feed.label() + ".avro").toFile(), new GenericDatumReader<>())) {
                reader.forEach(fromAvro::add);
            }
            List<GenericRecord> fromParquet = new ArrayList<>();
            try (ParquetReader<GenericRecord> reader = AvroParquetReader.<GenericRecord>builder(
                            new LocalInputFile(parquet.resolve("feeds/" + feed.label() + ".parquet")))
                    .withDataModel(new GenericData())
                    .build()) {
                for (GenericRecord each = reader.read(); each != null; each = reader.read()) {
                    fromParquet.add(each);
                }
            }
            assertThat(lines.getFirst())
                    .isEqualTo(Contract.of(feed).printed().stream()
                            .map(Contract.Column::name)
                            .collect(Collectors.joining(",")));
            assertThat(fromAvro).hasSize(lines.size() - 1);
            assertThat(fromParquet.stream().map(SimulateTest::values).toList())
                    .isEqualTo(fromAvro.stream().map(SimulateTest::values).toList());
            int known = Contract.of(feed).position(Contract.KNOWN_AT);
            for (int i = 0; i < fromAvro.size(); i++) {
                String[] fields = lines.get(i + 1).split(",", -1);
                assertThat(fields[0]).isEqualTo(fromAvro.get(i).get(0).toString());
                assertThat(Instant.parse(fields[known]).toEpochMilli())
                        .isEqualTo(fromAvro.get(i).get(known));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(FeedWriter.Format.class)
    void withoutItsBadRowsADirtyRunIsTheCleanOne(FeedWriter.Format format) throws IOException {
        Path dirty =
                write("dirty", new Simulation(new World(Scenario.FIRST, 5, FROM, TO), 150, 0.05, 0, 200), format, 1);
        Map<String, Long> counted = new HashMap<>();
        for (String line : Files.readAllLines(dirty.resolve("truth/dirt.csv"))) {
            String[] fields = line.split(",");
            if (!fields[0].equals("feed")) {
                counted.merge(fields[0], Long.parseLong(fields[2]), Long::sum);
            }
        }
        long bad = 0;
        long all = 0;
        Path clean = write("clean", new Simulation(new World(Scenario.FIRST, 5, FROM, TO), 150, 0, 0, 200), format, 1);
        for (Feed feed : Feed.values()) {
            long good = count(clean, feed, format);
            long written = count(dirty, feed, format);
            assertThat(written - good).isEqualTo(counted.getOrDefault(feed.label(), 0L));
            if (format == FeedWriter.Format.CSV) {
                List<String> cleanLines = Files.readAllLines(clean.resolve("feeds/" + feed.label() + ".csv"));
                Set<String> known = Set.copyOf(cleanLines);
                assertThat(Files.readAllLines(dirty.resolve("feeds/" + feed.label() + ".csv")).stream()
                                .filter(known::contains)
                                .toList())
                        .isEqualTo(cleanLines);
            }
            bad += written - good;
            all += written;
        }
        assertThat(bad / (double) all).isBetween(0.04, 0.06);
    }

    @Test
    void theTruthOfASampleOfDecisionsNamesEveryRoute() throws IOException {
        Path run = write(
                "run",
                new Simulation(new World(Scenario.FIRST, 5, FROM, TO), 100, 0, 40, 200),
                FeedWriter.Format.CSV,
                1);
        List<String> points = Files.readAllLines(run.resolve("truth/decision_points.csv"));
        List<String> outcomes = Files.readAllLines(run.resolve("truth/potential_outcomes.csv"));

        assertThat(points).hasSizeBetween(10, 100);
        assertThat(outcomes).hasSize((points.size() - 1) * (OldPolicy.ROUTES.size() - 1) + 1);
        for (String point : points.subList(1, points.size())) {
            String[] fields = point.split(",");
            String taken = outcomes.stream()
                    .filter(o -> o.startsWith(fields[0] + "," + fields[3] + ","))
                    .findFirst()
                    .orElseThrow();
            // Paid or not under the route that was taken is what the history says.
            assertThat(taken.split(",")[5]).isEqualTo(fields[10]);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "--debtors=0 --from=2025-01-01 --to=2025-12-31, --debtors",
        "--debtors=5 --from=2025-01-01 --to=2024-12-31, --to",
        "--debtors=5 --from=2025-01-01 --to=2025-12-31 --dirt=0.9, --dirt",
        "--debtors=5 --from=2025-01-01 --to=2025-12-31 --format=xml, --format",
        "--debtors=5 --from=2025-01-01 --to=2025-12-31 --points=-1, --points",
    })
    void whatMakesNoSenseIsRefusedBeforeAnythingIsWritten(String options, String subject) {
        assertThatThrownBy(() -> run(options + " --seed=1 --out=" + folder.resolve("none")))
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.subject()).startsWith(subject));
        assertThat(folder.resolve("none")).doesNotExist();
    }

    @Test
    void aFileIsNoPlaceToWriteTo() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "mine");

        assertThatThrownBy(() ->
                        run("--debtors=5 --from=2025-01-01 --to=2025-12-31 --seed=1 --out=" + file.resolve("below")))
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.code()).isEqualTo("SIMULATE-OUT"));
        assertThat(file).hasContent("mine");
    }

    @Test
    void aRunReplacesAnEarlierOneAndNothingElse() throws Exception {
        String options =
                "--debtors=%d --from=2025-01-01 --to=2025-12-31 --seed=1 --points=2 --out=" + folder.resolve("out");
        run(options.formatted(5));
        run(options.formatted(8) + " --format=parquet");

        assertThat(folder.resolve("out")).isDirectoryNotContaining("glob:**{partial,old}");
        assertThat(folder.resolve("out/feeds/cases.parquet")).exists();
        assertThat(folder.resolve("out/feeds/cases.csv")).doesNotExist();

        Files.writeString(folder.resolve("out/feeds/mine.csv"), "mine");
        Map<String, String> before = files(folder.resolve("out"));
        assertThatThrownBy(() -> run(options.formatted(5)))
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.subject()).endsWith("mine.csv"));
        assertThat(files(folder.resolve("out"))).isEqualTo(before);
    }

    /// The command in the samples' own page writes what is committed next to it.
    @Test
    void theSamplesAreWhatTheirCommandWrites() throws Exception {
        Path samples = Path.of(System.getProperty("solvens.home")).resolve("data-samples");
        String command;
        try (Stream<String> lines = Files.lines(samples.resolve("README.md"))) {
            command = lines.map(String::strip)
                    .filter(line -> line.startsWith("./solvens simulate "))
                    .findFirst()
                    .orElseThrow();
        }
        assertThat(command).endsWith(" --out data-samples");
        Path again = folder.resolve("again");
        run(command.substring("./solvens simulate ".length()).replace("--out data-samples", "--out " + again));

        Map<String, String> written = files(again);
        assertThat(written).hasSizeGreaterThan(20);
        Map<String, String> committed = new TreeMap<>();
        long size = 0;
        for (String part : List.of("feeds", "truth", "avro")) {
            files(samples.resolve(part)).forEach((name, bytes) -> committed.put(part + "/" + name, bytes));
        }
        for (String bytes : committed.values()) {
            size += bytes.length();
        }
        assertThat(committed.keySet()).isEqualTo(written.keySet());
        committed.forEach((name, bytes) ->
                assertThat(bytes.equals(written.get(name))).as(name).isTrue());
        assertThat(size).isLessThanOrEqualTo(5_000_000);
    }

    private void run(String options) throws Exception {
        CommandLine command = new CommandLine(new Simulate());
        Simulate simulate = command.getCommand();
        command.parseArgs(options.split(" "));
        assertThat(simulate.call()).isZero();
    }

    private Path write(String name, Simulation simulation, FeedWriter.Format format, int threads) throws IOException {
        Path out = folder.resolve(name);
        Path feeds = Files.createDirectories(out.resolve("feeds"));
        Path truth = Files.createDirectories(out.resolve("truth"));
        simulation.write(feeds, truth, format, threads, done -> {});
        return out;
    }

    /// The values of a record as text, amounts as decimals.
    private static List<String> values(GenericRecord of) {
        List<String> values = new ArrayList<>();
        for (Schema.Field field : of.getSchema().getFields()) {
            Object value = of.get(field.pos());
            if (value instanceof ByteBuffer bytes) {
                byte[] amount = new byte[bytes.remaining()];
                bytes.duplicate().get(amount);
                values.add(new BigDecimal(new BigInteger(amount), Money.SCALE).toString());
            } else {
                values.add(String.valueOf(value));
            }
        }
        return values;
    }

    private static long count(Path run, Feed feed, FeedWriter.Format format) throws IOException {
        Path file = run.resolve("feeds/" + feed.label() + format.ending());
        switch (format) {
            case CSV -> {
                return Files.readAllLines(file).size() - 1;
            }
            case AVRO -> {
                long rows = 0;
                try (DataFileReader<GenericRecord> reader =
                        new DataFileReader<>(file.toFile(), new GenericDatumReader<>())) {
                    for (GenericRecord each : reader) {
                        rows += each == null ? 0 : 1;
                    }
                }
                return rows;
            }
            case PARQUET -> {
                long rows = 0;
                try (ParquetReader<GenericRecord> reader = AvroParquetReader.<GenericRecord>builder(
                                new LocalInputFile(file))
                        .build()) {
                    while (reader.read() != null) {
                        rows++;
                    }
                }
                return rows;
            }
        }
        throw new AssertionError(format);
    }

    /// Every file below a folder with its bytes, one character a byte.
    private static Map<String, String> files(Path folder) throws IOException {
        Map<String, String> files = new TreeMap<>();
        List<Path> all;
        try (Stream<Path> walk = Files.walk(folder)) {
            all = walk.filter(Files::isRegularFile).toList();
        }
        for (Path file : all) {
            files.put(
                    folder.relativize(file).toString().replace('\\', '/'),
                    new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
        }
        return files;
    }
}
