package org.solvens.scoring;

import java.util.List;
import org.solvens.model.Contribution;

/// What moved the estimates of a case most, against a mean training row: of each estimate the strongest first, and
/// nothing where there is no estimate.
///
/// @param promiseKept of the chance that a promise is kept
/// @param selfCure of the chance of payment in full before the agency acts
/// @param means of ability on the claim that everybody is given; that claim is no reason
/// @param recovery of the expected share of the balance within {@link #DAYS}
/// @param payment of the probability of a payment within {@link #DAYS}
public record EstimateReasons(
        List<Contribution> promiseKept,
        List<Contribution> selfCure,
        List<Contribution> means,
        List<Contribution> recovery,
        List<Contribution> payment) {
    /// Days for which curves have reasons. A scorecard has the same ones for any number of days.
    public static final int DAYS = 90;

    /// Of a debtor who may not be profiled.
    public static final EstimateReasons NONE =
            new EstimateReasons(List.of(), List.of(), List.of(), List.of(), List.of());

    public EstimateReasons {
        promiseKept = List.copyOf(promiseKept);
        selfCure = List.copyOf(selfCure);
        means = List.copyOf(means);
        recovery = List.copyOf(recovery);
        payment = List.copyOf(payment);
    }
}
