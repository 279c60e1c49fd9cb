package org.solvens.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.solvens.feature.Axis;
import org.solvens.feature.FeatureCatalogue;
import org.solvens.lake.DeltaFixture;
import org.solvens.lake.DeltaTables;
import org.solvens.lake.Stamp;
import org.solvens.model.ScorecardModel;
import org.solvens.plan.SnapshotContent;
import org.solvens.plan.TrainingPlan;
import org.solvens.registry.ModelRegistry;
import org.solvens.settings.Settings;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class TrainingMainTest {
    private static final FeatureCatalogue CATALOGUE = SyntheticSnapshots.catalogue(false);
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-01-02T03:04:05Z"), ZoneOffset.UTC);
    private static final String PLAN = """
        plan: cli
        version: 1
        as_of: {max_age_days: 730}
        horizon_days: 90
        late_days: 0
        split: {test_share: 0.3}
        seed: 42
        axes:
          willingness: {minimum_outcomes: 50}
          reachability: {minimum_outcomes: 50}
        scorecard: {max_bins: 6, min_bin_share: 0.05, base_points: 600, base_odds: 1.0, points_to_double: 40}
        gate: {min_auc: 0.52, max_auc: 0.95, max_ks: 0.75, max_calibration_error: 0.08}
        """;

    @TempDir
    Path lake;

    private DeltaFixture snapshots;
    private String out;
    private String err;

    private int run(String... args) {
        StringWriter written = new StringWriter();
        StringWriter errors = new StringWriter();
        int code = new TrainingMain(CATALOGUE, CLOCK)
                .run(Settings.ofProcess(), new PrintWriter(written), new PrintWriter(errors), args);
        out = written.toString();
        err = errors.toString();
        return code;
    }

    private void writeSnapshots() throws Exception {
        DeltaFixture table = SyntheticSnapshots.draw(1500, 0.6, false, true, 2).writeTo(lake.resolve("snapshots"));
        // Without a stamp of what was read.
        table.note(new JsonMapper().writeValueAsString(Map.of(SnapshotContent.NAME, content())));
        snapshots = table;
    }

    private SnapshotContent content() throws Exception {
        Path plan = Files.writeString(lake.resolve("written-by.yaml"), PLAN);
        return SnapshotContent.of(TrainingPlan.read(plan), CATALOGUE.version());
    }

    /// Snapshots state which records they were made of; evaluation reads them as they are and says what
    /// is newer.
    @Test
    void evaluationSaysWhichFeedsAreNewerThanTheSnapshotsItReads() throws Exception {
        writeSnapshots();
        Path plan = Files.writeString(lake.resolve("plan.yaml"), PLAN);
        StringBuilder people = new StringBuilder("debtor_id,birth_year,sex\n");
        SyntheticSnapshots.draw(1500, 0.6, false, true, 2).rows().stream()
                .map(SyntheticSnapshots.Drawn::debtorId)
                .distinct()
                .forEach(id -> people.append(id).append(id.hashCode() % 2 == 0 ? ",1980,f\n" : ",1960,m\n"));
        String attributes =
                Files.writeString(lake.resolve("people.csv"), people).toString();

        train(plan);
        assertThat(evaluate(attributes)).isZero();
        assertThat(out).startsWith("The snapshots do not state which records they were made from. ");

        DeltaFixture payments = DeltaFixture.table(lake.resolve("feeds/payments"), "payment_id string");
        DeltaFixture contacts = DeltaFixture.table(lake.resolve("feeds/contacts"), "contact_id string");
        DeltaFixture.table(lake.resolve("feeds/mandates"), "mandate_id string").append(List.of(List.of("M1")));
        payments.append(List.of(List.of("P1")));
        contacts.append(List.of(List.of("N1")));
        snapshots.note(Stamp.of(CATALOGUE.version(), Map.of())
                .reading(
                        new DeltaTables(Settings.NONE),
                        "payments",
                        lake.resolve("feeds/payments").toString())
                .reading(
                        new DeltaTables(Settings.NONE),
                        "contacts",
                        lake.resolve("feeds/contacts").toString())
                .json(SnapshotContent.NAME, content()));
        Files.writeString(plan, PLAN.replace("version: 1", "version: 2"));
        train(plan);
        assertThat(evaluate(attributes)).isZero();
        assertThat(out).doesNotStartWith("The snapshots");
        assertThat(evaluate(attributes, "--json")).isZero();
        assertThat(new JsonMapper().readTree(out).get("newer_feeds")).isEmpty();

        // A commit without rows, as maintenance makes them, is nothing new.
        payments.note("{}");
        assertThat(evaluate(attributes)).isZero();
        assertThat(out).doesNotStartWith("The snapshots");

        contacts.append(List.of(List.of("N2")));
        DeltaFixture.table(lake.resolve("feeds/holds"), "hold_id string").append(List.of(List.of("H1")));
        assertThat(evaluate(attributes)).isZero();
        assertThat(out)
                .startsWith("The snapshots are older than the feeds: newer records of contacts, holds are not in these"
                        + " figures. ");
        assertThat(evaluate(attributes, "--json")).isZero();
        assertThat(new JsonMapper().readTree(out).get("newer_feeds").toString()).isEqualTo("[\"contacts\",\"holds\"]");
        assertThat(new JsonMapper().readTree(out).get("models")).isNotEmpty();
    }

    private void train(Path plan) {
        assertThat(run("train", "--lake", lake.toString(), "--plan", plan.toString(), "--by", "anna"))
                .as(err)
                .isZero();
    }

    private int evaluate(String attributes, String... more) {
        List<String> all = new ArrayList<>(List.of("evaluate", "--fairness", attributes, "--lake", lake.toString()));
        all.addAll(List.of(more));
        return run(all.toArray(String[]::new));
    }

    @Test
    void snapshotsOfAnotherHorizonAreNotTrainedOn() throws Exception {
        writeSnapshots();
        Path plan = lake.resolve("plan.yaml");
        Files.writeString(plan, PLAN.replace("horizon_days: 90", "horizon_days: 60"));
        assertThat(run("train", "--lake", lake.toString(), "--plan", plan.toString(), "--by", "anna", "--bootstrap"))
                .isEqualTo(1);
        assertThat(err).contains("error SNAPSHOTS-PLAN", "horizon_days is 90 and should be 60");
        assertThat(Files.exists(lake.resolve("registry"))).isFalse();
    }

    @Test
    void oneAxisOfAPlanIsTrainedAlone() throws Exception {
        writeSnapshots();
        Path plan = Files.writeString(lake.resolve("plan.yaml"), PLAN);
        List<String> args = List.of("train", "--lake", lake.toString(), "--plan", plan.toString(), "--by", "anna");
        assertThat(run(with(args, "--axis", "reachability"))).as(err).isZero();
        assertThat(out.lines().skip(1).map(line -> line.split(" ")[0])).containsExactly("reachability");
        assertThat(run(with(args, "--axis", "ability"))).isEqualTo(1);
        assertThat(err).contains("error PLAN", "does not train ability", "it trains reachability, willingness");
        assertThat(run(with(args, "--axis", "abilty"))).isEqualTo(2);
    }

    @Test
    void aTableIsTrainedOnListedAndShown() throws Exception {
        StringBuilder csv = new StringBuilder("Day,Amount,Kind,age,paid\n");
        SplittableRandom random = new SplittableRandom(5);
        for (int i = 0; i < 900; i++) {
            int amount = random.nextInt(100);
            boolean paid = random.nextDouble() < (amount < 10 ? 0.9 : amount / 110.0);
            csv.append(LocalDate.of(2025, 1, 1).plusDays(i / 3))
                    .append(',')
                    .append(amount < 10 ? "-9" : amount)
                    .append(i % 2 == 0 ? ",shop," : ",farm,")
                    .append(20 + i % 50)
                    .append(paid ? ",1\n" : ",0\n");
        }
        Path table = Files.writeString(lake.resolve("claims.csv"), csv);
        Path plan = Path.of("../../data-samples/plans/table.yaml");
        List<String> args = List.of(
                "train",
                "--table",
                table.toString(),
                "--target",
                "paid",
                "--split",
                "Day",
                "--special",
                "-7,-8,-9",
                "--plan",
                plan.toString(),
                "--out",
                lake.resolve("registry").toString(),
                "--by",
                "anna");
        assertThat(run(with(args))).as(err).isZero();
        assertThat(out)
                .contains("claims.csv: the chance that paid is 1; 630 rows train and 270 test")
                .contains("special: -9", "speaks of 'age'", "the search scored", "chosen", "scorecard", "trees");
        assertThat(run(with(args, "--json"))).as(err).isZero();
        JsonNode json = new JsonMapper().readTree(out);
        assertThat(json.get("table").get("columns")).hasSize(2);
        assertThat(json.get("search").get("tried")).hasSize(6);
        assertThat(run("models", "--lake", lake.toString(), "--axis", "table")).isZero();
        assertThat(out.lines()).as("trained twice, the same bytes").hasSize(3);
        String card = new ModelRegistry(lake.resolve("registry"))
                .card(json.get("results").get(0).get("model").asString());
        assertThat(card)
                .contains(
                        "Estimates the chance that paid is 1",
                        "Search for the shape",
                        "Columns left out",
                        "special -9",
                        "farm",
                        "IV");
        Path page = lake.resolve("models.html");
        assertThat(run("models", "page", "--lake", lake.toString(), "--out", page.toString()))
                .isZero();
        assertThat(Files.readString(page))
                .contains("2 models", "AUC over time", "Gain of", "Reliability of", "prefers-color-scheme:dark", "anna")
                .doesNotContain("<script", "http");
        assertThat(run(
                        "models",
                        "page",
                        "--lake",
                        lake.toString(),
                        "--out",
                        lake.resolve("none/x.html").toString()))
                .isEqualTo(66);
        assertThat(err).contains("error PAGE-WRITE");
        assertThat(run("train", "--table", table.toString(), "--target", "paid"))
                .isEqualTo(2);
        assertThat(err).contains("--table needs --out");
    }

    @Test
    void aModelIsRecalibratedWithoutTrainingItAgain() throws Exception {
        writeSnapshots();
        Path plan = Files.writeString(lake.resolve("plan.yaml"), PLAN);
        assertThat(run("train", "--lake", lake.toString(), "--plan", plan.toString(), "--by", "anna", "--bootstrap"))
                .isZero();
        ModelRegistry registry = new ModelRegistry(lake.resolve("registry"));
        String first = registry.champion(Axis.WILLINGNESS).orElseThrow().model();
        assertThat(run("recalibrate", first, "--lake", lake.toString(), "--by", "anna", "--json"))
                .as(err)
                .isZero();
        JsonNode made = new JsonMapper().readTree(out);
        String second = made.get("model").asString();
        assertThat(made.get("of").asString()).isEqualTo(first);
        assertThat(made.get("calibrated").asInt()).isGreaterThan(100);
        ScorecardModel before = (ScorecardModel) registry.load(first);
        ScorecardModel after = (ScorecardModel) registry.load(second);
        assertThat(after.terms()).isEqualTo(before.terms());
        assertThat(after.intercept()).isEqualTo(before.intercept());
        assertThat(after.calibration()).isNotEqualTo(before.calibration());
        assertThat(registry.champion(Axis.WILLINGNESS).orElseThrow().model())
                .as("nobody promoted it")
                .isEqualTo(first);
        assertThat(run("promote", second, "--lake", lake.toString(), "--approved-by", "bo", "--reason", "too high"))
                .as(err)
                .isZero();
        assertThat(registry.champion(Axis.WILLINGNESS).orElseThrow().model()).isEqualTo(second);
        assertThat(run("train", "--reproduce", second, "--lake", lake.toString()))
                .isEqualTo(1);
        assertThat(err).contains("error REPRODUCE", first);
    }

    private static String[] with(List<String> args, String... more) {
        return Stream.concat(args.stream(), Stream.of(more)).toArray(String[]::new);
    }

    @Test
    void trainsListsPromotesRollsBackAndEvaluates() throws Exception {
        writeSnapshots();
        Path plan = lake.resolve("plan.yaml");
        Files.writeString(plan, PLAN);
        assertThat(run("train", "--lake", lake.toString(), "--plan", plan.toString(), "--by", "anna", "--bootstrap"))
                .isZero();
        assertThat(out.lines()).hasSize(3);
        assertThat(out).contains("promoted: passed the gate", "insufficient data: no case has a mature outcome");
        ModelRegistry registry = new ModelRegistry(lake.resolve("registry"));
        String first = registry.models().getFirst();
        assertThat(registry.champion(Axis.WILLINGNESS).orElseThrow().model()).isEqualTo(first);

        Files.writeString(plan, PLAN.replace("version: 1", "version: 2"));
        assertThat(run(
                        "train",
                        "--lake",
                        lake.toString(),
                        "--plan",
                        plan.toString(),
                        "--by",
                        "anna",
                        "--approved-by",
                        "bo",
                        "--json"))
                .isZero();
        JsonNode results = new JsonMapper().readTree(out);
        assertThat(results.get(0).get("decision").asString()).isEqualTo("promoted");
        String second = results.get(0).get("model").asString();
        assertThat(second).isNotEqualTo(first);

        assertThat(run("models", "--lake", lake.toString())).isZero();
        assertThat(out.lines().filter(l -> l.contains(second) && l.contains("champion")))
                .hasSize(1);
        assertThat(out).contains("insufficient_data", "cli@1", "cli@2");
        assertThat(run("models", "--lake", lake.toString(), "--json")).isZero();
        assertThat(new JsonMapper().readTree(out)).hasSize(3);

        // By axis, and the newest of the same day by its id; with what was measured and who trained it.
        JsonNode list = new JsonMapper().readTree(out);
        assertThat(list.get(0).get("axis").asString()).isEqualTo("willingness");
        assertThat(list.get(0).at("/measured/low").asDouble())
                .isLessThan(list.get(0).at("/measured/value").asDouble());
        assertThat(list.get(0).get("by").asString()).isEqualTo("anna");
        assertThat(list.get(2).get("role").asString()).isEqualTo("insufficient_data");
        String untrained = list.get(2).get("axis").asString();
        assertThat(run("models", "--axis", untrained, "--lake", lake.toString(), "--json"))
                .isZero();
        assertThat(new JsonMapper().readTree(out))
                .hasSize(1)
                .allSatisfy(line -> assertThat(line.get("axis").asString()).isEqualTo(untrained));

        assertThat(run("models", "diff", first, second, "--lake", lake.toString()))
                .isZero();
        assertThat(out)
                .startsWith("willingness: " + first + " and " + second)
                .containsPattern("plan\\.version +1 +2\n")
                .contains("feature, weight: no difference", "AUC");
        assertThat(run("models", "diff", first, second, "--lake", lake.toString(), "--json"))
                .isZero();
        assertThat(new JsonMapper().readTree(out).at("/settings"))
                .hasSize(1)
                .allSatisfy(each -> assertThat(each.get("what").asString()).isEqualTo("plan.version"));

        assertThat(run("rollback", "willingness", "--lake", lake.toString(), "--actor", "bo", "--reason", "worse"))
                .isZero();
        assertThat(out.strip()).isEqualTo("willingness is served by " + first);
        assertThat(run("models", "log", "--axis", "willingness", "--lake", lake.toString()))
                .isZero();
        assertThat(out.lines().skip(1).map(line -> line.replaceAll(" +", " ").strip()))
                .hasSize(3)
                .anySatisfy(line -> assertThat(line).contains(" rollback " + first + " bo worse"));
        assertThat(run("models", "log", "--lake", lake.toString(), "--json")).isZero();
        assertThat(new JsonMapper().readTree(out)).hasSize(registry.entries().size());
        assertThat(run("promote", second, "--lake", lake.toString(), "--approved-by", "bo", "--reason", "after all"))
                .isZero();
        assertThat(registry.entries().getLast().reason()).isEqualTo("after all");
        assertThat(registry.entries().getLast().at()).isEqualTo(CLOCK.instant());

        assertThat(run("promote", second, "--lake", lake.toString(), "--approved-by", "anna", "--reason", "mine"))
                .isEqualTo(1);
        assertThat(err).contains("error APPROVAL");

        assertThat(run("compare", first, second, "--lake", lake.toString())).isZero();
        assertThat(out).contains("AUC differs by +0.0000 [+0.0000, +0.0000]", "show no difference between the two");
        assertThat(run("compare", first, second, "--lake", lake.toString(), "--json"))
                .isZero();
        assertThat(new JsonMapper().readTree(out).get("rows").asInt()).isGreaterThan(100);
        assertThat(run("train", "--lake", lake.toString(), "--reproduce", second))
                .isZero();
        assertThat(out).contains("the same to the byte");
        assertThat(run("models", "export", second, "--lake", lake.toString(), "--format", "sql"))
                .isZero();
        assertThat(out).contains("WITH scored AS", "FROM snapshots t");
        assertThat(run("models", "card", second, "--lake", lake.toString())).isZero();
        assertThat(out).startsWith("<!doctype html>").contains(second);

        assertThat(run("evaluate", second, "--lake", lake.toString())).isZero();
        assertThat(new JsonMapper().readTree(out).get("model").asString()).isEqualTo(second);

        assertThat(run("models", "verify", "--lake", lake.toString())).isZero();
        assertThat(out).startsWith("0 findings in 2 models and ");
        Path evaluation = lake.resolve("registry/models").resolve(second).resolve("evaluation.json");
        Files.writeString(evaluation, Files.readString(evaluation) + " ");
        assertThat(run("models", "verify", "--lake", lake.toString())).isEqualTo(1);
        assertThat(out.lines().findFirst().orElseThrow())
                .isEqualTo("changed  models/" + second + "/evaluation.json: the content is not what was published");
        assertThat(run("models", "verify", "--lake", lake.toString(), "--json")).isEqualTo(1);
        JsonNode audit = new JsonMapper().readTree(out);
        assertThat(audit.at("/findings/0/kind").asString()).isEqualTo("changed");
        assertThat(audit.at("/findings/0/file").asString()).endsWith("evaluation.json");
        assertThat(run("promote", second, "--lake", lake.toString(), "--approved-by", "bo", "--reason", "x"))
                .isEqualTo(1);
        assertThat(err).contains("error REGISTRY-CHECKSUM", "evaluation.json");
    }

    @Test
    void onePersonIsNotTwoHoweverTheNameIsWritten() throws Exception {
        writeSnapshots();
        Path plan = lake.resolve("plan.yaml");
        Files.writeString(plan, PLAN);
        assertThat(run(
                        "train",
                        "--lake",
                        lake.toString(),
                        "--plan",
                        plan.toString(),
                        "--by",
                        "Anna",
                        "--approved-by",
                        "\u0410nna"))
                .isEqualTo(1);
        assertThat(err).contains("error APPROVAL");
        assertThat(run("train", "--lake", lake.toString(), "--plan", plan.toString()))
                .isZero();
        String user = System.getProperty("user.name");
        ModelRegistry registry = new ModelRegistry(lake.resolve("registry"));
        String model = registry.models().getFirst();
        assertThat(registry.publication(model).orElseThrow().by()).isEqualTo(user);
        assertThat(run("promote", model, "--lake", lake.toString(), "--reason", "mine"))
                .isEqualTo(1);
        assertThat(err).contains("error APPROVAL");
    }

    @Test
    void saysWhatIsWrong() throws Exception {
        Path bad = Files.writeString(lake.resolve("bad.yaml"), "plan: [");
        assertThat(run("train", "--lake", lake.toString(), "--plan", bad.toString(), "--actor", "anna"))
                .isEqualTo(1);
        assertThat(err).contains("error PLAN", "bad.yaml");
        assertThat(run("train")).isEqualTo(2);
        assertThat(run()).isEqualTo(2);
        assertThat(run("train", "--help")).isZero();
        assertThat(out).contains("Example");
    }

    /// What is named and not there ends with 66, as docs/exit-codes.md promises.
    @Test
    void whatDoesNotExistEndsWith66() throws Exception {
        String nowhere = lake.resolve("nowhere").toString();
        String here = lake.toString();
        String plan = Files.writeString(lake.resolve("plan.yaml"), PLAN).toString();
        String id = "0123456789abcdef";
        List<String[]> withoutRegistry = List.of(
                new String[] {"models", "--lake", nowhere},
                new String[] {"models", "verify", "--lake", nowhere},
                new String[] {"models", "log", "--lake", nowhere},
                new String[] {"models", "diff", id, "fedcba9876543210", "--lake", nowhere},
                new String[] {"models", "card", id, "--lake", nowhere},
                new String[] {"models", "export", id, "--format", "sql", "--lake", nowhere},
                new String[] {"compare", id, "fedcba9876543210", "--lake", nowhere},
                new String[] {"promote", id, "--approved-by", "bo", "--reason", "x", "--lake", nowhere},
                new String[] {"rollback", "willingness", "--by", "bo", "--reason", "x", "--lake", nowhere},
                new String[] {"challenge", id, "--by", "bo", "--reason", "x", "--lake", nowhere},
                new String[] {"evaluate", id, "--lake", nowhere},
                new String[] {"evaluate", "--truth", nowhere, "--lake", nowhere},
                new String[] {"policy", "simulate", "--truth", nowhere, "--lake", nowhere},
                new String[] {"train", "--reproduce", id, "--lake", nowhere});
        for (String[] command : withoutRegistry) {
            assertThat(run(command)).as(String.join(" ", command)).isEqualTo(66);
            assertThat(err).contains("error REGISTRY: there is no registry", "nowhere", "remedy: ");
        }
        assertThat(lake.resolve("nowhere")).doesNotExist();
        assertThat(run("train", "--lake", nowhere, "--plan", plan, "--by", "anna"))
                .isEqualTo(66);
        assertThat(err).contains("error LAKE-TABLE");
        assertThat(run("train", "--lake", here, "--plan", "nowhere.yaml", "--by", "anna"))
                .isEqualTo(66);
        assertThat(err).contains("error PLAN: there is no such file", "nowhere.yaml");

        Files.createDirectories(lake.resolve("registry"));
        assertThat(run("models", "--lake", here)).isZero();
        assertThat(run("models", "verify", "--lake", here)).isZero();
        assertThat(run("evaluate", id, "--lake", here)).isEqualTo(66);
        assertThat(err).contains("error REGISTRY-MODEL");
        assertThat(run("promote", id, "--approved-by", "bo", "--reason", "x", "--lake", here))
                .isEqualTo(66);
        assertThat(run("evaluate", "--truth", nowhere, "--lake", here)).isEqualTo(66);
        assertThat(err).contains("error TRUTH", "nowhere");
        writeSnapshots();
        assertThat(run("evaluate", "--fairness", nowhere, "--lake", here)).isEqualTo(66);
        assertThat(err).contains("error ATTRIBUTES", "nowhere");
    }
}
