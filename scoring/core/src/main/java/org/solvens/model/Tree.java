package org.solvens.model;

import java.util.List;

/// A regression tree, flattened: the columns of its nodes, the root first, each child after its parent.
///
/// @param feature position of the feature that a node asks for, -1 in a leaf
/// @param threshold a value that reaches it (`value >= threshold`) goes right, any other left; codes of {@link
///     org.solvens.feature.Missing} are compared as plain numbers, and so are below every value, in the order
///     NOT_APPLICABLE, TOO_OLD, NO_RECORD, NO_FEED; 0 in a leaf
/// @param left number of the left child, 0 in a leaf
/// @param right number of the right child, 0 in a leaf
/// @param value log-odds that a leaf adds; 0 elsewhere
/// @param rows training rows that came through the node, at least 1: they weigh the branches in
///     explanations
public record Tree(
        List<Integer> feature,
        List<Double> threshold,
        List<Integer> left,
        List<Integer> right,
        List<Double> value,
        List<Integer> rows) {

    /// Deepest tree allowed, counted in splits from the root to a leaf.
    public static final int DEEPEST = 32;

    public Tree {
        feature = List.copyOf(feature);
        threshold = List.copyOf(threshold);
        left = List.copyOf(left);
        right = List.copyOf(right);
        value = List.copyOf(value);
        rows = List.copyOf(rows);
        Finite.require("tree", threshold);
        Finite.require("tree", value);
        int nodes = feature.size();
        if (nodes == 0
                || threshold.size() != nodes
                || left.size() != nodes
                || right.size() != nodes
                || value.size() != nodes
                || rows.size() != nodes) {
            throw new IllegalArgumentException("tree: its columns must be equally long, and hold a root");
        }
        int[] depth = new int[nodes];
        boolean[] reached = new boolean[nodes];
        reached[0] = true;
        for (int i = 0; i < nodes; i++) {
            if (!reached[i] || rows.get(i) < 1) {
                throw new IllegalArgumentException("tree: node " + i + " is reached by no row");
            }
            if (feature.get(i) < 0) {
                if (feature.get(i) != -1) {
                    throw new IllegalArgumentException("tree: node " + i + " asks for no feature");
                }
                continue;
            }
            int l = left.get(i);
            int r = right.get(i);
            if (l <= i || r <= i || l >= nodes || r >= nodes || l == r || reached[l] || reached[r]) {
                throw new IllegalArgumentException("tree: node " + i + " does not have two children of its own");
            }
            if ((long) rows.get(l) + rows.get(r) != rows.get(i)) {
                throw new IllegalArgumentException("tree: the rows of node " + i + " get lost");
            }
            reached[l] = true;
            reached[r] = true;
            depth[l] = depth[i] + 1;
            depth[r] = depth[i] + 1;
            if (depth[l] > DEEPEST) {
                throw new IllegalArgumentException("tree: deeper than " + DEEPEST);
            }
        }
    }

    /// Whether a node is a leaf.
    public boolean leaf(int node) {
        return feature.get(node) < 0;
    }

    /// The log-odds that it adds to a row.
    ///
    /// @param values in the order of the model's features, missing ones as codes
    public double of(double[] values) {
        int node = 0;
        while (!leaf(node)) {
            node = values[feature.get(node)] >= threshold.get(node) ? right.get(node) : left.get(node);
        }
        return value.get(node);
    }
}
