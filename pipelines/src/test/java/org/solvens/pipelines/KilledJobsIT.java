package org.solvens.pipelines;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.solvens.lake.Lake;
import org.solvens.registry.ModelRegistry;

/// Every job that writes to a lake is killed at random moments, and run again with the same command. Each time all
/// tables, models and roles are as if nobody had killed it, and no temporary file is left.
///
/// `-Dkill.seed=N` repeats the moments of a proof, as shares of the time that the job takes; `-Dkill.count=N` asks for
/// another number of kills than 20.
@Tag("slow")
class KilledJobsIT {
    private static final int KILLS = Integer.getInteger("kill.count", 20);
    private static final long SEED = Long.getLong("kill.seed", System.nanoTime());

    static {
        // To compile a plan takes longer than to run it on so few rows; this is for reading tables, not for the jobs.
        System.setProperty("spark.sql.codegen.wholeStage", "false");
        System.setProperty("spark.sql.codegen.factoryMode", "NO_CODEGEN");
    }

    @TempDir
    Path folder;

    private Path temporary;
    private final Random random = new Random(SEED);
    private final Map<String, Job> jobs = new LinkedHashMap<>();

    /// A job, on a lake as the jobs before it leave it.
    ///
    /// @param arguments of the command, without the lake
    /// @param before folder with the lake that it starts from
    /// @param undisturbed tables, models and roles after it
    /// @param millis that it takes
    private record Job(
            String name, List<String> arguments, Path before, Map<String, List<String>> undisturbed, long millis) {}

    @Test
    void whateverIsKilledTheSameCommandCompletesIt() throws Exception {
        System.out.println("kill.seed=" + SEED + ", " + KILLS + " kills");
        temporary = Files.createDirectory(folder.resolve("temporary"));
        undisturbed();
        List<Job> victims = new ArrayList<>();
        while (victims.size() + jobs.size() <= KILLS) {
            victims.addAll(jobs.values());
        }
        List<Job> more = new ArrayList<>(jobs.values());
        Collections.shuffle(more, random);
        victims.addAll(more.subList(0, KILLS - victims.size()));

        SoftAssertions failures = new SoftAssertions();
        for (int kill = 1; kill <= victims.size(); kill++) {
            Job job = victims.get(kill - 1);
            Lake lake = new Lake(folder.resolve("killed-" + kill).toString());
            long after = killed(job, lake, kill);
            String what = "kill %d of %d, kill.seed=%d: %s after %.1f of %.1f s"
                    .formatted(kill, victims.size(), SEED, job.name(), after / 1e3, job.millis() / 1e3);
            System.out.println(what);
            Solvens.Ended again = run(job, lake);
            // All moments are tried, so that one proof shows everything that falls short.
            failures.check(
                    () -> assertThat(again.code()).as(what + "\n" + again.err()).isZero());
            failures.check(() -> assertThat(again.err()).as(what).isEmpty());
            failures.check(() -> assertThat(temporaryFiles()).as(what).isEmpty());
            Map<String, List<String>> content = content(lake);
            failures.check(() -> assertThat(content.keySet())
                    .as(what)
                    .isEqualTo(job.undisturbed().keySet()));
            content.forEach((name, rows) -> failures.check(() -> assertThat(rows)
                    .as(what + ": " + name)
                    .isEqualTo(job.undisturbed().get(name))));
        }
        failures.assertAll();
    }

    /// Runs every job once and keeps the lake before each.
    private void undisturbed() throws Exception {
        Solvens.Ended made = Solvens.run(
                folder.resolve("simulate"),
                variables(),
                "simulate",
                "--world",
                "first",
                "--debtors",
                "160",
                "--from",
                "2025-01-01",
                "--to",
                "2026-03-31",
                "--seed",
                "11",
                "--dirt",
                "0.01",
                "--out",
                folder.toString());
        assertThat(made.code()).as(made.err()).isZero();
        Path feeds = Files.createDirectory(folder.resolve("some"));
        for (String feed : List.of("cases", "payments", "contacts", "holds")) {
            Files.copy(folder.resolve("feeds/" + feed + ".csv"), feeds.resolve(feed + ".csv"));
        }
        String plan = plan().toString();
        Path lake = folder.resolve("undisturbed");
        Path none = folder.resolve("none");
        undisturbed(lake, "ingest", feeds.toString());
        undisturbed(lake, "features", "--plan", plan);
        undisturbed(lake, "train", "--plan", plan, "--by", "anna", "--bootstrap");
        ModelRegistry registry = new ModelRegistry(lake.resolve("registry"));
        assertThat(registry.entries().stream().filter(entry -> entry.model() != null))
                .as("each axis has a champion")
                .hasSize(2);
        String trees = registry.models().stream()
                .filter(id -> registry.load(id).family().equals("trees"))
                .findFirst()
                .orElseThrow();
        undisturbed(lake, "promote", trees, "--approved-by", "bo", "--reason", "agreed", "--override", "a test");
        undisturbed(lake, "score");
        undisturbed(lake, "report");
        undisturbed(lake, "maintain", "--retain-days", "7");
        undisturbed(none, "run", "--plan", plan, feeds.toString());
    }

