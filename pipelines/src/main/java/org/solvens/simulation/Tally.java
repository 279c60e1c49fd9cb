package org.solvens.simulation;

/// A journal that only adds up what one case brings in and costs from a day on.
final class Tally implements Journal {
    private final int focus;
    private long recovered;
    private long cost;
    private int firstVoluntary;

    Tally(int focus) {
        this.focus = focus;
    }

    long recovered() {
        return recovered;
    }

    long cost() {
        return cost;
    }

    /// Day of the first payment that was not enforced; 0 for none.
    int firstVoluntary() {
        return firstVoluntary;
    }

    @Override
    public String payment(int index, int day, long amount, String source, int knownAfterDays) {
        if (index == focus) {
            recovered += amount;
            if (firstVoluntary == 0 && !source.equals("ENFORCEMENT")) {
                firstVoluntary = day;
            }
        }
        return "";
    }

    @Override
    public void reversal(int index, int day, long amount, String payment) {
        if (index == focus) {
            recovered -= amount;
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
    public void charge(int index, int day, String kind, String component, long amount) {}

    @Override
    public void stage(int index, int day, Stage stage) {}

    @Override
    public void letter(int index, int day, String letter, boolean returned) {}

    @Override
    public void closed(int index, int day, String as) {}

    @Override
    public void hit(int day, String register, String result, String trigger) {}

    @Override
    public void arrangement(
            int index,
            int day,
            String kind,
            long instalment,
            int instalments,
            int interval,
            int firstDue,
            long waivedInterest,
            long waivedCosts) {}

    @Override
    public void holdClosed(String hold, int index, int openedOn, int day, String kind, String outcome) {}

    @Override
    public void decision(int index, int day, Route route, double probability, boolean human) {}

    @Override
    public void tax(int year, double income, double wealth, int assessedOn, int learntOn) {}
}
