package org.solvens.model;

import java.util.Arrays;

/// Shapley values of a sum of trees, exact and path-dependent, as Lundberg, Erion and Lee, "Consistent
/// individualized feature attribution for tree ensembles" (2018) define them.
///
/// A feature that is not known follows both branches, weighed by the training rows that took them. The values
/// of a row and {@link #expected} sum up to the trees' output for it.
///
/// For a leaf under `d` features, let `z` be the share of the rows that a feature's branches let through, and
/// `h` be 1 where the row itself takes them, else 0. The weight of a set of `s` known features among the
/// others is `s! (d - 1 - s)! / d!`, which is the integral of `y^s (1 - y)^(d - 1 - s)` over 0 to 1. So the
/// feature adds the leaf's value times `(h - z)` times the integral, over the others, of the product of `h y +
/// z (1 - y)`: a polynomial of degree `d - 1`, which Gauss and Legendre integrate exactly from half as many
/// points. At each point a tree is walked down once, multiplying, and up once, summing the leaves; all factors
/// are known before any row is.
final class TreeShap {
    /// The row takes every branch of the feature on the way to a node.
    private static final int HOT = 0;

    /// It leaves the way at the branch into the node; {@link #GONE} where it had left it above.
    private static final int GONE = 2;

    private static final int STATES = 3;

    /// Entries of one branch.
    private static final int BRANCH = 2 * STATES;

    private final int features;
    private final double expected;

    /// The splits of all trees; those of tree `t` are from `splits[t]` to before `splits[t + 1]`. Nodes are
    /// counted from the root of their tree.
    private final int[] splits;

    private final int[] node;
    private final int[] feature;
    private final int[] asked;
    private final double[] threshold;
    private final int[] left;
    private final int[] above;

    private final int[] roots;

    /// The value of a leaf, 1 for any other node.
    private final double[] value;

    private final int widest;
    private final double[] weights;

    /// By point, and then by split, side and state, the factor on the way down and the gain on the way up.
    private final double[][] entries;

    /// @param features how many the model has
    /// @param roots first nodes of the trees
    /// @param feature number of a node's feature, -1 in a leaf
    /// @param asked position of a node's feature in the vectors
    /// @param left child of each node; the right child is the next
    TreeShap(
            int features,
            int[] roots,
            int[] feature,
            int[] asked,
            double[] threshold,
            int[] left,
            double[] value,
            int[] rows) {
        this.features = features;
        this.roots = roots;
        this.value = value.clone();
        int inner = (int) Arrays.stream(feature).filter(f -> f >= 0).count();
        splits = new int[roots.length + 1];
        node = new int[inner];
        this.feature = new int[inner];
        this.asked = new int[inner];
        this.threshold = new double[inner];
        this.left = new int[inner];
        above = new int[inner];
        int[] parent = new int[feature.length];
        int[] sameAbove = new int[feature.length];
        double[] share = new double[feature.length];
        int[] distinct = new int[feature.length];
        int most = 1;
        int widestTree = 1;
        double sum = 0;
        int split = 0;
        for (int t = 0; t < roots.length; t++) {
            int root = roots[t];
            int end = t + 1 < roots.length ? roots[t + 1] : feature.length;
            widestTree = Math.max(widestTree, end - root);
            share[root] = 1;
            splits[t] = split;
            for (int i = root; i < end; i++) {
                if (feature[i] < 0) {
                    most = Math.max(most, distinct[i]);
                    continue;
                }
                int same = i;
                while (same != root && feature[parent[same]] != feature[i]) {
                    same = parent[same];
                }
                for (int child = left[i]; child <= left[i] + 1; child++) {
                    parent[child] = i;
                    sameAbove[child] = same;
                    share[child] = (same == root ? 1 : share[same]) * rows[child] / rows[i];
                    distinct[child] = distinct[i] + (same == root ? 1 : 0);
                }
                node[split] = i - root;
                this.feature[split] = feature[i];
                this.asked[split] = asked[i];
                this.threshold[split] = threshold[i];
                this.left[split] = left[i] - root;
                above[split] = same - root;
                this.value[i] = 1;
                split++;
            }
            sum += expected(root, feature, left, value, rows);
        }
        splits[roots.length] = split;
        widest = widestTree;
        expected = sum;
        double[][] points = gaussLegendre((most + 1) / 2);
        weights = points[1];
        entries = new double[weights.length][inner * 2 * BRANCH];
        for (int q = 0; q < weights.length; q++) {
            int at = 0;
            for (int i = 0; i < feature.length; i++) {
                for (int child = left[i]; feature[i] >= 0 && child <= left[i] + 1; child++) {
                    boolean first = above[at / (2 * BRANCH)] == 0;
                    double shareAbove = first ? 0 : share[sameAbove[child]];
                    enter(entries[q], at, points[0][q], share[child], first, shareAbove);
                    at += BRANCH;
                }
            }
        }
    }

