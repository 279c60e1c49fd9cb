package org.solvens.reports;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;

/// A change of a recovery rate between two periods, split into the mix of cases, their first routes, and behaviour. The
/// parts add up to the change.
///
/// Groups of like cases are split after Kitagawa, Components of a Difference Between Two Rates, Journal of the American
/// Statistical Association 50 (1955): the change of a group's share times the mean of its rates is mix, and the change
/// of
/// its rate times the mean of its shares is left. Within a group the same is done again over routes, which splits what
/// is
/// left into routes and behaviour.
final class RateChange {
    /// Cases that are alike.
    record Group(String creditor, String country, String claimType, String size) {}

    /// A part of a group.
    record Key(Group group, String route) {}

    /// Parts of the change, as differences of rates.
    record Parts(double mix, double routes, double behaviour) {
        static final Parts NONE = new Parts(0, 0, 0);

        double sum() {
            return mix + routes + behaviour;
        }

        Parts plus(Parts other) {
            return new Parts(mix + other.mix, routes + other.routes, behaviour + other.behaviour);
        }
    }

    /// Amounts of a cell in the earlier and the later period.
    static final class Amounts {
        final double[] placed = new double[2];
        final double[] recovered = new double[2];

        void add(Amounts other) {
            for (int i = 0; i < 2; i++) {
                placed[i] += other.placed[i];
                recovered[i] += other.recovered[i];
            }
        }

        /// The rate of a period, or that of the other period if this one has none.
        double rate(int period) {
            int at = placed[period] > 0 ? period : 1 - period;
            return placed[at] > 0 ? recovered[at] / placed[at] : 0;
        }

        double share(int period, Amounts whole) {
            return whole.placed[period] > 0 ? placed[period] / whole.placed[period] : 0;
        }
    }

    private final Map<Key, Amounts> cells = new HashMap<>();

    /// Adds amounts to a period.
    ///
    /// @param period 0 for the earlier, 1 for the later
    void add(Key key, int period, double placed, double recovered) {
        Amounts amounts = cells.computeIfAbsent(key, _ -> new Amounts());
        amounts.placed[period] += placed;
        amounts.recovered[period] += recovered;
    }

    /// The amounts of all cells.
    Amounts whole() {
        Amounts whole = new Amounts();
        cells.values().forEach(whole::add);
        return whole;
    }

    /// Amounts by a part of the key.
    Map<String, Amounts> by(Function<Key, String> part) {
        Map<String, Amounts> sums = new TreeMap<>();
        cells.forEach((key, amounts) ->
                sums.computeIfAbsent(part.apply(key), _ -> new Amounts()).add(amounts));
        return sums;
    }

    /// The parts of the change that each cell brings; they add up to the difference of the two rates.
    Map<Key, Parts> parts() {
        Amounts whole = whole();
        Map<Group, Amounts> groups = new HashMap<>();
        Map<Group, List<Key>> members = new HashMap<>();
        cells.forEach((key, amounts) -> {
            groups.computeIfAbsent(key.group(), _ -> new Amounts()).add(amounts);
            members.computeIfAbsent(key.group(), _ -> new ArrayList<>()).add(key);
        });
        double middle = (whole.rate(0) + whole.rate(1)) / 2;
        Map<Key, Parts> parts = new HashMap<>();
        groups.forEach((group, sums) -> {
            Amounts with = new Amounts();
            List<Key> keys = members.getOrDefault(group, List.of());
            for (Key key : keys) {
                with.add(placedOnly(cell(key)));
            }
            double mix = (with.share(1, whole) - with.share(0, whole)) * ((with.rate(0) + with.rate(1)) / 2 - middle);
            for (Key key : keys) {
                Amounts cell = placedOnly(cell(key));
                Parts own = routes(cell, with, whole);
                // Mix is one for the group; its cells get it by their share of what was placed.
                double part = with.placed[0] + with.placed[1] > 0
                        ? (cell.placed[0] + cell.placed[1]) / (with.placed[0] + with.placed[1])
                        : 0;
                parts.put(key, new Parts(mix * part, own.routes(), own.behaviour() + loose(cell(key), whole)));
            }
        });
        return parts;
    }

    private Amounts cell(Key key) {
        return Objects.requireNonNull(cells.get(key), "the key of a cell");
    }

    /// Routes and behaviour of a cell in its group.
    private static Parts routes(Amounts cell, Amounts group, Amounts whole) {
        if (group.placed[0] == 0 || group.placed[1] == 0) {
            // A group of one period alone is mix.
            return Parts.NONE;
        }
        double weight = (group.share(0, whole) + group.share(1, whole)) / 2;
        double middle = (group.rate(0) + group.rate(1)) / 2;
        double before = cell.share(0, group);
        double after = cell.share(1, group);
        return new Parts(
                0,
                weight * (after - before) * ((cell.rate(0) + cell.rate(1)) / 2 - middle),
                weight * (before + after) / 2 * (cell.rate(1) - cell.rate(0)));
    }

    /// The amounts without what came in where nothing was placed, which has no rate.
    private static Amounts placedOnly(Amounts cell) {
        Amounts with = new Amounts();
        for (int i = 0; i < 2; i++) {
            with.placed[i] = cell.placed[i];
            with.recovered[i] = cell.placed[i] > 0 ? cell.recovered[i] : 0;
        }
        return with;
    }

    /// What came in where nothing was placed, such as later charges, as a difference of rates.
    private static double loose(Amounts cell, Amounts whole) {
        double difference = 0;
        for (int i = 0; i < 2; i++) {
            if (cell.placed[i] == 0 && whole.placed[i] > 0) {
                difference += (i == 0 ? -1 : 1) * cell.recovered[i] / whole.placed[i];
            }
        }
        return difference;
    }

    /// The standard error of a ratio of sums over cases (Cochran, Sampling Techniques, 1977, section 2.11).
    ///
    /// @param recovered sum of recovered times recovered, as are the other products
    static double deviation(double rate, double placed, double recovered, double crossed, double squared) {
        return placed <= 0
                ? 0
                : Math.sqrt(Math.max(0, recovered - 2 * rate * crossed + rate * rate * squared)) / placed;
    }
}
