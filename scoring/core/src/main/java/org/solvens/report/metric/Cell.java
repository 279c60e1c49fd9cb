package org.solvens.report.metric;

import org.jspecify.annotations.Nullable;
import org.solvens.history.Event;

/// What one figure counts.
///
/// @param period first day of the period, days since 1970-01-01; {@link Event#NONE} for grains without one
/// @param channel null if the metric has no such dimension, as are the others
/// @param weekday 1 for Monday; {@link Event#NONE} if the metric has no such dimension, as are hour and age
public record Cell(
        Metric metric,
        Grain grain,
        Slice slice,
        int period,
        @Nullable String channel,
        @Nullable String kind,
        @Nullable String state,
        @Nullable String size,
        int weekday,
        int hour,
        int age) {
    /// A cell without dimensions.
    static Cell of(Metric metric, Grain grain, Slice slice, int period) {
        return new Cell(metric, grain, slice, period, null, null, null, null, Event.NONE, Event.NONE, Event.NONE);
    }

    Cell channel(Enum<?> value) {
        return new Cell(metric, grain, slice, period, value.name(), kind, state, size, weekday, hour, age);
    }

    Cell kind(Enum<?> value) {
        return kind(value.name());
    }

    Cell kind(String value) {
        return new Cell(metric, grain, slice, period, channel, value, state, size, weekday, hour, age);
    }

    Cell state(Enum<?> value) {
        return new Cell(metric, grain, slice, period, channel, kind, value.name(), size, weekday, hour, age);
    }

    Cell size(Enum<?> value) {
        return new Cell(metric, grain, slice, period, channel, kind, state, value.name(), weekday, hour, age);
    }

    Cell at(int day, int clock) {
        return new Cell(metric, grain, slice, period, channel, kind, state, size, day, clock, age);
    }

    Cell age(int value) {
        return new Cell(metric, grain, slice, period, channel, kind, state, size, weekday, hour, value);
    }
}
