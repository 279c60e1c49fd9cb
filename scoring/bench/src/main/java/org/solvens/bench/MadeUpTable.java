package org.solvens.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.solvens.training.table.TableFile;
import org.solvens.training.table.TableSpec;

/// Tables that a seed makes, by generators that many comparisons of learners use.
enum MadeUpTable {
    /// Friedman (1991), number 1: ten uniform columns, five of which count, by a product in a sine, a square and two
    /// lines. Here the outcome has that number, less its mean, as log-odds.
    FRIEDMAN_1,
    /// Friedman (1991), number 2: four columns, an impedance of an electric circuit; the outcome is that it is above
    /// its
    /// median, after noise.
    FRIEDMAN_2,
    /// Hastie, Tibshirani and Friedman (2009), example 10.2: ten normal columns; good where the sum of their squares is
    /// above its median, with a tenth of the outcomes drawn by lot.
    HASTIE,
    /// Two of the three classes of the waveforms of Breiman and others (1984): 21 columns.
    WAVEFORM,
    /// A bureau's table: counts, shares and months of credit lines with -7, -8 and -9 for three kinds of missing
    /// answers, each of which says something, and kinds of dwelling and trade.
    BUREAU;

    private static final int MADE = 12_000;

    /// Draws the table.
    TableFile of(long seed) {
        SplittableRandom random = new SplittableRandom(seed + ordinal());
        List<@Nullable Object[]> rows = new ArrayList<>();
        for (int i = 0; i < MADE; i++) {
            rows.add(
                    switch (this) {
                        case FRIEDMAN_1 -> friedman1(random);
                        case FRIEDMAN_2 -> friedman2(random);
                        case HASTIE -> hastie(random);
                        case WAVEFORM -> waveform(random);
                        case BUREAU -> bureau(random);
                    });
        }
        int width = rows.getFirst().length;
        List<TableFile.Column> columns = new ArrayList<>();
        for (int c = 0; c < width; c++) {
            int at = c;
            columns.add(new TableFile.Column(
                    c == width - 1 ? "good" : "x" + c,
                    rows.stream().map(row -> row[at]).toArray()));
        }
        return new TableFile(label(), "made with seed " + seed, MADE, columns);
    }

    /// What is said of the table: a seeded draw of its rows tests.
    TableSpec spec() {
        TableSpec plain = TableSpec.of("good");
        return this == BUREAU ? plain.special(List.of(-7.0, -8.0, -9.0)) : plain;
    }

    /// The name in lower case.
    String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    private static @Nullable Object[] friedman1(SplittableRandom random) {
        double[] x = new double[10];
        Arrays.setAll(x, _ -> random.nextDouble());
        double y = 10 * Math.sin(Math.PI * x[0] * x[1]) + 20 * (x[2] - 0.5) * (x[2] - 0.5) + 10 * x[3] + 5 * x[4];
        return row(x, chance(0.4 * (y - 14.4), random));
    }

    private static @Nullable Object[] friedman2(SplittableRandom random) {
        double[] x = {
            100 * random.nextDouble(),
            Math.PI * (40 + 520 * random.nextDouble()),
            random.nextDouble(),
            1 + 10 * random.nextDouble()
        };
        double part = x[1] * x[2] - 1 / (x[1] * x[3]);
        double y = Math.sqrt(x[0] * x[0] + part * part) + 250 * random.nextGaussian();
        return row(x, y > 450);
    }

    private static @Nullable Object[] hastie(SplittableRandom random) {
        double[] x = new double[10];
        Arrays.setAll(x, _ -> random.nextGaussian());
        boolean above = Arrays.stream(x).map(v -> v * v).sum() > 9.34;
        return row(x, random.nextDouble() < 0.1 ? random.nextBoolean() : above);
    }

    private static @Nullable Object[] waveform(SplittableRandom random) {
        boolean good = random.nextBoolean();
        double u = random.nextDouble();
        double[] x = new double[21];
        for (int i = 0; i < x.length; i++) {
            double first = Math.max(0, 6 - Math.abs(i + 1 - 11));
            double second = Math.max(0, 6 - Math.abs(i + 1 - (good ? 15 : 7)));
            x[i] = u * first + (1 - u) * second + 2.5 * random.nextGaussian();
        }
        return row(x, good);
    }

    private static final String[] DWELLING = {"own", "rent", "with parents", "free", "institution"};
    private static final double[] DWELLING_EFFECT = {0.4, -0.3, -0.1, 0.1, -0.6};

    private static @Nullable Object[] bureau(SplittableRandom random) {
        double trait = random.nextGaussian();
        @Nullable Object[] row = new Object[17];
        double logOdds = 0.2;
        for (int c = 0; c < 14; c++) {
            double shared = (c % 3 == 2 ? 0.2 : 0.6) * trait + 0.8 * random.nextGaussian();
            double chance = random.nextDouble();
            double special = chance < 0.06 ? -9 : chance < 0.13 ? -8 : chance < 0.18 ? -7 : 0;
            double value = c % 3 == 0
                    ? Math.floor(Math.exp(0.8 * shared + 1))
                    : c % 3 == 1
                            ? Math.rint(100 / (1 + Math.exp(-1.3 * shared)))
                            : Math.floor(60 * Math.exp(0.7 * shared));
            double effect = c % 3 == 0
                    ? -0.5 * Math.log1p(value) + 0.6
                    : c % 3 == 1 ? (value > 70 ? -0.5 : 0.01 * (value - 40)) : 0.4 * Math.tanh((value - 60) / 40);
            double weight = 1.2 / (1 + 0.35 * c);
            logOdds += weight * (special == -9 ? 0.5 : special == -8 ? -0.6 : special == -7 ? 0.1 : effect);
            row[c] = special != 0 ? special : value;
        }
        int dwelling = (int) (random.nextDouble() * random.nextDouble() * DWELLING.length);
        row[14] = random.nextDouble() < 0.03 ? null : DWELLING[dwelling];
        int trade = (int) (40 * random.nextDouble() * random.nextDouble());
        row[15] = "trade " + trade;
        logOdds += DWELLING_EFFECT[dwelling] + 0.5 * Math.sin(trade);
        row[16] = chance(1.3 * logOdds, random) ? 1.0 : 0.0;
        return row;
    }

    private static boolean chance(double logOdds, SplittableRandom random) {
        return random.nextDouble() < 1 / (1 + Math.exp(-logOdds));
    }

    private static @Nullable Object[] row(double[] x, boolean good) {
        @Nullable Object[] row = new Object[x.length + 1];
        for (int i = 0; i < x.length; i++) {
            row[i] = x[i];
        }
        row[x.length] = good ? 1.0 : 0.0;
        return row;
    }
}
