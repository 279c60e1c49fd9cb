package org.solvens.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.solvens.problem.Problem;
import org.solvens.training.evaluate.RankCorrelation;
import org.solvens.training.report.SimulatedTruth;

class SimulatedTruthTest {
    @TempDir
    Path folder;

    @Test
    void ranksCorrelateAndEqualsShareTheirMeanRank() {
        assertThat(RankCorrelation.of(new double[] {1, 2, 3}, new double[] {10, 100, 1000}))
                .isEqualTo(1);
        assertThat(RankCorrelation.of(new double[] {1, 2, 3}, new double[] {3, 2, 1}))
                .isEqualTo(-1);
        // Ranks 0, 1.5, 1.5, 3 against 0, 2, 1, 3: 4.5 / sqrt(4.5 * 5).
        assertThat(RankCorrelation.of(new double[] {1, 2, 2, 3}, new double[] {1, 3, 2, 4}))
                .isCloseTo(4.5 / Math.sqrt(22.5), within(1e-12));
        assertThat(RankCorrelation.of(new double[] {1, 1}, new double[] {1, 2})).isNaN();
    }

    private void write(String traits) throws IOException {
        Files.writeString(folder.resolve("traits.csv"), traits);
        Files.writeString(
                folder.resolve("decision_points.csv"),
                "point_id,case_id,decided_on,route,chance_90d,paid_90d\nP,D1-1,2025-03-01,CALL,0.250,1\n");
    }

    @Test
    void traitsAreThoseInForceOnTheDay() throws IOException {
        write("""
            debtor_id,from,willingness,monthly_free,readily_available,more
            D1,2025-01-10,-0.500,1000,2000,true
            D1,2025-06-01,0.250,1100,2100,true
            """);
        SimulatedTruth truth = SimulatedTruth.read(folder);
        assertThat(truth.at("D1", day("2025-01-09"))).isNull();
        assertThat(truth.at("D1", day("2025-05-31")).willingness()).isEqualTo(-0.5);
        assertThat(truth.at("D1", day("2025-06-01")).monthlyFree()).isEqualTo(1100);
        assertThat(truth.since("D1")).isEqualTo(day("2025-01-10"));
        assertThat(truth.since("D2")).isNull();
        assertThat(truth.points()).containsExactly(new SimulatedTruth.Point("D1-1", day("2025-03-01"), 0.25, true));
    }

    private static int day(String text) {
        return (int) LocalDate.parse(text).toEpochDay();
    }

    @Test
    void whatTheSimulatorDoesNotWriteIsRefused() throws IOException {
        for (String wrong : new String[] {
            "debtor_id,from,willingness\nD1,2025-01-10,0\n",
            "debtor_id,from,willingness,monthly_free,readily_available\nD1,2025-01-10,much,1,1\n",
            "debtor_id,from,willingness,monthly_free,readily_available\nD1,yesterday,0,1,1\n"
        }) {
            write(wrong);
            assertThatThrownBy(() -> SimulatedTruth.read(folder))
                    .isInstanceOfSatisfying(
                            Problem.class, p -> assertThat(p.code()).isEqualTo("TRUTH"));
        }
    }
}
