package org.solvens.api;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.solvens.feature.Axis;
import org.solvens.feature.Feature;
import org.solvens.feature.FeatureCatalogue;
import org.solvens.feature.ScoreStatus;
import org.solvens.history.ClaimType;
import org.solvens.history.Route;
import org.solvens.history.Stage;
import org.solvens.policy.Flag;
import org.solvens.policy.Segment;
import org.solvens.scoring.ScoreRow;

/// Decisions as scoring makes them, made up for benchmarks: two cases of three are of a debtor with another case, each
/// has every score and estimate, and twelve reasons.
///
/// @param count of cases
record MadeUpCases(int count, FeatureCatalogue catalogue) implements Iterable<ScoreRow> {
    private static final LocalDate AS_OF = LocalDate.of(2026, 11, 1);
    private static final int REASONS_OF_AN_AXIS = 4;

    static LocalDate asOf() {
        return AS_OF;
    }

    static String caseId(long number) {
        return String.format(Locale.ROOT, "CASE-%09d", number);
    }

    @Override
    public Iterator<ScoreRow> iterator() {
        List<List<String>> codes = Arrays.stream(Axis.scored())
                .map(axis -> catalogue.of(axis).stream().map(Feature::name).toList())
                .toList();
        return IntStream.range(0, count).mapToObj(i -> row(i, codes)).iterator();
    }

    private static ScoreRow row(int i, List<List<String>> features) {
        Random random = new Random(i);
        List<String> codes = new ArrayList<>();
        List<Double> values = new ArrayList<>();
        List<Double> points = new ArrayList<>();
        for (int axis = 0; axis < features.size(); axis++) {
            List<String> names = features.get(axis);
            for (int k = 0; k < REASONS_OF_AN_AXIS; k++) {
                double added = 40 * random.nextDouble() - 20;
                codes.add("" + Axis.scored()[axis].name().charAt(0) + (added < 0 ? '-' : '+')
                        + names.get((random.nextInt(names.size()) + k) % names.size()));
                values.add((double) random.nextInt(1_000));
                points.add(added);
            }
        }
        long balance = 1_000L * (100 + random.nextInt(100_000));
        return new ScoreRow(
                AS_OF,
                caseId(i),
                String.format(Locale.ROOT, "DEBTOR-%09d", i * 2 / 3),
                "CR-" + random.nextInt(50),
                "SE",
                "SEK",
                Stage.COLLECTION,
                random.nextInt(800),
                balance,
                AS_OF.minusDays(random.nextInt(700)),
                score(random, "willingness-2026-10"),
                score(random, "ability-2026-10"),
                score(random, "reachability-2026-10"),
                Segment.values()[random.nextInt(Segment.values().length)],
                random.nextInt(3) == 0 ? Set.of(Flag.NO_MANDATE_ON_FILE) : Set.of(),
                Route.values()[random.nextInt(Route.values().length)],
                Route.WAIT,
                "route.able",
                List.of("data.valid", "holds.none", "limitation.running", "segment.willing_able", "route.able"),
                random.nextInt(5) == 0,
                AS_OF.plusDays(random.nextInt(90)),
                Set.of(),
                new ScoreRow.Reasons(codes, values, points),
                "default@8",
                "1",
                1.0,
                score(random, "promise-kept-2026-10"),
                score(random, "self-cure-2026-10"),
                score(random, "ability-2026-10"),
                values(random, "expected-recovery-2026-10"),
                values(random, "payment-2026-10"),
                balance - 240_000 - 10_000,
                10_000,
                240_000,
                null,
                Double.NaN,
                random.nextInt(20) == 0 ? AS_OF.plusDays(random.nextInt(30)) : null,
                random.nextInt(10) == 0 ? AS_OF.minusDays(random.nextInt(300)) : null,
                AS_OF.plusDays(random.nextInt(3_650)),
                ClaimType.values()[random.nextInt(ClaimType.values().length)]);
    }

    private static ScoreRow.Score score(Random random, String model) {
        return new ScoreRow.Score(random.nextDouble(), 300 + random.nextInt(500), ScoreStatus.SCORED, model);
    }

    private static ScoreRow.Values values(Random random, String model) {
        double whole = random.nextDouble();
        return new ScoreRow.Values(band(0.3 * whole), band(0.6 * whole), band(0.9 * whole), ScoreStatus.SCORED, model);
    }

    private static ScoreRow.Band band(double value) {
        return new ScoreRow.Band(value, 0.9 * value, Math.min(1, 1.1 * value));
    }
}
