package org.solvens.training.table;

import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What was made of a table: which columns models may read and how, and which rows train and test. It is kept
/// with each model that was trained on the table.
///
/// @param file name
/// @param sha256 of the file
/// @param target column of the outcome
/// @param good its value that is the good outcome
/// @param split how rows were divided, in words
/// @param testFrom first day of the test; null where the table is not split by time
/// @param trainRows rows that fit and calibrate
/// @param testRows rows that test
/// @param special values that are kept apart, as declared
/// @param columns that models may read
/// @param leftOut columns that they may not
public record TableFrame(
        String file,
        String sha256,
        String target,
        String good,
        String split,
        @Nullable LocalDate testFrom,
        int trainRows,
        int testRows,
        List<Double> special,
        List<TableColumn> columns,
        List<LeftOut> leftOut) {

    /// A column that models may not read.
    public record LeftOut(String column, String reason) {}
}
