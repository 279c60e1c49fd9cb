package org.solvens.simulation;

import org.solvens.history.Route;
import org.solvens.history.Stage;
import org.solvens.simulation.Chance.Purpose;

/// What each route does.
final class Treatments {
    /// What happened to a letter or message.
    private enum Delivery {
        LOST,
        /// It arrived, and nobody reads it.
        UNREAD,
        READ
    }

    private final Situation now;
    private final World world;
    private final Debtor debtor;
    private final Chance chance;
    private final Journal journal;
    private final DebtorState self;
    private final CaseState[] cases;
    private final Conversations conversations;
    private final Agreements agreements;

    Treatments(Situation now, Conversations conversations, Agreements agreements) {
        this.now = now;
        this.world = now.world;
        this.debtor = now.debtor;
        this.chance = now.chance;
        this.journal = now.journal;
        this.self = now.self;
        this.cases = now.cases;
        this.conversations = conversations;
        this.agreements = agreements;
    }

    void take(Route route, int day, int index) {
        CaseState one = cases[index];
        one.route = route;
        one.routeOn = day;
        one.nextDecision = day + OldPolicy.interval(route) + chance.between(Purpose.REVIEW, index, day, 0, 6);
        switch (route) {
            case REMINDER -> {
                remind(day, index, one.stage == Stage.COLLECTION ? "OTHER" : "REMINDER", true);
                one.secondReminderOn = day + 11;
            }
            case CALL -> {
                if (self.noCalls) {
                    remind(day, index, "OTHER", true);
                } else {
                    one.callsLeft = 3;
                    one.nextCall = day + 1;
                }
            }
            case PLAN, TRIAL_PLAN, DEFERRAL, COSTS_ONLY, REDUCTION -> offer(route, day, index);
            case TRACE_ADDRESS -> {
                lookUp(day, index, self.badAddressKnown ? "RETURNED_MAIL" : "MANUAL");
                if (!self.badAddressKnown) {
                    remind(day, index, "OTHER", false);
                }
            }
            case SURVEILLANCE -> {
                if (one.stage != Stage.SURVEILLANCE) {
                    one.stage = Stage.SURVEILLANCE;
                    journal.stage(index, day, Stage.SURVEILLANCE);
                }
            }
            case LEGAL_REVIEW -> {
                journal.cost(index, day, world.minor(Assumption.LEGAL_COST));
                if (remind(day, index, "TERMINATION", false)) {
                    one.threatenedOn = day;
                    one.threats++;
                }
            }
            case HOLD, WAIT -> {}
        }
    }

    /// Sends a text message, an e-mail or a letter.
    ///
    /// @return whether the debtor read it
    boolean remind(int day, int index, String letter, boolean anyChannel) {
        return send(day, index, letter, anyChannel) == Delivery.READ;
    }

    private Delivery send(int day, int index, String letter, boolean anyChannel) {
        CaseState one = cases[index];
        boolean delivered;
        double u = chance.unit(Purpose.BOUNCED, index, day, 0);
        if (anyChannel && debtor.mobile() && u < 0.5) {
            delivered = self.phoneGood;
            journal.contact(
                    index,
                    day,
                    "OUTBOUND",
                    u < 0.3 ? "SMS" : "EMAIL",
                    delivered ? "DELIVERED" : "BOUNCED",
                    0,
                    0,
                    world.minor(Assumption.MESSAGE_COST));
        } else {
            delivered = self.addressGood;
            journal.contact(index, day, "OUTBOUND", "LETTER", "SENT", 0, 0, world.minor(Assumption.LETTER_COST));
            journal.letter(index, day, letter, false);
            if (!delivered && one.returnedOn == 0 && chance.unit(Purpose.RETURNED, index, day, 0) < 0.6) {
                one.returnedOn = day + chance.between(Purpose.RETURN_DELAY, index, day, 6, 25);
                one.returnedLetter = letter;
            }
        }
        if (!delivered) {
            return Delivery.LOST;
        }
        if (chance.unit(Purpose.UNREAD, index, day, 0) < world.of(Assumption.UNREAD)) {
            return Delivery.UNREAD;
        }
        one.remindedOn = day;
        one.lookOn = day + chance.between(Purpose.LOOK_DELAY, index, day, 1, 7);
        self.contacted(day);
        return Delivery.READ;
    }

    void lookUp(int day, int index, String trigger) {
        journal.cost(index, day, world.minor(Assumption.TRACE_COST));
        double u = chance.unit(Purpose.TRACE, index, day, 0);
        String result;
        if (self.addressGood) {
            result = "CONFIRMED";
            self.badAddressKnown = false;
        } else if (u < 0.75) {
            result = "MOVED";
            self.addressGood = true;
            self.badAddressKnown = false;
        } else {
            result = u < 0.82 ? "EMIGRATED" : "UNKNOWN";
            self.badAddressKnown = true;
        }
        journal.hit(day, u < 0.85 ? "POPULATION" : "POSTAL", result, trigger);
        if (!self.phoneGood && !trigger.equals("SCHEDULED")) {
            boolean found = chance.unit(Purpose.TRACE_PHONE, index, day, 0) < 0.5;
            self.phoneGood = found;
            journal.hit(day, "PHONE", found ? "PHONE_FOUND" : "UNKNOWN", trigger);
        }
    }

    /// Offers an arrangement by letter, and by one call where the letter does not arrive.
    void offer(Route route, int day, int index) {
        int before = cases[index].remindedOn;
        Delivery delivery = send(day, index, "OTHER", false);
        boolean reached = delivery == Delivery.READ;
        if (reached) {
            // An offer of time presses less than a reminder.
            cases[index].remindedOn = Math.max(before, day - 14);
        }
        if (delivery == Delivery.LOST && !self.noCalls) {
            reached = conversations.attempt(day, index, 7);
        }
        CaseState one = cases[index];
        if (!reached || one.held() || one.promisedFor != 0 || one.directKnownOn != 0) {
            return;
        }
        Situation.Mood mood = now.mood(day, one);
        boolean asked = one.askedOn != 0 && day - one.askedOn < 40;
        if (chance.unit(Purpose.ACCEPT, index, day, 0)
                < Behaviour.accepts(world, route, asked, mood.will(), mood.canPay(), mood.hopeless())) {
            agreements.arrange(route, day, index, mood);
        }
    }
}
