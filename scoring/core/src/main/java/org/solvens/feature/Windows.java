package org.solvens.feature;

/// Windows of days that end before the as-of day, the shortest first, and all time as the last. A window of n
/// days holds the n days before the as-of day.
final class Windows {
    private final int[] days;

    private Windows(int[] days) {
        this.days = days;
    }

    /// Some windows, and all time.
    ///
    /// @param days of each window, at least 1, rising
    /// @throws IllegalArgumentException if they do not rise
    static Windows andEver(int... days) {
        int before = 0;
        for (int one : days) {
            if (one <= before) {
                throw new IllegalArgumentException("windows rise: " + one + " after " + before);
            }
            before = one;
        }
        return new Windows(days.clone());
    }

    /// How many there are, all time included.
    int count() {
        return days.length + 1;
    }

    /// Days of the window at a position; {@link Feature#NO_WINDOW} for all time.
    int days(int position) {
        return position == days.length ? Feature.NO_WINDOW : days[position];
    }

    /// The end of a feature's name, such as `_30d`; empty for all time.
    String suffix(int position) {
        return position == days.length ? "" : "_" + days[position] + "d";
    }

    /// What a description says of the window, such as ` in 30 days` or `, ever`.
    String words(int position) {
        return position == days.length ? ", ever" : " in " + days[position] + " days";
    }

    /// The position of the shortest window that holds a day.
    ///
    /// @param ago days before the as-of day
    private int holding(int ago) {
        int position = 0;
        while (position < days.length && ago > days[position]) {
            position++;
        }
        return position;
    }

    /// Counts and sums by window, all zero.
    Sums sums() {
        return new Sums(this);
    }

    /// A count and a sum of amounts for each window.
    static final class Sums {
        private final Windows windows;
        // What no shorter window holds
        private final int[] counts;
        private final long[] amounts;

        private Sums(Windows windows) {
            this.windows = windows;
            this.counts = new int[windows.count()];
            this.amounts = new long[windows.count()];
        }

        /// Adds an amount to every window that holds its day.
        ///
        /// @param ago days before the as-of day
        /// @param amount thousandths
        void add(int ago, long amount) {
            int position = windows.holding(ago);
            counts[position]++;
            amounts[position] += amount;
        }

        /// How many were added in the window at a position.
        int count(int position) {
            int count = 0;
            for (int i = 0; i <= position; i++) {
                count += counts[i];
            }
            return count;
        }

        /// How many were added.
        int count() {
            return count(counts.length - 1);
        }

        /// The sum in the window at a position, in thousandths.
        long amount(int position) {
            long amount = 0;
            for (int i = 0; i <= position; i++) {
                amount += amounts[i];
            }
            return amount;
        }

        /// The sum of all, in thousandths.
        long amount() {
            return amount(amounts.length - 1);
        }
    }
}
