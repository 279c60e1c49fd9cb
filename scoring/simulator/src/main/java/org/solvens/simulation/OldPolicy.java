package org.solvens.simulation;

import java.util.List;
import org.solvens.history.Route;
import org.solvens.history.Stage;

/// The policy that made the history: by days past due, size of the claim and callers at work, with
/// noise; a share of its decisions is drawn evenly from what the creditor allows.
final class OldPolicy {
    static final String VERSION = "house@1";

    /// The routes by their ordinal.
    static final List<Route> ROUTES = List.of(Route.values());

    private OldPolicy() {}

    /// The chance of each route, by its ordinal; they add up to 1.
    static double[] distribution(World world, CaseState one, DebtorState debtor, Country country, int day) {
        double staff = world.staff(day);
        double explored = world.of(Assumption.EXPLORED);
        double[] p = new double[ROUTES.size()];
        int late = one.pastDue(day);
        double size = one.believed() / 100.0 * country.inKronor();
        boolean asked = day - one.askedOn < 40;
        boolean legal = legalAllowed(one, day);
        boolean reduce = late > 90 && allowed(Route.REDUCTION, one, day);
        if (one.stage == Stage.SURVEILLANCE) {
            set(p, Route.SURVEILLANCE, 0.8, Route.REMINDER, 0.14, Route.CALL, 0.06);
        } else if (one.stage == Stage.LEGAL) {
            set(p, Route.WAIT, 0.9, Route.PLAN, 0.1, Route.CALL, 0);
        } else if (debtor.badAddressKnown) {
            set(p, Route.TRACE_ADDRESS, 0.7, Route.CALL, 0.2, Route.WAIT, 0.1);
        } else if (asked && one.asked.equals("ASKS_PLAN")) {
            set(p, Route.PLAN, 0.75, Route.TRIAL_PLAN, 0.1, Route.CALL, 0.15);
        } else if (asked && one.asked.equals("ASKS_DEFERRAL")) {
            set(p, Route.DEFERRAL, 0.6, Route.CALL, 0.2, Route.WAIT, 0.2);
        } else if (asked && one.asked.equals("ASKS_REDUCTION") && reduce) {
            set(p, Route.REDUCTION, 0.4, Route.PLAN, 0.4, Route.CALL, 0.2);
        } else if (late < 30) {
            set(p, Route.REMINDER, 0.7, Route.WAIT, 0.25, Route.CALL, 0.05);
        } else if (late < 540) {
            double call = Math.clamp(
                    (late < 150 ? 0.42 : 0.25) * staff * (size > 5_000 ? 1.5 : size < 1_000 ? 0.5 : 1), 0, 0.75);
            double plan = size > 4_000 ? 0.16 : 0.06;
            double law = legal ? (late > 180 ? 0.16 : 0.05) : 0;
            double watch = late > 300 ? 0.1 : 0;
            set(p, Route.CALL, call, Route.PLAN, plan * (1 - call), Route.LEGAL_REVIEW, law * (1 - call));
            p[Route.SURVEILLANCE.ordinal()] = watch * (1 - call);
            double rest = 1 - sum(p);
            p[Route.REMINDER.ordinal()] = rest * 0.6;
            p[Route.WAIT.ordinal()] = rest * 0.4;
        } else {
            double law = legal ? 0.2 : 0;
            set(p, Route.SURVEILLANCE, 0.5 - law / 2, Route.CALL, 0.12, Route.LEGAL_REVIEW, law);
            double rest = 1 - sum(p);
            p[Route.REMINDER.ordinal()] = rest * 0.4;
            p[Route.WAIT.ordinal()] = rest * 0.6;
        }
        int allowed = 0;
        for (int i = 0; i < p.length; i++) {
            allowed += allowed(ROUTES.get(i), one, day) ? 1 : 0;
        }
        for (int i = 0; i < p.length; i++) {
            p[i] = (1 - explored) * p[i] + (allowed(ROUTES.get(i), one, day) ? explored / allowed : 0);
        }
        return p;
    }

    /// What the stage and the creditor allow.
    static boolean allowed(Route route, CaseState one, int day) {
        return switch (route) {
            case HOLD -> false;
            case LEGAL_REVIEW -> legalAllowed(one, day);
            case REDUCTION -> one.claim.creditor().mayReduce() && one.interest + one.costs > 0;
            case SURVEILLANCE -> one.pastDue(day) > 90;
            case REMINDER, CALL, PLAN, TRIAL_PLAN, DEFERRAL, COSTS_ONLY, TRACE_ADDRESS, WAIT -> true;
        };
    }

    private static boolean legalAllowed(CaseState one, int day) {
        return one.stage == Stage.COLLECTION
                && one.pastDue(day) > 60
                && one.believed() >= one.claim.creditor().minLegalAmount();
    }

    /// Days until a case is looked at again.
    static int interval(Route route) {
        return switch (route) {
            case REMINDER -> 34;
            case WAIT -> 45;
            case CALL, PLAN, TRIAL_PLAN, REDUCTION, COSTS_ONLY -> 32;
            case DEFERRAL -> 30;
            case TRACE_ADDRESS -> 14;
            case SURVEILLANCE -> 180;
            case LEGAL_REVIEW -> 100;
            case HOLD -> 30;
        };
    }

    private static void set(double[] p, Route a, double pa, Route b, double pb, Route c, double pc) {
        p[a.ordinal()] = pa;
        p[b.ordinal()] = pb;
        p[c.ordinal()] = pc;
    }

    private static double sum(double[] p) {
        double sum = 0;
        for (double each : p) {
            sum += each;
        }
        return sum;
    }
}
