package org.solvens.feed;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Currency;

/// Amounts of money as whole numbers: thousandths of the currency's unit, whatever the currency.
///
/// One scale for all, because most records carry an amount without its currency, which only their case states. It
/// is exact for every currency of ISO 4217 with up to three decimals; {@link #decimals} says how many a currency
/// has, and amounts with more are refused where both are known.
public final class Money {
    /// Decimals of every amount in internal form.
    public static final int SCALE = 3;

    /// Digits of the largest amount, decimals included.
    public static final int PRECISION = 18;

    /// One unit of any currency.
    public static final long UNIT = 1_000;

    /// The largest amount of one record, either way.
    public static final long LARGEST = 999_999_999_999_999L;

    private Money() {}

    /// @return in units, with {@link #SCALE} decimals
    public static BigDecimal decimal(long amount) {
        return BigDecimal.valueOf(amount, SCALE);
    }

    /// @return in units, for statistics; not exact for large amounts
    public static double units(long amount) {
        return amount / (double) UNIT;
    }

    /// An amount in units with as many decimals as its currency has, such as 12.345 KWD, 12345 JPY or 650.00 NOK.
    ///
    /// @param currency ISO 4217; one that is not known shows {@link #SCALE} decimals
    public static BigDecimal shown(long amount, String currency) {
        return decimal(amount).setScale(decimals(currency), RoundingMode.HALF_UP);
    }

    /// The decimals of a currency's minor unit by ISO 4217: 0, 2 or 3, and {@link #SCALE} where it is not known.
    public static int decimals(String currency) {
        try {
            int digits = Currency.getInstance(currency).getDefaultFractionDigits();
            return digits < 0 || digits > SCALE ? SCALE : digits;
        } catch (IllegalArgumentException e) {
            return SCALE;
        }
    }

    /// The smallest amount of a currency: 1 with three decimals, 10 with two, 1,000 without decimals.
    public static long smallest(String currency) {
        long smallest = 1;
        for (int i = decimals(currency); i < SCALE; i++) {
            smallest *= 10;
        }
        return smallest;
    }

    /// Whether an amount is a whole number of its currency's minor units.
    public static boolean fits(long amount, String currency) {
        return amount % smallest(currency) == 0;
    }

    /// An amount rounded up to the currency's minor unit.
    ///
    /// @param amount not negative
    public static long roundedUp(long amount, String currency) {
        long smallest = smallest(currency);
        return Math.ceilDiv(amount, smallest) * smallest;
    }
}
