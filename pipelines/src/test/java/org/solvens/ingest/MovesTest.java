package org.solvens.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.solvens.ingest.FeedFiles.CASES;
import static org.solvens.ingest.FeedFiles.PAYMENTS;
import static org.solvens.ingest.FeedFiles.aCase;
import static org.solvens.ingest.FeedFiles.payment;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.solvens.lake.Lake;

class MovesTest {
    @TempDir
    Path folder;

    /// A lake that takes payments from one number to another in each delivery, each moved from one debtor to another.
    private Lake moved(String name, int... ends) throws IOException {
        Lake lake = new Lake(folder.resolve(name).toString());
        int from = 0;
        for (int end : ends) {
            FeedFiles files = new FeedFiles(Files.createDirectory(folder.resolve(name + end)));
            List<String> payments = new ArrayList<>(List.of(PAYMENTS));
            for (int i = from; i < end; i++) {
                payments.add(payment("P" + i, "C1", "10.00", "2026-02-02"));
                payments.add(payment("P" + i, "C2", "10.00", "2026-02-03"));
            }
            files.write("cases.csv", CASES, aCase("C1", "D1"), aCase("C2", "D2"));
            files.write("payments.csv", payments.toArray(String[]::new));
            new Ingest(LakeRows.spark(), lake, null, LakeRows.NOW)
                    .run(List.of(files.folder().toString()), step -> {});
            from = end;
        }
        return lake;
    }

    @Test
    void manyMovesAtOnceEqualThemInParts() throws IOException {
        List<String> atOnce = LakeRows.content(moved("once", Moves.FEW + 1).moves());
        // Each debtor loses a payment by the version that names the other.
        assertThat(atOnce)
                .hasSize(2 * (Moves.FEW + 1))
                .contains("[payments,P7,D1,2026-02-03T12:00:00Z]", "[payments,P7,D2,2026-02-02T12:00:00Z]");
        assertThat(LakeRows.content(moved("parts", 600, Moves.FEW + 1).moves())).isEqualTo(atOnce);
    }
}
