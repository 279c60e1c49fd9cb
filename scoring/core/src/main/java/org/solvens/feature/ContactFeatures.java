package org.solvens.feature;

import static org.solvens.feature.Values.daysSince;
import static org.solvens.feature.Values.known;
import static org.solvens.feature.Values.share;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.solvens.facts.CountryCalendar;
import org.solvens.facts.DebtorView;
import org.solvens.feed.Feed;
import org.solvens.history.Event;
import org.solvens.history.Event.Contact;
import org.solvens.history.Event.Contact.Outcome;

/// Contacts and what came of them: what the debtor says about the case, and how the person is reached. Where
/// the debtor is reached is about the debtor as a whole, whichever case the contact was about.
final class ContactFeatures {
    private static final DebtorTally<Reach> REACH = new DebtorTally<>(Family.CONTACTS, Reach.class, Reach::new);

    private ContactFeatures() {}

    /// The features of the family, in catalogue order.
    static List<Feature> list() {
        FamilyFeatures features = new FamilyFeatures(Family.CONTACTS);
        said(features);
        reached(features);
        routing(features);
        return features.list();
    }

    private static void said(FamilyFeatures features) {
        features.feature("inbound_contacts_30d")
                .whole("count")
                .description(
                        "Inbound contacts of the debtor about the case in 30 days, without mere visits to the portal")
                .source(Feed.CONTACTS)
                .window(30)
                .axis(Axis.WILLINGNESS, Direction.RISING)
                .value(v -> v.contactSummary().inbound30());
        features.feature("inbound_contacts_180d")
                .whole("count")
                .description(
                        "Inbound contacts of the debtor about the case in 180 days, without mere visits to the portal")
                .source(Feed.CONTACTS)
                .window(180)
                .axis(Axis.WILLINGNESS, Direction.RISING)
                .value(v -> v.contactSummary().inbound180());
        features.feature("days_since_inbound")
                .whole("days")
                .description("Days since the debtor's last inbound contact about the case")
                .source(Feed.CONTACTS)
                .axis(Axis.WILLINGNESS, Direction.FALLING)
                .value(v -> daysSince(v, v.contactSummary().lastInbound()));
        features.feature("refusals_365d")
                .whole("count")
                .description("Times the debtor refused to pay the case in 365 days")
                .source(Feed.CONTACTS)
                .window(365)
                .axis(Axis.WILLINGNESS, Direction.FALLING)
                .value(v -> v.contactSummary().refusals365());
        features.feature("asked_for_solution_180d")
                .whole("count")
                .description("Times the debtor asked for a plan, deferral or reduction on the case in 180 days")
                .source(Feed.CONTACTS)
                .window(180)
                .axis(Axis.WILLINGNESS, Direction.RISING)
                .value(v -> v.contactSummary().askedForSolution180());
        features.feature("cannot_pay_365d")
                .whole("count")
                .description("Times the debtor stated inability to pay the case in 365 days")
                .source(Feed.CONTACTS)
                .window(365)
                .axis(Axis.ABILITY, Direction.FALLING)
                .value(v -> v.contactSummary().cannotPay365());
    }

