package org.solvens.simulation;

import java.time.LocalDate;

/// What differs between the countries. Amounts are in the country's own currency.
enum Country {
    SE("SEK", 26_000, 60_00, 180_00, 1.0),
    NO("NOK", 31_000, 38_00, 150_00, 0.98),
    DK("DKK", 19_500, 100_00, 130_00, 1.5);

    private final String currency;
    private final double income;
    private final long reminderFee;
    private final long demandFee;
    private final double inKronor;

    Country(String currency, double income, long reminderFee, long demandFee, double inKronor) {
        this.currency = currency;
        this.income = income;
        this.reminderFee = reminderFee;
        this.demandFee = demandFee;
        this.inKronor = inKronor;
    }

    String currency() {
        return currency;
    }

    /// Median net income of a month.
    double income() {
        return income;
    }

    long reminderFee() {
        return reminderFee;
    }

    long demandFee() {
        return demandFee;
    }

    /// Swedish kronor for one unit, to add amounts across countries.
    double inKronor() {
        return inKronor;
    }

    /// Most wages come on the 25th in Sweden, on the 15th in Norway, on the last day in Denmark.
    boolean payday(LocalDate date) {
        return switch (this) {
            case SE -> date.getDayOfMonth() == 25;
            case NO -> date.getDayOfMonth() == 15;
            case DK -> date.getDayOfMonth() == date.lengthOfMonth();
        };
    }
}
