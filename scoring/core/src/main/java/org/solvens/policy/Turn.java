package org.solvens.policy;

import java.io.Serializable;
import java.time.LocalDate;
import java.util.Comparator;
import org.solvens.chance.Draws;

/// When a case has its turn where a team's calls or reviews are scarce; the first is the least.
///
/// A legal deadline comes first. Then come cases whose gain is known, the largest first; then the others, the
/// largest balance first. A hash of case and day decides between equal ones.
///
/// @param deadline whether the claim will soon be time-barred
/// @param gain what the call or the route brings, in units of the reference currency; NaN if it is not known
/// @param balance in units of the reference currency
/// @param lot hash of case and day
public record Turn(boolean deadline, double gain, double balance, long lot, String caseId)
        implements Comparable<Turn>, Serializable {
    private static final Comparator<Turn> ORDER = Comparator.comparing(Turn::deadline)
            .thenComparing(Turn::known)
            .thenComparingDouble(turn -> turn.known() ? turn.gain : 0)
            .thenComparingDouble(Turn::balance)
            .reversed()
            .thenComparingLong(Turn::lot)
            .thenComparing(Turn::caseId);

    /// The turn of a case on a day.
    public static Turn of(boolean deadline, double gain, double balance, String caseId, LocalDate day) {
        return new Turn(deadline, gain, balance, Draws.hash(caseId + '/' + day), caseId);
    }

    private boolean known() {
        return !Double.isNaN(gain);
    }

    @Override
    public int compareTo(Turn other) {
        return ORDER.compare(this, other);
    }
}
