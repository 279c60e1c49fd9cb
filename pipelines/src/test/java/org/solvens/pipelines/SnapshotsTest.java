package org.solvens.pipelines;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.apache.spark.sql.Encoders;
import org.junit.jupiter.api.Test;
import org.solvens.feature.FeatureCatalogue;
import org.solvens.ingest.LakeRows;

class SnapshotsTest {
    @Test
    void noFeatureHasTheNameOfAColumnThatNamesTheCase() {
        String[] columns = LakeRows.spark()
                .createDataset(java.util.List.<SnapshotRow>of(), Encoders.bean(SnapshotRow.class))
                .select(Snapshots.columns(FeatureCatalogue.standard()))
                .columns();
        assertThat(Arrays.stream(columns).map(String::toLowerCase)).doesNotHaveDuplicates();
        assertThat(columns).contains("case_id", "as_of", "outcome_willingness", "net_income");
    }
}
