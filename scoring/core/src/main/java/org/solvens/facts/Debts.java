package org.solvens.facts;

import org.solvens.history.Event;

/// All debts of a debtor that are known, in the currency of a case: the one definition of how deep somebody is in
/// debt, for features and decisions. Amounts are thousandths of the currency unit.
///
/// The claims are those that the case may see ({@link OtherCases}). Tax figures of the newest usable year state how
/// far all other debts exceed the assets: net wealth below zero. A debtor with assets beyond the debts owes nothing
/// there, so a mortgage on a house that is worth it does not count. Claims in collection are no part of the tax
/// figures, except where a creditor reported the loan; then they count twice.
///
/// @param claims on all open cases of the currency, not negative
/// @param beyondAssets debts beyond the assets by the tax figures; 0 where these are not stated
/// @param income by which the debts are measured, with the age of its figures
public record Debts(long claims, long beyondAssets, Income income) {
    static Debts of(long claims, Income income) {
        long wealth = income instanceof Income.Known known ? known.newest().netWealth() : Event.NO_AMOUNT;
        return new Debts(Math.max(0, claims), wealth == Event.NO_AMOUNT ? 0 : Math.max(0, -wealth), income);
    }

    /// All of them.
    public long total() {
        return Math.addExact(claims, beyondAssets);
    }

    /// All of them over a year's net income, from 0 to {@link Income#HIGHEST_RATIO}; NaN where no income is known.
    public double toIncome() {
        return income instanceof Income.Known known ? known.share(total()) : Double.NaN;
    }
}
