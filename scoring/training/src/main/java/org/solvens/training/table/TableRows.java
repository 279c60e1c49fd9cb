package org.solvens.training.table;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.solvens.feature.Axis;
import org.solvens.feature.Direction;
import org.solvens.feature.Feature;
import org.solvens.feature.NotAnInput;
import org.solvens.plan.TrainingPlan;
import org.solvens.problem.Problem;
import org.solvens.training.rows.AxisRows;
import org.solvens.training.rows.Partition;
import org.solvens.training.rows.SnapshotSource;
import org.solvens.training.rows.Special;

/// The rows of an analyst's table, as training reads them. The stage of a row is the side that it is on:
/// `train`, `test`, or `neither`.
public final class TableRows implements SnapshotSource {
    private static final String TRAIN = TableSides.TRAIN;
    private static final String TEST = TableSides.TEST;
    private static final String NEITHER = TableSides.NEITHER;

    /// A category is pooled with others if it has fewer training rows than this, or a smaller share of them.
    private static final int SMALLEST_CATEGORY = 30;

    private static final double SMALLEST_SHARE = 0.005;

    /// A column of words with more different ones than this share of the rows names rows and not kinds
    /// of rows.
    private static final double IDENTIFIER = 0.5;

    private static final int MOST_CATEGORIES = 1_000;
    private static final double PRIOR_ROWS = 10;
    private static final Set<String> GOOD = Set.of("1", "yes", "true", "good", "y");
    private static final int LARGEST_VALUE_EXPONENT = 14;

    private final TableFile file;
    private final TableFrame frame;
    private final boolean[] good;
    private final String[] sides;
    private final int[] days;
    private final String[] groups;
    private final String[] slices;

    private TableRows(
            TableFile file,
            TableFrame frame,
            boolean[] good,
            String[] sides,
            int[] days,
            String[] groups,
            String[] slices) {
        this.file = file;
        this.frame = frame;
        this.good = good;
        this.sides = sides;
        this.days = days;
        this.groups = groups;
        this.slices = slices;
    }

    /// Finds out what the columns are, and divides the rows.
    ///
    /// @param plan its seed, its share of test rows, and its horizon as the days between training and test
    /// @throws Problem `TABLE-COLUMN`, `TABLE-TARGET` or `TABLE-SPLIT`, naming the column
    public static TableRows of(TableFile file, TableSpec spec, TrainingPlan plan) {
        Stream.of(spec.categories(), spec.out(), spec.keep(), spec.rising(), spec.falling())
                .flatMap(Set::stream)
                .forEach(file::column);
        String goodWord = good(file, spec);
        @Nullable Object[] target = file.column(spec.target()).values();
        boolean[] good = new boolean[file.rows()];
        String[] groups = new String[file.rows()];
        String[] slices = new String[file.rows()];
        for (int i = 0; i < good.length; i++) {
            Object outcome = target[i];
            good[i] = outcome != null && TableColumn.word(outcome).equals(goodWord);
            Object group =
                    spec.group() == null ? null : file.column(spec.group()).values()[i];
            groups[i] = group == null ? "row " + i : TableColumn.word(group);
            Object slice =
                    spec.slice() == null ? null : file.column(spec.slice()).values()[i];
            slices[i] = slice == null ? "" : TableColumn.word(slice);
        }
        TableSides sides = TableSides.of(file, spec, plan, groups);
        for (int i = 0; i < good.length; i++) {
            if (target[i] == null) {
                sides.side()[i] = NEITHER;
            }
        }
        int[] train = where(sides.side(), TRAIN);
        int[] test = where(sides.side(), TEST);
        if (train.length == 0 || test.length == 0) {
            throw new Problem(
                    "TABLE-SPLIT",
                    file.name(),
                    "no row " + (train.length == 0 ? "trains" : "tests"),
                    "the rows are divided by " + sides.words(),
                    "name another column with --split, write its days as 2026-01-31, or name another mark with --test");
        }
        List<TableColumn> columns = new ArrayList<>();
        List<TableFrame.LeftOut> leftOut = new ArrayList<>();
        Set<String> names = new HashSet<>();
        TableGroups stated = TableGroups.of(plan);
        for (TableFile.Column column : file.columns()) {
            String why = leftOut(column, spec, train);
            if (why == null) {
                columns.add(column(column, spec, train, good, names, stated));
            } else if (!column.name().equals(spec.target())) {
                leftOut.add(new TableFrame.LeftOut(column.name(), why));
            }
        }
        if (columns.isEmpty()) {
            throw new Problem(
                    "TABLE-COLUMN",
                    file.name(),
                    "no column is left for models to read",
                    String.join(
                            "; ",
                            leftOut.stream()
                                    .map(l -> l.column() + " " + l.reason())
                                    .toList()),
                    "name the columns to read with --keep, or another table");
        }
        stated.requireIn(columns);
        TableFrame frame = new TableFrame(
                file.name(),
                file.sha256(),
                spec.target(),
                goodWord,
                sides.words(),
                sides.testFrom(),
                train.length,
                test.length,
                spec.special(),
                List.copyOf(columns),
                List.copyOf(leftOut));
        return new TableRows(file, frame, good, sides.side(), sides.day(), groups, slices);
    }

