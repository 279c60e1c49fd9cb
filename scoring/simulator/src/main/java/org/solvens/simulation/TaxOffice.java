package org.solvens.simulation;

import java.time.LocalDate;
import java.util.SplittableRandom;

/// Adds up a debtor's income by year and publishes it in the autumn of the next one.
final class TaxOffice {
    private final int firstYear;
    private final double[] income;
    private final int[] months;

    TaxOffice(int firstYear, int lastYear) {
        this.firstYear = firstYear;
        this.income = new double[lastYear - firstYear + 1];
        this.months = new int[lastYear - firstYear + 1];
    }

    void month(int day, double net) {
        int year = LocalDate.ofEpochDay(day).getYear() - firstYear;
        if (year >= 0 && year < income.length) {
            income[year] += net;
            months[year]++;
        }
    }

    /// Writes the years that were assessed no earlier than two years before the first case.
    void publish(Journal journal, Debtor debtor, SplittableRandom random, int firstPlaced, int lastDay) {
        for (int i = 0; i < income.length; i++) {
            int assessed = (int) LocalDate.of(firstYear + i + 1, 8, 1).toEpochDay() + random.nextInt(120);
            int late = 3 + random.nextInt(18);
            double noise = 1 + 0.06 * (random.nextDouble() + random.nextDouble() - 1);
            double wealth = (debtor.wealth() - debtor.elsewhere()) * (0.9 + 0.2 * random.nextDouble());
            if (months[i] < 11 || assessed > lastDay || assessed < firstPlaced - 760) {
                continue;
            }
            double year = income[i] / months[i] * 12 * noise;
            journal.tax(firstYear + i, year, wealth, assessed, Math.max(assessed + late, firstPlaced + 1));
        }
    }
}
