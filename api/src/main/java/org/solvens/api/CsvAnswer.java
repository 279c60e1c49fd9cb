package org.solvens.api;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.solvens.feature.FeatureCatalogue;
import org.solvens.scoring.ScoreRow;

/// A bulk answer as CSV (RFC 4180, UTF-8): the columns of the Arrow answer, a header line, and one line a case.
/// A list is its elements separated by blanks, `null` for a missing one; any other missing value is empty.
///
/// The last line is `# end`, without which the answer is incomplete.
final class CsvAnswer {
    static final String MEDIA_TYPE = "text/csv";

    private static final int FLUSH_ROWS = 1_000;

    private CsvAnswer() {}

    /// Writes decisions.
    ///
    /// @param progress is run now and then, whenever some lines were sent
    /// @param out stays open
    static void write(
            List<Decided> decisions, FeatureCatalogue catalogue, Caller caller, Runnable progress, OutputStream out)
            throws IOException {
        Writer csv = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
        csv.write(String.join(",", ScoreRow.TABLE.names()));
        csv.write("," + Decided.ID_COLUMN + ",basis,known_before,scored_at\r\n");
        int rows = 0;
        for (Decided decided : decisions) {
            for (Object value : ScoreRow.TABLE.values(caller.shown(decided.row(), catalogue))) {
                csv.write(text(value));
                csv.write(',');
            }
            csv.write(text(decided.id()) + ',' + decided.basis().label() + ',' + decided.knownBefore() + ','
                    + decided.scoredAt() + "\r\n");
            rows++;
            if (rows % FLUSH_ROWS == 0) {
                csv.flush();
                progress.run();
            }
        }
        csv.write("# end\r\n");
        csv.flush();
    }

    private static String text(@Nullable Object value) {
        String text = switch (value) {
            case null -> "";
            case Double number -> number.isNaN() ? "" : String.valueOf(Rounded.of(number));
            case BigDecimal amount -> amount.toPlainString();
            case List<?> elements ->
                elements.stream()
                        .map(each -> each == null ? "null" : text(each))
                        .collect(Collectors.joining(" "));
            default -> value.toString();
        };
        return text.chars().anyMatch(c -> c == ',' || c == '"' || c == '\r' || c == '\n')
                ? '"' + text.replace("\"", "\"\"") + '"'
                : text;
    }
}
