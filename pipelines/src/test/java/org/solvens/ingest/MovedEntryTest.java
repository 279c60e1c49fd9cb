package org.solvens.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.solvens.ingest.MovedEntry.Naming;
import org.solvens.ingest.MovedEntry.Sharing;
import org.solvens.ingest.MovedEntry.Version;

class MovedEntryTest {
    private static final Version ONCE = stored("D1", 1);
    private static final Version MOVE = arriving("D2", 5);

    private static Version stored(String debtor, long known) {
        return new Version(debtor, known, null, -1);
    }

    private static Version arriving(String debtor, long known) {
        return new Version(debtor, known, "f", 1);
    }

    private static Naming reversal(String name, String debtor, long known, boolean retracted) {
        return new Naming(name, "R", debtor, known, retracted, -1);
    }

    private static MovedEntry moved(List<Naming> naming, @Nullable Sharing sharing) {
        return new MovedEntry("P", List.of(ONCE, MOVE), naming, sharing == null ? Set.of() : Set.of(sharing));
    }

    @Test
    void anEntryWithoutAReversalMoves() {
        MovedEntry entry = moved(List.of(), null);
        assertThat(entry.leftBehind()).isEmpty();
        assertThat(entry.lost()).containsOnlyKeys("D1").containsEntry("D1", 5L);
    }

    @Test
    void anEntryStaysWithItsReversal() {
        MovedEntry entry = moved(List.of(reversal("P", "D1", 3, false)), null);
        assertThat(entry.leftBehind()).containsExactly(MOVE);
        assertThat(entry.lost()).isEmpty();
    }

    @Test
    void bothMoveInOneDelivery() {
        MovedEntry entry = moved(List.of(reversal("P", "D1", 3, false), reversal("P", "D2", 5, false)), null);
        assertThat(entry.leftBehind()).isEmpty();
        assertThat(entry.lost()).containsEntry("D1", 5L);
    }

    @Test
    void aReversalThatWasRetractedBlocksNothing() {
        assertThat(moved(List.of(reversal("P", "D1", 3, false), reversal("P", "D1", 4, true)), null)
                        .leftBehind())
                .isEmpty();
    }

    @Test
    void aReversalThatIsKnownOnlyAfterTheMoveBlocksNothing() {
        assertThat(moved(List.of(reversal("P", "D1", 6, false)), null).leftBehind())
                .isEmpty();
    }

    @Test
    void aReversalOfADebtorWhoNeverHadTheEntryBlocksNothing() {
        assertThat(moved(List.of(reversal("KID", "D3", 3, false)), null).leftBehind())
                .isEmpty();
    }

    @Test
    void aReferenceThatAPaymentSharesThatStaysBlocksNothing() {
        List<Naming> naming = List.of(reversal("KID", "D1", 3, false));
        assertThat(moved(naming, new Sharing("KID", "D1")).leftBehind()).isEmpty();
        assertThat(moved(naming, new Sharing("KID", "D2")).leftBehind())
                .as("the other payment is of another debtor")
                .containsExactly(MOVE);
    }

    @Test
    void theLastLossOfADebtorCounts() {
        MovedEntry entry = new MovedEntry(
                "P",
                List.of(stored("D1", 1), stored("D2", 2), stored("D1", 3), arriving("D3", 4)),
                List.of(),
                Set.of());
        assertThat(entry.lost()).containsEntry("D1", 4L).containsEntry("D2", 4L).hasSize(2);
    }
}
