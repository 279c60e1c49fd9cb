package org.solvens.training.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.solvens.feature.Missing;
import org.solvens.model.Calibration;
import org.solvens.model.CurveModel;
import org.solvens.model.EffectModel;
import org.solvens.model.Model;
import org.solvens.model.ScorecardModel;
import org.solvens.model.Term;
import org.solvens.model.TreesModel;
import org.solvens.problem.Problem;
import org.solvens.training.manifest.Json;
import org.solvens.training.rows.Special;
import org.solvens.training.table.TableColumn;
import org.solvens.training.table.TableFrame;

/// Models in forms that other programs read.
public final class ModelExport {
    private static final String CODED = "solvens_";

    private ModelExport() {}

    /// The format of an export.
    public enum Format {
        /// A query, of scorecards only.
        SQL,
        /// The model's content.
        JSON
    }

    /// The JSON of a model.
    ///
    /// @param family `scorecard` or `trees`
    /// @param table what was made of an analyst's own table, so that its values can be turned into numbers; null
    ///     for models of a lake
    private record Exported(
            String family, Model model, @Nullable TableFrame table) {}

    /// @param table in the SQL
    /// @param frame what was made of an analyst's own table; null for models of a lake
    /// @throws Problem `EXPORT-FAMILY` for SQL of trees
    public static String of(Model model, Format format, String table, @Nullable TableFrame frame) {
        return switch (format) {
            case JSON -> Json.of(new Exported(model.family(), model, frame));
            case SQL ->
                switch (model) {
                    case ScorecardModel scorecard -> sql(scorecard, table, frame);
                    case CurveModel curve ->
                        throw new Problem(
                                "EXPORT-FAMILY",
                                curve.id(),
                                "a curve of expected recovery is not exported as SQL",
                                "it evaluates its hazard once per period",
                                "export JSON");
                    case EffectModel effects ->
                        throw new Problem(
                                "EXPORT-FAMILY",
                                effects.id(),
                                "effects of routes are not exported as SQL",
                                "they are boosted trees",
                                "export JSON");
                    case TreesModel trees ->
                        throw new Problem(
                                "EXPORT-FAMILY",
                                trees.id(),
                                "boosted trees are not exported as SQL",
                                "the query would have thousands of CASE expressions",
                                "export JSON, or the scorecard trained with it");
                };
        };
    }

    /// A query that adds `log_odds`, `probability` and `points` to every row of a table. The table's columns
    /// have the names of the features and hold values or codes of missing. A null or an invalid code gives
    /// nulls. Numbers are written with an exponent, which standard SQL takes for double precision.
    ///
    /// @param frame of an analyst's own table, whose values the query first turns into numbers, in
    ///     columns whose names begin with `solvens_`; null for models of a lake
    static String sql(ScorecardModel model, String table, @Nullable TableFrame frame) {
        if (!table.matches("[A-Za-z_][A-Za-z0-9_]*(\\.[A-Za-z_][A-Za-z0-9_]*)*")) {
            throw new Problem(
                    "EXPORT-TABLE",
                    table,
                    "this is not the name of a table",
                    "a name has letters, digits, underscores and dots",
                    "correct it");
        }
        List<String> lines = new ArrayList<>();
        lines.add("-- Solvens scorecard " + model.id() + ": " + model.axis().label() + " within " + model.horizonDays()
                + " days, for cases of at most " + model.maxAgeDays() + " days");
        if (frame == null) {
            lines.add("WITH scored AS (");
        } else {
            lines.add("WITH encoded AS (");
            lines.add("  SELECT t.*,");
            lines.add(model.terms().stream()
                    .map(term -> "    " + encoded(frame, term.feature()) + " AS " + CODED + term.feature())
                    .collect(Collectors.joining(",\n")));
            lines.add("  FROM " + table + " t");
            lines.add("), scored AS (");
        }
        lines.add("  SELECT t.*,");
        lines.add("    " + number(model.intercept()));
        for (Term term : model.terms()) {
            lines.addAll(term(term, "t." + (frame == null ? "" : CODED) + term.feature()));
        }
        lines.add("    AS log_odds");
        lines.add("  FROM " + (frame == null ? table : "encoded") + " t");
        lines.add(")");
        lines.add("SELECT scored.*,");
        lines.addAll(probability(model.calibration()));
        double factor = model.scale().factor();
        lines.add("  CAST(FLOOR(" + number(model.scale().points(0)) + " + " + number(factor)
                + " * log_odds + 0.5E0) AS INTEGER) AS points");
        lines.add("FROM scored");
        return String.join("\n", lines) + "\n";
    }

