package org.solvens.training.fit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.solvens.model.Tree;
import org.solvens.plan.TrainingPlan.BoostingShape;
import smile.classification.GradientTreeBoost;
import smile.data.DataFrame;
import smile.data.Tuple;
import smile.data.formula.Formula;
import smile.data.type.DataTypes;
import smile.data.type.StructField;
import smile.data.type.StructType;
import smile.data.vector.ByteVector;
import smile.data.vector.ValueVector;
import smile.model.cart.InternalNode;
import smile.model.cart.LeafNode;
import smile.model.cart.Loss;
import smile.model.cart.Node;
import smile.model.cart.OrdinalSplit;
import smile.model.cart.RegressionNode;
import smile.model.cart.Split;
import smile.regression.RegressionTree;
import smile.util.IntSet;

/// Smile's gradient boosting over columns of levels, made fast and repeatable.
///
/// Loss, leaves and growth are Smile's. Smile's own `fit` sorts and reorders every column for every tree; here
/// splits are found by counting rows and responses per level (see {@link Tallies}). `docs/benchmarks.md`
/// describes the gain and the cost.
///
/// Smile has no monotone directions. Here a split of values that contradicts a direction is not taken, and
/// once a tree is grown the leaves on either side of such a split are held apart at the middle between the two
/// sides' means (as LightGBM's basic method does), so that every tree keeps the directions among values.
/// Missing and special values have no direction.
///
/// The result is a `GradientTreeBoost` that predicts like Smile's. Every sum runs in a fixed order, so that
/// the same rows give the same trees on every machine.
///
/// It stays one class: one algorithm, whose steps share the arrays of the tree that grows.
public final class SmileTrees {
    private static final String RESPONSE = "response";

    private final GradientTreeBoost model;
    private final StructType schema;
    private final double base;
    private final List<Flat> trees;
    private final double[] gain;

    private SmileTrees(GradientTreeBoost model, StructType schema, double base, List<Flat> trees, double[] gain) {
        this.model = model;
        this.schema = schema;
        this.base = base;
        this.trees = trees;
        this.gain = gain;
    }

    /// Fits the trees.
    ///
    /// @param levels one column for each feature, each level below 128
    /// @param signs 1 where more of a feature must not lower the score, -1 where it must not raise it, 0 where
    ///     it is free
    /// @param outcomes 1 for good, 0 for bad; both must occur
    public static SmileTrees fit(byte[][] levels, int[] signs, int[] outcomes, BoostingShape shape, long seed) {
        int[] firstValues = new int[levels.length];
        Arrays.fill(firstValues, Levels.MISSING);
        return fit(levels, signs, firstValues, outcomes, shape, seed, null);
    }

    /// Fits the trees of columns that may have special values, until the shape has enough of them or rows that
    /// are held out are no longer scored better.
    ///
    /// @param firstValues of each column the lowest level of a value; those below have no direction
    /// @param heldOut rows by which the growth ends; null to grow every tree
    static SmileTrees fit(
            byte[][] levels,
            int[] signs,
            int[] firstValues,
            int[] outcomes,
            BoostingShape shape,
            long seed,
            @Nullable HeldOut heldOut) {
        int rows = outcomes.length;
        ValueVector[] columns = new ValueVector[levels.length];
        String[] names = new String[levels.length];
        for (int f = 0; f < levels.length; f++) {
            names[f] = "f" + f;
            columns[f] = new ByteVector(names[f], levels[f]);
        }
        DataFrame frame = new DataFrame(columns);
        Loss loss = Loss.logistic(outcomes);
        double base = loss.intercept(null);
        double[] scores = loss.residual();
        int[] drawn = new int[rows];
        int[] counts = Arrays.stream(levels).mapToInt(SmileTrees::count).toArray();
        List<RegressionTree> grown = new ArrayList<>();
        grown.add(new Constant(frame, loss, base / shape.rate()));
        List<Flat> trees = new ArrayList<>();
        double[] gain = new double[levels.length];
        if (heldOut != null) {
            heldOut.begin(2 * base);
        }
        for (int t = 0; t < shape.trees() && (heldOut == null || heldOut.improves()); t++) {
            draw(drawn, new SplittableRandom(seed + t), shape.rowShare());
            Grown tree = new Grown(frame, loss, levels, counts, signs, firstValues, drawn, shape);
            grown.add(tree);
            Flat flat = Flat.of(tree.root(), frame.schema());
            trees.add(flat);
            double[] importance = tree.importance();
            Arrays.setAll(gain, f -> gain[f] + importance[f]);
            IntStream.range(0, rows).parallel().forEach(row -> scores[row] += shape.rate() * flat.output(levels, row));
            if (heldOut != null) {
                heldOut.add(row -> 2 * shape.rate() * flat.output(heldOut.levels(), row));
            }
        }
        RegressionTree[] forest = grown.toArray(RegressionTree[]::new);
        // Smile keeps one forest per class, and with two classes uses only the first.
        GradientTreeBoost model = new GradientTreeBoost(
                Formula.rhs(names), new RegressionTree[][] {forest, forest}, shape.rate(), gain, IntSet.of(2));
        return new SmileTrees(
                model,
                frame.schema(),
                2 * base,
                trees.stream().map(t -> t.scaled(2 * shape.rate())).toList(),
                gain);
    }

