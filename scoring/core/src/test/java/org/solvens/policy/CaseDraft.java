package org.solvens.policy;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.solvens.feature.ScoreStatus;
import org.solvens.history.ArrangementKind;
import org.solvens.history.ClaimType;
import org.solvens.history.DebtorKind;
import org.solvens.history.HoldKind;
import org.solvens.history.Stage;
import org.solvens.policy.CaseFacts.Agreement;
import org.solvens.policy.CaseFacts.Claim;
import org.solvens.policy.CaseFacts.Contacts;
import org.solvens.policy.CaseFacts.Income;
import org.solvens.policy.CaseFacts.Interruption;
import org.solvens.policy.CaseFacts.Letters;
import org.solvens.policy.CaseFacts.Limitation;
import org.solvens.policy.CaseFacts.Promises;
import org.solvens.policy.CaseFacts.Requests;
import org.solvens.policy.CaseFacts.Score;
import org.solvens.policy.CaseFacts.Scores;

/// A case for tests: a Swedish invoice of 4 000 SEK in collection, 40 days past due, reminded and
/// demanded 20 days ago, whose creditor allows everything, unless a test says otherwise.
final class CaseDraft {
    static final LocalDate AS_OF = LocalDate.of(2026, 6, 1);
    static final Mandate ALL = new Mandate(12, true, true, 30, true, true, 1.0, true, 100_000);

    String debtorId = "D";
    LocalDate asOf = AS_OF;
    DebtorKind debtorKind = DebtorKind.PERSON;
    String country = "SE";
    String currency = "SEK";
    ClaimType claimType = ClaimType.INVOICE;
    Stage stage = Stage.COLLECTION;
    int daysPastDue = 40;
    long balance = 4_000_000;
    long interest = 100_000;
    long costs = 180_000;
    Set<HoldKind> holds = EnumSet.noneOf(HoldKind.class);
    Score willingness = Score.missing(ScoreStatus.NO_MODEL);
    Score ability = Score.missing(ScoreStatus.INSUFFICIENT_DATA);
    Score reachability = Score.missing(ScoreStatus.INSUFFICIENT_DATA);
    Long netYear;
    Integer incomeAge;
    Double debtToIncome;
    int broken;
    Integer daysSinceInbound;
    int rightParty;
    int delivered;
    boolean addressUnresolved;
    int calls1;
    int calls7;
    int calls30;
    Integer daysSinceReminder = 20;
    Integer daysSinceDemand = 20;
    ArrangementKind arrangement;
    boolean arrangementBroken;
    TrialOutcome trial = TrialOutcome.NONE;
    Integer daysSinceOffer = 30;
    LocalDate aroseOn;
    List<Interruption> interruptions = new ArrayList<>();
    boolean asksPlan;
    boolean asksDeferral;
    boolean asksReduction;
    Mandate mandate = ALL;

    static CaseFacts of(Consumer<CaseDraft> changes) {
        CaseDraft draft = new CaseDraft();
        changes.accept(draft);
        return draft.facts();
    }

    /// Able and unwilling, with a claim of 20,000: large enough for the court.
    CaseDraft ableUnwilling(int daysPastDue) {
        scores(0.1, 0.8, 0.7);
        this.daysPastDue = daysPastDue;
        balance = 20_000_000;
        return this;
    }

    CaseDraft scores(double willing, double able, double reachable) {
        willingness = Score.of(willing);
        ability = Score.of(able);
        reachability = Score.of(reachable);
        return this;
    }

    CaseDraft income(long net, int ageDays, double debts) {
        netYear = net;
        incomeAge = ageDays;
        debtToIncome = debts;
        return this;
    }

    CaseFacts facts() {
        return new CaseFacts(
                "case-1",
                debtorId,
                asOf,
                new Claim(
                        debtorKind,
                        country,
                        currency,
                        claimType,
                        stage,
                        daysPastDue,
                        30,
                        balance,
                        balance - interest - costs,
                        interest,
                        costs),
                holds,
                new Scores(willingness, ability, reachability),
                new Income(netYear, incomeAge, debtToIncome),
                new Promises(0, broken),
                new Contacts(
                        daysSinceInbound,
                        null,
                        rightParty,
                        delivered,
                        addressUnresolved ? 1 : 0,
                        addressUnresolved,
                        calls1,
                        calls7,
                        calls30),
                new Letters(daysSinceReminder, daysSinceDemand),
                new Agreement(arrangement, arrangementBroken, trial, daysSinceOffer),
                new Limitation(aroseOn, asOf.minusDays(daysPastDue), interruptions),
                new Requests(asksPlan, asksDeferral, asksReduction),
                mandate);
    }
}
