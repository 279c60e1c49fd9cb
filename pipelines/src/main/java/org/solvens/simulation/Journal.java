package org.solvens.simulation;

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

    /// @return key of the payment
    String payment(int index, int day, long amount, String source, int knownAfterDays);

    void reversal(int index, int day, long amount, String payment);

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

    void arrangement(
            int index,
            int day,
            String kind,
            long instalment,
            int instalments,
            int interval,
            int firstDue,
            long waivedInterest,
            long waivedCosts);

    /// @param index of the case, or -1 for the debtor as a whole
    /// @return key of the hold
    String holdOpened(int index, int day, String kind);

    void holdClosed(String hold, int index, int openedOn, int day, String kind, String outcome);

    void decision(int index, int day, Route route, double probability, boolean human);

    void tax(int year, double income, double wealth, int assessedOn, int learntOn);

    /// Money spent on a case that no contact shows: look-ups, court fees, the keeping of a plan.
    void cost(int index, int day, long amount);
}
