package org.solvens.quality;

import java.util.ArrayList;
import java.util.List;
import org.solvens.feed.Feed;
import org.solvens.feed.FeedContract;
import org.solvens.feed.FieldType;
import org.solvens.report.CheckLevel;
import org.solvens.report.CheckStatus;

/// The constraint on a check's value: at most the limit plus what chance may add.
///
/// @param limit in the unit of the check's value
public record Constraint(Check check, CheckLevel level, double limit) {
    /// Rows of a period may be half or twice the usual number.
    private static final double TWICE = Math.log(2);

    /// Days that a feed may be late beyond its own longest pause.
    private static final double DAYS_LATE = 7;

    /// Change of a share of empty values.
    private static final double NULL_RATE_CHANGE = 0.05;

    /// The population stability index that conventionally marks a shifted distribution.
    private static final double SHIFTED = 0.25;

    /// The constraints on a feed: exact ones on its contract, keys and references, which are errors, and
    /// warnings on ids and on how it compares with its own past. A missing feed of payments is an error too,
    /// because debtors who paid would look as if they had not. Missing cases are a warning, because results
    /// for the other cases are right.
    public static List<Constraint> of(Feed feed) {
        FeedContract contract = FeedContract.of(feed);
        List<Constraint> all = new ArrayList<>();
        all.add(new Constraint(new Check.Contract(), CheckLevel.ERROR, 0));
        all.add(new Constraint(new Check.UniqueKey(), CheckLevel.ERROR, 0));
        for (FeedContract.Field field : contract.fields()) {
            if (field.references() != null) {
                all.add(new Constraint(new Check.Reference(field.name(), field.references()), CheckLevel.ERROR, 0));
            }
        }
        for (FeedContract.Field field : contract.fields()) {
            if (SimilarIds.in(field)) {
                all.add(new Constraint(new Check.SimilarId(field.name()), CheckLevel.WARNING, 0));
            }
        }
        if (feed != Feed.MANDATES) {
            // Mandates come when they are agreed, and may be announced ahead.
            CheckLevel late = feed == Feed.PAYMENTS ? CheckLevel.ERROR : CheckLevel.WARNING;
            all.add(new Constraint(new Check.Freshness(), late, DAYS_LATE));
            all.add(new Constraint(new Check.Volume(Grain.DAY), CheckLevel.WARNING, TWICE));
            all.add(new Constraint(new Check.Volume(Grain.MONTH), CheckLevel.WARNING, TWICE));
        }
        for (FeedContract.Field field : contract.fields()) {
            if (field.nullable()) {
                all.add(new Constraint(new Check.NullRate(field.name()), CheckLevel.WARNING, NULL_RATE_CHANGE));
            }
            if (compared(field)) {
                all.add(new Constraint(new Check.Shift(field.name()), CheckLevel.WARNING, SHIFTED));
            }
        }
        return all;
    }

    /// Whether a field's distribution is compared with the past: amounts and fields with few values.
    static boolean compared(FeedContract.Field field) {
        return field.type() == FieldType.DECIMAL
                || field.type() == FieldType.ENUM
                || field.type() == FieldType.BOOLEAN
                || field.format() != null;
    }

    /// The names of all checks of all feeds, such as `payments/freshness` or `cases/shift/principal`.
    static List<String> names() {
        List<String> names = new ArrayList<>();
        for (Feed feed : Feed.values()) {
            for (Constraint constraint : of(feed)) {
                names.add(Result.name(feed.label(), constraint.check.name(), constraint.check.column()));
            }
            for (FactCheck check : FactCheck.values()) {
                if (check.feed() == feed) {
                    names.add(Result.name(feed.label(), check.check(), null));
                }
            }
        }
        return names;
    }

    /// Judges a feed. In a closed portfolio a late feed is a warning at most: payments may end because all
    /// debtors who will pay have paid.
    public Result judge(FeedProfile profile) {
        CheckLevel weight = check instanceof Check.Freshness && profile.closedPortfolio() ? CheckLevel.WARNING : level;
        return switch (check.measure(profile)) {
            case Measure.Measured(double value, double noise, String message) ->
                new Result(
                        profile.feed().label(),
                        check.name(),
                        check.column(),
                        weight,
                        value <= limit + noise ? CheckStatus.PASSED : CheckStatus.FAILED,
                        value,
                        limit,
                        noise,
                        message,
                        null);
            case Measure.TooLittle(String why) ->
                new Result(
                        profile.feed().label(),
                        check.name(),
                        check.column(),
                        weight,
                        CheckStatus.NOT_JUDGED,
                        null,
                        limit,
                        null,
                        why,
                        null);
        };
    }
}
