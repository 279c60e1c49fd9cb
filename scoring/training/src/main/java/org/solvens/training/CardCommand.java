package org.solvens.training;

import java.util.List;
import org.solvens.registry.RoleEntry;
import org.solvens.training.report.CardRoles;
import picocli.CommandLine.Command;

/// Prints a model's card.
@Command(
        name = "card",
        sortOptions = false,
        header = "Print a model's card as HTML.",
        description = "Prints a model's card as HTML, with the roles that it has had since and who approved them.",
        footer = {"", "Example:", "  ./solvens models card 0123456789abcdef --lake lake > card.html"})
final class CardCommand extends ModelCommand {
    @Override
    public Integer call() {
        List<RoleEntry> roles = registry().entries().stream()
                .filter(entry -> model().equals(entry.model()))
                .toList();
        out().print(CardRoles.added(registry().card(model()), roles));
        return 0;
    }
}
