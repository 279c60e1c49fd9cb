package org.solvens.api;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.solvens.facts.OtherCases;
import org.solvens.feature.FeatureCatalogue;
import org.solvens.history.HoldKind;
import org.solvens.model.Contribution;
import org.solvens.policy.Policy;
import org.solvens.scoring.ScoreRow;
import org.solvens.table.StoredRow;

/// Who asks, and whose cases they may see.
///
/// @param id of the API key; `-` where the server needs no keys
/// @param creditors ids of the creditors whose cases it sees; null for all
/// @param protectedIdentities whether it sees that a debtor's identity is protected
/// @param looksUp whether it may look up cases
record Caller(String id, @Nullable Set<String> creditors, boolean protectedIdentities, boolean looksUp) {
    /// Whoever asks a server that needs no keys.
    static final Caller ANYONE = new Caller("-", null, true, true);

    /// The feature that says that an identity is protected.
    private static final String IDENTITY_PROTECTED = "identity_protected";

    private static final String HOLD = HoldKind.PROTECTED_IDENTITY.name();
    private static final String HOLD_RULE = Policy.holdRule(HoldKind.PROTECTED_IDENTITY);

    /// What a decision says of its rule where the kind of hold is not shown.
    private static final String HOLD_WITHHELD = "holds.withheld";

    private static final int HOLDS = SegmentColumns.of("holds");
    private static final int REASONS = SegmentColumns.of("reasons");

    /// Whether it may see a case of this creditor.
    boolean sees(@Nullable String creditorId) {
        return creditors == null || (creditorId != null && creditors.contains(creditorId));
    }

    /// The same decision if the caller may see it, or null. A decision that it may not see is
    /// treated like one that does not exist.
    @Nullable
    ScoreRow seen(@Nullable ScoreRow decision) {
        return decision != null && sees(decision.creditorId()) ? decision : null;
    }

    /// A decision with what the caller may see of its reasons. One limited to creditors learns
    /// nothing of the debtor's other cases: no reason that is about them, and no value or weight
    /// that they may be counted in. One without the scope for it learns that there is a hold, and
    /// not that the identity is protected.
    ScoreRow shown(ScoreRow decision, FeatureCatalogue catalogue) {
        ScoreRow shown = creditors == null
                ? decision
                : decision.with(decision.reasons().only(code -> shown(code, catalogue), numbers(catalogue)));
        return protectedIdentities ? shown : withheld(shown);
    }

    /// The same, as columns of the scores table; most decisions are shown to most callers as they
    /// are stored.
    StoredRow shown(Decided decided, FeatureCatalogue catalogue) {
        return creditors == null && (protectedIdentities || !tellsOfProtection(decided.stored()))
                ? decided.stored()
                : ScoreRow.TABLE.stored(shown(decided.row(), catalogue));
    }

    /// What the caller may see of the reasons of an estimate, by the same rules as of those of a decision.
    /// Whether their numbers too, {@link #numbers} says.
    List<Contribution> shown(List<Contribution> reasons, FeatureCatalogue catalogue) {
        return reasons.stream()
                .filter(reason -> protectedIdentities || !reason.feature().equals(IDENTITY_PROTECTED))
                .filter(reason -> creditors == null || shown(reason.code(), catalogue))
                .toList();
    }

    /// Whether it sees values and points of reasons: a creditor does where no cases of others are counted in them.
    boolean numbers(FeatureCatalogue catalogue) {
        return creditors == null || catalogue.otherCases() == OtherCases.LEFT_OUT;
    }

    /// What the caller may see of something by the names of features.
    <T> Map<String, T> shown(Map<String, T> byFeature) {
        if (protectedIdentities) {
            return byFeature;
        }
        Map<String, T> shown = new LinkedHashMap<>(byFeature);
        shown.remove(IDENTITY_PROTECTED);
        return shown;
    }

    private static boolean tellsOfProtection(StoredRow decision) {
        return decision.getStrings(HOLDS).contains(HOLD)
                || decision.getStrings(REASONS).stream().anyMatch(code -> code.endsWith(IDENTITY_PROTECTED));
    }

    private static ScoreRow withheld(ScoreRow decision) {
        return decision.with(
                withheld(decision.rule()),
                decision.trace().stream().map(Caller::withheld).toList(),
                decision.holds().stream()
                        .filter(kind -> kind != HoldKind.PROTECTED_IDENTITY)
                        .collect(Collectors.toUnmodifiableSet()),
                decision.reasons().only(code -> !code.endsWith(IDENTITY_PROTECTED), true));
    }

    private static String withheld(String rule) {
        return rule.equals(HOLD_RULE) ? HOLD_WITHHELD : rule;
    }

    private static boolean shown(String reason, FeatureCatalogue catalogue) {
        int position = reason.length() < 3 ? -1 : catalogue.indexOf(reason.substring(2));
        return position >= 0 && catalogue.features().get(position).family().shownToCreditor();
    }

    /// A mark that differs between callers who may see different parts of one answer.
    int mark() {
        return (creditors == null ? 0 : creditors.hashCode()) + (protectedIdentities ? 1 : 0);
    }
}
