package org.solvens.bench;

import java.util.Arrays;
import org.solvens.training.Trial;

/// The matrix of a trial, row after row, as the peers take it: missing values as the same codes.
record Table(float[] values, int rows, int columns, float[] outcomes) {

    static Table train(Trial trial) {
        return of(trial.trainVectors(), trial.trainOutcomes());
    }

    static Table test(Trial trial) {
        return of(trial.testVectors(), trial.testOutcomes());
    }

    static Table of(double[][] vectors, int[] outcomes) {
        int columns = vectors[0].length;
        float[] values = new float[vectors.length * columns];
        float[] labels = new float[vectors.length];
        for (int r = 0; r < vectors.length; r++) {
            for (int c = 0; c < columns; c++) {
                values[r * columns + c] = (float) vectors[r][c];
            }
            labels[r] = outcomes[r];
        }
        return new Table(values, vectors.length, columns, labels);
    }

    /// The first rows alone.
    Table first(int count) {
        return new Table(Arrays.copyOf(values, count * columns), count, columns, Arrays.copyOf(outcomes, count));
    }

    int[] wholeOutcomes() {
        int[] whole = new int[outcomes.length];
        Arrays.setAll(whole, i -> (int) outcomes[i]);
        return whole;
    }
}
