package org.solvens.reports;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;

/// A table as a workbook of Office Open XML: a sheet with the table, whose numbers are numbers and whose texts are
/// texts
/// and never formulas, and a sheet that states what was chosen and how the figures are defined.
final class Spreadsheet {
    /// The name of the program in the file, with a version as the format asks for it.
    private static final String PROGRAM = "Solvens";

    private static final String VERSION = "1.0";

    private Spreadsheet() {}

    /// @param about lines of the second sheet, each a name and its text
    static byte[] of(Grid grid, String about, List<List<String>> lines) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (Workbook book = new Workbook(out, PROGRAM, VERSION)) {
            table(book.newWorksheet(grid.id()), grid);
            Worksheet second = book.newWorksheet(about);
            for (int row = 0; row < lines.size(); row++) {
                for (int column = 0; column < lines.get(row).size(); column++) {
                    second.value(row, column, lines.get(row).get(column));
                }
                second.style(row, 0).bold().set();
            }
            second.width(0, 34);
            second.width(1, 110);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private static void table(Worksheet sheet, Grid grid) {
        for (int column = 0; column < grid.columns().size(); column++) {
            Grid.Column head = grid.columns().get(column);
            sheet.value(0, column, head.unit() == null ? head.title() : head.title() + " (" + head.unit() + ")");
            sheet.style(0, column).bold().wrapText(true).set();
            sheet.width(column, column == 0 ? 28 : 16);
        }
        for (int row = 0; row < grid.rows().size(); row++) {
            List<Value> values = grid.rows().get(row);
            for (int column = 0; column < values.size(); column++) {
                put(sheet, row + 1, column, values.get(column));
            }
        }
        sheet.freezePane(1, 1);
    }

    private static void put(Worksheet sheet, int row, int column, Value value) {
        switch (value.raw()) {
            case null -> {}
            case LocalDate day -> {
                sheet.value(row, column, day);
                sheet.style(row, column)
                        .format(value.kind() == Value.Kind.MONTH ? "mmm yyyy" : "yyyy-mm-dd")
                        .set();
            }
            case BigDecimal amount -> {
                sheet.value(row, column, amount);
                sheet.style(row, column).format("#,##0.00").set();
            }
            case Long count -> {
                sheet.value(row, column, count);
                sheet.style(row, column).format("#,##0").set();
            }
            case Double number -> {
                // A difference of shares is in percentage points, as on the page.
                boolean points = value.kind() == Value.Kind.POINTS;
                sheet.value(row, column, points ? (Double) (number * 100) : number);
                sheet.style(row, column)
                        .format(
                                points
                                        ? "+0.00;-0.00;0.00"
                                        : switch (value.kind()) {
                                            case RATIO -> "0.00";
                                            case THOUSANDTHS -> "0.000";
                                            default -> "0.0%";
                                        })
                        .set();
            }
            default -> sheet.value(row, column, value.raw().toString());
        }
        if (value.mark() == Value.Mark.IMMATURE) {
            sheet.style(row, column).italic().set();
        }
    }
}
