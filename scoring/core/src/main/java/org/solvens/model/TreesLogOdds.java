package org.solvens.model;

import org.solvens.feature.Missing;

/// Boosted trees over plain arrays: the nodes of all trees in one row of arrays.
///
/// Four trees are walked at a time, so that the processor waits for four loads at once. A leaf is its own
/// child, so that trees of different depth can be walked equally far.
final class TreesLogOdds implements LogOdds {
    private static final int ABREAST = 4;

    private final TreesModel model;
    private final int[] positions;
    private final int[] roots;
    private final int[] depths;
    private final int[] asked;
    private final double[] threshold;
    private final int[] children;
    private final double[] value;
    private final TreeShap shap;

    /// @param positions where the model's features stand in the vectors
    TreesLogOdds(TreesModel model, int[] positions) {
        this.model = model;
        this.positions = positions;
        int trees = model.trees().size();
        int nodes = model.trees().stream().mapToInt(t -> t.feature().size()).sum();
        roots = new int[trees];
        depths = new int[(trees + ABREAST - 1) / ABREAST];
        asked = new int[nodes];
        threshold = new double[nodes];
        children = new int[2 * nodes];
        value = new double[nodes];
        int[] feature = new int[nodes];
        int[] rows = new int[nodes];
        int at = 0;
        for (int t = 0; t < trees; t++) {
            Tree tree = model.trees().get(t);
            roots[t] = at;
            int[] depth = new int[tree.feature().size()];
            for (int i = 0; i < depth.length; i++) {
                int node = at + i;
                boolean leaf = tree.leaf(i);
                feature[node] = tree.feature().get(i);
                asked[node] = leaf ? positions[0] : positions[feature[node]];
                threshold[node] =
                        leaf ? Double.POSITIVE_INFINITY : tree.threshold().get(i);
                children[2 * node] = leaf ? node : at + tree.left().get(i);
                children[2 * node + 1] = leaf ? node : at + tree.right().get(i);
                value[node] = tree.value().get(i);
                rows[node] = tree.rows().get(i);
                if (!leaf) {
                    depth[tree.left().get(i)] = depth[i] + 1;
                    depth[tree.right().get(i)] = depth[i] + 1;
                }
                depths[t / ABREAST] = Math.max(depths[t / ABREAST], depth[i]);
            }
            at += depth.length;
        }
        shap = new TreeShap(model.features().size(), roots, feature, asked, threshold, children, value, rows);
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
            for (int level = depths[group]; level > 0; level--) {
                a = children[2 * a + (vector[asked[a]] >= threshold[a] ? 1 : 0)];
                b = children[2 * b + (vector[asked[b]] >= threshold[b] ? 1 : 0)];
                c = children[2 * c + (vector[asked[c]] >= threshold[c] ? 1 : 0)];
                d = children[2 * d + (vector[asked[d]] >= threshold[d] ? 1 : 0)];
            }
            sum = sum + value[a] + value[b] + value[c] + value[d];
        }
        for (int tree = whole * ABREAST; tree < roots.length; tree++) {
            int node = roots[tree];
            for (int level = depths[whole]; level > 0; level--) {
                node = children[2 * node + (vector[asked[node]] >= threshold[node] ? 1 : 0)];
            }
            sum += value[node];
        }
        return sum;
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
            } else if (value != value) {
                throw new IllegalArgumentException("NaN for " + model.features().get(i));
            }
        }
    }
}
