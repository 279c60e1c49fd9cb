package org.solvens.policy;

import java.io.Serializable;
import org.solvens.chance.Draws;

/// A trial of a challenging policy: it decides on a share of the debtors, drawn by a hash of debtor and seed.
///
/// A debtor stays on one side for as long as share and seed stay. A larger share moves debtors to the challenger
/// only.
///
/// @param share of the debtors on whom the challenger decides, in (0, 1)
/// @param seed of the draw
public record PolicyTrial(double share, long seed) implements Serializable {
    private static final int ARM = 3;

    public PolicyTrial {
        if (!(share > 0 && share < 1)) {
            throw new IllegalArgumentException("the share must lie between 0 and 1");
        }
    }

    /// Whether the challenger decides on a debtor's cases.
    public boolean challenges(String debtorId) {
        return Draws.uniform(Draws.hash(debtorId), seed, ARM) < share;
    }
}
