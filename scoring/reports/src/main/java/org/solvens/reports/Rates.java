package org.solvens.reports;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.solvens.policy.Policy;

/// What currencies are worth, as a policy states it for its limits. It is no rate of exchange of a day: the pages say
/// which rates they take.
///
/// @param source what states them, such as `default@6`
/// @param worth of one unit of each currency, in the reference currency of the source
public record Rates(String source, Map<String, BigDecimal> worth) {
    /// No rates: amounts of different currencies cannot be compared.
    static final Rates NONE = new Rates("", Map.of());

    /// Decimals of a rate between two currencies.
    private static final int DECIMALS = 6;

    public Rates {
        worth = Map.copyOf(worth);
    }

    /// The worth that a policy states.
    public static Rates of(Policy policy) {
        Map<String, BigDecimal> worth = new HashMap<>();
        policy.currencies().forEach((currency, value) -> worth.put(currency, BigDecimal.valueOf(value)));
        return new Rates(policy.label(), worth);
    }

    /// Whether the worth of all of some currencies is known.
    boolean cover(Collection<String> currencies) {
        return worth.keySet().containsAll(currencies);
    }

    /// What one unit of a currency is worth in another; empty if either is not known.
    Optional<BigDecimal> rate(String from, String to) {
        BigDecimal one = worth.get(from);
        BigDecimal other = worth.get(to);
        return one == null || other == null
                ? Optional.empty()
                : Optional.of(
                        one.divide(other, DECIMALS, RoundingMode.HALF_EVEN).stripTrailingZeros());
    }
}
