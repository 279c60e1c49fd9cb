package org.solvens.bench;

import java.time.LocalDate;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.solvens.feature.ScoreStatus;
import org.solvens.history.ArrangementKind;
import org.solvens.history.ClaimType;
import org.solvens.history.DebtorKind;
import org.solvens.history.HoldKind;
import org.solvens.history.Route;
import org.solvens.history.Stage;
import org.solvens.policy.CaseFacts;
import org.solvens.policy.CaseFacts.Agreement;
import org.solvens.policy.CaseFacts.Claim;
import org.solvens.policy.CaseFacts.Contacts;
import org.solvens.policy.CaseFacts.Income;
import org.solvens.policy.CaseFacts.Interruption;
import org.solvens.policy.CaseFacts.Letters;
import org.solvens.policy.CaseFacts.Limitation;
import org.solvens.policy.CaseFacts.Promises;
import org.solvens.policy.CaseFacts.Requests;
import org.solvens.policy.CaseFacts.Score;
import org.solvens.policy.CaseFacts.Scores;
import org.solvens.policy.Mandate;
import org.solvens.policy.RouteEffects;
import org.solvens.policy.TrialOutcome;

/// Scored cases, with about the shares that the samples have: a tenth on hold, a seventh without scores, a tenth with
/// an
/// arrangement, a twelfth with a request.
final class MadeUpCases {
    private static final LocalDate TODAY = LocalDate.of(2026, 6, 30);
    private static final String[][] COUNTRIES = {{"SE", "SEK"}, {"NO", "NOK"}, {"DK", "DKK"}, {"FI", "EUR"}};
    private static final Set<Route> LEARNT =
            EnumSet.of(Route.REMINDER, Route.CALL, Route.PLAN, Route.TRIAL_PLAN, Route.DEFERRAL, Route.COSTS_ONLY);

    private final SplittableRandom random;

    private MadeUpCases(long seed) {
        random = new SplittableRandom(seed);
    }

    /// A case and what its routes are estimated to bring.
    record Scored(CaseFacts facts, RouteEffects effects) {}

    /// Cases of a seed.
    static Scored[] of(int count, long seed) {
        MadeUpCases made = new MadeUpCases(seed);
        Scored[] cases = new Scored[count];
        for (int i = 0; i < count; i++) {
            cases[i] = made.one(i);
        }
        return cases;
    }

    private boolean chance(double share) {
        return random.nextDouble() < share;
    }

    private @Nullable Integer days(double share, int most) {
        return chance(share) ? random.nextInt(most) : null;
    }

    private <E> E any(E[] values) {
        return values[random.nextInt(values.length)];
    }

    private Score score(boolean scored) {
        return scored ? Score.of(random.nextDouble()) : Score.missing(ScoreStatus.OUTSIDE_POPULATION);
    }

    private Scored one(int number) {
        boolean scored = chance(0.86);
        String[] country = any(COUNTRIES);
        int late = random.nextInt(400);
        long balance = Math.round(1_000 * Math.exp(7.5 + 1.2 * random.nextGaussian()));
        long extra = balance / 10;
        boolean arranged = chance(0.1);
        ArrangementKind kind = arranged ? any(ArrangementKind.values()) : null;
        Set<HoldKind> holds = chance(0.1) ? EnumSet.of(any(HoldKind.values())) : EnumSet.noneOf(HoldKind.class);
        CaseFacts facts = new CaseFacts(
                "C" + number,
                "D" + number / 2,
                TODAY,
                new Claim(
                        DebtorKind.PERSON,
                        country[0],
                        country[1],
                        any(ClaimType.values()),
                        late < 32 ? Stage.REMINDER : late < 64 ? Stage.PRE_COLLECTION : Stage.COLLECTION,
                        late,
                        Math.max(0, late - 10),
                        balance,
                        balance - 2 * extra,
                        extra,
                        extra),
                holds,
                new Scores(score(scored), score(scored && chance(0.9)), score(scored)),
                chance(0.7)
                        ? new Income(
                                Math.round(1e8 * (1 + random.nextDouble() * 5)),
                                random.nextInt(900),
                                random.nextDouble() * 2)
                        : Income.UNKNOWN,
                new Promises(random.nextInt(2), random.nextInt(3)),
                new Contacts(
                        days(0.4, 200),
                        days(0.9, 60),
                        random.nextInt(3),
                        random.nextInt(6),
                        random.nextInt(2),
                        chance(0.05),
                        random.nextInt(2),
                        random.nextInt(3),
                        random.nextInt(6)),
                new Letters(days(0.9, 90), days(0.8, 90)),
                new Agreement(
                        kind,
                        arranged && chance(0.4),
                        chance(0.05) ? TrialOutcome.KEPT : TrialOutcome.NONE,
                        days(0.3, 365)),
                new Limitation(
                        TODAY.minusDays(late + 30L),
                        TODAY.minusDays(late),
                        List.of(new Interruption(Interruption.Kind.LETTER, TODAY.minusDays(late / 2)))),
                new Requests(chance(0.05), chance(0.02), chance(0.02)),
                new Mandate(24, true, true, 30, true, true, 1.0, true, 500_000));
        return new Scored(facts, scored ? effects() : RouteEffects.NONE);
    }

    private RouteEffects effects() {
        Map<Route, Double> shares = new EnumMap<>(Route.class);
        for (Route route : LEARNT) {
            shares.put(route, 0.1 * random.nextGaussian());
        }
        return new RouteEffects(shares);
    }
}
