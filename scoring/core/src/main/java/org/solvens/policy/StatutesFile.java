package org.solvens.policy;

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
        @Nullable List<ForbearanceEntry> forbearance) {

    StatutesFile {
        if (version == null || limitation == null || letters == null || calls == null) {
            throw new IllegalArgumentException("version, limitation, letters and calls are needed");
        }
        limitation = List.copyOf(limitation);
        letters = List.copyOf(letters);
        calls = List.copyOf(calls);
        forbearance = forbearance == null ? List.of() : List.copyOf(forbearance);
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