    /// What was made of the table.
    public TableFrame frame() {
        return frame;
    }

    /// The columns as features, in their order.
    public List<Feature> features() {
        return frame.columns().stream().map(TableColumn::asFeature).toList();
    }

    /// The rows with an outcome.
    public AxisRows rows() {
        return AxisRows.read(
                this,
                Axis.TABLE,
                frame.columns().stream().map(TableColumn::feature).toList(),
                Integer.MAX_VALUE);
    }

    /// Which of these rows fit, calibrate and test.
    public Partition partition(AxisRows rows, long seed) {
        return Partition.stated(
                rows,
                seed,
                row -> switch (rows.stage(row)) {
                    case TRAIN -> 0;
                    case TEST -> 1;
                    default -> -1;
                },
                frame.testFrom());
    }

    @Override
    public long version() {
        return 0;
    }

    @Override
    public int specials(String feature) {
        return frame.columns().stream()
                .filter(c -> c.feature().equals(feature))
                .mapToInt(c -> c.specials().size())
                .findFirst()
                .orElse(0);
    }

    @Override
    public void read(Axis axis, List<String> features, RowConsumer consumer) {
        List<TableColumn> columns = features.stream()
                .map(f -> frame.columns().stream()
                        .filter(c -> c.feature().equals(f))
                        .findFirst()
                        .orElseThrow())
                .toList();
        List<@Nullable Object[]> values =
                columns.stream().map(c -> file.column(c.column()).values()).toList();
        double[] vector = new double[columns.size()];
        for (int i = 0; i < file.rows(); i++) {
            for (int c = 0; c < vector.length; c++) {
                vector[c] = columns.get(c).encode(values.get(c)[i], frame.special());
            }
            consumer.accept(new Row(
                    "row " + i,
                    groups[i],
                    slices[i],
                    "",
                    "",
                    sides[i],
                    days[i],
                    0,
                    0,
                    sides[i].equals(NEITHER) ? null : Boolean.valueOf(good[i]),
                    vector));
        }
    }

    private static String good(TableFile file, TableSpec spec) {
        Map<String, Integer> words = new TreeMap<>();
        for (Object value : file.column(spec.target()).values()) {
            if (value != null) {
                words.merge(TableColumn.word(value), 1, Integer::sum);
            }
        }
        String found = spec.good() != null
                ? spec.good()
                : words.keySet().stream()
                        .filter(w -> GOOD.contains(w.toLowerCase(Locale.ROOT)))
                        .findFirst()
                        .orElse(null);
        if (found == null || !words.containsKey(found) || words.size() != 2) {
            throw new Problem(
                    "TABLE-TARGET",
                    file.name() + ", column " + spec.target(),
                    words.size() == 2
                            ? "which of its values is the good outcome is not clear"
                            : "an outcome has two values, and this column has " + words.size(),
                    "its values are "
                            + String.join(
                                    ", ", words.keySet().stream().limit(10).toList()),
                    words.size() == 2 ? "name the good one with --good" : "name another column with --target");
        }
        return found;
    }

    /// Why models may not read a column; null if they may.
    private static @Nullable String leftOut(TableFile.Column column, TableSpec spec, int[] train) {
        String name = column.name();
        if (name.equals(spec.target())) {
            return "the outcome";
        }
        if (name.equals(spec.split()) || name.equals(spec.group())) {
            return name.equals(spec.split()) ? "divides the rows" : "names the group";
        }
        if (spec.out().contains(name)) {
            return "left out by name";
        }
        String person = NotAnInput.mention(name.replaceAll("([a-z])([A-Z])", "$1 $2"));
        if (person != null && !spec.keep().contains(name)) {
            return "speaks of '" + person + "', which describes a person; --keep reads it all the same";
        }
        Set<Object> different = new HashSet<>();
        for (int row : train) {
            Object value = column.values()[row];
            if (value != null) {
                different.add(value);
            }
        }
        if (different.isEmpty()) {
            return "has no value in training";
        }
        if (column.type() == LocalDate.class) {
            return "has days, which are no quantity; give the days between two of them instead";
        }
        boolean words = column.type() == String.class;
        if (words && (different.size() > IDENTIFIER * train.length || different.size() > MOST_CATEGORIES)) {
            return "has " + different.size() + " different words: it names rows";
        }
        return null;
    }

