package org.solvens.intake;

import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.solvens.feed.Feed;
import org.solvens.lake.Lake;
import org.solvens.lake.TableVersion;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/// The versions of the feeds from which on a lake has the events of a fold, by the names of the feeds. A
/// feed whose events were all refused may have no table.
public record FoldedInto(NavigableMap<String, TableVersion> tables) {
    private static final JsonMapper JSON = new JsonMapper();

    public FoldedInto {
        tables = new TreeMap<>(tables);
    }

    /// The present versions of the feeds of a fold that was taken into a lake.
    public static FoldedInto of(Lake lake, AcceptedEvents.Fold fold) {
        NavigableMap<String, TableVersion> tables = new TreeMap<>();
        for (Feed feed : fold.events().keySet()) {
            String path = lake.feed(feed.label());
            if (lake.tables().exists(path)) {
                tables.put(feed.label(), lake.tables().open(path).tableVersion());
            }
        }
        return new FoldedInto(tables);
    }

    /// What {@link #json} wrote.
    public static FoldedInto parse(String json) {
        return new FoldedInto(JSON.readValue(json, new TypeReference<TreeMap<String, TableVersion>>() {}));
    }

    String json() {
        return JSON.writeValueAsString(tables);
    }

    /// Whether something that read these versions of tables has the events. Mandates count like the other
    /// feeds.
    ///
    /// @param read version of each table that was read, by name
    public boolean isIn(Map<String, TableVersion> read) {
        return tables.entrySet().stream().allMatch(entry -> {
            TableVersion seen = read.get(entry.getKey());
            return seen != null
                    && seen.id().equals(entry.getValue().id())
                    && seen.version() >= entry.getValue().version();
        });
    }
}
