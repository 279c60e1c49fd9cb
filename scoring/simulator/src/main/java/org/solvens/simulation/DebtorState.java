package org.solvens.simulation;

import org.solvens.simulation.Chance.Purpose;

/// What changes about a debtor. Copied where a life forks.
final class DebtorState implements Cloneable {
    double willing;
    /// Willingness when the truth last recorded it.
    private double confirmedWill;

    private boolean confirmedAddress;
    private boolean confirmedPhone;
    double incomeFactor = 1;
    int shockUntil;
    int hardshipUntil;
    boolean addressGood = true;
    boolean phoneGood;
    boolean badAddressKnown;
    boolean noCalls;
    /// No more work on the debtor: deceased, debt relief, bankruptcy and the like.
    boolean stopped;
    /// Recent contacts, fading with a half-life of about three weeks.
    double wear;
    int wearDay;

    DebtorState(Debtor debtor, Chance chance) {
        this.willing = debtor.willing();
        this.confirmedWill = willing;
        this.addressGood = chance.unit(Purpose.MOVE, 0, 0, 0) > 0.08;
        this.phoneGood = chance.unit(Purpose.PHONE, 0, 0, 0) < 0.85;
        this.confirmedAddress = addressGood;
        this.confirmedPhone = phoneGood;
    }

    DebtorState copy() {
        try {
            return (DebtorState) clone();
        } catch (CloneNotSupportedException e) {
            throw new AssertionError(e);
        }
    }

    boolean inShock(int day) {
        return day < shockUntil;
    }

    boolean inHardship(int day) {
        return day < hardshipUntil;
    }

    /// Net income of a month at a day.
    double income(Debtor debtor, int day) {
        return debtor.income() * incomeFactor * (inHardship(day) ? 0.75 : 1);
    }

    /// What is left of a month's income after living, at least a little.
    double free(Debtor debtor, int day) {
        double income = income(debtor, day);
        return Math.max(0.02 * income, income - debtor.income() * debtor.expenseShare() - debtor.service());
    }

    double wear(int day) {
        return wear * StrictMath.exp(-(day - wearDay) / 30.0);
    }

    void contacted(int day) {
        wear = wear(day) + 1;
        wearDay = day;
    }

    /// The monthly step: income shocks and recoveries, hardship, moves, new phones, a drifting will.
    ///
    /// @return whether anything changed that the truth should say
    boolean step(World world, Debtor debtor, Chance chance, int day) {
        boolean changed = false;
        boolean business = !debtor.kind().equals("PERSON");
        if (shockUntil != 0 && day >= shockUntil) {
            shockUntil = 0;
            incomeFactor = 0.94 + 0.14 * chance.unit(Purpose.SHOCK_SIZE, 1, day, 0);
            changed = true;
        } else if (shockUntil == 0) {
            double risk = 0.011 * (world.recession(day) ? 2 : 1) * (business ? 1.6 : 1);
            if (chance.unit(Purpose.SHOCK, 0, day, 0) < risk) {
                incomeFactor *= 0.4 + 0.4 * chance.unit(Purpose.SHOCK_SIZE, 0, day, 0);
                shockUntil = day + chance.between(Purpose.SHOCK_DAYS, 0, day, 60, 360);
                changed = true;
            } else {
                incomeFactor *= 1.0025;
            }
        }
        if (hardshipUntil != 0 && day >= hardshipUntil) {
            hardshipUntil = 0;
            changed = true;
        } else if (hardshipUntil == 0 && chance.unit(Purpose.HARDSHIP, 0, day, 0) < 0.004) {
            hardshipUntil = day + chance.between(Purpose.HARDSHIP_DAYS, 0, day, 90, 480);
            changed = true;
        }
        if (addressGood) {
            if (chance.unit(Purpose.MOVE, 0, day, 0) < 0.012 && chance.unit(Purpose.MOVE_TOLD, 0, day, 0) < 0.65) {
                addressGood = false;
                changed = true;
            }
        } else if (chance.unit(Purpose.MOVE_TOLD, 1, day, 0) < 0.02) {
            addressGood = true;
            badAddressKnown = false;
            changed = true;
        }
        if (phoneGood && chance.unit(Purpose.PHONE, 0, day, 0) < 0.007) {
            phoneGood = false;
            changed = true;
        }
        willing += 0.08 * chance.normal(Purpose.DRIFT, 0, day) - 0.05 * (willing - debtor.willing());
        if (Math.abs(willing - confirmedWill) > 0.5 || addressGood != confirmedAddress || phoneGood != confirmedPhone) {
            changed = true;
        }
        if (changed) {
            confirmedWill = willing;
            confirmedAddress = addressGood;
            confirmedPhone = phoneGood;
        }
        return changed;
    }
}
