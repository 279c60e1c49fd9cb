package org.solvens.api;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.solvens.facts.OtherCases;
import org.solvens.feature.FeatureCatalogue;
import org.solvens.scoring.ScoreRow;

/// Who asks, and whose cases they may see.
///
/// @param id of the API key; `-` where the server needs no keys
/// @param creditors ids of the creditors whose cases it sees; null for all
record Caller(String id, @Nullable Set<String> creditors) {
    /// Whoever asks a server that needs no keys.
    static final Caller ANYONE = new Caller("-", null);

    /// Whether it may see a case of this creditor.
    boolean sees(@Nullable String creditorId) {
        return creditors == null || (creditorId != null && creditors.contains(creditorId));
    }

    /// The same decision if the caller may see it, or null. A decision that it may not see is treated like one
    /// that does not exist.
    @Nullable
    ScoreRow seen(@Nullable ScoreRow decision) {
        return decision != null && sees(decision.creditorId()) ? decision : null;
    }

    /// A decision with the reasons that it may see. One limited to creditors learns nothing of the debtor's other
    /// cases: no reason that is about them, and no value or weight that they may be counted in.
    ScoreRow shown(ScoreRow decision, FeatureCatalogue catalogue) {
        return creditors == null
                ? decision
                : decision.with(decision.reasons()
                        .only(code -> shown(code, catalogue), catalogue.otherCases() == OtherCases.LEFT_OUT));
    }

    private static boolean shown(String reason, FeatureCatalogue catalogue) {
        int position = reason.length() < 3 ? -1 : catalogue.indexOf(reason.substring(2));
        return position >= 0 && catalogue.features().get(position).family().shownToCreditor();
    }

    /// A mark that differs between callers who may see different parts of one answer.
    int mark() {
        return creditors == null ? 0 : creditors.hashCode();
    }
}
