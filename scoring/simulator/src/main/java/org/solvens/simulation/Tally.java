package org.solvens.simulation;

import org.jspecify.annotations.Nullable;
import org.solvens.history.Route;
import org.solvens.history.Stage;

/// A journal that only adds up what one case brings in and costs from a day on.
///
/// Everything counts up to a near end; the net sums count up to the end of the life, too.
final class Tally implements Journal {
    private final int focus;
    private final int from;
    private final int until;
    private final double discount;
    private long net;
    private double discounted;
    private long recovered;
    private long cost;
    private int firstVoluntary;
    private int calls;
    private int contacts;
    private long fees;
    private int legalSteps;

    /// @param from day on which it begins
    /// @param until the near end: only the net sums count from this day on
    /// @param discount yearly rate of the discounted net sum
    Tally(int focus, int from, int until, double discount) {
        this.focus = focus;
        this.from = from;
        this.until = until;
        this.discount = discount;
    }

    /// Received less cost up to the end of the life.
    long net() {
        return net;
    }

    /// The same, where later money counts less.
    double discounted() {
        return discounted;
    }

    private void count(int index, int day, long amount) {
        if (index == focus) {
            net += amount;
            discounted += amount * StrictMath.pow(1 + discount, -(day - from) / 365.0);
        }
    }

    private void receive(int index, int day, long amount) {
        count(index, day, amount);
        if (index == focus && day < until) {
            recovered += amount;
        }
    }

    long recovered() {
        return recovered;
    }

    long cost() {
        return cost;
    }

    /// Calls we made, answered or not.
    int calls() {
        return calls;
    }

    /// Letters, messages and calls of ours.
    int contacts() {
        return contacts;
    }

    /// Costs added to what the debtor owes, less those waived.
    long fees() {
        return fees;
    }

    /// Letters of termination sent, and moves to the legal stage.
    int legalSteps() {
        return legalSteps;
    }

    /// Day of the first payment that was not enforced; 0 for none.
    int firstVoluntary() {
        return firstVoluntary;
    }

    @Override
    public String payment(int index, int counts, int reported, long amount, String source) {
        return "";
    }

    @Override
    public void received(int index, int day, long amount, String source) {
        receive(index, day, amount);
        if (index == focus && day < until) {
            if (firstVoluntary == 0 && !source.equals("ENFORCEMENT")) {
                firstVoluntary = day;
            }
        }
    }

    @Override
    public String reversal(int index, int day, long amount, String payment) {
        receive(index, day, -amount);
        return "";
    }

    @Override
    public void wonBack(int index, int day, long amount, String reversal) {
        receive(index, day, amount);
    }

    @Override
    public void refund(int index, int day, long amount) {
        receive(index, day, -amount);
    }

    @Override
    public void moved(String payment, int from, int to, int day, long amount) {
        receive(from, day, -amount);
        receive(to, day, amount);
    }

    @Override
    public void contact(
            int index,
            int day,
            String direction,
            String channel,
            String outcome,
            long promised,
            int promisedFor,
            long cost) {
        cost(index, day, cost);
        if (index == focus && day < until && direction.equals("OUTBOUND")) {
            contacts++;
            calls += channel.equals("CALL") ? 1 : 0;
        }
    }

    @Override
    public void cost(int index, int day, long amount) {
        count(index, day, -amount);
        if (index == focus && day < until) {
            cost += amount;
        }
    }

    @Override
    public String holdOpened(int index, int day, String kind) {
        return "";
    }

    @Override
    public void caseOpened(Claim claim) {}

    @Override
    public void charge(int index, int day, String kind, String component, long amount) {
        if (index == focus && day < until && component.equals("COSTS")) {
            fees += kind.equals("CHARGE_ADDED") ? amount : kind.equals("CHARGE_WAIVED") ? -amount : 0;
        }
    }

    @Override
    public void stage(int index, int day, Stage stage) {
        legalSteps += index == focus && day < until && stage == Stage.LEGAL ? 1 : 0;
    }

    @Override
    public void letter(int index, int day, String letter, boolean returned) {
        legalSteps += index == focus && day < until && !returned && letter.equals("TERMINATION") ? 1 : 0;
    }

    @Override
    public void closed(int index, int day, String as) {}

    @Override
    public void hit(int day, String register, String result, String trigger) {}

    @Override
    public String arrangement(
            int index,
            int day,
            String kind,
            long instalment,
            int instalments,
            @Nullable Interval interval,
            int firstDue,
            long waivedInterest,
            long waivedCosts) {
        return "";
    }

    @Override
    public void arrangementEnded(int index, String arrangement, int day, String as) {}

    @Override
    public void holdClosed(String hold, int index, int openedOn, int day, String kind, String outcome) {}

    @Override
    public void decision(int index, int day, Route route, double probability, boolean human) {}

    @Override
    public void tax(int year, double income, double wealth, int assessedOn, int learntOn) {}
}
