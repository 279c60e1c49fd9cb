package org.solvens.inputs;

import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.solvens.lake.DeltaTable;
import org.solvens.lake.Lake;
import org.solvens.lake.TableVersion;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// The inputs of a commit of the histories, which the commit records in its user metadata.
///
/// @param encoding version of the encoding of a history
/// @param tables versions read, by the name of the table
public record HistoriesMade(String encoding, NavigableMap<String, TableVersion> tables) {
    private static final JsonMapper JSON = new JsonMapper();

    public HistoriesMade {
        tables = new TreeMap<>(tables);
    }

    /// The inputs of a lake's newest histories; empty if there are none, or an older Solvens made them.
    public static Optional<HistoriesMade> of(Lake lake) {
        return lake.tables().userMetadata(lake.histories()).flatMap(HistoriesMade::parsed);
    }

    /// The inputs of a version of the histories; empty if an older Solvens made them.
    public static Optional<HistoriesMade> of(DeltaTable histories) {
        return histories.userMetadata().flatMap(HistoriesMade::parsed);
    }

    private static Optional<HistoriesMade> parsed(String text) {
        try {
            return Optional.ofNullable(JSON.readValue(text, HistoriesMade.class));
        } catch (JacksonException e) {
            return Optional.empty();
        }
    }

    /// The user metadata of a commit.
    public String json() {
        return JSON.writeValueAsString(this);
    }

    /// Tables that were replaced by another one.
    public List<String> replacedIn(HistoriesMade newest) {
        return tables.entrySet().stream()
                .filter(entry -> {
                    TableVersion there = newest.tables.get(entry.getKey());
                    return there != null && !there.id().equals(entry.getValue().id());
                })
                .map(Map.Entry::getKey)
                .toList();
    }
}
