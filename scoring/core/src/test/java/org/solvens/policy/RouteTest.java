package org.solvens.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.solvens.history.HoldKind;
import org.solvens.history.Route;
import org.solvens.history.Stage;

/// What each route is to law, person and debtor. The switches name every route, so that the compiler asks these
/// questions of a new one.
class RouteTest {
    @ParameterizedTest
    @EnumSource
    void someRoutesWeighSoMuchThatAPersonDecides(Route route) {
        boolean weighty = switch (route) {
            case REDUCTION, LEGAL_REVIEW -> true;
            case REMINDER, CALL, PLAN, TRIAL_PLAN, DEFERRAL, COSTS_ONLY, TRACE_ADDRESS, HOLD, WAIT, SURVEILLANCE ->
                false;
        };
        assertThat(route.humanOnly()).isEqualTo(weighty);
    }

    @ParameterizedTest
    @EnumSource
    void someRoutesAreAlwaysOpen(Route route) {
        boolean rests = switch (route) {
            case HOLD, WAIT, SURVEILLANCE -> true;
            case REMINDER, CALL, PLAN, REDUCTION, TRIAL_PLAN, DEFERRAL, COSTS_ONLY, TRACE_ADDRESS, LEGAL_REVIEW ->
                false;
        };
        assertThat(route.alwaysOpen()).isEqualTo(rests);
    }

    @ParameterizedTest
    @EnumSource
    void someRoutesLeaveARequestOpen(Route route) {
        boolean talks = switch (route) {
            case CALL, HOLD, TRACE_ADDRESS -> true;
            case REMINDER, PLAN, REDUCTION, TRIAL_PLAN, DEFERRAL, COSTS_ONLY, WAIT, SURVEILLANCE, LEGAL_REVIEW -> false;
        };
        assertThat(route.keepsRequestOpen()).isEqualTo(talks);
    }

    /// Whoever was not reminded yet is neither called nor taken to court, in each country whose statutes name letters.
    @ParameterizedTest
    @EnumSource
    void someRoutesNeedALetterFirst(Route route) {
        boolean afterALetter = switch (route) {
            case CALL, LEGAL_REVIEW -> true;
            case REMINDER, PLAN, REDUCTION, TRIAL_PLAN, DEFERRAL, COSTS_ONLY, TRACE_ADDRESS, HOLD, WAIT, SURVEILLANCE ->
                false;
        };
        for (String country : List.of("SE", "NO", "DK", "FI", "IT")) {
            String[] barredBy = new String[Route.values().length];
            Statutes.standard()
                    .bar(
                            CaseDraft.of(c -> {
                                c.country = country;
                                c.stage = Stage.REMINDER;
                                c.daysSinceReminder = null;
                                c.daysSinceDemand = null;
                            }),
                            barredBy);
            assertThat(barredBy[route.ordinal()] != null).as(country).isEqualTo(afterALetter);
        }
    }

    /// Who wants no calls is not approached in this way; and how often one is, is limited.
    @ParameterizedTest
    @EnumSource
    void someRoutesEndWhereTheDebtorWantsNoCalls(Route route) {
        boolean intrudes = switch (route) {
            case CALL -> true;
            case REMINDER,
                    PLAN,
                    REDUCTION,
                    TRIAL_PLAN,
                    DEFERRAL,
                    COSTS_ONLY,
                    TRACE_ADDRESS,
                    HOLD,
                    WAIT,
                    SURVEILLANCE,
                    LEGAL_REVIEW -> false;
        };
        Decider proposing = new Decider(Policy.parse(proposing(route), "variant"));
        assertThat(proposing.decide(open(_ -> {})).route()).isEqualTo(route);
        CaseFacts noCalls = open(c -> c.holds.add(HoldKind.NO_CALLS));
        assertThat(proposing.decide(noCalls).route() != route).isEqualTo(intrudes);
        CaseFacts calledOften = open(c -> c.calls30 = 100);
        assertThat(proposing.decide(calledOften).route() != route).isEqualTo(intrudes);
    }

    /// A case in which every route is open, unless the changes close it.
    private static CaseFacts open(Consumer<CaseDraft> changes) {
        return CaseDraft.of(c -> {
            c.scores(0.5, 0.5, 0.5).income(100_000_000, 100, 2).stage = Stage.REMINDER;
            changes.accept(c);
        });
    }

    /// The default policy with one rule for routes.
    private static String proposing(Route route) {
        String text = Policy.standardText();
        String rules = text.substring(text.indexOf("\nroutes:\n"), text.indexOf("\ndefault:\n"));
        return text.replace(
                rules,
                "\nroutes:\n  - id: always\n    route: " + route.name().toLowerCase(Locale.ROOT)
                        + "\n    when: {}\n    review_days: 30\n");
    }
}