    private static TableColumn column(
            TableFile.Column column,
            TableSpec spec,
            int[] train,
            boolean[] good,
            Set<String> names,
            TableGroups stated) {
        String name = TableColumn.featureName(column.name());
        while (!names.add(name)) {
            name += "_";
        }
        boolean category = column.type() == String.class || spec.categories().contains(column.name());
        double missing =
                Arrays.stream(column.values()).filter(v -> v == null).count() / (double) column.values().length;
        if (!category) {
            List<Double> specials = spec.special().stream()
                    .filter(s -> Arrays.asList(column.values()).contains(s))
                    .toList();
            for (Object value : column.values()) {
                if (value instanceof Double number && Math.abs(number) >= -Special.FLOOR) {
                    throw new Problem(
                            "TABLE-COLUMN",
                            "column " + column.name(),
                            "a value is " + number,
                            "values are below 1e" + LARGEST_VALUE_EXPONENT + " in size",
                            "give the column in another unit, or leave it out with --out");
                }
            }
            Direction direction = spec.rising().contains(column.name())
                    ? Direction.RISING
                    : spec.falling().contains(column.name()) ? Direction.FALLING : Direction.FREE;
            return new TableColumn(
                    column.name(), name, TableColumn.Kind.NUMBER, specials, List.of(), null, direction, missing);
        }
        return ranked(column, name, train, good, missing, stated);
    }

    /// A column of categories, ranked by their share of good outcomes in training, drawn
    /// towards the whole by ten rows; the small ones are pooled. Where the plan groups them,
    /// groups are ranked, and all others are pooled.
    private static TableColumn ranked(
            TableFile.Column column, String name, int[] train, boolean[] good, double missing, TableGroups stated) {
        Map<String, int[]> counts = new TreeMap<>();
        int goods = 0;
        for (int row : train) {
            Object value = column.values()[row];
            if (value != null) {
                int[] count = counts.computeIfAbsent(TableColumn.word(value), _ -> new int[2]);
                count[0]++;
                count[1] += good[row] ? 1 : 0;
            }
            goods += good[row] ? 1 : 0;
        }
        double whole = (double) goods / train.length;
        double smallest = Math.max(SMALLEST_CATEGORY, SMALLEST_SHARE * train.length);
        int[] small = new int[2];
        Map<String, int[]> large = new LinkedHashMap<>();
        Map<String, String> nameOf = new TreeMap<>();
        counts.forEach((word, count) -> {
            String group = stated.of(name, word);
            int[] sum = group != null
                    ? large.computeIfAbsent(group, _ -> new int[2])
                    : stated.groups(name) || count[0] < smallest ? small : large.computeIfAbsent(word, _ -> new int[2]);
            sum[0] += count[0];
            sum[1] += count[1];
            if (sum != small) {
                nameOf.put(word, group != null ? group : word);
            }
        });
        List<Map.Entry<String, int[]>> order = new ArrayList<>(large.entrySet());
        if (small[0] > 0) {
            order.add(Map.entry("", small));
        }
        Map<String, Double> share = new HashMap<>();
        order.forEach(
                e -> share.put(e.getKey(), (e.getValue()[1] + PRIOR_ROWS * whole) / (e.getValue()[0] + PRIOR_ROWS)));
        order.sort(Comparator.comparingDouble((Map.Entry<String, int[]> e) -> share.getOrDefault(e.getKey(), whole))
                .thenComparing(Map.Entry::getKey));
        Map<String, Integer> rank = new HashMap<>();
        Integer pooled = null;
        for (int i = 0; i < order.size(); i++) {
            if (order.get(i).getValue() == small) {
                pooled = i + 1;
            } else {
                rank.put(order.get(i).getKey(), i + 1);
            }
        }
        List<TableColumn.Category> categories = nameOf.entrySet().stream()
                .map(e -> {
                    int[] count = counts.getOrDefault(e.getKey(), small);
                    return new TableColumn.Category(
                            e.getKey(), rank.getOrDefault(e.getValue(), 0), count[0], (double) count[1] / count[0]);
                })
                .sorted(Comparator.comparingInt(TableColumn.Category::rank).thenComparing(TableColumn.Category::value))
                .toList();
        return new TableColumn(
                column.name(), name, TableColumn.Kind.CATEGORY, List.of(), categories, pooled, Direction.FREE, missing);
    }

    private static int[] where(String[] sides, String side) {
        return IntStream.range(0, sides.length)
                .filter(i -> sides[i].equals(side))
                .toArray();
    }
}
