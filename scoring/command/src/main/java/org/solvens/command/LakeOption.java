package org.solvens.command;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.solvens.settings.Settings;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// Which lake a command works on. A leaf that knows lakes opens it by the place and the settings.
public final class LakeOption {
    @Spec(Spec.Target.MIXEE)
    private @Nullable CommandSpec command;

    @Option(names = "--lake", paramLabel = "DIR", defaultValue = "./lake", description = "the lake (default: ./lake)")
    private String place = "./lake";

    /// The folder or URL, as given.
    public String place() {
        return place;
    }

    /// The settings that the command was started with.
    public Settings settings() {
        return Leaf.settings(Objects.requireNonNull(command));
    }
}
