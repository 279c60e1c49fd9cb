package org.solvens.model;

import org.solvens.feature.Missing;

/// Boosted trees over plain arrays: the nodes of all trees in one row of arrays, siblings side by side.
///
/// Eight trees are walked at a time, so that the processor waits for eight loads at once. A leaf is its own
/// child, so that trees of different depth can be walked equally far.
final class TreesLogOdds implements LogOdds {
    private static final int ABREAST = 8;

    private final TreesModel model;
    private final int[] positions;
    private final int[] roots;
    private final int[] depths;

    /// For each node, its left child in the high 32 bits and the position of its feature in the low 32 bits,
    /// so that one load gives both.
    private final long[] steps;

    private final double[] threshold;
    private final double[] value;
    private final TreeShap shap;

    /// @param positions of the model's features in the vectors
    TreesLogOdds(TreesModel model, int[] positions) {
        this.model = model;
        this.positions = positions;
        int trees = model.trees().size();
        int nodes = model.trees().stream().mapToInt(t -> t.feature().size()).sum();
        roots = new int[trees];
        depths = new int[(trees + ABREAST - 1) / ABREAST];
        steps = new long[nodes];
        threshold = new double[nodes];
        int[] asked = new int[nodes];
        int[] left = new int[nodes];
        value = new double[nodes];
        int[] feature = new int[nodes];
        int[] rows = new int[nodes];
        int first = 0;
        for (int t = 0; t < trees; t++) {
            Tree tree = model.trees().get(t);
            roots[t] = first;
            int size = tree.feature().size();
            int[] from = new int[size];
            int[] depth = new int[size];
            int placed = 1;
            for (int i = 0; i < size; i++) {
                int node = first + i;
                int old = from[i];
                boolean leaf = tree.leaf(old);
                feature[node] = tree.feature().get(old);
                value[node] = tree.value().get(old);
                rows[node] = tree.rows().get(old);
                asked[node] = leaf ? positions[0] : positions[feature[node]];
                threshold[node] =
                        leaf ? Double.POSITIVE_INFINITY : tree.threshold().get(old);
                left[node] = leaf ? node : first + placed;
                steps[node] = (long) left[node] << 32 | asked[node];
                depths[t / ABREAST] = Math.max(depths[t / ABREAST], depth[i]);
                if (!leaf) {
                    from[placed] = tree.left().get(old);
                    from[placed + 1] = tree.right().get(old);
                    depth[placed] = depth[i] + 1;
                    depth[placed + 1] = depth[i] + 1;
                    placed += 2;
                }
            }
            first += size;
        }
        shap = new TreeShap(model.features().size(), roots, feature, asked, threshold, left, value, rows);
    }

    @Override
    public double of(double[] vector) {
        check(vector);
        double sum = model.base();
        int whole = roots.length / ABREAST;
        for (int group = 0; group < whole; group++) {
            int first = group * ABREAST;
            int a = roots[first];
            int b = roots[first + 1];
            int c = roots[first + 2];
            int d = roots[first + 3];
            int e = roots[first + 4];
            int f = roots[first + 5];
            int g = roots[first + 6];
            int h = roots[first + 7];
            for (int level = depths[group]; level > 0; level--) {
                a = next(a, vector);
                b = next(b, vector);
                c = next(c, vector);
                d = next(d, vector);
                e = next(e, vector);
                f = next(f, vector);
                g = next(g, vector);
                h = next(h, vector);
            }
            sum = sum + value[a] + value[b] + value[c] + value[d] + value[e] + value[f] + value[g] + value[h];
        }
        for (int tree = whole * ABREAST; tree < roots.length; tree++) {
            int node = roots[tree];
            for (int level = depths[whole]; level > 0; level--) {
                node = next(node, vector);
            }
            sum += value[node];
        }
        return sum;
    }

    private int next(int node, double[] vector) {
        long step = steps[node];
        return (int) (step >>> 32) + (vector[(int) step] >= threshold[node] ? 1 : 0);
    }

    @Override
    public double[] effects(double[] vector) {
        check(vector);
        return shap.of(vector);
    }

    @Override
    public double neutral() {
        return model.base() + shap.expected();
    }

    private void check(double[] vector) {
        for (int i = 0; i < positions.length; i++) {
            double value = vector[positions[i]];
            if (Missing.is(value)) {
                Missing.of(value);
            } else if (Double.isNaN(value)) {
                throw new IllegalArgumentException("NaN for " + model.features().get(i));
            }
        }
    }
}
