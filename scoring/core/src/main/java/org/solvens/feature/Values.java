package org.solvens.feature;

import org.solvens.facts.CaseView;
import org.solvens.history.Event;

/// What several families make values from.
final class Values {
    static final double NO_RECORD = Missing.NO_RECORD.code();
    static final double TOO_OLD = Missing.TOO_OLD.code();
    static final double NOT_APPLICABLE = Missing.NOT_APPLICABLE.code();

    private Values() {}

    /// 1 for yes, 0 for no.
    static double flag(boolean yes) {
        return yes ? 1 : 0;
    }

    /// A number, or that there is no record.
    ///
    /// @param value {@link Event#NONE} for no record
    static double known(int value) {
        return value == Event.NONE ? NO_RECORD : value;
    }

    /// Days from a day to the as-of day, at least 0.
    ///
    /// @param day {@link Event#NONE} for no record
    static double daysSince(CaseView view, int day) {
        return day == Event.NONE ? NO_RECORD : Math.max(0, view.today() - day);
    }

    /// A share, or that the question has no meaning where the whole is 0.
    static double share(double part, int whole) {
        return whole == 0 ? NOT_APPLICABLE : part / whole;
    }
}
