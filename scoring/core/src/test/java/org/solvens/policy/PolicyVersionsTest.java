package org.solvens.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.solvens.config.VersionedContents;

/// A decision names its policy and its statutes by version, so one version must always have
/// the same content.
class PolicyVersionsTest {
    /// The SHA-256 of the content of each version, without comments and layout. A changed file
    /// gets another version and a new line here. Earlier lines stay as they are, so that no
    /// version is used twice.
    private static final Map<String, String> CONTENTS = Map.ofEntries(
            Map.entry("cautious@1", "753573c5259deab0f13c859128c157c83517f2abe527b08bd78872f8955e8e70"),
            Map.entry("cautious@2", "2b6f019ecc243296870cdfadd2925c8e94e0a97a0fec41a75722910ec7963782"),
            Map.entry("default@2", "90f0b374c1de2f3609398a9eec824aca22ba125e44c3ddc00884081daa013af4"),
            Map.entry("default@3", "937762b84d06658f03580821159057bf144838e2cffef6217ea9b219c63b4400"),
            Map.entry("default@4", "e3ea1b6251aea8590eb39fc9e6cde97bee0e9e4324dc12fce5347360d15094e8"),
            Map.entry("default@5", "c4cefdb7d7b016398c943fb34a579a00f11b155035c0076747629833c0153d90"),
            Map.entry("default@6", "d0ae9d0fe3d0cc28e2d4ef3037d2a7171cc3004d9a18815e64f3915236469f39"),
            Map.entry("default@7", "b9e6c9da9127a4c0bda53b5ad9ef35d70040735ee9310654724bbdf80dd6e235"),
            Map.entry("default@8", "10982babbc16d85a7be7aa25ed52c6af6e9ce289303b08bd88353e36773a50ef"),
            Map.entry("statutes@2026-11-22", "71d90e824d750bcccaca73fa10677977b5d7fc78378faf601116118aa6bd953f"),
            Map.entry("statutes@2026-12-01", "29f9e6abb52823a3a36633d75d32b549cb3733d5c6fada96fdc682de455cdc9d"),
            Map.entry("value@1", "bdbe63edfabc0de8b3d6243641a7473da64387268fca582bf7b3322161e6dbb9"));

    @Test
    void theContentOfAVersionDoesNotChange() throws Exception {
        List<String> texts = new ArrayList<>(List.of(Policy.standardText(), Statutes.resource("statutes.yaml")));
        try (Stream<Path> samples =
                Files.list(Path.of(System.getProperty("solvens.home"), "data-samples", "policies"))) {
            for (Path sample : samples.toList()) {
                texts.add(Files.readString(sample));
            }
        }
        assertThat(CONTENTS)
                .as("a file was changed: raise its version, and record the content of the new version in this test")
                .containsAllEntriesOf(VersionedContents.of(texts, "name", "statutes"));
    }
}
