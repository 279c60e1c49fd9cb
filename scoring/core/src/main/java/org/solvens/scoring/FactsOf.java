package org.solvens.scoring;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.solvens.facts.Agreement;
import org.solvens.facts.Calls;
import org.solvens.facts.CaseView;
import org.solvens.facts.ContactSummary;
import org.solvens.facts.Income;
import org.solvens.facts.Registers;
import org.solvens.history.ArrangementKind;
import org.solvens.history.Event;
import org.solvens.history.Event.CaseChanged;
import org.solvens.history.Event.Contact;
import org.solvens.history.Event.Payment;
import org.solvens.history.Stage;
import org.solvens.policy.CaseFacts;
import org.solvens.policy.CaseFacts.Interruption;
import org.solvens.policy.Mandate;
import org.solvens.policy.Statutes;
import org.solvens.policy.TrialOutcome;

/// Reads from a case the facts that a decision needs.
final class FactsOf {
    private final CaseView view;
    private final int today;

    private FactsOf(CaseView view) {
        this.view = view;
        this.today = view.today();
    }

    static CaseFacts of(CaseView view, CaseFacts.Scores scores, @Nullable Mandate mandate) {
        FactsOf facts = new FactsOf(view);
        return new CaseFacts(
                view.caseId(),
                view.debtor().history().debtorId(),
                LocalDate.ofEpochDay(facts.today),
                facts.claim(),
                view.holds(),
                scores,
                facts.income(),
                facts.promises(),
                facts.contacts(),
                facts.letters(),
                facts.agreement(),
                facts.limitation(),
                facts.requests(),
                mandate);
    }

    /// When the claim of a case becomes time-barred, by the same facts as its decision; null without a rule.
    static Statutes.@Nullable Expiry expiry(CaseView view, Statutes statutes) {
        FactsOf facts = new FactsOf(view);
        return statutes.expiry(facts.claim(), facts.limitation(), LocalDate.ofEpochDay(facts.today));
    }

    private CaseFacts.Claim claim() {
        Event.CasePlaced placed = view.placed();
        return new CaseFacts.Claim(
                placed.debtorKind(),
                placed.country(),
                placed.currency(),
                placed.claimType(),
                view.stage(),
                view.daysPastDue(),
                view.ageDays(),
                view.balance(),
                view.principalOpen(),
                view.interestOpen(),
                view.costsOpen());
    }

    private CaseFacts.Income income() {
        return switch (view.income()) {
            case Income.Known known ->
                new CaseFacts.Income(
                        Math.max(0, known.net()), known.ageDays(), view.debts().toIncome());
            case Income.None _, Income.TooOld _, Income.OtherCurrency _ -> CaseFacts.Income.UNKNOWN;
        };
    }

    private CaseFacts.Promises promises() {
        ContactSummary contacts = view.contactSummary();
        return new CaseFacts.Promises(contacts.promisesKept365(), contacts.promisesBroken365());
    }

    private CaseFacts.Contacts contacts() {
        ContactSummary contacts = view.contactSummary();
        Registers registers = view.debtor().registers();
        Calls calls = view.debtor().calls();
        return new CaseFacts.Contacts(
                since(contacts.lastInbound()),
                since(contacts.lastContact()),
                contacts.rightParty90(),
                Math.max(0, contacts.delivered90() - registers.returned90()),
                contacts.bounced90() + registers.returned90(),
                registers.addressUnresolved(),
                calls.last24Hours(),
                calls.last7Days(),
                calls.last30Days());
    }

    private CaseFacts.Letters letters() {
        int reminder = Event.NONE;
        int demand = Event.NONE;
        for (CaseChanged change : view.changes()) {
            if (change.kind() == CaseChanged.Kind.LETTER_SENT && change.letter() != null) {
                switch (change.letter()) {
                    case REMINDER -> reminder = Math.max(reminder, change.happenedOn());
                    case COLLECTION_DEMAND -> demand = Math.max(demand, change.happenedOn());
                    case TERMINATION, OTHER -> {}
                }
            }
        }
        return new CaseFacts.Letters(since(reminder), since(demand));
    }

    /// The newest arrangement that replaces others decides; a waiver next to it counts while it runs.
    private CaseFacts.Agreement agreement() {
        Agreement open = null;
        TrialOutcome trial = TrialOutcome.NONE;
        List<Agreement> agreements = view.agreements();
        for (int i = agreements.size() - 1; i >= 0 && open == null; i--) {
            Agreement each = agreements.get(i);
            boolean counts = each.standing() == Agreement.Standing.RUNNING || each.broken();
            open = counts ? each : null;
            if (each.replacesOthers()) {
                break;
            }
        }
        for (Agreement each : agreements) {
            if (each.arrangement().kind() == ArrangementKind.TRIAL_PLAN) {
                trial = trialOutcome(each, trial);
            }
        }
        return open == null
                ? new CaseFacts.Agreement(null, false, trial, since(lastOffer()))
                : new CaseFacts.Agreement(open.arrangement().kind(), open.broken(), trial, since(lastOffer()));
    }

