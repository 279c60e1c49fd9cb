package org.solvens.training;

import picocli.CommandLine.Command;

/// Prints a model's card.
@Command(
        name = "card",
        sortOptions = false,
        header = "Print a model's card as HTML.",
        description = "Prints a model's card as HTML.",
        footer = {"", "Example:", "  ./solvens models card 0123456789abcdef --lake lake > card.html"})
final class CardCommand extends ModelCommand {
    @Override
    public Integer call() {
        out().print(registry().card(model()));
        return 0;
    }
}
