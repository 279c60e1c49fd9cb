package org.solvens.ingest;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;
import org.solvens.feed.Feed;
import org.solvens.mapping.Mapping.Format;

/// One file to ingest.
///
/// @param path as Hadoop opens it: a local path or a URL
/// @param format of the file
/// @param feed whose columns it has; null where a mapping makes records of it
public record InputFile(
        String path, Format format, @Nullable Feed feed) implements Serializable {
    /// The last part of the path: what the quarantine and error messages call it.
    public String name() {
        return name(path);
    }

    /// As {@link #name()}, of a path.
    static String name(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }
}
