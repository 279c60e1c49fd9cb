package org.solvens.command;

import org.solvens.lake.Lake;
import picocli.CommandLine.Option;

/// Which lake a command works on.
public final class LakeOption {
    @Option(names = "--lake", paramLabel = "DIR", defaultValue = "./lake", description = "the lake (default: ./lake)")
    private String place = "./lake";

    /// The folder or URL, as given.
    public String place() {
        return place;
    }

    /// The lake, whether it is there or not.
    public Lake lake() {
        return new Lake(place);
    }
}