    /// Fits trees to numbers instead of outcomes, by least squares and without directions.
    ///
    /// @param levels one column for each feature, each level below 128
    /// @param responses of the rows, at least one
    public static Sum regress(byte[][] levels, double[] responses, BoostingShape shape, long seed) {
        int rows = responses.length;
        ValueVector[] columns = new ValueVector[levels.length];
        String[] names = new String[levels.length];
        for (int f = 0; f < levels.length; f++) {
            names[f] = "f" + f;
            columns[f] = new ByteVector(names[f], levels[f]);
        }
        DataFrame frame = new DataFrame(columns);
        Loss loss = Loss.ls();
        double base = loss.intercept(responses);
        double[] residuals = loss.residual();
        int[] drawn = new int[rows];
        int[] counts = Arrays.stream(levels).mapToInt(SmileTrees::count).toArray();
        RegressionTree[] grown = new RegressionTree[shape.trees()];
        List<Flat> trees = new ArrayList<>();
        double[] gain = new double[levels.length];
        for (int t = 0; t < shape.trees(); t++) {
            draw(drawn, new SplittableRandom(seed + t), shape.rowShare());
            grown[t] = new Grown(
                    frame, loss, levels, counts, new int[levels.length], new int[levels.length], drawn, shape);
            Flat flat = Flat.of(grown[t].root(), frame.schema());
            trees.add(flat);
            double[] importance = grown[t].importance();
            Arrays.setAll(gain, f -> gain[f] + importance[f]);
            IntStream.range(0, rows)
                    .parallel()
                    .forEach(row -> residuals[row] -= shape.rate() * flat.output(levels, row));
        }
        return new Sum(
                new smile.regression.GradientTreeBoost(Formula.rhs(names), grown, base, shape.rate(), gain),
                frame.schema(),
                base,
                trees.stream().map(t -> t.scaled(shape.rate())).toList(),
                gain);
    }

    /// A base and trees whose sum is a number.
    public static final class Sum {
        private final smile.regression.GradientTreeBoost model;
        private final StructType schema;
        private final double base;
        private final List<Flat> trees;
        private final double[] gain;

        private Sum(
                smile.regression.GradientTreeBoost model,
                StructType schema,
                double base,
                List<Flat> trees,
                double[] gain) {
            this.model = model;
            this.schema = schema;
            this.base = base;
            this.trees = trees;
            this.gain = gain;
        }

        /// The mean response.
        public double base() {
            return base;
        }

        /// The gain of all splits on a feature.
        public double gain(int feature) {
            return gain[feature];
        }

        /// What the trees add to the base for a row of columns of levels.
        public double beyondBase(byte[][] columns, int row) {
            double sum = 0;
            for (Flat tree : trees) {
                sum += tree.output(columns, row);
            }
            return sum;
        }

