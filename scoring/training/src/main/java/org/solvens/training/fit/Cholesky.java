package org.solvens.training.fit;

/// Solves systems with a symmetric positive definite matrix. The sums have one order on every
/// machine, which those of a native library have not.
final class Cholesky {
    private Cholesky() {}

    /// Solves `matrix * x = right`.
    ///
    /// @param matrix its lower triangle is read
    static double[] solve(double[][] matrix, double[] right) {
        int size = right.length;
        double[][] root = new double[size][];
        double[] x = new double[size];
        for (int i = 0; i < size; i++) {
            double[] own = new double[i + 1];
            root[i] = own;
            for (int j = 0; j <= i; j++) {
                double[] other = root[j];
                double rest = matrix[i][j];
                for (int k = 0; k < j; k++) {
                    rest -= own[k] * other[k];
                }
                own[j] = i == j ? Math.sqrt(rest) : rest / other[j];
            }
            double rest = right[i];
            for (int k = 0; k < i; k++) {
                rest -= own[k] * x[k];
            }
            x[i] = rest / own[i];
        }
        for (int i = size - 1; i >= 0; i--) {
            for (int k = i + 1; k < size; k++) {
                x[i] -= root[k][i] * x[k];
            }
            x[i] /= root[i][i];
        }
        return x;
    }
}
