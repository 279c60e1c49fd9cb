package org.solvens.simulation;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.solvens.feed.Feed;

/// Adds bad rows to the good ones and counts them.
///
/// Each bad row is a broken copy of the good row before it, so that what is left once all of them are
/// refused is the clean history.
final class Dirt implements Rows {
    /// What is wrong with a row. The first five exist in text formats only.
    enum Kind {
        EMPTY_REQUIRED(true),
        BAD_DATE(true),
        BAD_NUMBER(true),
        BAD_SYMBOL(true),
        BAD_INSTANT(true),
        BELOW_MINIMUM(false),
        UNKNOWN_REFERENCE(false),
        KNOWN_BEFORE_IT_HAPPENED(false);

        private final boolean textOnly;

        Kind(boolean textOnly) {
            this.textOnly = textOnly;
        }
    }

    private final Rows next;
    private final double share;
    private final boolean text;
    private final SplittableRandom random;
    private final Map<Feed, Map<Kind, Long>> counts;

    /// @param share of the rows written that are bad, in [0, 0.5]
    /// @param text whether the format can hold what is not of the column's type
    Dirt(Rows next, double share, boolean text, long seed, Map<Feed, Map<Kind, Long>> counts) {
        this.next = next;
        this.share = share;
        this.text = text;
        this.random = new SplittableRandom(seed);
        this.counts = counts;
    }

    @Override
    public void row(Feed feed, @Nullable Object... values) {
        next.row(feed, values);
        if (random.nextDouble() < share / (1 - share)) {
            Contract contract = Contract.of(feed);
            List<Kind> possible = new ArrayList<>();
            for (Kind kind : Kind.values()) {
                if ((text || !kind.textOnly) && target(contract, kind, values) >= 0) {
                    possible.add(kind);
                }
            }
            if (possible.isEmpty()) {
                return;
            }
            Kind kind = possible.get(random.nextInt(possible.size()));
            next.row(feed, broken(contract, kind, values));
            counts.computeIfAbsent(feed, f -> new EnumMap<>(Kind.class)).merge(kind, 1L, Long::sum);
        }
    }

    /// The column that a kind of dirt falls on, or -1.
    private static int target(Contract contract, Kind kind, @Nullable Object[] values) {
        List<Contract.Column> columns = contract.columns();
        for (int i = 0; i < columns.size(); i++) {
            Contract.Column column = columns.get(i);
            boolean hit = switch (kind) {
                case EMPTY_REQUIRED -> i > 0 && !column.nullable();
                case BAD_DATE -> column.kind() == Contract.Kind.DATE;
                case BAD_NUMBER -> column.kind() == Contract.Kind.MONEY;
                case BAD_SYMBOL -> column.kind() == Contract.Kind.SYMBOL;
                case BAD_INSTANT -> column.kind() == Contract.Kind.INSTANT;
                case BELOW_MINIMUM -> column.minimum() && column.kind() == Contract.Kind.MONEY && values[i] != null;
                case UNKNOWN_REFERENCE -> column.reference();
                case KNOWN_BEFORE_IT_HAPPENED ->
                    contract.feed() != Feed.MANDATES && column.name().equals("known_at");
            };
            if (hit) {
                return i;
            }
        }
        return -1;
    }

    private static @Nullable Object[] broken(Contract contract, Kind kind, @Nullable Object[] values) {
        @Nullable Object[] bad = values.clone();
        int at = target(contract, kind, values);
        bad[at] = switch (kind) {
            case EMPTY_REQUIRED -> null;
            case BAD_DATE -> "2025-13-41";
            case BAD_NUMBER -> "12,5O";
            case BAD_SYMBOL -> "NONE_OF_THESE";
            case BAD_INSTANT -> "yesterday";
            case BELOW_MINIMUM -> -100L;
            case UNKNOWN_REFERENCE -> "NOBODY";
            case KNOWN_BEFORE_IT_HAPPENED -> 0L;
        };
        return bad;
    }
}
