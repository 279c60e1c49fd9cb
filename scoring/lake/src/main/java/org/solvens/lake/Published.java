package org.solvens.lake;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// The as-of dates of a table in the order in which they were published, the last one first.
///
/// The server serves what was published last, not the latest date: a date in the future by mistake must not
/// hide later scores. Every commit that publishes or withdraws an as-of date records the whole order in its
/// user metadata, with the stamps of the newest dates.
///
/// @param entries with distinct dates
public record Published(List<Entry> entries) {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String NAME = "published";

    /// Entries that keep their stamp. Each commit repeats them, so without a limit a lake that is scored every
    /// day would write a year of stamps a day.
    private static final int STAMPED = 10;

    /// An as-of date that was published.
    ///
    /// @param made what its rows were made from; null for an entry of an earlier Solvens, and for all but the
    ///     newest dates
    public record Entry(LocalDate asOf, @Nullable Stamp made) {}

    public Published {
        entries = List.copyOf(entries);
    }

    /// The published dates of a table; empty if there is no table or no commit states them.
    public static Published of(DeltaTables tables, String path) {
        return of(tables.userMetadata(path));
    }

    /// The published dates of a version of a table.
    public static Published of(DeltaTable table) {
        return of(table.userMetadata());
    }

    private static Published of(Optional<String> metadata) {
        return metadata.map(Published::parsed).orElse(new Published(List.of()));
    }

    /// The newest commit that published an as-of date; empty if none of the last thousand did, or the date was
    /// withdrawn.
    public static Optional<DeltaTable.Commit> commit(DeltaTables tables, String path, LocalDate asOf) {
        if (!of(tables, path).asOfs().contains(asOf)) {
            return Optional.empty();
        }
        return tables.commitWith(
                path, metadata -> parsed(metadata).asOfs().stream().findFirst().equals(Optional.of(asOf)));
    }

    private static Published parsed(String text) {
        try {
            List<Entry> entries = new ArrayList<>();
            for (JsonNode entry : JSON.readTree(text).path(NAME)) {
                // An earlier Solvens wrote only dates.
                JsonNode asOf = entry.isObject() ? entry.path("as_of") : entry;
                entries.add(new Entry(
                        LocalDate.parse(asOf.asString()),
                        Stamp.ofNode(entry.path("made")).orElse(null)));
            }
            return new Published(entries);
        } catch (JacksonException | DateTimeException e) {
            return new Published(List.of());
        }
    }

    /// The dates, the one that was published last first.
    public List<LocalDate> asOfs() {
        return entries.stream().map(Entry::asOf).toList();
    }

    /// The entry that was published last.
    public Optional<Entry> last() {
        return entries.stream().findFirst();
    }

    /// These dates with one published now.
    public Published with(LocalDate asOf, Stamp made) {
        List<Entry> published = new ArrayList<>(List.of(new Entry(asOf, made)));
        published.addAll(without(asOf).entries);
        return new Published(published);
    }

    /// These dates without one that is withdrawn.
    public Published without(LocalDate asOf) {
        return new Published(
                entries.stream().filter(entry -> !entry.asOf().equals(asOf)).toList());
    }

    /// The user metadata of a commit.
    public String json() {
        ObjectNode metadata = JSON.createObjectNode();
        ArrayNode list = metadata.putArray(NAME);
        for (int i = 0; i < entries.size(); i++) {
            ObjectNode entry =
                    list.addObject().put("as_of", entries.get(i).asOf().toString());
            Stamp made = entries.get(i).made();
            if (made != null && i < STAMPED) {
                entry.set("made", JSON.valueToTree(made));
            }
        }
        return JSON.writeValueAsString(metadata);
    }
}
