package org.solvens.store;

import java.io.PrintWriter;
import java.time.Clock;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.solvens.command.LakeOption;
import org.solvens.command.Leaf;
import org.solvens.intake.StoreAddress;
import org.solvens.lake.Lake;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// What the commands on the operational store share.
abstract class OnStore {
    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private LakeOption lake = new LakeOption();

    @Option(
            names = "--store",
            paramLabel = "URL",
            description = "the operational store: jdbc:postgresql://HOST/DATABASE, or jdbc:h2:file:PATH"
                    + " (default: a file in the lake)")
    private @Nullable String store;

    /// The address of the store.
    StoreAddress address() {
        return StoreAddress.of(store, new Lake(lake.place(), lake.settings()).root());
    }

    /// The store, which must exist.
    Store existing() {
        return Store.existing(address(), Clock.systemUTC());
    }

    /// The store, made if it does not exist.
    Store open() {
        return Store.open(address(), Clock.systemUTC());
    }

    PrintWriter out() {
        return Objects.requireNonNull(spec).commandLine().getOut();
    }

    PrintWriter err() {
        return Objects.requireNonNull(spec).commandLine().getErr();
    }

    /// The name of the operating system's user, or another one that was given.
    String user(@Nullable String given) {
        String user = Leaf.settings(Objects.requireNonNull(spec)).user();
        return given != null ? given : user.isEmpty() ? "unknown" : user;
    }
}
