package org.solvens.simulation;

import org.jspecify.annotations.Nullable;
import org.solvens.history.Route;
import org.solvens.history.Stage;

/// Where a life writes what happens. One journal writes the feeds, another only adds up.
///
/// Days are days since 1970-01-01; amounts are minor units; null is what the contract leaves empty.
interface Journal {
    void caseOpened(Claim claim);

    /// A charge added, waived or restated.
    void charge(int index, int day, String kind, String component, long amount);

    void stage(int index, int day, Stage stage);

    void letter(int index, int day, String letter, boolean returned);

    void closed(int index, int day, String as);

    /// A payment is reported. `received` says what it brings, on the day from which it counts.
    ///
    /// @param counts day from which it counts, up to 31 days after `reported`
    /// @param reported day on which it is reported
    /// @return key of the payment
    String payment(int index, int counts, int reported, long amount, String source);

    /// Money counts from this day.
    void received(int index, int day, long amount, String source);

    /// The bank takes back an amount of a payment.
    ///
    /// @return key of the reversal
    String reversal(int index, int day, long amount, String payment);

    /// The bank gives back what a reversal took.
    void wonBack(int index, int day, long amount, String reversal);

    /// The debtor gets back what was paid too much.
    void refund(int index, int day, long amount);

    /// A payment was booked on the wrong case and is put right.
    void moved(String payment, int from, int to, int day, long amount);

    void contact(
            int index,
            int day,
            String direction,
            String channel,
            String outcome,
            long promised,
            int promisedFor,
            long cost);

    void hit(int day, String register, String result, String trigger);

    /// @param interval null where there are no instalments
    /// @return key of the arrangement
    String arrangement(
            int index,
            int day,
            String kind,
            long instalment,
            int instalments,
            @Nullable Interval interval,
            int firstDue,
            long waivedInterest,
            long waivedCosts);

    /// The case system records that an arrangement ended before its schedule did.
    void arrangementEnded(int index, String arrangement, int day, String as);

    /// @param index of the case, or -1 for the debtor as a whole
    /// @return key of the hold
    String holdOpened(int index, int day, String kind);

    void holdClosed(String hold, int index, int openedOn, int day, String kind, String outcome);

    void decision(int index, int day, Route route, double probability, boolean human);

    void tax(int year, double income, double wealth, int assessedOn, int learntOn);

    /// Money spent on a case that no contact shows: look-ups, court fees, the keeping of a plan.
    void cost(int index, int day, long amount);
}
