package org.solvens.reports;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a page shows, apart from how.
///
/// @param title of the page
/// @param lead a sentence under the title
/// @param tiles the figures that come first
/// @param sections from top to bottom
public record Page(String title, String lead, List<Tile> tiles, List<Section> sections) {
    /// A figure of its own.
    ///
    /// @param label what it is
    /// @param value written in the language
    /// @param note under it, such as what it compares with; null for none
    public record Tile(String label, String value, @Nullable String note) {}

    /// A part of a page.
    ///
    /// @param note a sentence under the heading; null for none
    /// @param charts drawings of the grid
    /// @param grid the numbers; null for none
    /// @param metrics labels of the metrics that are defined with it
    public record Section(
            String title,
            @Nullable String note,
            List<Drawing> charts,
            @Nullable Grid grid,
            List<String> metrics) {}
}
