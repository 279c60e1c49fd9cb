package org.solvens.facts;

import org.solvens.history.Event;
import org.solvens.history.Event.CaseChanged;
import org.solvens.history.Event.CasePlaced;

/// What a case owes before payments, by component: the amounts at placement, and the charges since. A charge of an
/// earlier day is part of the placement. A waiver takes no component below zero. Amounts are thousandths of the
/// currency unit.
final class Claim {
    private final int placedOn;
    private long principal;
    private long interest;
    private long costs;
    private long beforePlacement;

    Claim(CasePlaced placed) {
        this.placedOn = placed.placedOn();
        this.principal = placed.principal();
        this.interest = placed.interest();
        this.costs = placed.costs();
    }

    /// Adds a charge, waives or restates one. A change without the value that it changes has no effect, and neither
    /// has one of another kind.
    void apply(CaseChanged change) {
        boolean charge = switch (change.kind()) {
            case CHARGE_ADDED, CHARGE_WAIVED, CHARGE_RESTATED -> change.amount() != Event.NO_AMOUNT;
            case STAGE_CHANGED, LETTER_SENT, LETTER_RETURNED, CLOSED, REOPENED -> false;
        };
        if (!charge) {
            return;
        }
        if (change.happenedOn() < placedOn) {
            boolean added = change.kind() == CaseChanged.Kind.CHARGE_ADDED;
            beforePlacement = added ? Math.addExact(beforePlacement, change.amount()) : beforePlacement;
            return;
        }
        switch (change.component()) {
            case PRINCIPAL -> principal = charged(change, principal);
            case INTEREST -> interest = charged(change, interest);
            case COSTS -> costs = charged(change, costs);
            case null -> {}
        }
    }

    private static long charged(CaseChanged change, long before) {
        return switch (change.kind()) {
            case CHARGE_ADDED -> Math.addExact(before, change.amount());
            case CHARGE_WAIVED -> Math.max(0, before - change.amount());
            case CHARGE_RESTATED -> change.amount();
            case STAGE_CHANGED, LETTER_SENT, LETTER_RETURNED, CLOSED, REOPENED -> before;
        };
    }

    long principal() {
        return principal;
    }

    long interest() {
        return interest;
    }

    long costs() {
        return costs;
    }

    long total() {
        return Math.addExact(Math.addExact(principal, interest), costs);
    }

    /// Charges that were added before the placement, and are taken as included in it.
    long beforePlacement() {
        return beforePlacement;
    }
}
