package org.solvens.training;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.solvens.command.TextTable;
import org.solvens.training.fit.Search;
import org.solvens.training.report.TableWords;
import org.solvens.training.table.TableFrame;

/// What was made of an analyst's table, and what a search tried, as text.
public final class TableText {
    private TableText() {}

    /// The columns of a table, and how its rows were divided.
    public static String frame(TableFrame frame) {
        TextTable columns =
                new TextTable("%-28s %-9s %-9s %8s  %s", "column", "type", "direction", "missing", "values");
        for (TableWords.Line line : TableWords.lines(frame)) {
            columns.row(line.column(), line.type(), line.direction(), line.missing(), line.values());
        }
        for (TableFrame.LeftOut column : frame.leftOut()) {
            columns.row(column.column(), "left out", "-", "-", column.reason());
        }
        return String.format(
                Locale.ROOT,
                "%s: the chance that %s is %s; %,d rows train and %,d test, divided by %s%n%n%s",
                frame.file(),
                frame.target(),
                frame.good(),
                frame.trainRows(),
                frame.testRows(),
                frame.split(),
                columns.text());
    }

    /// What a search tried, with an empty line after it; empty if nothing was searched for.
    public static String search(Search.@Nullable Found search) {
        if (search == null) {
            return "";
        }
        TextTable tried = new TextTable("%5s %5s %6s %9s  %s", "depth", "rate", "trees", "log loss", "");
        for (Search.Tried one : search.tried()) {
            boolean chosen = one.depth() == search.chosen().depth()
                    && one.rate() == search.chosen().rate();
            tried.row(
                    one.depth(),
                    one.rate(),
                    one.trees(),
                    String.format(Locale.ROOT, "%.5f", one.logLoss()),
                    chosen ? "chosen" : "");
        }
        return String.format(
                Locale.ROOT,
                "the search scored %,d training rows in %d folds by %s%n%n%s%n",
                search.rows(),
                search.folds(),
                search.split().name().toLowerCase(Locale.ROOT),
                tried.text());
    }
}
