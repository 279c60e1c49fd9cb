package org.solvens.training.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.solvens.feature.Missing;
import org.solvens.model.ScorecardModel;
import org.solvens.model.Term;
import org.solvens.page.PageTable;
import org.solvens.training.evaluate.Evaluation.BinCount;
import org.solvens.training.evaluate.Evaluation.FeatureBins;
import org.solvens.training.fit.Binning;
import org.solvens.training.table.TableFrame;

/// The bins of a feature of a scorecard, with what was counted in training and the points.
final class BinTable {
    static final String WORDS = "Counted on the training rows. The interval is the 95 % interval of the share of good"
            + " outcomes (Wilson 1927). WoE is the weight of evidence, drawn towards 0 by ten rows; IV is what the bin"
            + " adds to the information value. Points also allow for the other features. Each block of the picture is a"
            + " twentieth of the most points of the feature.";

    private static final double NORMAL_95 = 1.959963984540054;
    private static final int BLOCKS = 20;

    private BinTable() {}

    /// @param bins null in evaluations of an earlier Solvens
    /// @param frame of an analyst's own table; null for models of a lake
    static PageTable of(Term term, ScorecardModel model, @Nullable FeatureBins bins, @Nullable TableFrame frame) {
        double factor = model.scale().factor() * term.coefficient();
        int values = term.woe().size();
        double most = 0;
        for (int bin = 0; bin < values + term.missingWoe().size(); bin++) {
            most = Math.max(most, Math.abs(woe(term, bin) * factor));
        }
        Totals totals = Totals.of(bins);
        List<List<String>> lines = new ArrayList<>();
        for (int bin = 0; bin < values + term.missingWoe().size(); bin++) {
            String label = bin < values
                    ? value(term, bin, frame)
                    : Missing.values()[bin - values]
                            .name()
                            .toLowerCase(Locale.ROOT)
                            .replace('_', ' ');
            BinCount count = bins == null
                    ? null
                    : bin < values ? bins.values().get(bin) : bins.missing().get(bin - values);
            boolean seen = count == null || count.rows() > 0;
            if (seen || woe(term, bin) != 0) {
                lines.add(line(label, count, totals, woe(term, bin) * factor, most));
            }
        }
        return PageTable.of(
                term.feature(),
                List.of("value", "rows", "share", "good", "low", "high", "WoE", "IV", "points", "picture"),
                lines);
    }

    private record Totals(int goods, int bads) {
        static Totals of(@Nullable FeatureBins bins) {
            int rows = 0;
            int goods = 0;
            if (bins != null) {
                for (List<BinCount> some : List.of(bins.values(), bins.missing())) {
                    for (BinCount bin : some) {
                        rows += bin.rows();
                        goods += bin.goods();
                    }
                }
            }
            return new Totals(goods, rows - goods);
        }
    }

    private static double woe(Term term, int bin) {
        int values = term.woe().size();
        return bin < values ? term.woe().get(bin) : term.missingWoe().get(bin - values);
    }

    private static List<String> line(
            String label, @Nullable BinCount count, Totals totals, double points, double most) {
        String rows = "";
        String share = "";
        String good = "";
        String low = "";
        String high = "";
        String value = "";
        String evidence = "";
        if (count != null && count.rows() > 0 && totals.goods() > 0 && totals.bads() > 0) {
            rows = String.valueOf(count.rows());
            share = number((double) count.rows() / (totals.goods() + totals.bads()));
            good = number((double) count.goods() / count.rows());
            double[] interval = wilson(count.goods(), count.rows());
            low = number(interval[0]);
            high = number(interval[1]);
            double distance =
                    (double) count.goods() / totals.goods() - (double) (count.rows() - count.goods()) / totals.bads();
            double woe = Binning.woe(count.goods(), count.rows(), totals.goods(), totals.bads());
            evidence = number(woe);
            value = number(distance * woe);
        }
        int blocks = most == 0 ? 0 : (int) Math.round(BLOCKS * Math.abs(points) / most);
        return List.of(
                label,
                rows,
                share,
                good,
                low,
                high,
                evidence,
                value,
                points(points),
                blocks == 0 ? "" : (points < 0 ? "\u2212 " : "+ ") + "\u2588".repeat(blocks));
    }

    /// The 95 % interval of a share.
    static double[] wilson(int goods, int rows) {
        double share = (double) goods / rows;
        double z2 = NORMAL_95 * NORMAL_95;
        double middle = (share + z2 / (2 * rows)) / (1 + z2 / rows);
        double half = NORMAL_95 / (1 + z2 / rows) * Math.sqrt(share * (1 - share) / rows + z2 / (4.0 * rows * rows));
        return new double[] {Math.max(0, middle - half), Math.min(1, middle + half)};
    }

    private static String value(Term term, int bin, @Nullable TableFrame frame) {
        String own = frame == null ? null : TableWords.bin(frame, term, bin);
        if (own != null) {
            return own;
        }
        String from = bin == 0 ? "" : "from " + term.cuts().get(bin - 1);
        String below = bin == term.cuts().size() ? "" : "below " + term.cuts().get(bin);
        String range = (from + " " + below).strip();
        return range.isEmpty() ? "any value" : range;
    }

    /// Points, without a fraction where the plan rounds them.
    private static String points(double points) {
        return Math.abs(points - Math.rint(points)) < 1e-6 ? Long.toString(Math.round(points)) : number(points);
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.3f", value);
    }
}
