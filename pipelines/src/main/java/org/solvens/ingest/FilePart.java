package org.solvens.ingest;

import java.io.Serializable;

/// The part of a file that one task reads.
///
/// @param head bytes at the beginning of the file that are read before those of the part: the header of CSV or
///     Avro; 0 for Parquet, and for a part that begins with the file
/// @param headLines how many lines the head has; 0 but for CSV
/// @param begin first byte of the part: of a line, a block or a row group
/// @param end the byte after the last; `Long.MAX_VALUE` for the end of the file
/// @param before lines of CSV, records otherwise, that come before the part
record FilePart(InputFile file, long head, int headLines, long begin, long end, long before) implements Serializable {
    /// A file that is read by one task.
    static FilePart whole(InputFile file) {
        return new FilePart(file, 0, 0, 0, Long.MAX_VALUE, 0);
    }

    /// The same part, which ends sooner.
    FilePart until(long earlier) {
        return new FilePart(file, head, headLines, begin, earlier, before);
    }

    /// Whether it is the whole file.
    boolean isWhole() {
        return begin == 0 && end == Long.MAX_VALUE;
    }
}
