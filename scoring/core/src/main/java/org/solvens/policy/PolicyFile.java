package org.solvens.policy;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A policy file before its names are resolved.
record PolicyFile(
        @Nullable String name,
        int version,
        @Nullable Map<String, Double> currencies,
        @Nullable Map<String, Double> thresholds,
        Policy.@Nullable Limits limits,
        @Nullable Mandate mandateDefault,
        @Nullable RankEntry rank,
        @Nullable ExploreEntry explore,
        @Nullable Map<String, HoldEntry> holds,
        @Nullable List<SegmentEntry> segments,
        @Nullable String defaultSegment,
        @Nullable List<RouteEntry> routes,
        @JsonProperty("default") @Nullable DefaultEntry byDefault) {

    /// @param effect `stop`, `rules_only` or `no_calls`
    /// @param segment of a stopped case; needed with `stop`
    record HoldEntry(
            @Nullable String effect,
            @Nullable String segment,
            boolean needsHuman,
            @Nullable Integer reviewDays) {}

    /// @param by `value`
    /// @param standardErrors by which an option must be ahead; 0 if absent
    /// @param prices by route, in units of the reference currency
    /// @param settledByTalk number or name of a threshold: the most that a talk settles at once, in the same
    ///     units; null if calls are ordered by their estimated effect
    record RankEntry(
            @Nullable String by,
            @Nullable Double standardErrors,
            @Nullable Map<String, Double> prices,
            @Nullable Object settledByTalk) {}

    /// @param share of the debtors whose route is drawn
    /// @param seed of the draws
    record ExploreEntry(@Nullable Double share, @Nullable Long seed) {}

    record SegmentEntry(
            @Nullable String id,
            @Nullable String segment,
            @Nullable Map<String, Operand> when) {}

    record RouteEntry(
            @Nullable String id,
            @Nullable Map<String, Operand> when,
            @Nullable String route,
            @Nullable String second,
            @Nullable List<String> options,
            @Nullable Boolean needsHuman,
            int reviewDays) {}

    record DefaultEntry(
            @Nullable String id,
            @Nullable String route,
            @Nullable Boolean needsHuman,
            int reviewDays) {}

    /// What a fact is compared with.
    ///
    /// @param min a number or the name of a threshold
    /// @param max a number or the name of a threshold
    record Operand(
            @Nullable Object min,
            @Nullable Object max,
            @Nullable Object is,
            @Nullable List<Object> anyOf,
            @Nullable Boolean missing) {}
}
