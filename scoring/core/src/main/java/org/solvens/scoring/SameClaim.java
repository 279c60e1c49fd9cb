package org.solvens.scoring;

import java.util.List;
import org.solvens.feature.FeatureCatalogue;
import org.solvens.feature.Missing;

/// The features of a case as they would be if the debtor owed one claim of {@link #CLAIM} and no other.
///
/// The score of ability says whether this claim can be carried, and so it ranks claims more than debtors: who owes
/// little can carry it. The same model on the same claim for everybody ranks debtors by what they can raise.
/// Income, wealth, debts beyond all assets, and what was kept of agreements stay as they are.
public final class SameClaim {
    /// Units of the case's currency: so much that not everybody can carry it.
    public static final double CLAIM = 20_000;

    private static final double MOST_RATIO = 100;
    private static final List<String> GIVEN = List.of("balance", "total_balance", "open_cases", "other_creditors");

    private final double[] vector;
    private final int balance;
    private final int total;
    private final int cases;
    private final int creditors;
    private final int income;
    private final int balanceToIncome;
    private final int debtToIncome;

    /// For vectors in the order of a catalogue.
    public SameClaim(FeatureCatalogue catalogue) {
        vector = new double[catalogue.features().size()];
        balance = catalogue.indexOf(GIVEN.get(0));
        total = catalogue.indexOf(GIVEN.get(1));
        cases = catalogue.indexOf(GIVEN.get(2));
        creditors = catalogue.indexOf(GIVEN.get(3));
        income = catalogue.indexOf("net_income");
        balanceToIncome = catalogue.indexOf("balance_to_income");
        debtToIncome = catalogue.indexOf("debt_to_income");
    }

    /// The changed features, in an array that the next call overwrites.
    ///
    /// @param actual of a case, in the catalogue's order
    public double[] of(double[] actual) {
        System.arraycopy(actual, 0, vector, 0, vector.length);
        set(balance, CLAIM);
        set(total, CLAIM);
        set(cases, 1);
        set(creditors, 0);
        double net = value(actual, income);
        if (!Missing.is(net) && net > 0) {
            double elsewhere = Math.max(0, value(actual, debtToIncome) - value(actual, total) / net);
            set(balanceToIncome, Math.min(MOST_RATIO, CLAIM / net));
            set(debtToIncome, Math.min(MOST_RATIO, elsewhere + CLAIM / net));
        }
        return vector;
    }

    /// Whether a feature is the claim that everybody is given, and so tells one debtor from another no more.
    static boolean given(String feature) {
        return GIVEN.contains(feature);
    }

    private static double value(double[] values, int position) {
        return position < 0 ? Missing.NO_FEED.code() : values[position];
    }

    /// A catalogue may lack the feature.
    private void set(int position, double value) {
        if (position >= 0) {
            vector[position] = value;
        }
    }
}
