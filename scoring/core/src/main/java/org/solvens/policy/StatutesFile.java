package org.solvens.policy;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The content of `statutes.yaml`.
///
/// @param note for readers
record StatutesFile(
        String version,
        @Nullable String note,
        List<LimitationEntry> limitation,
        List<LetterEntry> letters,
        List<CallEntry> calls,
        @Nullable List<ForbearanceEntry> forbearance,
        @Nullable List<FeeEntry> fees) {

    StatutesFile {
        if (version == null || limitation == null || letters == null || calls == null) {
            throw new IllegalArgumentException("version, limitation, letters and calls are needed");
        }
        limitation = List.copyOf(limitation);
        letters = List.copyOf(letters);
        calls = List.copyOf(calls);
        forbearance = forbearance == null ? List.of() : List.copyOf(forbearance);
        fees = fees == null ? List.of() : List.copyOf(fees);
    }

    /// @param runsFrom `origin` or `due`
    record LimitationEntry(
            String id,
            String country,
            @Nullable List<String> claimTypes,
            @Nullable List<String> debtorKinds,
            int years,
            String runsFrom,
            List<RenewalEntry> interruptedBy,
            LocalDate validFrom,
            @Nullable LocalDate validTo,
            String source,
            Certainty certainty) {}

    /// @param years of the period that starts again
    record RenewalEntry(String by, int years) {}

    /// @param letter `reminder` or `demand`
    /// @param before routes that need it
    /// @param minDays days from dispatch
    /// @param marginDays days in addition, such as for bank days over a holiday
    /// @param staleAfterDays days after which it must be sent again
    /// @param onlyIfSent whether the rule only keeps a distance from a letter that was sent
    /// @param passedAtStages stages that presuppose the letter
    record LetterEntry(
            String id,
            String country,
            String letter,
            List<String> before,
            int minDays,
            @Nullable Integer marginDays,
            @Nullable Integer staleAfterDays,
            @Nullable Boolean onlyIfSent,
            @Nullable List<String> passedAtStages,
            LocalDate validFrom,
            @Nullable LocalDate validTo,
            String source,
            Certainty certainty) {}

    /// Most call attempts to a debtor over all cases.
    record CallEntry(
            String id,
            String country,
            int perDay,
            int perWeek,
            int perMonth,
            LocalDate validFrom,
            @Nullable LocalDate validTo,
            String source,
            Certainty certainty) {}

    /// The most that a fee may be, in units of the currency. Either `amount` or `bands` is given.
    ///
    /// @param times how often it may be charged; once if null
    /// @param condition `agreed` or `plan`; null for none
    /// @param instead whether it takes the place of the other fees of the claim
    record FeeEntry(
            String id,
            String country,
            String currency,
            @Nullable List<String> debtorKinds,
            @Nullable BigDecimal amount,
            @Nullable List<FeeBand> bands,
            @Nullable Integer times,
            @Nullable String condition,
            @Nullable Boolean instead,
            LocalDate validFrom,
            @Nullable LocalDate validTo,
            String source,
            Certainty certainty) {}

    /// A fee by the size of the claim.
    ///
    /// @param upTo largest claim of the band; null for the last
    /// @param shareAbove share of what the claim is above the band before, in addition to the amount; null for none
    record FeeBand(
            @Nullable BigDecimal upTo,
            BigDecimal amount,
            @Nullable BigDecimal shareAbove) {}

    /// Claims for which forbearance is considered before enforcement.
    record ForbearanceEntry(
            String id,
            List<String> countries,
            List<String> claimTypes,
            List<String> debtorKinds,
            LocalDate validFrom,
            @Nullable LocalDate validTo,
            String source,
            Certainty certainty) {}

    /// How reliable an entry is.
    enum Certainty {
        /// A public source was read.
        SOURCED,
        /// From general knowledge; check it before relying on it.
        UNVERIFIED,
        /// Not law but a rule of Solvens, on the cautious side.
        HOUSE
    }
}
