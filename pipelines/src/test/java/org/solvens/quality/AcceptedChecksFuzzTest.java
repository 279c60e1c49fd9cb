package org.solvens.quality;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.solvens.config.Mutations;

/// Whatever happens to a file of accepted checks, reading it ends in accepted checks or in a problem with its line and
/// column. Runs for as many seconds as the system property `solvens.fuzz.seconds` says, 10 where it says nothing.
@Tag("slow")
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
    void acceptedChecks() throws IOException {
        Mutations.survive(List.of(WHOLE), folder.resolve("accepted.yaml"), AcceptedChecks::read);
    }
}
