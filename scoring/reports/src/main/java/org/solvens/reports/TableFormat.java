package org.solvens.reports;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// Formats in which a table can be had.
public enum TableFormat {
    /// Comma-separated values (RFC 4180).
    CSV("CSV"),
    /// A workbook of Office Open XML.
    XLSX("Excel"),
    PARQUET("Parquet"),
    /// A stream of Arrow IPC.
    ARROW("Arrow");

    private final String title;

    TableFormat(String title) {
        this.title = title;
    }

    /// As links name it.
    String title() {
        return title;
    }

    /// The name in addresses and files, such as `csv`.
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// The format of a label.
    public static Optional<TableFormat> of(String label) {
        return Arrays.stream(values())
                .filter(format -> format.label().equals(label))
                .findFirst();
    }
}
