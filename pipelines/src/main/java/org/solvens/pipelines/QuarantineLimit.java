package org.solvens.pipelines;

import java.util.List;
import java.util.Locale;
import org.solvens.ingest.IngestResult;
import org.solvens.problem.Problem;
import picocli.CommandLine.Option;

/// How many rows may go to quarantine before an ingest counts as failed.
final class QuarantineLimit {
    @Option(
            names = "--max-quarantine",
            paramLabel = "SHARE",
            defaultValue = "0.1",
            description =
                    "share of all rows that may go to quarantine, 0 to 1 (default: 0.1); with 1, a file without any"
                            + " accepted row is not a failure either")
    private double share = 0.1;

    /// @throws Problem QUARANTINE-LIMIT if the share is out of range
    void require() {
        if (!(share >= 0 && share <= 1)) {
            throw new Problem(
                    "QUARANTINE-LIMIT",
                    "--max-quarantine " + share,
                    "the share is out of range",
                    "a share is a number from 0 to 1",
                    "give a share such as 0.1");
        }
    }

    /// Whether too many rows went to quarantine.
    boolean exceeded(IngestResult result) {
        return share < 1
                && (result.quarantinedShare() > share || !result.refusedWhole().isEmpty());
    }

    /// The problem to show if {@link #exceeded} is true.
    Problem problem(IngestResult result) {
        List<String> whole = result.refusedWhole();
        String many = String.format(
                Locale.ROOT,
                "%,d of %,d rows, or %.1f %%, are in quarantine",
                result.quarantined(),
                result.rows(),
                100 * result.quarantinedShare());
        return new Problem(
                "QUARANTINE",
                whole.isEmpty() ? "the files" : whole.getFirst(),
                whole.isEmpty() ? "too many rows were refused" : "no row of the file was accepted",
                whole.isEmpty() ? many + "; " + String.format(Locale.ROOT, "%.1f %%", 100 * share) + " may be" : many,
                "look at them with ./solvens quarantine, correct the files and ingest them again; or allow it with"
                        + " --max-quarantine " + (whole.isEmpty() ? "and a higher share" : "1"));
    }
}
