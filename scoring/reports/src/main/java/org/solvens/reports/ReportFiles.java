package org.solvens.reports;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.solvens.model.Language;
import org.solvens.problem.Problem;

/// Writes all reports as files that open from a folder or a mail: one page a report and currency, complete in itself,
/// and its tables as CSV and as workbooks.
public final class ReportFiles {
    private ReportFiles() {}

    /// Writes the files; those that are there already are replaced. A page is moved into place when it is whole.
    ///
    /// @param folder is made if it does not exist
    /// @param paper prints each page as PDF too; null for none
    /// @return the pages, the first one to open first
    /// @throws Problem REPORT-OUT if the folder cannot be written to, REPORT-BROWSER if a page cannot be printed
    public static List<Path> write(ReportData data, Language language, Path folder, @Nullable Paper paper) {
        List<Path> pages = new ArrayList<>();
        try {
            Files.createDirectories(folder);
            View view = View.whole(language);
            for (String currency : Report.of(ReportName.TODAY, data, view).currencies()) {
                for (ReportName name : ReportName.of(data)) {
                    Report report = Report.of(name, data, view.in(currency));
                    Path page = folder.resolve(Place.file(name, report.view()));
                    write(page, report.html(Place.FILES));
                    pages.add(page);
                    if (paper != null) {
                        paper.print(page);
                    }
                    for (Grid table : report.tables()) {
                        write(
                                folder.resolve(Place.file(name, report.view(), table.id(), TableFormat.CSV)),
                                report.csv(table.id()));
                        write(
                                folder.resolve(Place.file(name, report.view(), table.id(), TableFormat.XLSX)),
                                report.xlsx(table.id()));
                    }
                }
            }
        } catch (IOException | UncheckedIOException e) {
            throw new Problem(
                    "REPORT-OUT",
                    folder.toString(),
                    "the reports cannot be written into this folder",
                    String.valueOf(e.getMessage()),
                    "name a folder that can be written to",
                    e);
        }
        return pages;
    }

    private static void write(Path file, String text) throws IOException {
        write(file, text.getBytes(StandardCharsets.UTF_8));
    }

    private static void write(Path file, byte[] bytes) throws IOException {
        Path whole = file.resolveSibling(file.getFileName() + ".part");
        Files.write(whole, bytes);
        Files.move(
                whole,
                file,
                java.nio.file.StandardCopyOption.REPLACE_EXISTING,
                java.nio.file.StandardCopyOption.ATOMIC_MOVE);
    }
}
