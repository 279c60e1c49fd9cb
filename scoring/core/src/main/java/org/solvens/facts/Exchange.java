package org.solvens.facts;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.solvens.history.Event.Arrangement;
import org.solvens.history.Event.CaseChanged;
import org.solvens.history.Event.Contact;
import org.solvens.history.Event.Payment;

/// What passes between a debtor and us in a span of days, over all cases: our contacts that arrive, and what the
/// debtor does voluntarily.
///
/// A payment is voluntary unless it is enforced or pays an instalment that fell due in the span: instalments were
/// agreed before. A mere look at the portal is counted separately, because it may say more about a habit than about
/// the claim.
///
/// @param acts payments beyond the instalments that fell due, contacts that were {@link Contact#voluntary()}, and
///     arrangements agreed
/// @param looks at the portal, without anything more
/// @param contacts letters, messages and conversations of ours that were not returned
public record Exchange(int acts, int looks, int contacts) {

    /// Everything until a debtor's as-of day.
    public static Exchange until(DebtorView debtor) {
        return of(debtor, Integer.MIN_VALUE, Integer.MAX_VALUE, null);
    }

    /// What happened in a span of days and was not known before.
    ///
    /// @param later what is known of the debtor after the span
    /// @param from first day
    /// @param to day after the last
    /// @param before what was known before the span
    public static Exchange in(DebtorView later, int from, int to, DebtorView before) {
        return of(later, from, to, before);
    }

    private static Exchange of(DebtorView debtor, int from, int to, @Nullable DebtorView before) {
        long known = before == null ? Long.MIN_VALUE : before.asOf();
        int paid = 0;
        List<Payment> payments = debtor.payments();
        for (int i = 0, n = payments.size(); i < n; i++) {
            Payment payment = payments.get(i);
            if (OwnPayments.voluntary(payment) && payment.paidOn() >= from && payment.paidOn() < to) {
                paid += payment.knownAt() >= known && (before == null || !before.knew(payment)) ? 1 : 0;
            }
        }
        int acts = Math.max(0, paid - instalmentsDue(debtor, from, to));
        int looks = 0;
        int contacts = 0;
        List<Contact> all = debtor.contacts();
        for (int i = 0, n = all.size(); i < n; i++) {
            Contact contact = all.get(i);
            int day = debtor.calendar().dayOf(contact.at());
            if (contact.knownAt() >= known && day >= from && day < to) {
                acts += contact.voluntary() ? 1 : 0;
                looks += contact.look() ? 1 : 0;
                contacts += contact.arrived() ? 1 : 0;
            }
        }
        List<Arrangement> arrangements = debtor.arrangements();
        for (int i = 0, n = arrangements.size(); i < n; i++) {
            Arrangement agreed = arrangements.get(i);
            acts += agreed.knownAt() >= known && agreed.agreedOn() >= from && agreed.agreedOn() < to ? 1 : 0;
        }
        List<CaseChanged> changes = debtor.changes();
        for (int i = 0, n = changes.size(); i < n; i++) {
            CaseChanged change = changes.get(i);
            boolean returned = change.kind() == CaseChanged.Kind.LETTER_RETURNED && change.knownAt() >= known;
            contacts -= returned && change.happenedOn() >= from && change.happenedOn() < to ? 1 : 0;
        }
        return new Exchange(acts, looks, Math.max(0, contacts));
    }

    private static int instalmentsDue(DebtorView debtor, int from, int to) {
        int due = 0;
        List<CaseView> cases = debtor.cases();
        for (int c = 0, n = cases.size(); c < n; c++) {
            int end = Math.min(to, cases.get(c).today());
            List<Agreement> agreements = cases.get(c).agreements();
            for (int i = 0, m = agreements.size(); i < m; i++) {
                if (agreements.get(i).hasInstalments()) {
                    due += agreements.get(i).dueBefore(end);
                    due -= from == Integer.MIN_VALUE ? 0 : agreements.get(i).dueBefore(from);
                }
            }
        }
        return due;
    }
}
