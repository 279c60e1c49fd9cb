package org.solvens.quality;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.solvens.fuzz.Fuzz;
import org.solvens.fuzz.Mutator;
import org.solvens.problem.Problem;

/// Whatever happens to a file of accepted checks, reading it ends in accepted checks or in a problem with its line and
/// column ({@link Fuzz}).
class AcceptedChecksFuzzTest {
    private static final String WHOLE = """
        # What the client confirmed in May.
        - check: payments/freshness
          reason: The client closed this account in May; the last file is complete.
        - {check: cases/shift/principal, reason: New client with larger claims.}
        - check: 'protection/holds.csv@3f6a01c2:7'
          reason: "The row is the total line of the export."
        """;

    @TempDir
    Path folder;

    @Test
    void acceptedChecks() throws Exception {
        Path file = folder.resolve("accepted.yaml");
        Mutator mutator = Mutator.ofTexts(List.of(WHOLE), Mutator.YAML);
        Fuzz.run("accepted-checks", mutator::changed, input -> {
                    Files.write(file, input);
                    try {
                        assertThat(AcceptedChecks.read(file)).isNotNull();
                    } catch (Problem problem) {
                        assertThat(problem.code()).isEqualTo("QUALITY-ACCEPT");
                        assertThat(problem.subject())
                                .as(problem.display())
                                .matches("(?s).*, line [0-9]+, column [0-9]+");
                        throw problem;
                    }
                })
                .requireBoth();
    }
}
