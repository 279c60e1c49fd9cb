package org.solvens.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.solvens.history.Stage;
import org.solvens.simulation.Chance.Purpose;

/// What never changes about a debtor, drawn once from the seed and the debtor's number.
///
/// @param number from 0
/// @param country of residence
/// @param kind PERSON, SOLE_TRADER or COMPANY
/// @param income usual net income of a month, units of the currency
/// @param expenseShare share of the usual income that living takes
/// @param savingsMonths savings, in months of usual income
/// @param wealth net wealth without the savings, units
/// @param willing willingness at the start, about standard normal
/// @param answer readiness to answer, about standard normal
/// @param forgetful 0 never forgets, 1 forgets everything without a reminder
/// @param mobile whether a text message or an e-mail reaches
/// @param taxed whether a tax authority's figures can be had
/// @param stepOffset day of the 30-day step on which the traits change
/// @param habit of looking at mail and portals, about standard normal
/// @param reported share of the income that the tax authority knows
/// @param elsewhere debts to others, units
/// @param claims every case that will be placed, by date
record Debtor(
        int number,
        Country country,
        String kind,
        double income,
        double expenseShare,
        double savingsMonths,
        double wealth,
        double willing,
        double answer,
        double forgetful,
        boolean mobile,
        boolean taxed,
        int stepOffset,
        double habit,
        double reported,
        double elsewhere,
        List<Claim> claims) {

    /// Yearly share of the debts elsewhere that is paid for them, and the most that they take of the
    /// income. Assumed.
    private static final double SERVICE = 0.1;

    private static final double MOST_SERVICE = 0.3;

    String id() {
        return "D" + number;
    }

    boolean company() {
        return kind.equals("COMPANY");
    }

    /// What the debts elsewhere take of a month's income, units.
    double service() {
        return Math.min(MOST_SERVICE * income, SERVICE / 12 * elsewhere);
    }

    static Debtor draw(World world, int number) {
        SplittableRandom random =
                new SplittableRandom(Chance.of(world.seed(), number).base());
        double u = random.nextDouble();
        Country country = u < 0.5 ? Country.SE : u < 0.8 ? Country.NO : Country.DK;
        u = random.nextDouble();
        String kind = u < 0.86 ? "PERSON" : u < 0.93 ? "SOLE_TRADER" : "COMPANY";
        double common = normal(random);
        double loading = world.of(Assumption.COMMON_CAUSE);
        double rest = Math.round(100 * Math.sqrt(1 - loading * loading)) / 100.0;
        double willing = rest * normal(random) + loading * common;
        double able = rest * normal(random) + loading * common;
        double answer = 0.95 * normal(random) + 0.3 * common;
        double scale = kind.equals("COMPANY") ? 3.0 : kind.equals("SOLE_TRADER") ? 1.2 : 1.0;
        double income = scale * country.income() * StrictMath.exp(0.42 * able);
        double expenseShare = Math.clamp(0.84 - 0.05 * able + 0.11 * normal(random), 0.5, 1.05);
        // Traits that the first world lacks are drawn from a separate seed, so that all others are the same in
        // every world.
        Chance own = Chance.of(world.seed() ^ 0x510e527fL, number);
        expenseShare = Math.clamp(
                expenseShare + world.of(Assumption.HOUSEHOLD) * own.normal(Purpose.HOUSEHOLD, 0, 0), 0.3, 1.05);
        double reported = own.unit(Purpose.UNREPORTED, 0, 0, 0) < world.of(Assumption.UNREPORTED)
                ? 1 / (1.1 + 0.5 * own.unit(Purpose.UNREPORTED_SHARE, 0, 0, 0))
                : 1;
        double years = own.unit(Purpose.INDEBTED, 0, 0, 0) < world.of(Assumption.INDEBTED)
                ? 0.5 + 2.5 * StrictMath.pow(own.unit(Purpose.INDEBTED_YEARS, 0, 0, 0), 2)
                : 0;
        double thrift = normal(random);
        double savings = StrictMath.exp(-0.9 + 0.7 * normal(random) + 0.4 * able + 0.8 * thrift);
        double wealth = income * 12 * (StrictMath.exp(0.3 * normal(random) + 0.4 * able + 0.8 * thrift) - 1.1);
        // Some forget nearly everything without a reminder; most forget a little.
        double forgetful = random.nextDouble() < 0.35 ? 0.75 + 0.22 * random.nextDouble() : 0.5 * random.nextDouble();
        boolean mobile = random.nextDouble() < 0.7;
        boolean taxed = random.nextDouble() < (kind.equals("COMPANY") ? 0.45 : 0.85);
        int offset = random.nextInt(30);
        return new Debtor(
                number,
                country,
                kind,
                income,
                expenseShare,
                savings,
                wealth,
                willing,
                answer,
                forgetful,
                mobile,
                taxed,
                offset,
                own.normal(Purpose.HABIT, 0, 0),
                reported,
                12 * income * years,
                claims(world, random, own, country, kind, willing, able));
    }

    private static List<Claim> claims(
            World world,
            SplittableRandom random,
            Chance own,
            Country country,
            String kind,
            double willing,
            double able) {
        int days = world.lastDay() - world.firstDay();
        double more = 0.3 / (1 + StrictMath.exp(0.6 * able));
        int count = 1;
        while (count < 6 && random.nextDouble() < 0.12 + more) {
            count++;
        }
        int[] placed = new int[count];
        // Later cases of one debtor cluster after the first one.
        placed[0] = world.firstDay() + (int) (days * random.nextDouble() * (count == 1 ? 1 : 0.8));
        for (int i = 1; i < count; i++) {
            placed[i] = placed[i - 1] + (int) (-StrictMath.log(1 - random.nextDouble()) * 120);
        }
        List<Claim> claims = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int drawn = Math.min(
                    random.nextInt(world.creditors().size()),
                    random.nextInt(world.creditors().size()));
            if (drawn == 0 && placed[i] < world.firstDay() + world.of(Assumption.NEW_CREDITOR_AT) * days) {
                drawn = 1;
            }
            Creditor creditor = world.creditors().get(drawn);
            double pride = world.of(Assumption.PRIDE) * own.normal(Purpose.PRIDE, drawn, 0);
            double size = StrictMath.exp(creditor.sigma() * normal(random));
            if (random.nextDouble() < 0.015) {
                // A heavy tail beyond the lognormal one.
                size *= StrictMath.pow(1 - random.nextDouble(), -0.8);
            }
            double factor = kind.equals("COMPANY") ? 3.5 : kind.equals("SOLE_TRADER") ? 1.6 : 1;
            long principal = Math.max(
                    100_00L,
                    Math.round(Math.min(creditor.median() * size * factor, 2e6) / country.inKronor() * 10) * 10L);
            double u = random.nextDouble();
            int age;
            Stage stage;
            if (u < 0.36) {
                stage = Stage.REMINDER;
                age = 5 + random.nextInt(15);
            } else if (u < 0.52) {
                stage = Stage.PRE_COLLECTION;
                age = 15 + random.nextInt(30);
            } else if (u < 0.94) {
                stage = Stage.COLLECTION;
                age = random.nextDouble() < 0.15 ? 200 + random.nextInt(1200) : 35 + random.nextInt(110);
            } else {
                stage = Stage.SURVEILLANCE;
                age = 400 + random.nextInt(3200);
            }
            long interest = Math.round(principal * 0.11 * age / 365.0);
            long costs = switch (stage) {
                case REMINDER -> 0;
                case PRE_COLLECTION -> country.reminderFee();
                case COLLECTION, LEGAL, SURVEILLANCE -> country.reminderFee() + country.demandFee();
            };
            boolean prone =
                    random.nextDouble() < 0.05 * StrictMath.exp(-world.of(Assumption.DISPUTES_BY_WILL) * willing);
            boolean rightful = prone && random.nextDouble() < 0.4;
            int invoiceDelay = 20 + random.nextInt(25);
            boolean feeAgreed = random.nextDouble() < 0.85;
            boolean reported = random.nextDouble() < 0.8;
            if (placed[i] <= world.lastDay()) {
                claims.add(new Claim(
                        i,
                        creditor,
                        principal,
                        interest,
                        costs,
                        placed[i] - age,
                        placed[i] - age - invoiceDelay,
                        placed[i],
                        stage,
                        prone,
                        rightful,
                        0.32 * StrictMath.log(1 + age / 30.0) + pride,
                        feeAgreed,
                        reported));
            }
        }
        return List.copyOf(claims);
    }

    private static double normal(SplittableRandom random) {
        double sum = -6;
        for (int i = 0; i < 12; i++) {
            sum += random.nextDouble();
        }
        return sum;
    }
}
