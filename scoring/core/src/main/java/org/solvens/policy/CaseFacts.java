package org.solvens.policy;

import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.solvens.feature.ScoreStatus;
import org.solvens.history.ArrangementKind;
import org.solvens.history.ClaimType;
import org.solvens.history.DebtorKind;
import org.solvens.history.HoldKind;
import org.solvens.history.Stage;

/// The facts of a case that a decision reads. Counts and days are as of `asOf`. An unknown value is null, never
/// zero.
///
/// @param debtorId pseudonym of the debtor; what is drawn by lot is drawn by it
/// @param holds kinds of the holds open on the case or on its debtor
/// @param mandate of the creditor on that day; null if there is none
public record CaseFacts(
        String caseId,
        String debtorId,
        LocalDate asOf,
        Claim claim,
        Set<HoldKind> holds,
        Scores scores,
        Income income,
        Promises promises,
        Contacts contacts,
        Letters letters,
        Agreement agreement,
        Limitation limitation,
        Requests requests,
        @Nullable Mandate mandate) {

    public CaseFacts {
        Objects.requireNonNull(caseId);
        Objects.requireNonNull(debtorId);
        Objects.requireNonNull(asOf);
        Objects.requireNonNull(claim);
        Objects.requireNonNull(scores);
        Objects.requireNonNull(income);
        Objects.requireNonNull(promises);
        Objects.requireNonNull(contacts);
        Objects.requireNonNull(letters);
        Objects.requireNonNull(agreement);
        Objects.requireNonNull(limitation);
        Objects.requireNonNull(requests);
        holds = Set.copyOf(holds);
    }

    /// The same case without its scores, for a reader who may not see them.
    public CaseFacts withoutScores() {
        return new CaseFacts(
                caseId,
                debtorId,
                asOf,
                claim,
                holds,
                Scores.NONE,
                income,
                promises,
                contacts,
                letters,
                agreement,
                limitation,
                requests,
                mandate);
    }

    /// The claim. Amounts are in thousandths of the currency unit.
    ///
    /// @param country ISO 3166 alpha-2
    /// @param currency ISO 4217
    /// @param daysPastDue negative if the claim is not due yet
    /// @param ageDays days since placement
    public record Claim(
            DebtorKind debtorKind,
            String country,
            String currency,
            ClaimType claimType,
            Stage stage,
            int daysPastDue,
            int ageDays,
            long balance,
            long principalOpen,
            long interestOpen,
            long costsOpen) {
        public Claim {
            Objects.requireNonNull(debtorKind);
            Objects.requireNonNull(country);
            Objects.requireNonNull(currency);
            Objects.requireNonNull(claimType);
            Objects.requireNonNull(stage);
        }
    }

    /// One axis.
    ///
    /// @param probability calibrated, in [0, 1]; present only if the status is SCORED
    public record Score(ScoreStatus status, @Nullable Double probability) {
        public Score {
            if ((status == ScoreStatus.SCORED) != (probability != null)) {
                throw new IllegalArgumentException("SCORED has a probability, and no other status has");
            }
            if (probability != null && !(probability >= 0 && probability <= 1)) {
                throw new IllegalArgumentException("a probability must lie between 0 and 1");
            }
        }

        /// A scored axis.
        public static Score of(double probability) {
            return new Score(ScoreStatus.SCORED, probability);
        }

        /// An axis without a probability.
        public static Score missing(ScoreStatus why) {
            return new Score(why, null);
        }
    }

    /// The three axes.
    public record Scores(Score willingness, Score ability, Score reachability) {
        private static final Score NO_MODEL = Score.missing(ScoreStatus.NO_MODEL);

        /// No axis has a score.
        public static final Scores NONE = new Scores(NO_MODEL, NO_MODEL, NO_MODEL);

        public Scores {
            Objects.requireNonNull(willingness);
            Objects.requireNonNull(ability);
            Objects.requireNonNull(reachability);
        }
    }

    /// What is known of the debtor's finances.
    ///
    /// @param netYear net income of the last assessed year, in thousandths of the currency unit
    /// @param ageDays days since that income year ended
    /// @param debtToIncome known debts divided by yearly income
    public record Income(
            @Nullable Long netYear,
            @Nullable Integer ageDays,
            @Nullable Double debtToIncome) {
        /// Nothing is known.
        public static final Income UNKNOWN = new Income(null, null, null);
    }

    /// Promises of the last 365 days.
    public record Promises(int kept, int broken) {}

    /// Contact with the debtor over all of the debtor's cases.
    ///
    /// @param daysSinceInbound days since the debtor's last inbound contact
    /// @param daysSinceContact days since any contact, attempts included
    /// @param rightParty90 times the right person was reached in 90 days
    /// @param delivered90 letters and messages delivered in 90 days
    /// @param returned90 letters and messages that were returned in 90 days
    /// @param addressUnresolved whether mail was returned and no newer address has been found since
    /// @param calls1 call attempts in the last day
    /// @param calls7 call attempts in the last 7 days
    /// @param calls30 call attempts in the last 30 days
    public record Contacts(
            @Nullable Integer daysSinceInbound,
            @Nullable Integer daysSinceContact,
            int rightParty90,
            int delivered90,
            int returned90,
            boolean addressUnresolved,
            int calls1,
            int calls7,
            int calls30) {
        /// No contact is known.
        public static final Contacts NONE = new Contacts(null, null, 0, 0, 0, false, 0, 0, 0);
    }

    /// Days since the last letter of each kind that the law asks for; null if none was sent.
    public record Letters(
            @Nullable Integer daysSinceReminder, @Nullable Integer daysSinceDemand) {
        /// None was sent.
        public static final Letters NONE = new Letters(null, null);
    }

    /// What has been agreed.
    ///
    /// @param open kind of the open arrangement, or null
    /// @param broken whether that one is broken
    /// @param daysSinceOffer days since terms were last offered or agreed; null if they never were
    public record Agreement(
            @Nullable ArrangementKind open,
            boolean broken,
            TrialOutcome trial,
            @Nullable Integer daysSinceOffer) {
        /// Nothing was agreed or offered.
        public static final Agreement NONE = new Agreement(null, false, TrialOutcome.NONE, null);

        public Agreement {
            Objects.requireNonNull(trial);
            if (broken && open == null) {
                throw new IllegalArgumentException("nothing is broken where no arrangement is open");
            }
        }

        /// Whether an arrangement is open and kept.
        public boolean running() {
            return open != null && !broken;
        }
    }

    /// Dates from which limitation is computed.
    ///
    /// @param aroseOn when the debt arose; null if not stated; the due date is used then
    /// @param interruptions all known events that may interrupt limitation, in any order
    public record Limitation(@Nullable LocalDate aroseOn, LocalDate dueOn, List<Interruption> interruptions) {
        public Limitation {
            Objects.requireNonNull(dueOn);
            interruptions = List.copyOf(interruptions);
        }
    }

    /// An event that may restart limitation, if the law of the country says so.
    public record Interruption(Kind by, LocalDate on) {
        public Interruption {
            Objects.requireNonNull(by);
            Objects.requireNonNull(on);
        }

        /// What happened.
        public enum Kind {
            /// A written reminder or demand that was not returned.
            LETTER,
            PAYMENT,
            /// The debtor acknowledged the debt, such as by a promise.
            ACKNOWLEDGEMENT,
            /// A claim or decision at a court or an enforcement authority.
            LEGAL_STEP
        }
    }

    /// What the debtor asked for in recent contacts and was not answered.
    public record Requests(boolean plan, boolean deferral, boolean reduction) {
        /// Nothing.
        public static final Requests NONE = new Requests(false, false, false);

        /// Whether anything was asked for.
        public boolean any() {
            return plan || deferral || reduction;
        }
    }
}
