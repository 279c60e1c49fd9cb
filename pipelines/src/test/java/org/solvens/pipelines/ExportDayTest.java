package org.solvens.pipelines;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.solvens.ingest.FeedFiles;
import org.solvens.ingest.Ingest;
import org.solvens.ingest.LakeRows;
import org.solvens.inputs.FeedSpans;
import org.solvens.lake.Lake;
import org.solvens.mapping.Mapping;

class ExportDayTest {
    @TempDir
    Path folder;

    private Mapping mapping(String name, String exported) throws Exception {
        return Mapping.read(Files.writeString(folder.resolve("mapping.yaml"), """
            mapping: %s
            version: 1
            %s
            sources:
              - files: "*.csv"
                format: csv
                records:
                  - feed: payments
                    fields:
                      payment_id: id
                      case_id: loan
                      amount: sum
                      paid_on: day
                      source: "'DEBTOR'"
                      known_at: end_of_day(day)
            """.formatted(name, exported)));
    }

    @Test
    void theLakeKnowsUntilTheEndOfTheNewestDayOfExport() throws Exception {
        FeedFiles files = new FeedFiles(Files.createDirectory(folder.resolve("in")));
        Lake lake = new Lake(folder.resolve("lake").toString());
        files.write("cases.csv", FeedFiles.CASES, FeedFiles.aCase("C1", "D1"));
        new Ingest(LakeRows.spark(), lake, null, LakeRows.NOW)
                .run(List.of(files.folder().toString()), step -> {});
        ExportDay.keep(LakeRows.spark(), lake, null);
        ExportDay.keep(LakeRows.spark(), lake, mapping("loans", ""));
        assertThat(lake.tables().exists(lake.exports())).isFalse();
        assertThat(knownUntil(lake)).isEqualTo("2026-01-05T20:00:00Z");

        ExportDay.keep(LakeRows.spark(), lake, mapping("loans", "exported: 2026-03-31"));
        assertThat(knownUntil(lake)).isEqualTo("2026-03-31T23:59:59.999Z");
        assertThat(FeedSpans.ofCases(lake).nextMidnight())
                .isEqualTo(Instant.parse("2026-04-01T00:00:00Z").toEpochMilli());
        long version = lake.tables().open(lake.exports()).version();
        ExportDay.keep(LakeRows.spark(), lake, mapping("loans", "exported: 2026-03-31"));
        assertThat(lake.tables().open(lake.exports()).version()).isEqualTo(version);

        // Each mapping has its own day of export; a day before the newest record changes nothing.
        ExportDay.keep(LakeRows.spark(), lake, mapping("invoices", "exported: 2026-02-28"));
        assertThat(knownUntil(lake)).isEqualTo("2026-03-31T23:59:59.999Z");
        ExportDay.keep(LakeRows.spark(), lake, mapping("loans", "exported: 2025-12-31"));
        assertThat(knownUntil(lake)).isEqualTo("2026-02-28T23:59:59.999Z");
        ExportDay.keep(LakeRows.spark(), lake, mapping("invoices", ""));
        assertThat(knownUntil(lake)).isEqualTo("2026-01-05T20:00:00Z");
    }

    private static String knownUntil(Lake lake) {
        return Instant.ofEpochMilli(FeedSpans.ofCases(lake).knownUntil()).toString();
    }
}
