package org.solvens.simulation;

import org.jspecify.annotations.Nullable;

/// A journal that only adds up what one case brings in and costs from a day on.
final class Tally implements Journal {
    private final int focus;
    private long recovered;
    private long cost;
    private int firstVoluntary;
    private int calls;
    private int contacts;
    private long fees;
    private int legalSteps;

    Tally(int focus) {
        this.focus = focus;
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
    public String payment(int index, int counts, int told, long amount, String source) {
        return "";
    }

    @Override
    public void received(int index, int day, long amount, String source) {
        if (index == focus) {
            recovered += amount;
            if (firstVoluntary == 0 && !source.equals("ENFORCEMENT")) {
                firstVoluntary = day;
            }
        }
    }

    @Override
    public String reversal(int index, int day, long amount, String payment) {
        if (index == focus) {
            recovered -= amount;
        }
        return "";
    }

    @Override
    public void wonBack(int index, int day, long amount, String reversal) {
        if (index == focus) {
            recovered += amount;
        }
    }

    @Override
    public void refund(int index, int day, long amount) {
        if (index == focus) {
            recovered -= amount;
        }
    }

    @Override
    public void moved(String payment, int from, int to, int day, long amount) {
        if (from == focus) {
            recovered -= amount;
        }
        if (to == focus) {
            recovered += amount;
        }
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
        if (index == focus && direction.equals("OUTBOUND")) {
            contacts++;
            calls += channel.equals("CALL") ? 1 : 0;
        }
    }

    @Override
    public void cost(int index, int day, long amount) {
        if (index == focus) {
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
        if (index == focus && component.equals("COSTS")) {
            fees += kind.equals("CHARGE_ADDED") ? amount : kind.equals("CHARGE_WAIVED") ? -amount : 0;
        }
    }

    @Override
    public void stage(int index, int day, Stage stage) {
        legalSteps += index == focus && stage == Stage.LEGAL ? 1 : 0;
    }

    @Override
    public void letter(int index, int day, String letter, boolean returned) {
        legalSteps += index == focus && !returned && letter.equals("TERMINATION") ? 1 : 0;
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
