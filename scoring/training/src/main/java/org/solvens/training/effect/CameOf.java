package org.solvens.training.effect;

import org.solvens.facts.CaseView;
import org.solvens.history.Event.Contact;
import org.solvens.outcome.Recovered;

/// What came of a case within {@link Recovered#DAYS} days.
///
/// @param share of the balance that came in, in [0, 1]; of a case that was closed without payment, what came in before
/// @param cost of its contacts in these days, in thousandths of the currency unit; 0 where no feed states it
public record CameOf(double share, long cost) {
    private static final long DAY = 86_400_000L;

    /// Reads what came of a case.
    ///
    /// @param view the case at the beginning
    /// @param known the same case at the end of what is known
    /// @param lateDays days after the outcome until records of it are taken to be known
    /// @param knownUntil milliseconds since 1970-01-01; the days and the late days are over by then
    public static CameOf of(CaseView view, CaseView known, int lateDays, long knownUntil) {
        double[] shares = new double[Recovered.PERIODS];
        Recovered.observe(view, lateDays, knownUntil, shares);
        double share = 0;
        for (double each : shares) {
            share = Double.isNaN(each) ? share : each;
        }
        long from = view.debtor().asOf();
        long cost = 0;
        for (Contact contact : known.ownContacts()) {
            if (contact.at() >= from && contact.at() < from + Recovered.DAYS * DAY) {
                cost += Math.max(0, contact.cost());
            }
        }
        return new CameOf(share, cost);
    }
}
