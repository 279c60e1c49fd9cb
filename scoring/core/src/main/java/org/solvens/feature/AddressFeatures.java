package org.solvens.feature;

import static org.solvens.feature.Values.NO_RECORD;
import static org.solvens.feature.Values.daysSince;
import static org.solvens.feature.Values.flag;

import java.util.List;
import org.solvens.facts.DebtorView;
import org.solvens.feed.Feed;
import org.solvens.history.Event;
import org.solvens.history.Event.AddressHit;
import org.solvens.history.Event.CaseChanged;

/// Where the debtor lives and can be called: registers' answers and returned letters, about the debtor as a
/// whole.
final class AddressFeatures {
    private static final DebtorTally<Answers> ANSWERS = new DebtorTally<>(Family.ADDRESS, Answers.class, Answers::new);

    private AddressFeatures() {}

    /// The features of the family, in catalogue order.
    static List<Feature> list() {
        FamilyFeatures features = new FamilyFeatures(Family.ADDRESS);
        features.feature("days_since_address_confirmed")
                .whole("days")
                .description("Days since a register last confirmed or supplied an address")
                .source(Feed.ADDRESS_HITS)
                .axis(Axis.REACHABILITY, Direction.FALLING)
                .value(v -> daysSince(v, ANSWERS.of(v.debtor()).lastConfirmed));
        features.feature("registers_agreeing_365d")
                .whole("count")
                .description("Address registers that supplied or confirmed the address in 365 days, and since the"
                        + " last move")
                .source(Feed.ADDRESS_HITS)
                .window(365)
                .axis(Axis.REACHABILITY, Direction.RISING)
                .value(v -> ANSWERS.of(v.debtor()).registersAgreeing365);
        features.feature("returned_letters")
                .whole("count")
                .description("Letters returned since an address was last confirmed")
                .source(Feed.CASE_EVENTS)
                .axis(Axis.REACHABILITY, Direction.FALLING)
                .value(v -> ANSWERS.of(v.debtor()).returnedLetters);
        features.feature("moves_730d")
                .whole("count")
                .description("Moves reported by registers in 730 days")
                .source(Feed.ADDRESS_HITS)
                .window(730)
                .axis(Axis.REACHABILITY, Direction.FREE)
                .value(v -> ANSWERS.of(v.debtor()).moves730);
        features.feature("address_unknown")
                .flag()
                .description("Whether the newest answer of an address register was unknown or emigrated")
                .source(Feed.ADDRESS_HITS)
                .axis(Axis.REACHABILITY, Direction.FALLING)
                .value(v -> ANSWERS.of(v.debtor()).anyRegisterAnswer
                        ? flag(ANSWERS.of(v.debtor()).addressUnknown)
                        : NO_RECORD);
        features.feature("phone_found_365d")
                .flag()
                .description("Whether a telephone number was found in 365 days")
                .source(Feed.ADDRESS_HITS)
                .window(365)
                .axis(Axis.REACHABILITY, Direction.RISING)
                .value(v -> flag(ANSWERS.of(v.debtor()).phoneFound365));
        features.feature("identity_protected")
                .flag()
                .description("Whether a register said that the identity is protected")
                .source(Feed.ADDRESS_HITS)
                .axis(Axis.ROUTING, Direction.FREE)
                .value(v -> flag(ANSWERS.of(v.debtor()).protectedIdentity));
        features.feature("reported_deceased")
                .flag()
                .description("Whether a register said that the debtor is dead")
                .source(Feed.ADDRESS_HITS)
                .axis(Axis.ROUTING, Direction.FREE)
                .value(v -> flag(ANSWERS.of(v.debtor()).deceased));
        return features.list();
    }

    /// What is counted over the answers of registers and the letters that came back.
    private static final class Answers {
        int lastConfirmed = Event.NONE;
        int registersAgreeing365;
        int moves730;
        int returnedLetters;
        boolean anyRegisterAnswer;
        boolean addressUnknown;
        boolean phoneFound365;
        boolean protectedIdentity;
        boolean deceased;

        Answers(DebtorView debtor) {
            int today = debtor.today();
            List<AddressHit> hits = debtor.addressHits();
            int newest = Event.NONE;
            int lastMove = Event.NONE;
            for (int i = 0, n = hits.size(); i < n; i++) {
                AddressHit hit = hits.get(i);
                int days = today - hit.foundOn();
                boolean ofAddress = hit.register() != AddressHit.Register.PHONE;
                anyRegisterAnswer |= ofAddress;
                boolean unknown = false;
                switch (hit.result()) {
                    case CONFIRMED, MOVED -> {
                        if (ofAddress) {
                            lastConfirmed = Math.max(lastConfirmed, hit.foundOn());
                        }
                        lastMove =
                                hit.result() == AddressHit.Result.MOVED ? Math.max(lastMove, hit.foundOn()) : lastMove;
                        moves730 += hit.result() == AddressHit.Result.MOVED && days <= 730 ? 1 : 0;
                    }
                    case UNKNOWN, EMIGRATED -> unknown = true;
                    case DECEASED -> deceased = true;
                    case PROTECTED -> protectedIdentity = true;
                    case PHONE_FOUND -> phoneFound365 |= days <= 365;
                }
                if (ofAddress && hit.foundOn() >= newest) {
                    newest = hit.foundOn();
                    addressUnknown = unknown;
                }
            }
            registersAgreeing365 = agreeing(hits, Math.max(lastMove, today - 365));
            List<CaseChanged> changes = debtor.changes();
            for (int i = 0, n = changes.size(); i < n; i++) {
                CaseChanged change = changes.get(i);
                returnedLetters +=
                        change.kind() == CaseChanged.Kind.LETTER_RETURNED && change.happenedOn() > lastConfirmed
                                ? 1
                                : 0;
            }
        }

        /// Registers of addresses that gave or confirmed one since a day.
        private static int agreeing(List<AddressHit> hits, int since) {
            int agreeing = 0;
            for (int i = 0, n = hits.size(); i < n; i++) {
                AddressHit hit = hits.get(i);
                boolean gave = hit.result() == AddressHit.Result.CONFIRMED || hit.result() == AddressHit.Result.MOVED;
                if (gave && hit.register() != AddressHit.Register.PHONE && hit.foundOn() >= since) {
                    agreeing |= 1 << hit.register().ordinal();
                }
            }
            return Integer.bitCount(agreeing);
        }
    }
}
