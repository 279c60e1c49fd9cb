package org.solvens.training.table;

import java.time.LocalDate;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.solvens.chance.Draws;
import org.solvens.plan.TrainingPlan;

/// On which side each row is.
///
/// @param day of each row, days since 1970-01-01; 0 where the table has no days
record TableSides(
        String[] side, int[] day, String words, @Nullable LocalDate testFrom) {
    static final String TRAIN = "train";
    static final String TEST = "test";
    static final String NEITHER = "neither";
    private static final int DRAWN = 6;

    static TableSides of(TableFile file, TableSpec spec, TrainingPlan plan, String[] groups) {
        String split = spec.split();
        if (split == null) {
            double share = plan.split().testShare();
            String[] side = Arrays.stream(groups)
                    .map(g -> Draws.uniform(Draws.hash(g), plan.seed(), DRAWN) < share ? TEST : TRAIN)
                    .toArray(String[]::new);
            return new TableSides(
                    side,
                    new int[side.length],
                    "a draw of " + Math.round(100 * share) + " % "
                            + (spec.group() == null ? "of the rows" : "of the values of " + spec.group()),
                    null);
        }
        TableFile.Column column = file.column(split);
        return column.type() == LocalDate.class
                ? byDay(column, spec, plan, groups)
                : byMark(column, spec.test() == null ? TEST : spec.test());
    }

    private static TableSides byMark(TableFile.Column column, String mark) {
        String[] side = Arrays.stream(column.values())
                .map(v -> v == null ? NEITHER : TableColumn.word(v).equals(mark) ? TEST : TRAIN)
                .toArray(String[]::new);
        return new TableSides(side, new int[side.length], "the mark '" + mark + "' in " + column.name(), null);
    }

    private static TableSides byDay(TableFile.Column column, TableSpec spec, TrainingPlan plan, String[] groups) {
        int[] day = Arrays.stream(column.values())
                .mapToInt(v -> v instanceof LocalDate date ? Math.toIntExact(date.toEpochDay()) : -1)
                .toArray();
        int[] sorted = Arrays.stream(day).filter(d -> d >= 0).sorted().toArray();
        LocalDate stated = spec.testFrom() == null ? plan.split().testFrom() : spec.testFrom();
        int from = stated != null
                ? Math.toIntExact(stated.toEpochDay())
                : sorted[(int) ((1 - plan.split().testShare()) * sorted.length)];
        Set<String> tested = new HashSet<>();
        for (int i = 0; i < day.length; i++) {
            if (day[i] >= from) {
                tested.add(groups[i]);
            }
        }
        String[] side = new String[day.length];
        for (int i = 0; i < side.length; i++) {
            boolean trains = day[i] >= 0 && day[i] + plan.horizonDays() <= from && !tested.contains(groups[i]);
            side[i] = day[i] >= from ? TEST : trains ? TRAIN : NEITHER;
            day[i] = Math.max(0, day[i]);
        }
        LocalDate testFrom = LocalDate.ofEpochDay(from);
        return new TableSides(
                side,
                day,
                column.name() + ": rows from " + testFrom + " on test, rows at least " + days(plan.horizonDays())
                        + " earlier train",
                testFrom);
    }

    private static String days(int count) {
        return count == 1 ? "1 day" : count + " days";
    }
}
