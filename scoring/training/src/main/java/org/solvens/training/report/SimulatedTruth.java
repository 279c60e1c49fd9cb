package org.solvens.training.report;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.solvens.history.Route;
import org.solvens.problem.Problem;
import org.solvens.source.CsvLines;
import org.solvens.source.CsvSource;

/// The true traits of a simulation's debtors, written next to the feeds. They are used to judge scores, never
/// to train.
public final class SimulatedTruth {
    private final Map<String, List<Traits>> traits;
    private final List<Point> points;

    private SimulatedTruth(Map<String, List<Traits>> traits, List<Point> points) {
        this.traits = traits;
        this.points = points;
    }

    /// A debtor's traits from a day on.
    ///
    /// @param from days since 1970-01-01
    /// @param willingness latent, about standard normal
    /// @param monthlyFree income left after living costs per month, units of the currency
    /// @param readilyAvailable what could be paid at once, units of the currency
    public record Traits(int from, double willingness, double monthlyFree, double readilyAvailable) {}

    /// A decision of the history.
    ///
    /// @param caseId the case
    /// @param day it was taken
    /// @param chance true chance of a payment within 90 days
    /// @param paid whether one came
    public record Point(String caseId, int day, double chance, boolean paid) {}

    /// What a route would have brought from a decision on, if the old policy had decided again after it. Amounts are
    /// units of the currency of the case, counts are means over the simulated futures.
    ///
    /// @param allowed whether stage and creditor allow the route
    /// @param first mean of recovered less cost within 180 days, over half of the futures
    /// @param second the same over the other half
    /// @param calls made, answered or not
    /// @param contacts letters, messages and calls sent to the debtor
    /// @param fees costs added to what the debtor owes, less what was waived
    /// @param legalSteps letters of termination and moves to the legal stage
    public record Outcome(
            boolean allowed,
            double first,
            double second,
            double cost,
            double calls,
            double contacts,
            double fees,
            double legalSteps) {}

    /// A decision of the history and its outcome under every route but HOLD.
    ///
    /// @param day it was taken, days since 1970-01-01
    /// @param taken by the old policy
    public record Choice(String caseId, int day, Route taken, String currency, Map<Route, Outcome> outcomes) {}

    /// Reads `decision_points.csv` and `potential_outcomes.csv` of a folder.
    ///
    /// @return the decisions by case
    /// @throws Problem `TRUTH` if they are not there or not what the simulator writes
    public static Map<String, List<Choice>> choices(Path folder) {
        return choices(folder, false);
    }

    /// Reads `decision_points.csv` and `potential_outcomes.csv` of a folder.
    ///
    /// @param later whether the net recovery is that of `long_outcomes.csv`, discounted; other measures are
    ///     those of 180 days in any case
    /// @return the decisions by case
    /// @throws Problem `TRUTH` if they are not there or not what the simulator writes
    public static Map<String, List<Choice>> choices(Path folder, boolean later) {
        Map<String, Choice> byPoint = new HashMap<>();
        Map<String, List<Choice>> byCase = new HashMap<>();
        read(
                folder.resolve("decision_points.csv"),
                List.of("point_id", "case_id", "decided_on", "route", "currency"),
                row -> {
                    Choice choice =
                            new Choice(row[1], day(row[2]), Route.valueOf(row[3]), row[4], new EnumMap<>(Route.class));
                    byPoint.put(row[0], choice);
                    byCase.computeIfAbsent(row[1], _ -> new ArrayList<>(2)).add(choice);
                });
        Path outcomes = folder.resolve("potential_outcomes.csv");
        read(
                outcomes,
                List.of(
                        "point_id",
                        "route",
                        "allowed",
                        "mean_net_180d_first",
                        "mean_net_180d_second",
                        "mean_cost_180d",
                        "mean_calls_180d",
                        "mean_contacts_180d",
                        "mean_fees_180d",
                        "mean_legal_steps_180d"),
                row -> {
                    Choice choice = byPoint.get(row[0]);
                    if (choice == null) {
                        throw unlike(outcomes, "an outcome is of a decision that decision_points.csv does not have");
                    }
                    choice.outcomes()
                            .put(
                                    Route.valueOf(row[1]),
                                    new Outcome(
                                            row[2].equals("true"),
                                            number(row[3]),
                                            number(row[4]),
                                            number(row[5]),
                                            number(row[6]),
                                            number(row[7]),
                                            number(row[8]),
                                            number(row[9])));
                });
        if (later) {
            readLong(folder.resolve("long_outcomes.csv"), byPoint);
        }
        Set<Route> needed = EnumSet.complementOf(EnumSet.of(Route.HOLD));
        for (Choice choice : byPoint.values()) {
            if (!choice.outcomes().keySet().equals(needed)) {
                throw unlike(outcomes, "a decision lacks the outcome of a route");
            }
        }
        return byCase;
    }

