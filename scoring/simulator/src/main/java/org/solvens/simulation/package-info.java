/// A simulator of debtors whose true willingness and ability are known.
///
/// It writes the ten feeds of the contract and, apart from them, the truth. It knows neither the
/// features nor the policy that it is there to judge: it depends on the feed contract alone, with the routes and stages
/// that it names.
///
/// ```
/// Simulate (command) -> Simulation (parts, threads, files)
///   Debtor, Claim          what never changes, drawn from the seed and the debtor's number
///   Life                   day by day over Situation = DebtorState + CaseState of each case
///     OldPolicy            draws a route, with its probability
///     Treatments           what the route does
///     Conversations        what the debtor says and does       chances by Behaviour
///     Agreements, Ledger   what is agreed, paid, held, closed  luck by Chance
///                          Movement is money that moves later, Interval the time between instalments
///   Journal                FeedJournal writes rows -> Dirt -> FeedWriter; Tally only adds up
///                          FeedJournal adds what clerks get wrong, CaseSystem how a creditor states things
///   Truth                  forks lives at decisions and counts what would have happened
/// ```
///
/// Start reading at `Behaviour`, which holds every assumption about people, then `Life`, then `Truth`.
@NullMarked
package org.solvens.simulation;

import org.jspecify.annotations.NullMarked;