    /// A value of a table as the number of a feature, as {@link TableColumn} describes.
    private static String encoded(TableFrame frame, String feature) {
        TableColumn column = frame.columns().stream()
                .filter(c -> c.feature().equals(feature))
                .findFirst()
                .orElseThrow();
        String name = "t.\"" + column.column().replace("\"", "\"\"") + "\"";
        StringBuilder text =
                new StringBuilder("CASE WHEN " + name + " IS NULL THEN " + number(Missing.NO_RECORD.code()));
        if (column.kind() == TableColumn.Kind.CATEGORY) {
            for (TableColumn.Category category : column.categories()) {
                text.append(" WHEN CAST(" + name + " AS VARCHAR) = '"
                        + category.value().replace("'", "''") + "' THEN " + number(category.rank()));
            }
            Integer pooled = column.pooled();
            return text + " ELSE " + number(pooled == null ? Missing.NO_RECORD.code() : pooled) + " END";
        }
        for (double special : frame.special()) {
            int at = column.specials().indexOf(special);
            text.append(" WHEN " + name + " = " + number(special) + " THEN "
                    + number(at < 0 ? Missing.NO_RECORD.code() : Special.code(at)));
        }
        return text + " ELSE " + name + " END";
    }

    private static List<String> term(Term term, String column) {
        List<String> lines = new ArrayList<>();
        lines.add("    + CASE WHEN " + column + " IS NULL THEN NULL");
        for (Missing missing : Missing.values()) {
            double weight = term.missingWoe().get(missing.ordinal()) * term.coefficient();
            lines.add("      WHEN " + column + " = " + number(missing.code()) + " THEN " + number(weight) + " -- "
                    + missing.name().toLowerCase(Locale.ROOT));
        }
        lines.add("      WHEN " + column + " <= " + number(Missing.NO_FEED.code()) + " THEN NULL");
        for (int bin = term.cuts().size(); bin > 0; bin--) {
            lines.add("      WHEN " + column + " >= " + number(term.cuts().get(bin - 1)) + " THEN "
                    + number(term.woe().get(bin) * term.coefficient()));
        }
        lines.add("      ELSE " + number(term.woe().getFirst() * term.coefficient()) + " END");
        return lines;
    }

    private static List<String> probability(Calibration calibration) {
        List<Double> x = calibration.logOdds();
        List<Double> y = calibration.probability();
        List<String> lines = new ArrayList<>();
        lines.add("  CASE WHEN log_odds IS NULL THEN NULL");
        lines.add("    WHEN log_odds <= " + number(x.getFirst()) + " THEN " + number(y.getFirst()));
        for (int i = 1; i < x.size(); i++) {
            String inside = number(y.get(i - 1));
            if (calibration.interpolation() == Calibration.Interpolation.LINEAR) {
                inside += " + " + number(y.get(i) - y.get(i - 1)) + " * ((log_odds - " + number(x.get(i - 1)) + ") / "
                        + number(x.get(i) - x.get(i - 1)) + ")";
            }
            lines.add("    WHEN log_odds < " + number(x.get(i)) + " THEN " + inside);
        }
        lines.add("    ELSE " + number(y.getLast()) + " END AS probability,");
        return lines;
    }

    private static String number(double value) {
        String plain = Double.toString(value);
        String exact = plain.contains("E") ? plain : plain + "E0";
        return value < 0 ? "(" + exact + ")" : exact;
    }
}
