package org.solvens.simulation;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/// The worlds that can be simulated. Conclusions hold over several of them, or they are about one of them.
enum Scenario {
    /// The world that samples and earlier measurements are from. Kind to plans and to legal steps.
    FIRST("samples and earlier measurements; plans and legal steps cost little", true, Map.of()),
    /// Plans and legal steps have their price, and little shows who is willing.
    DEFAULT("plans and legal steps have a price, and looks at the portal say less about will", false, Map.of()),
    /// No visit to the portal is recorded.
    WITHOUT_LOOKS("no look at the portal is recorded", false, Map.of(Assumption.LOOKS_SHOWN, 0.0)),
    /// Who looks at the portal is a matter of habit alone.
    LOOKS_BY_HABIT(
            "who looks at the portal says nothing about will",
            false,
            Map.of(Assumption.LOOKS_BY_WILL, 0.0, Assumption.LOOKS_BY_HABIT, 1.8)),
    /// Will and means have common causes, and will differs between creditors.
    CONFOUNDED(
            "shocks lower means and will together, and will differs between creditors",
            false,
            Map.of(
                    Assumption.COMMON_CAUSE,
                    0.7,
                    Assumption.SHOCK_ON_WILL,
                    1.0,
                    Assumption.PRIDE,
                    0.9,
                    Assumption.DISPUTES_BY_WILL,
                    1.0)),
    /// Many have large debts elsewhere and income that nobody sees.
    INDEBTED(
            "many debtors have large debts elsewhere or income that nobody sees",
            false,
            Map.of(Assumption.INDEBTED, 0.35, Assumption.UNREPORTED, 0.25, Assumption.HOUSEHOLD, 0.15)),
    /// The last third of the time is unlike the rest.
    DOWNTURN(
            "late in the time span a deep recession begins, the largest creditor is new and half the callers leave",
            false,
            Map.of(
                    Assumption.RECESSION_AT,
                    0.7,
                    Assumption.RECESSION_DEPTH,
                    0.65,
                    Assumption.NEW_CREDITOR_AT,
                    0.6,
                    Assumption.PROCESS_CHANGES_AT,
                    0.7));

    private final String meaning;
    private final Map<Assumption, Double> values = new EnumMap<>(Assumption.class);

    Scenario(String meaning, boolean first, Map<Assumption, Double> changes) {
        this.meaning = meaning;
        for (Assumption each : Assumption.values()) {
            values.put(each, changes.getOrDefault(each, first ? each.first() : each.usual()));
        }
    }

    /// What sets it apart, in one clause without a full stop.
    String meaning() {
        return meaning;
    }

    double value(Assumption assumption) {
        return Objects.requireNonNull(values.get(assumption));
    }

    /// As the option `--world` names it.
    String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