    private static void reached(FamilyFeatures features) {
        features.feature("attempts_30d")
                .whole("count")
                .description("Outbound contacts with the debtor in 30 days")
                .source(Feed.CONTACTS)
                .window(30)
                .axis(Axis.REACHABILITY, Direction.FREE)
                .value(v -> REACH.of(v.debtor()).outbound30);
        features.feature("right_party_rate_180d")
                .decimal("share")
                .description("Share of our calls in 180 days that reached the right person")
                .source(Feed.CONTACTS)
                .window(180)
                .axis(Axis.REACHABILITY, Direction.RISING)
                .value(v -> share(REACH.of(v.debtor()).callsReached180, REACH.of(v.debtor()).calls180));
        features.feature("answered_rate_180d")
                .decimal("share")
                .description("Share of our calls in 180 days that someone answered")
                .source(Feed.CONTACTS)
                .window(180)
                .axis(Axis.REACHABILITY, Direction.RISING)
                .value(v -> share(REACH.of(v.debtor()).callsAnswered180, REACH.of(v.debtor()).calls180));
        features.feature("right_party_rate_visit_365d")
                .decimal("share")
                .description("Share of our visits in 365 days that reached the right person")
                .source(Feed.CONTACTS)
                .window(365)
                .axis(Axis.REACHABILITY, Direction.RISING)
                .value(v -> share(REACH.of(v.debtor()).visitsReached365, REACH.of(v.debtor()).visits365));
        features.feature("digital_bounced_share_180d")
                .decimal("share")
                .description("Share of our e-mails, text messages and portal messages in 180 days that bounced")
                .source(Feed.CONTACTS)
                .window(180)
                .axis(Axis.REACHABILITY, Direction.FALLING)
                .value(v -> share(REACH.of(v.debtor()).digitalBounced180, REACH.of(v.debtor()).digital180));
        features.feature("unanswered_calls")
                .whole("count")
                .description("Calls since the right person was last reached")
                .source(Feed.CONTACTS)
                .axis(Axis.REACHABILITY, Direction.FALLING)
                .value(v -> REACH.of(v.debtor()).unansweredCalls);
        features.feature("attempts_since_response")
                .whole("count")
                .description("Outbound contacts, by any channel, since the debtor last responded: contact fatigue")
                .source(Feed.CONTACTS)
                .axis(Axis.REACHABILITY, Direction.FALLING)
                .value(v -> REACH.of(v.debtor()).unansweredAttempts);
        features.feature("days_since_reached")
                .whole("days")
                .description("Days since the right person was last reached")
                .source(Feed.CONTACTS)
                .axis(Axis.REACHABILITY, Direction.FALLING)
                .value(v -> daysSince(v, REACH.of(v.debtor()).lastReached));
        features.feature("wrong_party_365d")
                .whole("count")
                .description("Contacts with a wrong person in 365 days")
                .source(Feed.CONTACTS)
                .window(365)
                .axis(Axis.REACHABILITY, Direction.FALLING)
                .value(v -> REACH.of(v.debtor()).wrongParty365);
        features.feature("bounced_180d")
                .whole("count")
                .description("Messages and letters that were returned in 180 days")
                .source(Feed.CONTACTS)
                .window(180)
                .axis(Axis.REACHABILITY, Direction.FALLING)
                .value(v -> REACH.of(v.debtor()).bounced180);
    }

    private static void routing(FamilyFeatures features) {
        features.feature("contacts_7d")
                .whole("count")
                .description("Outbound contacts in 7 days")
                .source(Feed.CONTACTS)
                .window(7)
                .axis(Axis.ROUTING, Direction.FREE)
                .value(v -> REACH.of(v.debtor()).outbound7);
        features.feature("best_channel")
                .code("code")
                .description("Channel by which most of our attempts in 365 days reached the right person: 0 letter, 1"
                        + " e-mail, 2 text message, 3 call, 4 portal, 5 visit")
                .source(Feed.CONTACTS)
                .window(365)
                .axis(Axis.ROUTING, Direction.FREE)
                .value(v -> known(REACH.of(v.debtor()).bestChannel));
        features.feature("best_call_hour")
                .code("hour")
                .description(
                        "Hour of the day, in the debtor's country, in which most calls of 365 days reached the right"
                                + " person")
                .source(Feed.CONTACTS)
                .window(365)
                .axis(Axis.ROUTING, Direction.FREE)
                .value(v -> known(REACH.of(v.debtor()).bestCallHour));
    }

    /// What is counted over the contacts with a debtor, about whichever case.
    private static final class Reach {
        private static final int CHANNELS = Contact.Channel.values().length;
        private static final int HOURS = 24;

