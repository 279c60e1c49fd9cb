package org.solvens.reports;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/// How a creditor or team stands compared with others on like cases: its paying cases over what they would be if each
/// of its cases paid as often as all like it (indirect standardisation).
///
/// @param cases all cases
/// @param paying those that pay
/// @param compared cases that others have the like of
/// @param observed those of them that pay
/// @param expected those of them that would pay
/// @param variance of the observed, if each case pays by the chance of its like and cases are independent
record Standing(double cases, double paying, double compared, double observed, double expected, double variance) {
    private static final double NORMAL_95 = 1.959963984540054;

    /// Like cases of one creditor or team.
    ///
    /// @param like what makes cases alike
    record Group(String name, Object like, double cases, double paying) {}

    /// The standing of each name.
    static Map<String, Standing> of(List<Group> groups) {
        Map<Object, Group> alike = new HashMap<>();
        Map<List<Object>, Group> own = new HashMap<>();
        for (Group group : groups) {
            alike.merge(group.like(), group, Standing::sum);
            own.merge(List.of(group.name(), group.like()), group, Standing::sum);
        }
        Map<String, Standing> standings = new TreeMap<>();
        own.values()
                .forEach(group -> standings.merge(
                        group.name(),
                        among(group, Objects.requireNonNull(alike.get(group.like()), "every group was added")),
                        Standing::plus));
        return standings;
    }

    private static Group sum(Group a, Group b) {
        return new Group(a.name(), a.like(), a.cases() + b.cases(), a.paying() + b.paying());
    }

    private static Standing among(Group own, Group all) {
        double chance = all.paying() / all.cases();
        return all.cases() > own.cases()
                ? new Standing(
                        own.cases(),
                        own.paying(),
                        own.cases(),
                        own.paying(),
                        own.cases() * chance,
                        // Part of the like cases are its own, which moves less against itself.
                        own.cases() * chance * (1 - chance) * (1 - own.cases() / all.cases()))
                : new Standing(own.cases(), own.paying(), 0, 0, 0, 0);
    }

    private Standing plus(Standing other) {
        return new Standing(
                cases + other.cases,
                paying + other.paying,
                compared + other.compared,
                observed + other.observed,
                expected + other.expected,
                variance + other.variance);
    }

    /// The best first; those of which too little is known last.
    static List<Map.Entry<String, Standing>> ordered(Map<String, Standing> standings) {
        return standings.entrySet().stream()
                .sorted((a, b) ->
                        Double.compare(b.getValue().order(), a.getValue().order()))
                .toList();
    }

    private double order() {
        return isEnough() ? ratio() : -1;
    }

    boolean isEnough() {
        return compared >= Value.FEWEST && expected > 0 && variance > 0;
    }

    /// Whether chance alone does not explain the difference.
    boolean isApart() {
        return isEnough() && (low() > 1 || high() < 1);
    }

    double ratio() {
        return observed / expected;
    }

    /// The lower end of the interval of 95 %.
    double low() {
        return Math.max(0, (observed - NORMAL_95 * Math.sqrt(variance)) / expected);
    }

    /// The upper end.
    double high() {
        return (observed + NORMAL_95 * Math.sqrt(variance)) / expected;
    }
}
