package org.solvens.api;

import java.time.LocalDate;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.solvens.history.ClaimType;
import org.solvens.history.HoldKind;
import org.solvens.history.Route;
import org.solvens.history.Stage;
import org.solvens.policy.Flag;
import org.solvens.policy.Segment;
import org.solvens.scoring.ScoreRow;
import org.solvens.table.StoredRow;

/// What lists are filtered by. Many decisions share one.
record Facet(
        String creditorId,
        String country,
        String currency,
        Segment segment,
        Route route,
        Stage stage,
        ClaimType claimType,
        @Nullable String team,
        Set<Flag> flags,
        Set<HoldKind> holds,
        boolean needsHuman,
        LocalDate reviewOn) {
    private static final int CREDITOR = SegmentColumns.of("creditor_id");
    private static final int COUNTRY = SegmentColumns.of("country");
    private static final int CURRENCY = SegmentColumns.of("currency");
    private static final int SEGMENT = SegmentColumns.of("segment");
    private static final int ROUTE = SegmentColumns.of("route");
    private static final int STAGE = SegmentColumns.of("stage");
    private static final int CLAIM_TYPE = SegmentColumns.of("claim_type");
    private static final int TEAM = SegmentColumns.of("team");
    private static final int FLAGS = SegmentColumns.of("flags");
    private static final int HOLDS = SegmentColumns.of("holds");
    private static final int NEEDS_HUMAN = SegmentColumns.of("needs_human");
    private static final int REVIEW_ON = SegmentColumns.of("review_on");

    /// The same of a row as it is stored.
    static Facet of(StoredRow row) {
        Set<Flag> flags = EnumSet.noneOf(Flag.class);
        row.getStrings(FLAGS).forEach(flag -> flags.add(Flag.valueOf(flag)));
        Set<HoldKind> holds = EnumSet.noneOf(HoldKind.class);
        row.getStrings(HOLDS).forEach(hold -> holds.add(HoldKind.valueOf(hold)));
        return new Facet(
                row.getString(CREDITOR),
                row.getString(COUNTRY),
                row.getString(CURRENCY),
                Segment.valueOf(row.getString(SEGMENT)),
                Route.valueOf(row.getString(ROUTE)),
                Stage.valueOf(row.getString(STAGE)),
                ClaimType.valueOf(row.getString(CLAIM_TYPE)),
                row.isNull(TEAM) ? null : row.getString(TEAM),
                flags,
                holds,
                row.getBoolean(NEEDS_HUMAN),
                LocalDate.ofEpochDay(row.getDate(REVIEW_ON)));
    }

    static Facet of(ScoreRow row) {
        return new Facet(
                row.creditorId(),
                row.country(),
                row.currency(),
                row.segment(),
                row.route(),
                row.stage(),
                row.claimType(),
                row.team(),
                row.flags(),
                row.holds(),
                row.needsHuman(),
                row.reviewOn());
    }
}
