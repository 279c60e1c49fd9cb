package org.solvens.training;

import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.solvens.training.table.TableFile;
import org.solvens.training.table.TableSpec;
import picocli.CommandLine.Option;

/// The options of a command that trains on an analyst's own table.
public final class TableOptions {
    @Option(
            names = "--table",
            required = true,
            paramLabel = "FILE",
            description = "train on this .csv, .csv.gz or .parquet file instead of a lake")
    private Path table;

    @Option(names = "--target", required = true, paramLabel = "COLUMN", description = "column of the outcome")
    private String target;

    @Option(
            names = "--good",
            paramLabel = "VALUE",
            description = "value of the good outcome (default: 1, yes, true or good)")
    private @Nullable String good;

    @Option(
            names = "--split",
            paramLabel = "COLUMN",
            description = "column of days, of which the last test, or of marks that name the test rows"
                    + " (default: test rows are drawn)")
    private @Nullable String split;

    @Option(names = "--test", paramLabel = "MARK", description = "mark of the test rows (default: test)")
    private @Nullable String test;

    @Option(
            names = "--test-from",
            paramLabel = "DAY",
            description = "first day of the test (default: that which leaves the plan's share of the rows)")
    private @Nullable LocalDate testFrom;

    @Option(
            names = "--group",
            paramLabel = "COLUMN",
            description = "rows of one value stay on one side, such as those of one customer")
    private @Nullable String group;

    @Option(names = "--slice", paramLabel = "COLUMN", description = "the card shows the metrics of each of its values")
    private @Nullable String slice;

    @Option(
            names = "--special",
            split = ",",
            paramLabel = "NUMBER",
            description = "special values, such as -7,-8,-9, each of which is kept apart from the numbers")
    private List<Double> special = List.of();

    @Option(
            names = "--missing",
            split = ",",
            paramLabel = "WORD",
            description = "words in CSV that mean a missing value (default: NA,NaN,nan,null,NULL)")
    private Set<String> missing = Set.of("NA", "NaN", "nan", "null", "NULL");

    @Option(
            names = "--category",
            split = ",",
            paramLabel = "COLUMN",
            description = "columns of numbers that name a category")
    private Set<String> categories = Set.of();

    @Option(names = "--out-columns", split = ",", paramLabel = "COLUMN", description = "columns to leave out")
    private Set<String> out = Set.of();

    @Option(
            names = "--keep",
            split = ",",
            paramLabel = "COLUMN",
            description = "read these columns although their names describe a person, such as age")
    private Set<String> keep = Set.of();

    @Option(
            names = "--rising",
            split = ",",
            paramLabel = "COLUMN",
            description = "columns with which the chance must not fall")
    private Set<String> rising = Set.of();

    @Option(
            names = "--falling",
            split = ",",
            paramLabel = "COLUMN",
            description = "columns with which the chance must not rise")
    private Set<String> falling = Set.of();

    /// Reads the table.
    ///
    /// @throws org.solvens.problem.Problem `TABLE-FILE` if it cannot be read
    public TableFile file() {
        return TableFile.read(table, missing);
    }

    /// What the analyst says of the table.
    public TableSpec spec() {
        return new TableSpec(
                target, good, split, test, testFrom, group, slice, special, categories, out, keep, rising, falling);
    }
}
