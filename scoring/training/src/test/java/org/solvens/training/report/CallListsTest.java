package org.solvens.training.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.solvens.history.Route;
import org.solvens.policy.Turn;
import org.solvens.training.report.CallLists.Callable;
import org.solvens.training.report.CallLists.Order;

class CallListsTest {
    private static Callable callable(
            int debtor, double value, int age, double balance, double chance, double first, double second) {
        String point = "P" + debtor;
        return new Callable(
                point,
                debtor,
                Route.PLAN,
                Turn.of(false, value, balance, point, LocalDate.EPOCH),
                age,
                balance,
                chance,
                first,
                second);
    }

    private static Map<String, Order> byName(CallLists lists) {
        return lists.orders().stream().collect(Collectors.toMap(Order::by, Function.identity()));
    }

    @Test
    void eachOrderCallsTheCasesThatItPutsFirst() {
        // The best by value, by age, by balance, by chance of payment, and by the true gain are five cases.
        List<Callable> cases = List.of(
                callable(1, 90, 10, 100, 0.1, 40, 60),
                callable(2, 10, 99, 100, 0.1, 10, 30),
                callable(3, 20, 10, 900, 0.1, -8, -4),
                callable(4, 30, 10, 100, 0.9, 0, 2),
                callable(5, 40, 10, 100, 0.1, 70, 50));
        CallLists lists = CallLists.of(cases, Map.of(), 1);
        Map<String, Order> orders = byName(lists);
        assertThat(lists.cases()).isEqualTo(5);
        assertThat(lists.calls()).isEqualTo(1);
        assertThat(orders.get("by value of the call").gain().value()).isCloseTo(50, within(1e-9));
        assertThat(orders.get("oldest first").gain().value()).isCloseTo(20, within(1e-9));
        assertThat(orders.get("largest first").gain().value()).isCloseTo(-6, within(1e-9));
        assertThat(orders.get("highest chance of payment first").gain().value()).isCloseTo(1, within(1e-9));
        assertThat(orders.get("largest first").margin().value()).isCloseTo(56, within(1e-9));
        // The fifth is the best by the first half of the futures, where it brings 50 in the second; the first is the
        // best by the second half, where it brings 40 in the first.
        assertThat(orders.get("the oracle").gain().value()).isCloseTo(45, within(1e-9));
        assertThat(lists.way().value()).isCloseTo((50 - 20) / (45 - 20.0), within(1e-9));
        assertThat(lists.text()).contains("1 calls among 5 decisions", "oldest first", "the oracle");
    }

    @Test
    void everyOrderIsTheSameWhereEverybodyIsCalled() {
        List<Callable> cases = List.of(
                callable(1, 1, 1, 1, 0.5, 10, 20), callable(2, 2, 2, 2, 0.4, -10, 0), callable(3, 3, 3, 3, 0.3, 4, 4));
        assertThat(CallLists.of(cases, Map.of(), 7).orders())
                .allSatisfy(order -> assertThat(order.gain().value()).isCloseTo(14 / 3.0, within(1e-9)));
    }

    @Test
    void treesThatKnowTheTruthCallWhereACallIsAheadOfTheOtherRoute() {
        List<Callable> cases = List.of(
                callable(1, 90, 10, 100, 0.1, 40, 60),
                callable(2, 10, 99, 100, 0.1, 10, 30),
                callable(3, 20, 10, 900, 0.1, -8, -4));
        // A call brings most to the first, and a plan as much: the second gains most by the call.
        Map<String, FromTruth> told = Map.of(
                "P1", new FromTruth(Route.CALL, Map.of(Route.CALL, 70.0, Route.PLAN, 69.0)),
                "P2", new FromTruth(Route.CALL, Map.of(Route.CALL, 30.0, Route.PLAN, 10.0)),
                "P3", new FromTruth(Route.PLAN, Map.of(Route.CALL, 20.0, Route.PLAN, 50.0)));
        Map<String, Order> orders = byName(CallLists.of(cases, told, 1));
        assertThat(orders.get("as far as features tell").gain().value()).isCloseTo(20, within(1e-9));
        assertThat(byName(CallLists.of(cases, Map.of(), 1))).doesNotContainKey("as far as features tell");
    }

    @Test
    void theOrderOfTheCasesDoesNotMatter() {
        Random random = new Random(3);
        List<Callable> cases = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            cases.add(callable(i, i % 7, i % 5, i % 3, 0.1 * (i % 10), random.nextGaussian(), random.nextGaussian()));
        }
        CallLists one = CallLists.of(cases, Map.of(), 20);
        Collections.shuffle(cases, random);
        assertThat(CallLists.of(cases, Map.of(), 20)).isEqualTo(one);
    }
}