    /// Two axes that learn from few cases, and a gate that lets all models pass.
    private Path plan() throws IOException {
        String text = Files.readString(Solvens.HOME.resolve("data-samples/plans/default.yaml"));
        text = text.replaceFirst("(?s)\n  ability:.*?\n  reachability:", "\n  reachability:")
                .replaceFirst("(?s)\n  promise_kept:.*\nscorecard:", "\nscorecard:")
                .replaceAll("minimum_outcomes: \\d+", "minimum_outcomes: 10")
                .replaceFirst("leaf_rows: \\d+", "leaf_rows: 5")
                .replaceFirst("(?s)\ngate:.*", "\n");
        return Files.writeString(folder.resolve("plan.yaml"), text + """
            gate:
              min_auc: 0
              max_auc: 1
              max_ks: 1
              max_calibration_error: 1
              max_stability: 100
              min_slice_auc: 0
              max_against: 1
            """);
    }

    private void undisturbed(Path place, String name, String... arguments) throws Exception {
        Lake lake = new Lake(place.toString());
        Path before = folder.resolve("before-" + name);
        copy(place, before);
        List<String> all = new ArrayList<>(List.of(name));
        all.addAll(List.of(arguments));
        long start = System.nanoTime();
        Solvens.Ended ended = run(new Job(name, all, before, Map.of(), 0), lake);
        long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
        assertThat(ended.code()).as(name + "\n" + ended.err()).isZero();
        jobs.put(name, new Job(name, all, before, content(lake), millis));
    }

    /// Kills a job on a copy of its lake, and draws again if it was over before.
    ///
    /// @return after how many milliseconds
    private long killed(Job job, Lake lake, int kill) throws Exception {
        for (int tries = 0; tries < 10; tries++) {
            Path place = Path.of(lake.root());
            if (Files.exists(place)) {
                delete(place);
            }
            copy(job.before(), place);
            long after = (long) (job.millis() * (0.1 + 0.9 * random.nextDouble()));
            Process process = Solvens.start(
                    folder.resolve("output-" + kill),
                    variables(),
                    arguments(job, lake).toArray(String[]::new));
            boolean over = process.waitFor(after, TimeUnit.MILLISECONDS);
            if (!over) {
                Solvens.kill(process);
                return after;
            }
        }
        throw new AssertionError(job.name() + " was always over before it was killed");
    }

    private Solvens.Ended run(Job job, Lake lake) throws Exception {
        return Solvens.run(
                folder.resolve("output"), variables(), arguments(job, lake).toArray(String[]::new));
    }

    private static List<String> arguments(Job job, Lake lake) {
        List<String> all = new ArrayList<>(job.arguments());
        all.addAll(1, List.of("--lake", lake.root()));
        return all;
    }

    /// What is left in the temporary folder. The empty folder of a command that was killed before its JVM ran stays for
    /// ten minutes, since it looks like one that is just starting.
    private List<Path> temporaryFiles() throws IOException {
        try (Stream<Path> all = Files.walk(temporary)) {
            return all.filter(Files::isRegularFile)
                    .filter(file ->
                            !file.endsWith(".solvens-run") || file.toFile().length() > 0)
                    .toList();
        }
    }

    private List<String> variables() {
        return List.of("TMPDIR=" + temporary);
    }

    private static Map<String, List<String>> content(Lake lake) {
        Map<String, List<String>> content = LakeContent.tables(lake);
        content.putAll(LakeContent.registry(lake));
        return content;
    }

    private static void copy(Path from, Path to) throws IOException {
        if (!Files.exists(from)) {
            return;
        }
        try (Stream<Path> all = Files.walk(from)) {
            all.forEach(file -> {
                try {
                    Files.copy(file, to.resolve(from.relativize(file)), StandardCopyOption.COPY_ATTRIBUTES);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
    }

    private static void delete(Path place) throws IOException {
        try (Stream<Path> all = Files.walk(place)) {
            for (Path each : all.sorted(Collections.reverseOrder()).toList()) {
                Files.delete(each);
            }
        }
    }
}
