package org.solvens.scoring;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.solvens.feature.CaseView;
import org.solvens.feature.Missing;
import org.solvens.history.Event;
import org.solvens.history.Event.AddressHit;
import org.solvens.history.Event.Arrangement;
import org.solvens.history.Event.CaseChanged;
import org.solvens.history.Event.Contact;
import org.solvens.history.Event.Hold;
import org.solvens.history.Event.Payment;
import org.solvens.history.Event.TaxAssessment;
import org.solvens.policy.ArrangementKind;
import org.solvens.policy.CaseFacts;
import org.solvens.policy.CaseFacts.Interruption;
import org.solvens.policy.ClaimType;
import org.solvens.policy.DebtorKind;
import org.solvens.policy.HoldKind;
import org.solvens.policy.Mandate;
import org.solvens.policy.Stage;
import org.solvens.policy.TrialOutcome;

/// Reads off a case what a decision asks about.
final class FactsOf {
    private static final long DAY = 86_400_000L;

    /// Share of the sum due from which an arrangement counts as kept.
    private static final double KEPT = 0.95;

    /// Debts above this many yearly incomes are told as this many: the income is next to nothing.
    private static final double HIGHEST_DEBT_TO_INCOME = 100;

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
                LocalDate.ofEpochDay(facts.today),
                facts.claim(),
                facts.holds(),
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

    private CaseFacts.Claim claim() {
        Event.CasePlaced placed = view.placed();
        return new CaseFacts.Claim(
                DebtorKind.valueOf(placed.debtorKind().name()),
                placed.country(),
                placed.currency(),
                ClaimType.valueOf(placed.claimType().name()),
                Stage.valueOf(view.stage().name()),
                view.daysPastDue(),
                view.ageDays(),
                view.balance(),
                view.principalOpen(),
                view.interestOpen(),
                view.costsOpen());
    }

    /// Open holds, and what the population register said last: it is told of a death or a protected
    /// identity before anybody opens a hold.
    private Set<HoldKind> holds() {
        Set<HoldKind> kinds = EnumSet.noneOf(HoldKind.class);
        for (Hold hold : view.openHolds()) {
            kinds.add(HoldKind.valueOf(hold.kind().name()));
        }
        AddressHit last = null;
        for (AddressHit hit : view.debtor().addressHits()) {
            if (hit.register() == AddressHit.Register.POPULATION && (last == null || hit.foundOn() >= last.foundOn())) {
                last = hit;
            }
        }
        if (last != null && last.result() == AddressHit.Result.DECEASED) {
            kinds.add(HoldKind.DECEASED);
        }
        if (last != null && last.result() == AddressHit.Result.PROTECTED) {
            kinds.add(HoldKind.PROTECTED_IDENTITY);
        }
        return kinds;
    }

    private CaseFacts.Income income() {
        TaxAssessment newest = null;
        for (TaxAssessment figures : view.debtor().taxAssessments()) {
            if (figures.currency().equals(view.placed().currency())) {
                newest = figures;
            }
        }
        if (newest == null || newest.netIncome() == Event.NO_AMOUNT) {
            return CaseFacts.Income.UNKNOWN;
        }
        long debts = 0;
        for (CaseView each : view.debtor().cases()) {
            if (each.open() && each.placed().currency().equals(newest.currency())) {
                debts += each.balance();
            }
        }
        double ratio = debts / (double) Math.max(1, newest.netIncome());
        int yearEnded = (int) LocalDate.of(newest.incomeYear(), 12, 31).toEpochDay();
        return new CaseFacts.Income(
                Math.max(0, newest.netIncome()), today - yearEnded, Math.min(HIGHEST_DEBT_TO_INCOME, ratio));
    }

    private CaseFacts.Promises promises() {
        int kept = 0;
        int broken = 0;
        for (Contact contact : view.contacts()) {
            if (contact.outcome() == Contact.Outcome.PROMISED && contact.day() > today - 365) {
                switch (view.promise(contact)) {
                    case KEPT -> kept++;
                    case BROKEN -> broken++;
                    case PARTLY, OPEN -> {}
                }
            }
        }
        return new CaseFacts.Promises(kept, broken);
    }

