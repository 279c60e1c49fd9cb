package org.solvens.lake;

import java.time.LocalDate;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;

/// The days on which data was exported, where mappings state them.
///
/// The newest record of a feed shows how far a lake reaches only as long as something happens every day. A
/// cohort that has paid may be quiet for weeks before its export: without the day of export its last outcomes
/// would never be mature.
///
/// @param days of export, by the name of the mapping
public record Exports(SortedMap<String, LocalDate> days) {
    private static final long DAY = 86_400_000L;

    /// Reads what a lake has.
    public static Exports of(Lake lake) {
        SortedMap<String, LocalDate> days = new TreeMap<>();
        if (lake.tables().exists(lake.exports())) {
            lake.tables().open(lake.exports()).scan(ExportRow.TABLE.names(), row -> {
                ExportRow export = ExportRow.TABLE.row(row);
                days.put(export.mapping(), export.exported());
            });
        }
        return new Exports(days);
    }

    /// The last millisecond, UTC, of the newest day of export; empty if no mapping states one.
    public OptionalLong knownUntil() {
        return days.values().stream()
                .mapToLong(day -> (day.toEpochDay() + 1) * DAY - 1)
                .max();
    }
}
