package org.solvens.training.manifest;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.solvens.model.Model;
import org.solvens.registry.ModelRegistry;

/// A published model and what it was made from.
public record PublishedModel(Model model, Manifest manifest) {

    /// The models that were trained on a version of the snapshots, by axis and family.
    public static List<PublishedModel> on(ModelRegistry registry, long snapshotsVersion) {
        List<PublishedModel> found = new ArrayList<>();
        for (String id : registry.models()) {
            Manifest manifest = Json.readLeniently(registry.manifest(id), Manifest.class);
            if (manifest.snapshotsVersion() == snapshotsVersion) {
                found.add(new PublishedModel(registry.load(id), manifest));
            }
        }
        found.sort(Comparator.comparing((PublishedModel p) -> p.model().axis())
                .thenComparing(p -> p.model().family())
                .thenComparing(p -> p.model().id()));
        return List.copyOf(found);
    }
}
