package org.solvens.training;

import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import org.solvens.feature.Axis;
import org.solvens.feature.Direction;
import org.solvens.feature.Feature;
import org.solvens.feature.FeatureCatalogue;
import org.solvens.feature.Missing;
import org.solvens.feed.Feed;
import org.solvens.lake.DeltaFixture;
import org.solvens.training.evaluate.Metrics;
import org.solvens.training.rows.SnapshotSource;

/// Snapshots drawn from a known law: the log-odds of willingness are `0.3 + strength * (kept - broken - 1)`,
/// where `kept` counts as 2.5 if it is missing.
///
/// Each debtor has one case, which stands for three monthly as-of dates.
public record SyntheticSnapshots(FeatureCatalogue catalogue, List<Drawn> rows) implements SnapshotSource {

    /// A row with the values of the whole catalogue.
    record Drawn(
            String caseId,
            String debtorId,
            String stage,
            LocalDate asOf,
            int ageDays,
            double[] values,
            Boolean willing,
            Boolean able) {}

    /// The catalogue without a leak, or with the feature `leak`, which is the outcome.
    static FeatureCatalogue catalogue(boolean leak) {
        List<Feature> features = new ArrayList<>(List.of(
                feature("broken", Feed.CONTACTS, Axis.WILLINGNESS, Direction.FALLING),
                feature("kept", Feed.CONTACTS, Axis.WILLINGNESS, Direction.RISING),
                feature("kept_again", Feed.CONTACTS, Axis.WILLINGNESS, Direction.RISING),
                feature("noise", Feed.CASES, Axis.WILLINGNESS, Direction.FREE),
                feature("against", Feed.CASES, Axis.WILLINGNESS, Direction.FALLING),
                feature("net_income", Feed.TAX_ASSESSMENTS, Axis.ABILITY, Direction.RISING)));
        if (leak) {
            features.add(feature("leak", Feed.PAYMENTS, Axis.WILLINGNESS, Direction.RISING));
        }
        return new FeatureCatalogue(features);
    }

    private static Feature feature(String name, Feed feed, Axis axis, Direction direction) {
        return Feature.named(name)
                .decimal("count")
                .description("made up")
                .source(feed)
                .axis(axis, direction)
                .value(_ -> 0);
    }

    /// Draws rows.
    ///
    /// @param strength of the signal; 0 for none
    /// @param taxes whether there are tax figures
    public static SyntheticSnapshots draw(int debtors, double strength, boolean leak, boolean taxes, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Drawn> rows = new ArrayList<>();
        for (int d = 0; d < debtors; d++) {
            int first = random.nextInt(16);
            double broken = random.nextInt(4);
            double kept = random.nextInt(5) == 0 ? Missing.NO_RECORD.code() : random.nextInt(100) / 20.0;
            double income = taxes ? 200_000 + random.nextInt(300) * 1000 : Missing.NO_FEED.code();
            double signal = signal(broken, kept);
            for (int m = first; m < first + 3; m++) {
                boolean willing = random.nextDouble() < 1 / (1 + Math.exp(-0.3 - strength * signal));
                boolean able = random.nextDouble() < 1 / (1 + Math.exp(-(income - 350_000) / 60_000));
                List<Double> values = new ArrayList<>(List.of(
                        broken,
                        kept,
                        Missing.is(kept) ? kept : kept * 2,
                        random.nextDouble(),
                        Missing.is(kept) ? kept : kept * kept,
                        income));
                if (leak) {
                    values.add(willing ? 1.0 : 0.0);
                }
                rows.add(new Drawn(
                        "c" + d,
                        "d" + d,
                        d % 3 == 0 ? "reminder" : "collection",
                        LocalDate.of(2024, 1, 1).plusMonths(m),
                        30 * (m - first) + 10,
                        values.stream().mapToDouble(v -> v).toArray(),
                        d % 50 == 0 ? null : Boolean.valueOf(willing),
                        willing ? Boolean.valueOf(able) : null));
            }
        }
        return new SyntheticSnapshots(catalogue(leak), rows);
    }

    /// What the law itself reaches: no model can do better but by chance.
    public double lawAuc() {
        List<Drawn> mature = rows.stream().filter(r -> r.willing() != null).toList();
        return Metrics.of(
                        mature.stream()
                                .mapToDouble(r -> 1 / (1 + Math.exp(-signal(r.values()[0], r.values()[1]))))
                                .toArray(),
                        mature.stream().mapToInt(r -> r.willing() ? 1 : 0).toArray())
                .auc();
    }

    private static double signal(double broken, double kept) {
        return (Missing.is(kept) ? 0 : kept - 2.5) - (broken - 1.5);
    }

    /// The same rows in another order.
    public SyntheticSnapshots shuffled(long seed) {
        List<Drawn> other = new ArrayList<>(rows);
        Collections.shuffle(other, new Random(seed));
        return new SyntheticSnapshots(catalogue, other);
    }

    @Override
    public long version() {
        return 7;
    }

    @Override
    public void read(Axis axis, List<String> features, RowConsumer consumer) {
        double[] values = new double[features.size()];
        for (Drawn row : rows) {
            for (int i = 0; i < values.length; i++) {
                values[i] = row.values()[catalogue.indexOf(features.get(i))];
            }
            Boolean outcome = axis == Axis.WILLINGNESS ? row.willing() : axis == Axis.ABILITY ? row.able() : null;
            consumer.accept(new Row(
                    row.caseId(),
                    row.debtorId(),
                    "creditor",
                    "SE",
                    "consumer",
                    row.stage(),
                    (int) row.asOf().toEpochDay(),
                    row.ageDays() + 30,
                    row.ageDays(),
                    outcome,
                    values));
        }
    }

    /// The rows as a table of a lake, with outcomes of willingness and ability.
    ///
    /// @param folder where the table is to stand
    DeltaFixture writeTo(Path folder) throws IOException {
        List<String> columns = new ArrayList<>(List.of(
                "case_id string",
                "debtor_id string",
                "creditor_id string",
                "country string",
                "claim_type string",
                "stage string",
                "as_of date",
                "days_past_due int",
                "age_days int"));
        for (Feature feature : catalogue.features()) {
            columns.add(feature.name() + " double");
        }
        for (Axis axis : Axis.scored()) {
            columns.add("outcome_" + axis.label() + " int");
        }
        List<List<Object>> written = new ArrayList<>();
        for (Drawn drawn : rows) {
            List<Object> row = new ArrayList<>(List.of(
                    drawn.caseId(),
                    drawn.debtorId(),
                    "creditor",
                    "SE",
                    "consumer",
                    drawn.stage(),
                    drawn.asOf(),
                    40,
                    drawn.ageDays()));
            Arrays.stream(drawn.values()).forEach(row::add);
            row.add(outcome(drawn.willing()));
            row.add(outcome(drawn.able()));
            row.add(null);
            written.add(row);
        }
        DeltaFixture table = DeltaFixture.table(folder, columns.toArray(String[]::new));
        table.append(written);
        return table;
    }

    private static Integer outcome(Boolean good) {
        return good == null ? null : Integer.valueOf(good ? 1 : 0);
    }
}
