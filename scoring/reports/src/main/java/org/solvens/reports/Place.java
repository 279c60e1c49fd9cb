package org.solvens.reports;

import org.solvens.page.Address;

/// Where pages are read, and so how they link to each other.
public enum Place {
    /// From the server, which answers every view.
    SERVER,
    /// As files in one folder, each with one view.
    FILES;

    Address page(ReportName name, View view) {
        return new Address(
                switch (this) {
                    case SERVER -> "/reports/" + name.label() + "?" + view.query();
                    case FILES -> file(name, view);
                });
    }

    /// The address of a table as CSV.
    Address csv(ReportName name, View view, String table) {
        return new Address(
                switch (this) {
                    case SERVER ->
                        "/v1/reports/" + name.label() + "?" + view.query() + "&table=" + table + "&format=csv";
                    case FILES -> csvFile(name, view, table);
                });
    }

    static String file(ReportName name, View view) {
        return name.label() + "-" + view.currency() + ".html";
    }

    static String csvFile(ReportName name, View view, String table) {
        return name.label() + "-" + view.currency() + "-" + table + ".csv";
    }
}