    /// The factors and gains of a branch at a point.
    ///
    /// @param y the point
    /// @param share of the rows that all branches of the feature down to here let through
    /// @param first whether no branch above asks for the feature
    /// @param shareAbove share of those down to the branch above that asks for it
    private static void enter(double[] entries, int at, double y, double share, boolean first, double shareAbove) {
        double hot = y + share * (1 - y);
        double cold = share * (1 - y);
        double hotAbove = first ? 1 : y + shareAbove * (1 - y);
        double gainAbove = first ? 0 : (1 - shareAbove) / hotAbove;
        entries[at] = hot / hotAbove;
        entries[at + 1] = (1 - share) / hot - gainAbove;
        entries[at + 2] = cold / hotAbove;
        entries[at + 3] = -1 / (1 - y) - gainAbove;
        entries[at + 4] = first ? 0 : share / shareAbove;
        entries[at + 5] = 0;
    }

    /// Mean over the training rows, by the weights of the branches.
    double expected() {
        return expected;
    }

    /// The values of a row, by feature.
    double[] of(double[] vector) {
        double[] phi = new double[features];
        int[] state = new int[widest];
        double[] flow = new double[widest];
        int[] low = new int[widest];
        int[] high = new int[widest];
        for (int t = 0; t + 1 < splits.length; t++) {
            int from = splits[t];
            int until = splits[t + 1];
            for (int s = from; s < until; s++) {
                int right = vector[asked[s]] >= threshold[s] ? 1 : 0;
                int child = left[s];
                boolean hot = state[above[s]] == HOT;
                int lower = hot ? right : GONE;
                int upper = hot ? 1 - right : GONE;
                state[child] = lower;
                state[child + 1] = upper;
                low[s - from] = 2 * (BRANCH * s + lower);
                high[s - from] = 2 * (BRANCH * s + STATES + upper);
            }
            for (int q = 0; q < weights.length; q++) {
                walk(from, until, roots[t], weights[q], entries[q], flow, low, high, phi);
            }
        }
        return phi;
    }

    private void walk(
            int from,
            int until,
            int root,
            double weight,
            double[] entries,
            double[] flow,
            int[] low,
            int[] high,
            double[] phi) {
        flow[0] = weight;
        for (int s = from; s < until; s++) {
            double here = flow[node[s]];
            int child = left[s];
            flow[child] = here * entries[low[s - from]];
            flow[child + 1] = here * entries[high[s - from]];
        }
        for (int s = until - 1; s >= from; s--) {
            int child = left[s];
            double lower = flow[child] * value[root + child];
            double upper = flow[child + 1] * value[root + child + 1];
            phi[feature[s]] += lower * entries[low[s - from] + 1] + upper * entries[high[s - from] + 1];
            flow[node[s]] = lower + upper;
        }
    }

    private static double expected(int node, int[] feature, int[] left, double[] value, int[] rows) {
        if (feature[node] < 0) {
            return value[node];
        }
        int below = left[node];
        int above = below + 1;
        return (rows[below] * expected(below, feature, left, value, rows)
                        + rows[above] * expected(above, feature, left, value, rows))
                / rows[node];
    }

    /// Points in (0, 1) and their weights, which integrate polynomials of a degree below twice their number:
    /// roots of the Legendre polynomial, by Newton's method.
    private static double[][] gaussLegendre(int points) {
        double[] at = new double[points];
        double[] weight = new double[points];
        for (int i = 0; i < points; i++) {
            double x = StrictMath.cos(Math.PI * (i + 0.75) / (points + 0.5));
            double slope = 1;
            for (int step = 0; step < 20; step++) {
                double before = 1;
                double value = x;
                for (int k = 2; k <= points; k++) {
                    double next = ((2 * k - 1) * x * value - (k - 1) * before) / k;
                    before = value;
                    value = next;
                }
                slope = points * (x * value - before) / (x * x - 1);
                x -= value / slope;
            }
            at[i] = (1 + x) / 2;
            weight[i] = 1 / ((1 - x * x) * slope * slope);
        }
        return new double[][] {at, weight};
    }
}
