package org.solvens.lake;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// In which order the as-of dates of a table were published, the last one first.
///
/// What is served is what was published last, not the latest date: a date by mistake in the future must not hide what
/// is scored after it. Every commit that publishes or withdraws an as-of date records the whole order, as its user
/// metadata.
///
/// @param asOfs distinct dates
public record Published(List<LocalDate> asOfs) {
    private static final JsonMapper JSON = new JsonMapper();

    public Published {
        asOfs = List.copyOf(asOfs);
    }

    /// The JSON of a commit.
    private record Entry(List<String> published) {}

    /// What a table says; empty where there is no table, or no commit says anything.
    public static Published of(String path) {
        return of(DeltaTable.userMetadata(path));
    }

    /// What a version of a table says.
    static Published of(DeltaTable table) {
        return of(table.userMetadata());
    }

    private static Published of(Optional<String> metadata) {
        return metadata.map(Published::parsed).orElse(new Published(List.of()));
    }

    private static Published parsed(String text) {
        try {
            return new Published(JSON.readValue(text, Entry.class).published().stream()
                    .map(LocalDate::parse)
                    .toList());
        } catch (JacksonException | DateTimeException e) {
            return new Published(List.of());
        }
    }

    /// The date that was published last.
    public Optional<LocalDate> last() {
        return asOfs.stream().findFirst();
    }

    /// With a date published now.
    public Published with(LocalDate asOf) {
        List<LocalDate> dates = new ArrayList<>(List.of(asOf));
        dates.addAll(without(asOf).asOfs);
        return new Published(dates);
    }

    /// With a date withdrawn.
    public Published without(LocalDate asOf) {
        return new Published(asOfs.stream().filter(date -> !date.equals(asOf)).toList());
    }

    /// The user metadata of a commit.
    public String json() {
        return JSON.writeValueAsString(
                new Entry(asOfs.stream().map(LocalDate::toString).toList()));
    }
}
