package org.solvens.facts;

import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Which entry a reversal takes back that names it by the bank's own reference. Regular payments may all have one
/// reference, so the name alone does not decide. Ingest, which refuses what cannot be placed, and the reading of the
/// facts both ask here.
public final class BankReference {
    private BankReference() {}

    /// An entry that has the reference.
    ///
    /// @param entry what it is for the asking side
    /// @param sameCase whether it is on the case of the reversal
    /// @param paidOn days since 1970-01-01
    /// @param amount thousandths of the currency unit
    /// @param left what of the amount was not taken back
    public record Candidate<T>(T entry, boolean sameCase, int paidOn, long amount, long left) {}

    /// The entry that is taken back: one on the same case first; then one that counts by the day of the reversal;
    /// then one of which just the amount is left; then one of which enough is left; then the latest.
    ///
    /// @param day of the reversal
    /// @param amount of the reversal
    /// @return null where there is no candidate
    public static <T> @Nullable T taken(List<Candidate<T>> candidates, int day, long amount) {
        Comparator<Candidate<T>> best = Comparator.comparing((Candidate<T> one) -> !one.sameCase())
                .thenComparing(one -> one.paidOn() > day)
                .thenComparing(one -> one.left() != amount)
                .thenComparing(one -> one.left() < amount)
                .thenComparing(Candidate::paidOn, Comparator.reverseOrder())
                .thenComparing(Candidate::amount, Comparator.reverseOrder());
        return candidates.stream().min(best).map(Candidate::entry).orElse(null);
    }
}
