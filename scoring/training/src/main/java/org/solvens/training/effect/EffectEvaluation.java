package org.solvens.training.effect;

import java.util.List;
import org.solvens.training.evaluate.ClusteredMean;
import org.solvens.training.evaluate.Evaluation.GateCheck;

/// Everything measured for a model of effects, the content of its `evaluation.json`. Effects and gains are
/// shares of the balance.
///
/// @param model id
/// @param axis label
/// @param family `effects`
/// @param trainRows logged decisions that it learnt from
/// @param testRows logged decisions of other debtors that it is measured on
/// @param gain over doing nothing, of taking the route with the largest effect, on the test
///     decisions; doubly robust
/// @param slope by how much more a test decision gains for each share that the model promises; 1 is exact
/// @param routes what was learnt of each
/// @param left routes that were taken too seldom, or whose effect is too uncertain to rank by
/// @param gate the checks, in order
public record EffectEvaluation(
        String model,
        String axis,
        String family,
        int trainRows,
        int testRows,
        ClusteredMean gain,
        ClusteredMean slope,
        List<RouteResult> routes,
        List<String> left,
        List<GateCheck> gate) {

    /// What was learnt of a route.
    ///
    /// @param route label
    /// @param taken training decisions for it
    /// @param mean its effect over the training decisions in the stages where it was taken often enough
    /// @param kept how much of the differences between cases was kept, 0 to 1: the share that
    ///     held on other debtors
    /// @param test its effect over the test decisions
    /// @param expected the same by the model
    /// @param strongest features with the largest gain, at most five
    public record RouteResult(
            String route,
            int taken,
            ClusteredMean mean,
            double kept,
            ClusteredMean test,
            double expected,
            List<String> strongest) {}

    /// Whether every check of the gate passed.
    public boolean passed() {
        return gate.stream().allMatch(GateCheck::passed);
    }
}
