package org.solvens.api;

import org.solvens.command.Benchmarks;
import org.solvens.command.Leaf;
import org.solvens.feature.FeatureCatalogue;
import org.solvens.problem.Exit;
import org.solvens.reference.CatalogueCommand;
import org.solvens.reference.TablesCommand;
import org.solvens.settings.Settings;
import org.solvens.store.AuditCommand;
import org.solvens.store.KeyCommand;
import org.solvens.store.StoreCommand;
import org.solvens.store.WebhookCommand;
import picocli.CommandLine;

/// The commands that need neither Spark nor a trainer.
public final class ApiMain implements Leaf {
    /// Starts a command and ends the process as {@link Exit} says.
    public static void main(String... args) {
        Leaf.start(new ApiMain(), args);
    }

    @Override
    public CommandLine commands(Settings settings) {
        return Leaf.root(
                settings,
                new Serve(),
                new StoreCommand(),
                new KeyCommand(),
                new WebhookCommand(),
                new AuditCommand(),
                new CatalogueCommand(FeatureCatalogue.standard(settings.otherCases())),
                new TablesCommand(),
                new CommandLine(new Benchmarks()).addSubcommand(new ApiBench()));
    }
}
