package org.solvens.training.fit;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import org.solvens.model.Calibration;

/// Isotonic regression of outcomes on scores, by pooling adjacent violators (Ayer and others 1955).
///
/// Rows with the same score are first merged into one, so that their order does not matter. Neighbours are
/// joined until each block has the required number of rows.
///
/// @param blocks in order of score
public record Isotonic(List<Block> blocks) {

    /// A run of scores with one probability.
    ///
    /// @param score mean of its rows
    /// @param goods good outcomes, with the prior's
    /// @param rows rows, with the prior's
    public record Block(double score, double goods, double rows) {
        double probability() {
            return goods / rows;
        }

        Block plus(Block next) {
            double weight = rows + next.rows;
            return new Block((score * rows + next.score * next.rows) / weight, goods + next.goods, weight);
        }
    }

    /// Fits the regression.
    ///
    /// @param smallestBlock fewest rows of a block
    /// @param prior rows of the overall share of goods added to each block, at least 0; if above 0, no
    ///     probability is 0 or 1
    public static Isotonic fit(double[] scores, int[] outcomes, int smallestBlock, double prior) {
        Integer[] order = new Integer[scores.length];
        Arrays.setAll(order, i -> i);
        Arrays.sort(order, Comparator.comparingDouble(i -> scores[i]));
        double share = Arrays.stream(outcomes).average().orElseThrow();
        List<Block> groups = new ArrayList<>();
        Block open = null;
        for (int i = 0; i < order.length; i++) {
            int row = order[i];
            Block one = new Block(scores[row], outcomes[row], 1);
            open = open == null ? one : open.plus(one);
            boolean tied = i + 1 < order.length && scores[order[i + 1]] == scores[row];
            if (!tied && open.rows() >= smallestBlock) {
                groups.add(open);
                open = null;
            }
        }
        if (open != null) {
            groups.add(groups.isEmpty() ? open : groups.removeLast().plus(open));
        }
        Deque<Block> stack = new ArrayDeque<>();
        for (Block group : groups) {
            Block next = new Block(group.score(), group.goods() + prior * share, group.rows() + prior);
            while (!stack.isEmpty() && stack.getLast().probability() >= next.probability()) {
                next = stack.removeLast().plus(next);
            }
            stack.addLast(next);
        }
        return new Isotonic(List.copyOf(stack));
    }

    /// A calibration with the probability at the middle of each block, linear between them.
    public Calibration linear() {
        return new Calibration(
                Calibration.Interpolation.LINEAR,
                blocks.stream().map(Block::score).toList(),
                blocks.stream().map(Block::probability).toList());
    }
}
