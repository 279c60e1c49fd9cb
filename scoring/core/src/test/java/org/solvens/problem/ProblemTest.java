package org.solvens.problem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class ProblemTest {
    @Test
    void aUserSeesFourLines() {
        Problem problem = new Problem(
                "FEED-HEADER",
                "payments.csv",
                "the column 'id' occurs twice",
                "each needs a name",
                "correct the header");
        assertThat(problem.display()).isEqualTo("""
            error FEED-HEADER: the column 'id' occurs twice
              in:     payments.csv
              cause:  each needs a name
              remedy: correct the header\
            """);
        assertThat(problem)
                .hasMessage("FEED-HEADER payments.csv: the column 'id' occurs twice")
                .hasNoCause();
    }

    @Test
    void theFailureUnderneathIsKeptForTheLog() {
        IOException underneath = new IOException("disk");
        assertThat(new Problem("LAKE", "lake", "a", "b", "c", underneath)).hasCause(underneath);
    }

    @Test
    void everyPartIsNeeded() {
        for (int missing = 0; missing < 5; missing++) {
            String[] parts = {"LAKE", "lake", "a", "b", "c"};
            parts[missing] = null;
            assertThatNullPointerException()
                    .isThrownBy(() -> new Problem(parts[0], parts[1], parts[2], parts[3], parts[4]));
        }
    }
}
