package org.solvens.reports;

import java.util.List;
import org.solvens.page.Address;

/// Where pages are read, and so how they link to each other.
public enum Place {
    /// From the server, which answers every view.
    SERVER,
    /// The same, by a reader who may look up cases: numbers lead to the cases that they count.
    SERVER_WITH_CASES,
    /// As files in one folder, each with one view.
    FILES;

    boolean served() {
        return this != FILES;
    }

    Address page(ReportName name, View view) {
        return new Address(
                switch (this) {
                    case SERVER, SERVER_WITH_CASES -> "/reports/" + name.label() + "?" + view.query();
                    case FILES -> file(name, view);
                });
    }

    /// The formats of a table that can be reached from here.
    List<TableFormat> formats() {
        return switch (this) {
            case SERVER, SERVER_WITH_CASES -> List.of(TableFormat.values());
            case FILES -> List.of(TableFormat.CSV, TableFormat.XLSX);
        };
    }

    /// The address of a table in a format.
    Address table(ReportName name, View view, String table, TableFormat format) {
        return new Address(
                switch (this) {
                    case SERVER, SERVER_WITH_CASES ->
                        "/v1/reports/" + name.label() + "?" + view.query() + "&table=" + table + "&format="
                                + format.label();
                    case FILES -> file(name, view, table, format);
                });
    }

    static String file(ReportName name, View view) {
        return name.label() + "-" + view.currency() + ".html";
    }

    static String file(ReportName name, View view, String table, TableFormat format) {
        return name.label() + "-" + view.currency() + "-" + table + "." + format.label();
    }
}
