package org.solvens.report.metric;

/// What a figure is broken down by, in addition to creditor, country, currency, claim type and period.
public enum Dimension {
    /// Channel of a contact.
    CHANNEL,
    /// What it is about: the reason of a closing, the kind of an agreement or hold, a segment, a state before.
    KIND,
    /// How it ended or where it went: an outcome, a standing, a route, a state afterwards.
    STATE,
    /// A band of size, age or duration.
    SIZE,
    /// Day of the week, 1 for Monday.
    WEEKDAY,
    /// Hour of the day in the country of the case.
    HOUR,
    /// Days or months, as the metric states.
    AGE,
    /// Team that serves the cases.
    TEAM
}
