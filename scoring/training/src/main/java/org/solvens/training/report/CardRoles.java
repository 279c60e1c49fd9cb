package org.solvens.training.report;

import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.solvens.page.PageTable;
import org.solvens.page.PageTemplate;
import org.solvens.registry.RoleEntry;

/// The roles that a model has had, added to its card. The card itself is written before
/// anybody approves the model, and never changes.
public final class CardRoles {
    private static final PageTemplate TEMPLATE = PageTemplate.of(CardRoles.class, "card-roles.mustache");
    private static final String END = "</main>";

    private CardRoles() {}

    /// The section as the template takes it.
    private record Section(PageTable table) {}

    /// The card with a table of the roles at its end.
    ///
    /// @param roles of the model, in the order of the role book
    public static String added(String card, List<RoleEntry> roles) {
        if (roles.isEmpty()) {
            return card;
        }
        PageTable table = PageTable.of(
                "What was decided on this model",
                List.of("when", "what", "who", "approved by", "reason", "although the gate refused it"),
                roles.stream()
                        .map(entry -> List.of(
                                entry.at().truncatedTo(ChronoUnit.SECONDS).toString(),
                                entry.action().name().toLowerCase(Locale.ROOT),
                                entry.who(),
                                text(entry.approvedBy()),
                                entry.reason(),
                                text(entry.override())))
                        .toList());
        int end = card.lastIndexOf(END);
        return card.substring(0, end) + TEMPLATE.with(new Section(table)) + card.substring(end);
    }

    private static String text(@Nullable String text) {
        return text == null ? "" : text;
    }
}