        /// Smile's own number for a row of columns of levels.
        public double smile(byte[][] columns, int row) {
            double[] values = new double[columns.length];
            Arrays.setAll(values, f -> columns[f][row]);
            return model.predict(Tuple.of(schema, values));
        }

        /// The trees over values instead of levels.
        ///
        /// @param levels of each feature
        /// @param factor on what they add
        public List<Tree> trees(List<Levels> levels, double factor) {
            int[] position = IntStream.range(0, levels.size()).toArray();
            return trees.stream()
                    .map(flat -> overValues(flat.scaled(factor), levels, position))
                    .toList();
        }
    }

    /// How many levels a column has: one more than its highest.
    private static int count(byte[] column) {
        int highest = 0;
        for (byte level : column) {
            highest = Math.max(highest, level);
        }
        return highest + 1;
    }

    /// Draws a share of the rows, at least one.
    private static void draw(int[] drawn, SplittableRandom random, double share) {
        for (int i = 0; i < drawn.length; i++) {
            drawn[i] = random.nextDouble() < share ? 1 : 0;
        }
        drawn[random.nextInt(drawn.length)] = 1;
    }

    /// Log-odds before the first tree.
    double base() {
        return base;
    }

    /// The gain of all splits on a feature.
    double gain(int feature) {
        return gain[feature];
    }

    int size() {
        return trees.size();
    }

    /// A tree over values instead of levels.
    ///
    /// @param levels of each feature
    /// @param position of each feature in the model
    /// @param held the level that a feature is held at, or -1; no node uses a held feature
    Tree tree(int number, List<Levels> levels, int[] position, int[] held) {
        return overValues(trees.get(number).holding(held), levels, position);
    }

    private static Tree overValues(Flat flat, List<Levels> levels, int[] position) {
        List<Integer> feature = new ArrayList<>();
        List<Double> threshold = new ArrayList<>();
        List<Double> value = new ArrayList<>();
        for (int i = 0; i < flat.feature.length; i++) {
            boolean leaf = flat.feature[i] < 0;
            feature.add(leaf ? -1 : position[flat.feature[i]]);
            threshold.add(leaf ? 0 : levels.get(flat.feature[i]).threshold(flat.level[i]));
            value.add(leaf ? flat.output[i] : 0);
        }
        return new Tree(feature, threshold, list(flat.left), list(flat.right), value, list(flat.rows));
    }

    /// Log-odds of a row of levels.
    public double logOdds(byte[] levels) {
        double sum = base;
        for (Flat tree : trees) {
            sum += tree.output(levels);
        }
        return sum;
    }

    /// Smile's own probability of a good outcome.
    double probability(byte[] levels) {
        double[] row = new double[levels.length];
        Arrays.setAll(row, f -> levels[f]);
        double[] posteriors = new double[2];
        model.predict(Tuple.of(schema, row), posteriors);
        return posteriors[1];
    }

    private static List<Integer> list(int[] values) {
        return Arrays.stream(values).boxed().toList();
    }

    /// Finds the lowest level that goes right by trying levels, because Smile does not expose a split's
    /// threshold.
    private static int firstOnTheRight(InternalNode split, StructType schema) {
        double[] row = new double[schema.length()];
        Tuple tuple = Tuple.of(schema, row);
        int level = 0;
        while (split.branch(tuple)) {
            level++;
            row[split.feature()] = level;
        }
        return level;
    }

    /// A tree that grows by counting levels.
    private static final class Grown extends RegressionTree {
        private final transient byte[][] levels;
        private final transient int[] counts;
        private final transient int[] signs;
        private final transient int[] firstValues;
        private final transient double[] response;
        // Null but while the constructor of Smile grows the tree.
        private transient @Nullable Tallies tallies;
        private transient double @Nullable [][] counted;

