package org.solvens.training;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.solvens.model.Model;
import org.solvens.registry.ModelRegistry;

/// A published model and what it was made from.
record Published(Model model, Manifest manifest) {

    /// The models that were trained on a version of the snapshots, by axis and family.
    static List<Published> on(ModelRegistry registry, long snapshotsVersion) {
        List<Published> found = new ArrayList<>();
        for (String id : registry.models()) {
            Manifest manifest = Json.readLeniently(registry.manifest(id), Manifest.class);
            if (manifest.snapshotsVersion() == snapshotsVersion) {
                found.add(new Published(registry.load(id), manifest));
            }
        }
        found.sort(Comparator.comparing((Published p) -> p.model().axis())
                .thenComparing(p -> p.model().family())
                .thenComparing(p -> p.model().id()));
        return List.copyOf(found);
    }
}
