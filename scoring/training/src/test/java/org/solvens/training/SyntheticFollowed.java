package org.solvens.training;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.solvens.feature.Axis;
import org.solvens.feature.Direction;
import org.solvens.feature.Feature;
import org.solvens.feature.FeatureCatalogue;
import org.solvens.feed.Feed;
import org.solvens.outcome.Recovered;
import org.solvens.training.evaluate.Followed;
import org.solvens.training.rows.SnapshotSource;

/// Followed cases drawn from a known law: half of the balance comes in at a time, and the log-odds that a half
/// comes in during a period are `kept - 4 - period / 4`. The routing feature is what will come in.
///
/// @param cases what is seen of each
/// @param whole shares of each by the end of each period, had nothing been censored
public record SyntheticFollowed(List<Row> cases, List<double[]> seen, List<double[]> whole) implements SnapshotSource {
    static final FeatureCatalogue CATALOGUE = new FeatureCatalogue(List.of(
            feature("kept", Feed.CONTACTS, Axis.WILLINGNESS, Direction.RISING),
            feature("net_income", Feed.TAX_ASSESSMENTS, Axis.ABILITY, Direction.RISING),
            feature("noise", Feed.CONTACTS, Axis.REACHABILITY, Direction.FREE),
            feature("future", Feed.PAYMENTS, Axis.ROUTING, Direction.RISING)));

    private static Feature feature(String name, Feed feed, Axis axis, Direction direction) {
        return Feature.named(name)
                .decimal("count")
                .description("made up")
                .source(feed)
                .axis(axis, direction)
                .value(_ -> 0);
    }

    /// Draws cases, one a debtor, as of sixteen months.
    ///
    /// @param censored chance of a case to be censored from a period on, drawn apart from what it pays
    public static SyntheticFollowed draw(int cases, double censored, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Row> rows = new ArrayList<>();
        List<double[]> seen = new ArrayList<>();
        List<double[]> whole = new ArrayList<>();
        for (int c = 0; c < cases; c++) {
            double kept = random.nextInt(40) / 10.0;
            double[] shares = new double[Recovered.PERIODS];
            double share = 0;
            for (int period = 0; period < shares.length; period++) {
                double chance = 1 / (1 + Math.exp(4 - kept + period / 4.0));
                share = Math.min(1, share + (random.nextDouble() < chance ? 0.5 : 0));
                shares[period] = share;
            }
            int until = random.nextDouble() < censored ? 1 + random.nextInt(shares.length) : shares.length;
            whole.add(shares);
            seen.add(Arrays.copyOf(shares, until));
            rows.add(new Row(
                    "c" + c,
                    "d" + c,
                    "creditor",
                    "SE",
                    "invoice",
                    "collection",
                    (int) LocalDate.of(2024, 1, 1)
                            .plusMonths(random.nextInt(16))
                            .toEpochDay(),
                    60,
                    30,
                    null,
                    new double[] {kept, 200_000 + random.nextInt(300) * 1000, random.nextDouble(), share}));
        }
        return new SyntheticFollowed(rows, seen, whole);
    }

    /// Mean of what had happened by the end of a period, had nothing been censored.
    public double truth(Axis axis, int periods) {
        return whole.stream()
                .mapToDouble(shares -> Recovered.target(axis, shares)[periods - 1])
                .average()
                .orElseThrow();
    }

    /// The cases, as nothing was expected of them.
    public List<Followed> followed(Axis axis) {
        return seen.stream()
                .map(shares -> new Followed(0, new double[Recovered.PERIODS], Recovered.target(axis, shares)))
                .toList();
    }

    @Override
    public long version() {
        return 7;
    }

    @Override
    public void read(Axis axis, List<String> features, RowConsumer consumer) {
        throw new IllegalStateException("followed cases have no outcome of an axis");
    }

    @Override
    public void follow(List<String> features, FollowedConsumer consumer) {
        for (int c = 0; c < cases.size(); c++) {
            Row row = cases.get(c);
            double[] values = features.stream()
                    .mapToDouble(name -> row.features()[CATALOGUE.indexOf(name)])
                    .toArray();
            consumer.accept(
                    new Row(
                            row.caseId(),
                            row.debtorId(),
                            row.creditorId(),
                            row.country(),
                            row.claimType(),
                            row.stage(),
                            row.asOf(),
                            row.daysPastDue(),
                            row.ageDays(),
                            null,
                            values),
                    seen.get(c));
        }
    }
}