        Grown(
                DataFrame frame,
                Loss loss,
                byte[][] levels,
                int[] counts,
                int[] signs,
                int[] firstValues,
                int[] drawn,
                BoostingShape shape) {
            this.levels = levels;
            this.counts = counts;
            this.signs = signs;
            this.firstValues = firstValues;
            this.response = loss.response();
            super(
                    frame,
                    loss,
                    new StructField(RESPONSE, DataTypes.DoubleType),
                    // Smile counts the nodes on the path to a leaf, the plan counts the splits.
                    shape.depth() + 1,
                    shape.leaves(),
                    shape.leafRows(),
                    frame.ncol(),
                    drawn,
                    new int[levels.length][]);
            tallies = null;
            counted = null;
            root = bounded(root, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);
        }

        /// The tree with every leaf within bounds, and separated from its neighbours where a direction
        /// requires it.
        private Node bounded(Node node, double low, double high) {
            if (!(node instanceof InternalNode split)) {
                RegressionNode leaf = (RegressionNode) node;
                double output = Math.clamp(leaf.output(), low, high);
                return new RegressionNode(leaf.size(), output, leaf.mean(), leaf.deviance());
            }
            int sign = firstOnTheRight(split, schema) > firstValues[split.feature()] ? signs[split.feature()] : 0;
            double below = Math.clamp(mean(split.trueChild()), low, high);
            double above = Math.clamp(mean(split.falseChild()), low, high);
            double middle = (below + above) / 2;
            return split.replace(
                    bounded(split.trueChild(), sign < 0 ? middle : low, sign > 0 ? middle : high),
                    bounded(split.falseChild(), sign > 0 ? middle : low, sign < 0 ? middle : high));
        }

        private static double mean(Node node) {
            if (node instanceof InternalNode split) {
                Node below = split.trueChild();
                Node above = split.falseChild();
                return (mean(below) * below.size() + mean(above) * above.size()) / (below.size() + above.size());
            }
            return ((RegressionNode) node).output();
        }

        /// Counts rows and responses for the search, then lets Smile search.
        @Override
        protected Optional<Split> findBestSplit(LeafNode leaf, int from, int to, boolean[] unsplittable) {
            boolean full = false;
            if (tallies == null) {
                tallies = new Tallies(levels, counts, index, response, maxDepth - 1, 2 * nodeSize);
            } else {
                int leaves = (size() + 1) / 2;
                full = leaves + 1 >= maxNodes;
            }
            counted = full ? null : tallies.of(from, to);
            return counted == null ? Optional.empty() : super.findBestSplit(leaf, from, to, unsplittable);
        }

        /// The split between two levels with the least squared error; the lowest of equal ones.
        @Override
        protected Optional<Split> findBestSplit(LeafNode leaf, int column, double impurity, int from, int to) {
            double[] tally = Objects.requireNonNull(counted, "Smile asks for columns of a counted leaf")[column];
            double total = 0;
            for (int l = 0; l < tally.length; l += 2) {
                total += tally[l + 1];
            }
            int rows = to - from;
            int sign = signs[column];
            int missing = 0;
            double sumMissing = 0;
            int below = 0;
            double sumBelow = 0;
            double best = 0;
            int bestLevel = -1;
            int bestBelow = 0;
            for (int l = 0; 2 * l < tally.length; l++) {
                int here = (int) tally[2 * l];
                below += here;
                sumBelow += tally[2 * l + 1];
                int above = rows - below;
                if (l < firstValues[column]) {
                    missing = below;
                    sumMissing = sumBelow;
                }
                if (here == 0 || below < nodeSize || above < nodeSize) {
                    continue;
                }
                double sumAbove = total - sumBelow;
                double gain = sumBelow * sumBelow / below + sumAbove * sumAbove / above - total * total / rows;
                boolean contrary = sign != 0
                        && below > missing
                        && sign * (sumAbove / above) < sign * ((sumBelow - sumMissing) / (below - missing));
                if (gain > best && !contrary) {
                    best = gain;
                    bestLevel = l;
                    bestBelow = below;
                }
            }
            if (bestLevel < 0) {
                return Optional.empty();
            }
            int split = bestLevel;
            byte[] level = levels[column];
            return Optional.of(new OrdinalSplit(
                    leaf, column, split, best, from, to, bestBelow, rows - bestBelow, row -> level[row] <= split));
        }
    }