    private static void readLong(Path file, Map<String, Choice> byPoint) {
        read(file, List.of("point_id", "route", "mean_discounted_first", "mean_discounted_second"), row -> {
            Choice choice = byPoint.get(row[0]);
            Outcome near = choice == null ? null : choice.outcomes().get(Route.valueOf(row[1]));
            if (choice == null || near == null) {
                throw unlike(file, "an outcome is of a decision or a route that the other files do not have");
            }
            choice.outcomes()
                    .put(
                            Route.valueOf(row[1]),
                            new Outcome(
                                    near.allowed(),
                                    number(row[2]),
                                    number(row[3]),
                                    near.cost(),
                                    near.calls(),
                                    near.contacts(),
                                    near.fees(),
                                    near.legalSteps()));
        });
    }

    private static Problem unlike(Path file, String what) {
        return new Problem(
                "TRUTH",
                file.toString(),
                what,
                "the file is not what this version's simulator writes",
                "simulate again");
    }

    /// Reads `traits.csv` and `decision_points.csv` of a folder.
    ///
    /// @throws Problem `TRUTH` if they do not exist or are not what the simulator writes
    public static SimulatedTruth read(Path folder) {
        Map<String, List<Traits>> traits = new HashMap<>();
        read(
                folder.resolve("traits.csv"),
                List.of("debtor_id", "from", "willingness", "monthly_free", "readily_available"),
                row -> traits.computeIfAbsent(row[0], _ -> new ArrayList<>(2))
                        .add(new Traits(day(row[1]), number(row[2]), number(row[3]), number(row[4]))));
        List<Point> points = new ArrayList<>();
        read(
                folder.resolve("decision_points.csv"),
                List.of("case_id", "decided_on", "chance_90d", "paid_90d"),
                row -> points.add(new Point(row[0], day(row[1]), number(row[2]), row[3].equals("1"))));
        return new SimulatedTruth(traits, List.copyOf(points));
    }

    /// The traits in force on a day; null if the debtor had no case yet.
    @Nullable
    public Traits at(String debtor, int day) {
        Traits found = null;
        for (Traits row : traits.getOrDefault(debtor, List.of())) {
            if (row.from() > day) {
                break;
            }
            found = row;
        }
        return found;
    }

    /// First day of the debtor's first case; null for a debtor that is not in the truth.
    @Nullable
    public Integer since(String debtor) {
        List<Traits> rows = traits.get(debtor);
        return rows == null ? null : rows.getFirst().from();
    }

    public List<Point> points() {
        return points;
    }

    private static int day(String text) {
        return Math.toIntExact(LocalDate.parse(text).toEpochDay());
    }

    private static double number(String text) {
        return Double.parseDouble(text);
    }

    @FunctionalInterface
    private interface Take {
        void row(String[] values);
    }

    private static void read(Path file, List<String> columns, Take take) {
        try (CsvSource source = new CsvSource(
                new CsvLines(new BufferedInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8, ','),
                file.toString())) {
            int[] at = columns.stream().mapToInt(source.columns()::indexOf).toArray();
            String[] values = new String[at.length];
            while (source.next()) {
                for (int i = 0; i < at.length; i++) {
                    Object value = at[i] < 0 || source.refusal() != null ? null : source.get(at[i]);
                    if (value == null) {
                        throw new Problem(
                                "TRUTH",
                                file + ", line " + source.number(),
                                "the column " + columns.get(i) + " has no value",
                                "the file is not what this version's simulator writes",
                                "simulate again");
                    }
                    values[i] = value.toString();
                }
                take.row(values);
            }
        } catch (IOException e) {
            throw new Problem(
                    "TRUTH",
                    file.toString(),
                    "the truth cannot be read",
                    String.valueOf(e.getMessage()),
                    "name the folder truth that ./solvens simulate wrote",
                    e);
        } catch (IllegalArgumentException | java.time.DateTimeException e) {
            throw new Problem(
                    "TRUTH",
                    file.toString(),
                    "a value is neither a number nor a day",
                    String.valueOf(e.getMessage()),
                    "simulate again",
                    e);
        }
    }
}
