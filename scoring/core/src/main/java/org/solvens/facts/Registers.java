package org.solvens.facts;

import java.util.EnumSet;
import java.util.Set;
import org.solvens.history.Event;
import org.solvens.history.Event.AddressHit;
import org.solvens.history.Event.CaseChanged;
import org.solvens.history.HoldKind;

/// What registers and returned mail show about a debtor, gathered once per view.
public final class Registers {
    private static final int RECENT_DAYS = 90;

    private final Set<HoldKind> protections = EnumSet.noneOf(HoldKind.class);
    private final int returned90;
    private final boolean addressUnresolved;

    Registers(DebtorView debtor) {
        int today = debtor.today();
        int deceased = Event.NONE;
        int hidden = Event.NONE;
        int otherwise = Event.NONE;
        int confirmed = Event.NONE;
        for (AddressHit hit : debtor.addressHits()) {
            boolean population = hit.register() == AddressHit.Register.POPULATION;
            switch (hit.result()) {
                case DECEASED -> deceased = Math.max(deceased, hit.foundOn());
                case PROTECTED -> hidden = Math.max(hidden, hit.foundOn());
                case CONFIRMED -> {
                    confirmed = Math.max(confirmed, hit.foundOn());
                    otherwise = population ? Math.max(otherwise, hit.foundOn()) : otherwise;
                }
                // A new address says neither that somebody is alive nor that the identity is open again.
                case MOVED -> confirmed = Math.max(confirmed, hit.foundOn());
                case UNKNOWN, EMIGRATED, PHONE_FOUND -> {}
            }
        }
        if (deceased != Event.NONE && deceased >= otherwise) {
            protections.add(HoldKind.DECEASED);
        }
        if (hidden != Event.NONE && hidden >= otherwise) {
            protections.add(HoldKind.PROTECTED_IDENTITY);
        }
        int lastReturned = Event.NONE;
        int recent = 0;
        for (CaseChanged change : debtor.changes()) {
            if (change.kind() == CaseChanged.Kind.LETTER_RETURNED) {
                lastReturned = Math.max(lastReturned, change.happenedOn());
                recent += change.happenedOn() > today - RECENT_DAYS ? 1 : 0;
            }
        }
        this.returned90 = recent;
        this.addressUnresolved = lastReturned != Event.NONE && confirmed < lastReturned;
    }

    /// Register answers that stop collection before anyone opens a hold: death or a protected identity. They
    /// count until the population register confirms an address on a later day.
    public Set<HoldKind> protections() {
        return protections;
    }

    /// Letters that came back in the last 90 days.
    public int returned90() {
        return returned90;
    }

    /// Whether mail came back and no register has confirmed or given an address since.
    public boolean addressUnresolved() {
        return addressUnresolved;
    }
}
