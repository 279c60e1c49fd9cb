package org.solvens.facts;

import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Decides which entry is taken back by a reversal that names the bank's reference. Regular payments may all
/// have the same reference, so the reference is not enough. Ingest, which refuses reversals that cannot be
/// placed, and the facts both use this rule.
public final class BankReference {
    private BankReference() {}

    /// An entry that has the reference.
    ///
    /// @param entry the caller's object for the entry
    /// @param sameCase whether it is on the case of the reversal
    /// @param paidOn days since 1970-01-01
    /// @param amount thousandths of the currency unit
    /// @param left the part of the amount that was not taken back
    public record Candidate<T>(T entry, boolean sameCase, int paidOn, long amount, long left) {}

    /// The entry that is taken back: one on the same case first; then one that counts by the day of the
    /// reversal; then one with exactly the amount left; then one with enough left; then the latest.
    ///
    /// @param day of the reversal
    /// @param amount of the reversal
    /// @return null if there is no candidate
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