    /// A tree of one leaf.
    private static final class Constant extends RegressionTree {
        Constant(DataFrame frame, Loss loss, double output) {
            super(
                    frame,
                    loss,
                    new StructField(RESPONSE, DataTypes.DoubleType),
                    2,
                    2,
                    frame.nrow(),
                    frame.ncol(),
                    null,
                    new int[frame.ncol()][]);
            root = new RegressionNode(frame.nrow(), output, output, 0);
        }
    }

    /// A tree over levels, flattened: the root first, each child after its parent.
    private record Flat(int[] feature, int[] level, int[] left, int[] right, double[] output, int[] rows) {

        static Flat of(Node root, StructType schema) {
            List<Node> nodes = new ArrayList<>(List.of(root));
            List<int[]> children = new ArrayList<>();
            for (int i = 0; i < nodes.size(); i++) {
                if (nodes.get(i) instanceof InternalNode split) {
                    children.add(new int[] {nodes.size(), nodes.size() + 1});
                    nodes.add(split.trueChild());
                    nodes.add(split.falseChild());
                } else {
                    children.add(new int[] {0, 0});
                }
            }
            int size = nodes.size();
            Flat flat = new Flat(
                    new int[size], new int[size], new int[size], new int[size], new double[size], new int[size]);
            for (int i = 0; i < size; i++) {
                flat.rows[i] = nodes.get(i).size();
                flat.left[i] = children.get(i)[0];
                flat.right[i] = children.get(i)[1];
                if (nodes.get(i) instanceof InternalNode split) {
                    flat.feature[i] = split.feature();
                    flat.level[i] = firstOnTheRight(split, schema);
                } else {
                    flat.feature[i] = -1;
                    flat.output[i] = ((RegressionNode) nodes.get(i)).output();
                }
            }
            return flat;
        }

        double output(byte[][] columns, int row) {
            int node = 0;
            while (feature[node] >= 0) {
                node = columns[feature[node]][row] >= level[node] ? right[node] : left[node];
            }
            return output[node];
        }

        double output(byte[] values) {
            int node = 0;
            while (feature[node] >= 0) {
                node = values[feature[node]] >= level[node] ? right[node] : left[node];
            }
            return output[node];
        }

        /// The tree without the nodes that use a held feature: each is replaced by the branch that the held
        /// level takes.
        Flat holding(int[] held) {
            int size = feature.length;
            int[] from = new int[size];
            int[] lefts = new int[size];
            int[] rights = new int[size];
            int nodes = 1;
            from[0] = taken(0, held);
            for (int i = 0; i < nodes; i++) {
                if (feature[from[i]] >= 0) {
                    lefts[i] = nodes;
                    from[nodes++] = taken(left[from[i]], held);
                    rights[i] = nodes;
                    from[nodes++] = taken(right[from[i]], held);
                }
            }
            int[] counts = new int[nodes];
            for (int i = nodes - 1; i >= 0; i--) {
                counts[i] = feature[from[i]] < 0 ? rows[from[i]] : counts[lefts[i]] + counts[rights[i]];
            }
            int[] kept = Arrays.copyOf(from, nodes);
            return new Flat(
                    Arrays.stream(kept).map(i -> feature[i]).toArray(),
                    Arrays.stream(kept).map(i -> level[i]).toArray(),
                    Arrays.copyOf(lefts, nodes),
                    Arrays.copyOf(rights, nodes),
                    Arrays.stream(kept).mapToDouble(i -> output[i]).toArray(),
                    counts);
        }

        private int taken(int node, int[] held) {
            int at = node;
            while (feature[at] >= 0 && held[feature[at]] >= 0) {
                at = held[feature[at]] >= level[at] ? right[at] : left[at];
            }
            return at;
        }

        Flat scaled(double factor) {
            return new Flat(
                    feature,
                    level,
                    left,
                    right,
                    Arrays.stream(output).map(o -> o * factor).toArray(),
                    rows);
        }
    }
}
