package org.solvens.ingest;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.solvens.feed.Feed;
import org.solvens.lake.DataFile;

/// A feed to ingest, with the results of the first reading.
///
/// @param parts of the files, in their order
/// @param rowsOfFiles by the path of the file
/// @param repeats whether some version of a record comes more than once
/// @param moves whether versions of one record name different owners
/// @param takenBack reversals and refunds among the payments
/// @param staged the files with the accepted records, ready to become part of the table; null if the records must be
///     judged one by one
/// @param first earliest known_at among the accepted; null if there is none
record Incoming(
        Feed feed,
        List<FilePart> parts,
        Map<String, Long> rowsOfFiles,
        long rows,
        long accepted,
        boolean repeats,
        boolean moves,
        FileCounts.TakenBack takenBack,
        @Nullable List<DataFile> staged,
        @Nullable Instant first,
        @Nullable Instant last) {
    /// The files.
    List<InputFile> files() {
        return parts.stream().map(FilePart::file).distinct().toList();
    }

    static Incoming nothing(Feed feed) {
        return new Incoming(
                feed, List.of(), Map.of(), 0, 0, false, false, FileCounts.TakenBack.NOTHING, null, null, null);
    }

    /// With the records that wait, which are judged as if they arrived now. They may repeat records of the
    /// files, and name other owners.
    Incoming and(Waiting.Held held) {
        return new Incoming(
                feed,
                parts,
                rowsOfFiles,
                rows,
                accepted,
                true,
                true,
                takenBack.and(held.takenBack()),
                null,
                first == null || held.first().isBefore(first) ? held.first() : first,
                last == null || held.last().isAfter(last) ? held.last() : last);
    }
}