    private CaseFacts.Contacts contacts() {
        long asOf = view.debtor().asOf();
        int lastInbound = Event.NONE;
        int lastContact = Event.NONE;
        int rightParty = 0;
        int delivered = 0;
        int returned = 0;
        int calls1 = 0;
        int calls7 = 0;
        int calls30 = 0;
        for (Contact contact : view.contacts()) {
            lastContact = Math.max(lastContact, contact.day());
            if (contact.direction() == Contact.Direction.INBOUND) {
                lastInbound = Math.max(lastInbound, contact.day());
            }
            boolean recent = contact.at() >= asOf - 90 * DAY;
            if (recent && contact.outcome().rightParty()) {
                rightParty++;
            }
            if (recent && contact.direction() == Contact.Direction.OUTBOUND) {
                switch (contact.outcome()) {
                    case SENT, DELIVERED -> delivered++;
                    case BOUNCED -> returned++;
                    default -> {}
                }
            }
            if (contact.callAttempt()) {
                calls1 += contact.at() >= asOf - DAY ? 1 : 0;
                calls7 += contact.at() >= asOf - 7 * DAY ? 1 : 0;
                calls30 += contact.at() >= asOf - 30 * DAY ? 1 : 0;
            }
        }
        int lastReturned = Event.NONE;
        for (CaseChanged change : view.debtor().changes()) {
            if (change.kind() == CaseChanged.Kind.LETTER_RETURNED) {
                lastReturned = Math.max(lastReturned, change.happenedOn());
                if (change.happenedOn() > today - 90) {
                    returned++;
                    delivered = Math.max(0, delivered - 1);
                }
            }
        }
        return new CaseFacts.Contacts(
                since(lastInbound),
                since(lastContact),
                rightParty,
                delivered,
                returned,
                addressUnresolved(lastReturned),
                calls1,
                calls7,
                calls30);
    }

