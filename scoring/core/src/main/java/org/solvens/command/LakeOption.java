package org.solvens.command;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.solvens.lake.Lake;
import org.solvens.settings.Settings;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// Which lake a command works on.
public final class LakeOption {
    @Spec(Spec.Target.MIXEE)
    private @Nullable CommandSpec command;

    @Option(names = "--lake", paramLabel = "DIR", defaultValue = "./lake", description = "the lake (default: ./lake)")
    private String place = "./lake";

    /// The folder or URL, as given.
    public String place() {
        return place;
    }

    /// The lake, whether it is there or not.
    public Lake lake() {
        return new Lake(place, settings());
    }

    /// The lake, which must be there.
    public Lake existing() {
        return Lake.existing(place, settings());
    }

    /// The lake, or a place where one can be made.
    public Lake toWrite() {
        return Lake.toWrite(place, settings());
    }

    private Settings settings() {
        return Leaf.settings(Objects.requireNonNull(command));
    }
}
