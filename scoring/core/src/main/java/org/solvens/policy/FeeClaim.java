package org.solvens.policy;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;
import org.solvens.history.DebtorKind;

/// A claim as the rules of fees see it.
///
/// @param amount principal and interest at placement, thousandths of the currency unit
/// @param agreed whether a reminder fee was agreed; null if not known
/// @param plan whether a plan was agreed
public record FeeClaim(
        String country,
        String currency,
        DebtorKind debtorKind,
        LocalDate dueOn,
        long amount,
        @Nullable Boolean agreed,
        boolean plan) {}