    private boolean addressUnresolved(int lastReturned) {
        if (lastReturned == Event.NONE) {
            return false;
        }
        for (AddressHit hit : view.debtor().addressHits()) {
            boolean better = hit.result() == AddressHit.Result.CONFIRMED || hit.result() == AddressHit.Result.MOVED;
            if (better && hit.foundOn() >= lastReturned) {
                return false;
            }
        }
        return true;
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

    private CaseFacts.Agreement agreement() {
        Arrangement newest = null;
        TrialOutcome trial = TrialOutcome.NONE;
        for (Arrangement each : view.arrangements()) {
            if (newest == null || each.agreedOn() >= newest.agreedOn()) {
                newest = each;
            }
            if (each.kind() == Arrangement.Kind.TRIAL_PLAN && over(each)) {
                trial = broken(each) ? TrialOutcome.BROKEN : TrialOutcome.KEPT;
            }
        }
        if (newest == null) {
            return CaseFacts.Agreement.NONE;
        }
        boolean broken = broken(newest);
        boolean fulfilled = over(newest) && !broken;
        return new CaseFacts.Agreement(
                fulfilled ? null : ArrangementKind.valueOf(newest.kind().name()), broken, trial);
    }

    /// Whether the last day on which it asks for anything has passed, grace included.
    private boolean over(Arrangement arrangement) {
        if (arrangement.firstDue() == Event.NONE) {
            return true;
        }
        int last = arrangement.firstDue();
        if (arrangement.instalments() != Event.NONE && arrangement.intervalDays() != Event.NONE) {
            last += (arrangement.instalments() - 1) * arrangement.intervalDays();
        }
        return today > last + CaseView.PROMISE_TOLERANCE_DAYS;
    }

    private boolean broken(Arrangement arrangement) {
        if (arrangement.instalment() == Event.NO_AMOUNT) {
            return over(arrangement) && arrangement.kind() == Arrangement.Kind.DEFERRAL && !paidSince(arrangement);
        }
        double kept = view.keptShare(arrangement);
        return !Missing.is(kept) && kept < KEPT;
    }

    private boolean paidSince(Arrangement arrangement) {
        for (Payment payment : view.payments()) {
            if (payment.paidOn() >= arrangement.agreedOn()) {
                return true;
            }
        }
        return false;
    }

    private CaseFacts.Limitation limitation() {
        List<Interruption> interruptions = new ArrayList<>();
        List<CaseChanged> changes = view.changes();
        for (CaseChanged change : changes) {
            if (change.kind() == CaseChanged.Kind.LETTER_SENT && !returned(change, changes)) {
                interruptions.add(interruption(Interruption.Kind.LETTER, change.happenedOn()));
            }
            if (change.kind() == CaseChanged.Kind.STAGE_CHANGED && change.stage() == Event.Stage.LEGAL) {
                interruptions.add(interruption(Interruption.Kind.LEGAL_STEP, change.happenedOn()));
            }
        }
        for (Payment payment : view.payments()) {
            interruptions.add(interruption(Interruption.Kind.PAYMENT, payment.paidOn()));
        }
        for (Contact contact : view.contacts()) {
            boolean concerns = contact.caseIndex() == view.placed().caseIndex();
            if (concerns && contact.outcome() == Contact.Outcome.PROMISED) {
                interruptions.add(interruption(Interruption.Kind.ACKNOWLEDGEMENT, contact.day()));
            }
        }
        int arose = view.placed().aroseOn();
        return new CaseFacts.Limitation(
                arose == Event.NONE ? null : LocalDate.ofEpochDay(arose),
                LocalDate.ofEpochDay(view.placed().dueOn()),
                interruptions);
    }

    /// Whether a letter came back: the first return of its kind after it was sent, unless another of the
    /// kind was sent in between.
    private static boolean returned(CaseChanged sent, List<CaseChanged> changes) {
        int back = Integer.MAX_VALUE;
        int again = Integer.MAX_VALUE;
        for (CaseChanged change : changes) {
            if (change.letter() != sent.letter() || change.happenedOn() < sent.happenedOn() || change == sent) {
                continue;
            }
            if (change.kind() == CaseChanged.Kind.LETTER_RETURNED) {
                back = Math.min(back, change.happenedOn());
            } else if (change.kind() == CaseChanged.Kind.LETTER_SENT) {
                again = Math.min(again, change.happenedOn());
            }
        }
        return back != Integer.MAX_VALUE && back <= again;
    }

    private static Interruption interruption(Interruption.Kind kind, int day) {
        return new Interruption(kind, LocalDate.ofEpochDay(day));
    }

    /// What was asked for in the last year and neither agreed nor decided on since.
    private CaseFacts.Requests requests() {
        boolean plan = false;
        boolean deferral = false;
        boolean reduction = false;
        for (Contact contact : view.contacts()) {
            boolean concerns = contact.caseIndex() == Event.NONE
                    || contact.caseIndex() == view.placed().caseIndex();
            if (!concerns || contact.day() <= today - 365 || answered(contact)) {
                continue;
            }
            plan |= contact.outcome() == Contact.Outcome.ASKS_PLAN;
            deferral |= contact.outcome() == Contact.Outcome.ASKS_DEFERRAL;
            reduction |= contact.outcome() == Contact.Outcome.ASKS_REDUCTION;
        }
        return new CaseFacts.Requests(plan, deferral, reduction);
    }

    private boolean answered(Contact contact) {
        for (Arrangement arrangement : view.arrangements()) {
            if (arrangement.agreedOn() >= contact.day()) {
                return true;
            }
        }
        for (Event.Decision decision : view.debtor().decisions()) {
            if (decision.caseIndex() == view.placed().caseIndex() && decision.decidedAt() > contact.at()) {
                return true;
            }
        }
        return false;
    }

    private @Nullable Integer since(int day) {
        return day == Event.NONE ? null : today - day;
    }
}
