package org.solvens.ingest;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;
import org.solvens.feed.Feed;
import org.solvens.mapping.Mapping.Format;

/// One file to ingest.
///
/// @param path for Hadoop: a local path or a URL
/// @param format of the file
/// @param feed with the columns of the file; null if a mapping makes records from it
public record InputFile(
        String path, Format format, @Nullable Feed feed) implements Serializable {
    /// The last part of the path: the name in the quarantine and in error messages.
    public String name() {
        return name(path);
    }

    /// Like {@link #name()}, for a path.
    static String name(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }
}