        int outbound7;
        int outbound30;
        int calls180;
        int callsReached180;
        int callsAnswered180;
        int digital180;
        int digitalBounced180;
        int visits365;
        int visitsReached365;
        int wrongParty365;
        int bounced180;
        int unansweredCalls;
        int unansweredAttempts;
        int lastReached = Event.NONE;
        int bestChannel = Event.NONE;
        int bestCallHour = Event.NONE;

        Reach(DebtorView debtor) {
            int today = debtor.today();
            CountryCalendar calendar = debtor.calendar();
            List<Contact> contacts = debtor.contacts();
            int size = contacts.size();
            if (size == 0) {
                return;
            }
            int[] tries = new int[CHANNELS];
            int[] reached = new int[CHANNELS];
            int @Nullable [] hours = null;
            long lastReachedAt = Long.MIN_VALUE;
            long lastResponseAt = Long.MIN_VALUE;
            for (int i = 0; i < size; i++) {
                Contact contact = contacts.get(i);
                Outcome outcome = contact.outcome();
                Contact.Channel channel = contact.channel();
                boolean rightParty = outcome.rightParty();
                boolean outbound = contact.direction() == Contact.Direction.OUTBOUND;
                int days = today - calendar.dayOf(contact.at());
                if (rightParty) {
                    lastReachedAt = Math.max(lastReachedAt, contact.at());
                }
                if (rightParty || !outbound) {
                    lastResponseAt = Math.max(lastResponseAt, contact.at());
                }
                if (days > 365) {
                    continue;
                }
                wrongParty365 += outcome == Outcome.WRONG_PARTY ? 1 : 0;
                if (days <= 180 && outcome == Outcome.BOUNCED) {
                    bounced180++;
                }
                if (!outbound) {
                    continue;
                }
                tries[channel.ordinal()]++;
                reached[channel.ordinal()] += rightParty ? 1 : 0;
                outbound7 += days <= 7 ? 1 : 0;
                outbound30 += days <= 30 ? 1 : 0;
                switch (channel) {
                    case CALL -> {
                        if (days <= 180) {
                            calls180++;
                            callsReached180 += rightParty ? 1 : 0;
                            callsAnswered180 += rightParty || outcome == Outcome.WRONG_PARTY ? 1 : 0;
                        }
                        if (rightParty) {
                            hours = hours == null ? new int[HOURS] : hours;
                            hours[calendar.hourOf(contact.at())]++;
                        }
                    }
                    case EMAIL, SMS, PORTAL -> {
                        if (days <= 180) {
                            digital180++;
                            digitalBounced180 += outcome == Outcome.BOUNCED ? 1 : 0;
                        }
                    }
                    case VISIT -> {
                        visits365++;
                        visitsReached365 += rightParty ? 1 : 0;
                    }
                    case LETTER -> {}
                }
            }
            for (int i = 0; i < size; i++) {
                Contact contact = contacts.get(i);
                if (contact.direction() == Contact.Direction.OUTBOUND) {
                    unansweredCalls += contact.callAttempt() && contact.at() > lastReachedAt ? 1 : 0;
                    unansweredAttempts += contact.at() > lastResponseAt ? 1 : 0;
                }
            }
            lastReached = lastReachedAt == Long.MIN_VALUE ? Event.NONE : calendar.dayOf(lastReachedAt);
            bestChannel = best(tries, reached);
            bestCallHour = hours == null ? Event.NONE : most(hours);
        }

        /// The channel with the highest share of attempts that reached the right person; of equals the first.
        private static int best(int[] tries, int[] reached) {
            int best = Event.NONE;
            for (int i = 0; i < tries.length; i++) {
                if (reached[i] > 0
                        && (best == Event.NONE || (long) reached[i] * tries[best] > (long) reached[best] * tries[i])) {
                    best = i;
                }
            }
            return best;
        }

        private static int most(int[] counts) {
            int most = 0;
            for (int i = 1; i < counts.length; i++) {
                most = counts[i] > counts[most] ? i : most;
            }
            return most;
        }
    }
}
