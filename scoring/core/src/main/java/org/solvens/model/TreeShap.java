package org.solvens.model;

import java.util.Arrays;

/// Shapley values of a sum of trees, exact and path-dependent: Algorithm 2 of Lundberg, Erion and Lee,
/// "Consistent individualized feature attribution for tree ensembles" (2018).
///
/// A feature that is not known follows both branches, weighed by the training rows that took them. The
/// values of a row and {@link #expected} sum up to what the trees say of it.
final class TreeShap {
    /// 1 / k: a product is cheaper than a division.
    private static final double[] INVERSE = inverse();

    private final int features;
    private final int[] roots;
    private final int[] feature;
    private final int[] asked;
    private final double[] threshold;
    private final int[] left;
    private final double[] value;
    private final int[] rows;
    private final double expected;

    /// @param features how many the model has
    /// @param feature number of a node's feature, -1 in a leaf
    /// @param asked where a node's feature stands in the vectors
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
        this.feature = feature;
        this.asked = asked;
        this.threshold = threshold;
        this.left = left;
        this.value = value;
        this.rows = rows;
        double sum = 0;
        for (int root : roots) {
            sum += expected(root);
        }
        expected = sum;
    }

    /// Mean over the training rows, by the weights of the branches.
    double expected() {
        return expected;
    }

    /// The values of a row, by feature.
    double[] of(double[] vector) {
        double[] phi = new double[features];
        Path[] paths = new Path[Tree.DEEPEST + 2];
        for (int root : roots) {
            descend(vector, phi, paths, 0, root, null, 1, 1, -1);
        }
        return phi;
    }

    private static double[] inverse() {
        double[] inverse = new double[Tree.DEEPEST + 3];
        Arrays.setAll(inverse, k -> 1.0 / k);
        return inverse;
    }

    private double expected(int node) {
        if (feature[node] < 0) {
            return value[node];
        }
        int below = left[node];
        int above = below + 1;
        return (rows[below] * expected(below) + rows[above] * expected(above)) / rows[node];
    }

    private void descend(
            double[] vector,
            double[] phi,
            Path[] paths,
            int depth,
            int node,
            Path above,
            double zero,
            double one,
            int from) {
        Path path = paths[depth];
        if (path == null) {
            path = new Path();
            paths[depth] = path;
        }
        path.extend(above, zero, one, from);
        int split = feature[node];
        if (split < 0) {
            double cold = -path.sumOfCold() * value[node];
            for (int i = 1; i < path.length; i++) {
                phi[path.feature[i]] +=
                        path.one[i] == 0 ? cold : path.sumWithout(i) * (path.one[i] - path.zero[i]) * value[node];
            }
            return;
        }
        boolean right = vector[asked[node]] >= threshold[node];
        int hot = left[node] + (right ? 1 : 0);
        int cold = left[node] + (right ? 0 : 1);
        double zeroSoFar = 1;
        double oneSoFar = 1;
        int seen = path.find(split);
        if (seen > 0) {
            zeroSoFar = path.zero[seen];
            oneSoFar = path.one[seen];
            path.unwind(seen);
        }
        double all = rows[node];
        descend(vector, phi, paths, depth + 1, hot, path, zeroSoFar * rows[hot] / all, oneSoFar, split);
        descend(vector, phi, paths, depth + 1, cold, path, zeroSoFar * rows[cold] / all, 0, split);
    }

    /// The features on the way to a node, each once: the shares of the ways that flow on when the feature is
    /// unknown (`zero`) and known (`one`: 1 or 0), and the weights of the sets of known features by their size.
    private static final class Path {
        private final int[] feature = new int[Tree.DEEPEST + 2];
        private final double[] zero = new double[Tree.DEEPEST + 2];
        private final double[] one = new double[Tree.DEEPEST + 2];
        private final double[] weight = new double[Tree.DEEPEST + 2];
        private int length;

        /// Becomes the path above and one more feature.
        void extend(Path above, double zeroShare, double oneShare, int next) {
            int last = 0;
            if (above != null) {
                last = above.length;
                System.arraycopy(above.feature, 0, feature, 0, last);
                System.arraycopy(above.zero, 0, zero, 0, last);
                System.arraycopy(above.one, 0, one, 0, last);
                System.arraycopy(above.weight, 0, weight, 0, last);
            }
            feature[last] = next;
            zero[last] = zeroShare;
            one[last] = oneShare;
            weight[last] = last == 0 ? 1 : 0;
            length = last + 1;
            double part = INVERSE[length];
            for (int i = last - 1; i >= 0; i--) {
                weight[i + 1] += oneShare * weight[i] * (i + 1) * part;
                weight[i] = zeroShare * weight[i] * (last - i) * part;
            }
        }

        /// Where a feature stands, 0 if it does not.
        int find(int wanted) {
            for (int i = 1; i < length; i++) {
                if (feature[i] == wanted) {
                    return i;
                }
            }
            return 0;
        }

        /// Takes a feature out again.
        void unwind(int at) {
            int last = length - 1;
            if (one[at] != 0) {
                double next = weight[last];
                double part = zero[at] * INVERSE[length];
                for (int i = last - 1; i >= 0; i--) {
                    double before = weight[i];
                    weight[i] = next * length * INVERSE[i + 1];
                    next = before - weight[i] * part * (last - i);
                }
            } else {
                double part = length / zero[at];
                for (int i = last - 1; i >= 0; i--) {
                    weight[i] *= part * INVERSE[last - i];
                }
            }
            for (int i = at; i < last; i++) {
                feature[i] = feature[i + 1];
                zero[i] = zero[i + 1];
                one[i] = one[i + 1];
            }
            length = last;
        }

        /// Sum of the weights if a feature whose `one` is 1 were taken out.
        double sumWithout(int at) {
            int last = length - 1;
            double next = weight[last];
            double part = zero[at] * INVERSE[length];
            double sum = 0;
            for (int i = last - 1; i >= 0; i--) {
                double restored = next * length * INVERSE[i + 1];
                sum += restored;
                next = weight[i] - restored * part * (last - i);
            }
            return sum;
        }

        /// The same for a feature whose `one` is 0, times its `zero`: it is equal for all of them.
        double sumOfCold() {
            int last = length - 1;
            double sum = 0;
            for (int i = last - 1; i >= 0; i--) {
                sum += weight[i] * INVERSE[last - i];
            }
            return sum * length;
        }
    }
}