    /// The last day on which terms were offered, by a decision, or agreed.
    private int lastOffer() {
        int last = Event.NONE;
        for (Event.Decision decision : view.decisions()) {
            if (decision.route().accommodates()) {
                last = Math.max(last, view.calendar().dayOf(decision.decidedAt()));
            }
        }
        for (Agreement each : view.agreements()) {
            last = Math.max(last, each.arrangement().agreedOn());
        }
        return last;
    }

    private TrialOutcome trialOutcome(Agreement each, TrialOutcome before) {
        return switch (each.standing()) {
            case FULFILLED -> TrialOutcome.KEPT;
            case BROKEN -> TrialOutcome.BROKEN;
            case REPLACED, CANCELLED ->
                each.failed() ? TrialOutcome.BROKEN : each.dueBefore(today) > 0 ? TrialOutcome.KEPT : before;
            case RUNNING -> before;
        };
    }

    private CaseFacts.Limitation limitation() {
        List<Interruption> interruptions = new ArrayList<>();
        for (CaseChanged letter : lettersNotReturned()) {
            interruptions.add(interruption(Interruption.Kind.LETTER, letter.happenedOn()));
        }
        for (CaseChanged change : view.changes()) {
            if (change.kind() == CaseChanged.Kind.STAGE_CHANGED && change.stage() == Stage.LEGAL) {
                interruptions.add(interruption(Interruption.Kind.LEGAL_STEP, change.happenedOn()));
            }
        }
        for (Payment payment : view.payments()) {
            interruptions.add(interruption(Interruption.Kind.PAYMENT, payment.paidOn()));
        }
        for (Contact contact : view.ownContacts()) {
            if (contact.outcome() == Contact.Outcome.PROMISED) {
                interruptions.add(interruption(
                        Interruption.Kind.ACKNOWLEDGEMENT, view.calendar().dayOf(contact.at())));
            }
        }
        int arose = view.placed().aroseOn();
        return new CaseFacts.Limitation(
                arose == Event.NONE ? null : LocalDate.ofEpochDay(arose),
                LocalDate.ofEpochDay(view.placed().dueOn()),
                interruptions);
    }

    /// Letters that did not come back. One came back if a return of its kind follows it, or is of its day, before
    /// another of the kind was sent.
    private List<CaseChanged> lettersNotReturned() {
        List<CaseChanged> arrived = new ArrayList<>();
        for (CaseChanged.Letter letter : CaseChanged.Letter.values()) {
            List<CaseChanged> ofKind = new ArrayList<>();
            for (CaseChanged change : view.changes()) {
                boolean mail = change.kind() == CaseChanged.Kind.LETTER_SENT
                        || change.kind() == CaseChanged.Kind.LETTER_RETURNED;
                if (mail && change.letter() == letter) {
                    ofKind.add(change);
                }
            }
            arrived(ofKind, arrived);
        }
        return arrived;
    }

    /// @param mail letters of one kind sent and returned, by day
    private static void arrived(List<CaseChanged> mail, List<CaseChanged> arrived) {
        int back = Integer.MAX_VALUE;
        int again = Integer.MAX_VALUE;
        for (int last = mail.size(); last > 0; ) {
            int day = mail.get(last - 1).happenedOn();
            int first = last;
            int sent = 0;
            while (first > 0 && mail.get(first - 1).happenedOn() == day) {
                first--;
                boolean isSent = mail.get(first).kind() == CaseChanged.Kind.LETTER_SENT;
                sent += isSent ? 1 : 0;
                back = isSent ? back : day;
            }
            int next = sent > 1 ? day : again;
            for (int i = first; i < last; i++) {
                boolean returned = back != Integer.MAX_VALUE && back <= next;
                if (mail.get(i).kind() == CaseChanged.Kind.LETTER_SENT && !returned) {
                    arrived.add(mail.get(i));
                }
            }
            again = sent > 0 ? day : again;
            last = first;
        }
    }

    private static Interruption interruption(Interruption.Kind kind, int day) {
        return new Interruption(kind, LocalDate.ofEpochDay(day));
    }

    /// Requests of the last year that were neither agreed nor decided on since.
    private CaseFacts.Requests requests() {
        ContactSummary contacts = view.contactSummary();
        long decided = Long.MIN_VALUE;
        for (Event.Decision decision : view.decisions()) {
            decided = Math.max(decided, decision.decidedAt());
        }
        int agreed = view.agreements().isEmpty()
                ? Event.NONE
                : view.agreements().getLast().arrangement().agreedOn();
        return new CaseFacts.Requests(
                unanswered(contacts.askedPlan(), decided, agreed),
                unanswered(contacts.askedDeferral(), decided, agreed),
                unanswered(contacts.askedReduction(), decided, agreed));
    }

    private boolean unanswered(long asked, long decided, int agreed) {
        return asked != Long.MIN_VALUE && asked >= decided && view.calendar().dayOf(asked) > agreed;
    }

    private @Nullable Integer since(int day) {
        return day == Event.NONE ? null : today - day;
    }
}
