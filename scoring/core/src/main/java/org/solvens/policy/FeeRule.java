package org.solvens.policy;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.solvens.feed.Money;
import org.solvens.history.DebtorKind;

/// The most that a claim may bear for one kind of collection cost. Amounts are thousandths of the currency unit.
///
/// @param debtorKinds empty for all
/// @param bands by size of the claim, the smallest first
/// @param times how often it may be charged
/// @param condition null for none
/// @param instead whether it takes the place of the other fees of the claim
record FeeRule(
        String id,
        Statutes.Dated when,
        String currency,
        List<DebtorKind> debtorKinds,
        List<Band> bands,
        int times,
        @Nullable Condition condition,
        boolean instead) {

    /// What must be so for the fee to be allowed.
    enum Condition {
        /// The reminder fee was agreed, or it is not known whether it was.
        AGREED,
        /// A plan was agreed.
        PLAN
    }

    /// @param upTo largest claim of the band
    /// @param share of what the claim is above `from`, in addition to the amount
    record Band(long from, long upTo, long amount, BigDecimal share) {}

    /// @throws IllegalArgumentException if the entry makes no sense
    static FeeRule of(StatutesFile.FeeEntry entry) {
        String id = Statutes.named(entry.id(), entry.source(), entry.certainty());
        Statutes.require(entry.currency() != null && entry.currency().matches("[A-Z]{3}"), id, "currency");
        Statutes.require((entry.amount() == null) != (entry.bands() == null), id, "amount or bands");
        int times = entry.times() == null ? 1 : entry.times();
        Statutes.require(times > 0, id, "times");
        List<Condition> conditions = Statutes.constants(
                Condition.class, entry.condition() == null ? List.of() : List.of(entry.condition()), id);
        return new FeeRule(
                id,
                Statutes.Dated.of(id, entry.country(), entry.validFrom(), entry.validTo()),
                entry.currency(),
                Statutes.constants(DebtorKind.class, entry.debtorKinds(), id),
                entry.bands() == null
                        ? List.of(new Band(
                                0,
                                Long.MAX_VALUE,
                                thousandths(Objects.requireNonNull(entry.amount()), entry.currency(), id),
                                BigDecimal.ZERO))
                        : bands(entry.bands(), entry.currency(), id),
                times,
                conditions.isEmpty() ? null : conditions.getFirst(),
                Boolean.TRUE.equals(entry.instead()));
    }

    private static List<Band> bands(List<StatutesFile.FeeBand> entries, String currency, String id) {
        List<Band> bands = new ArrayList<>();
        long from = 0;
        for (StatutesFile.FeeBand entry : entries) {
            long upTo = entry.upTo() == null ? Long.MAX_VALUE : thousandths(entry.upTo(), currency, id);
            Statutes.require(upTo > from, id, "up_to");
            Statutes.require(entry.amount() != null, id, "amount");
            BigDecimal share = entry.shareAbove() == null ? BigDecimal.ZERO : entry.shareAbove();
            Statutes.require(share.signum() >= 0 && share.compareTo(BigDecimal.ONE) <= 0, id, "share_above");
            bands.add(new Band(from, upTo, thousandths(entry.amount(), currency, id), share));
            from = upTo;
        }
        Statutes.require(!bands.isEmpty() && from == Long.MAX_VALUE, id, "bands");
        return List.copyOf(bands);
    }

    /// Exact by the currency's minor unit.
    private static long thousandths(BigDecimal amount, String currency, String id) {
        Statutes.require(
                amount.signum() > 0 && amount.stripTrailingZeros().scale() <= Money.decimals(currency),
                id,
                amount + " " + currency.toLowerCase(Locale.ROOT));
        return amount.movePointRight(Money.SCALE).longValueExact();
    }

    /// The most that a claim may bear of all fees together; null if no rule is about it.
    static @Nullable Long most(List<FeeRule> rules, FeeClaim claim) {
        long together = 0;
        long alone = 0;
        boolean found = false;
        for (FeeRule rule : rules) {
            if (rule.covers(claim)) {
                found = true;
                together += rule.instead() ? 0 : rule.most(claim);
                alone = rule.instead() ? Math.max(alone, rule.most(claim)) : alone;
            }
        }
        return found ? Math.max(together, alone) : null;
    }

    private boolean covers(FeeClaim claim) {
        return when.covers(claim.country(), claim.dueOn())
                && currency.equals(claim.currency())
                && (debtorKinds.isEmpty() || debtorKinds.contains(claim.debtorKind()));
    }

    /// The most that a claim may bear of this fee.
    private long most(FeeClaim claim) {
        boolean allowed = switch (condition) {
            case null -> true;
            case AGREED -> !Boolean.FALSE.equals(claim.agreed());
            case PLAN -> claim.plan();
        };
        if (!allowed) {
            return 0;
        }
        for (Band band : bands) {
            if (claim.amount() <= band.upTo()) {
                return times
                        * (band.amount()
                                + band.share()
                                        .multiply(BigDecimal.valueOf(Math.max(0, claim.amount() - band.from())))
                                        .setScale(0, RoundingMode.DOWN)
                                        .longValueExact());
            }
        }
        throw new IllegalStateException(id + " has no last band");
    }
}
