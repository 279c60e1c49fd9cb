package org.solvens.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.solvens.config.VersionedContents;

/// A model names its plan by version, so one version must always have the same content.
class PlanVersionsTest {
    /// The SHA-256 of the content of each version, without comments and layout. A changed file
    /// gets another version and a new line here; earlier lines stay. Before 2026-12-01 nothing
    /// checked this: `default@1` had several contents, the last of them the content of
    /// `default@2`.
    private static final Map<String, String> CONTENTS = Map.ofEntries(
            Map.entry("bench@1", "e77d665f82ea41d4b4f483d0398a642c27efba6f49a0d75a456586ca76dff30f"),
            Map.entry("default@2", "6626fde0425aeef2df134b8cde7a2d6530ee9488b224a1dd22f05dd15cabd3b9"),
            Map.entry("default@3", "3905730aeb7638890ec45daa30b79daa503c8c8b9280372fb34c2ea596854c80"),
            Map.entry("loan-payments@1", "8b042523bab4cc54fe278a766844e620493b2eeae0ffab75930f7e1ca14df082"),
            Map.entry("road-traffic-fines@1", "f41007e4a298b17a815d780ae07609d52a0158c011c5dd3feea6005f75531820"),
            Map.entry("table@1", "8f1a69e89496ec3e2f3d1c1bbc923530a0cdfd575f532ef65c91220c5a745214"));

    @Test
    void theContentOfAVersionDoesNotChange() throws Exception {
        List<String> texts = new ArrayList<>();
        try (Stream<Path> plans = Files.list(Path.of(System.getProperty("solvens.home"), "data-samples", "plans"))) {
            for (Path plan : plans.toList()) {
                texts.add(Files.readString(plan));
            }
        }
        assertThat(CONTENTS)
                .as("a file was changed: raise its version, and record the content of the new version in this test")
                .containsAllEntriesOf(VersionedContents.of(texts, "plan", ""));
    }
}
