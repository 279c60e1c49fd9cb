package org.solvens.api;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.solvens.lake.DeltaTable;
import org.solvens.lake.DeltaTable.Commit;
import org.solvens.lake.DeltaTable.Filter;
import org.solvens.report.QuarantineRow;
import org.solvens.table.Shared;
import org.solvens.table.TableContract;

/// The rows that ingest refused, without their content.
///
/// For each feed, file and code it keeps the count and the first {@link #MOST_ROWS} rows. No answer has more
/// rows, so every choice of feed, file and code is answered as if all rows were kept.
final class QuarantineTable {
    /// Rows of an answer by default.
    static final int ROWS = 100;

    /// Rows of the longest answer.
    static final int MOST_ROWS = 1_000;

    /// The content for an absent table: no row was ever refused.
    static final QuarantineTable EMPTY = new QuarantineTable(new TreeMap<>());

    // The raw row is not read, because it may hold personal data, nor the path, because it shows folders of
    // the machine.
    private static final TableContract<Read> READ = QuarantineRow.TABLE.reading(Read.class);

    /// The code with a reason that is not served. The text is from the library for expressions, and in lakes
    /// of earlier versions it may repeat a value.
    private static final String EXPRESSION = "EXPRESSION";

    private static final Comparator<Row> ORDER = Comparator.comparing(Row::feed)
            .thenComparing(Row::file)
            .thenComparing(Row::content)
            .thenComparingLong(Row::line)
            .thenComparing(Row::code)
            .thenComparing(Row::reason, Comparator.nullsFirst(Comparator.naturalOrder()));

    private final Map<Place, Refused> byPlace;

    private QuarantineTable(Map<Place, Refused> byPlace) {
        this.byPlace = byPlace;
    }

    /// A refused row.
    ///
    /// @param file its name, without its folder
    /// @param content SHA-256 of the file, in hexadecimal digits: it distinguishes files with the same name
    /// @param reason null if it might repeat a value of the row
    record Row(
            String feed,
            String file,
            String content,
            long line,
            String code,
            @Nullable String reason) {}

    private record Read(String feed, String file, String content, long line, String code, String reason) {}

    /// How many rows of a file were refused for one reason.
    record Total(String feed, String file, String code, long rows) {}

    /// The answer to one choice.
    ///
    /// @param total rows that match, listed or not
    /// @param limit rows that are listed at most
    record Report(long total, int limit, List<Total> totals, List<Row> rows) {}

    private record Place(String feed, String file, String code) implements Comparable<Place> {
        private static final Comparator<Place> ORDER =
                Comparator.comparing(Place::feed).thenComparing(Place::file).thenComparing(Place::code);

        @Override
        public int compareTo(Place other) {
            return ORDER.compare(this, other);
        }

        private boolean matches(@Nullable String wantedFeed, @Nullable String wantedFile, @Nullable String wantedCode) {
            return matches(wantedFeed, feed) && matches(wantedFile, file) && matches(wantedCode, code);
        }

        private static boolean matches(@Nullable String wanted, String value) {
            return wanted == null || wanted.equals(value);
        }
    }

    /// The rows of one place.
    private static final class Refused {
        private final PriorityQueue<Row> lastFirst = new PriorityQueue<>(ORDER.reversed());
        private long count;

        private void add(Row row) {
            count++;
            lastFirst.add(row);
            if (lastFirst.size() > MOST_ROWS) {
                lastFirst.remove();
            }
        }
    }

    /// Reads the whole table.
    static Optional<QuarantineTable> read(DeltaTable table, Commit commit) {
        Map<Place, Refused> byPlace = new TreeMap<>();
        // Names, hashes and reasons are few and repeat in every row.
        Shared shared = new Shared();
        table.scan(READ.names(), Filter.all(), found -> {
            Read read = READ.row(found, shared);
            Row row = new Row(
                    read.feed(),
                    read.file(),
                    read.content(),
                    read.line(),
                    read.code(),
                    read.code().equals(EXPRESSION) ? null : read.reason());
            byPlace.computeIfAbsent(new Place(row.feed(), row.file(), row.code()), _ -> new Refused())
                    .add(row);
        });
        return Optional.of(new QuarantineTable(byPlace));
    }

    /// @param feed null for every feed
    /// @param file name of a file; null for every file
    /// @param code null for every code
    /// @param limit rows to list at most, up to {@link #MOST_ROWS}
    Report report(@Nullable String feed, @Nullable String file, @Nullable String code, int limit) {
        List<Total> totals = new ArrayList<>();
        List<Row> rows = new ArrayList<>();
        long total = 0;
        Place last = null;
        for (Map.Entry<Place, Refused> each : byPlace.entrySet()) {
            Place place = each.getKey();
            if (place.matches(feed, file, code)) {
                long count = each.getValue().count;
                total += count;
                totals.add(new Total(place.feed(), place.file(), place.code(), count));
                // Places are in the order of feed and file: once there are enough rows, later files are
                // skipped.
                boolean sameFile = last != null
                        && last.feed().equals(place.feed())
                        && last.file().equals(place.file());
                if (sameFile || rows.size() < limit) {
                    rows.addAll(each.getValue().lastFirst);
                    last = place;
                }
            }
        }
        rows.sort(ORDER);
        return new Report(total, limit, totals, List.copyOf(rows.subList(0, Math.min(limit, rows.size()))));
    }

    /// The number of rows that a request asks for.
    ///
    /// @param text null for the usual number
    /// @throws ApiProblem 400 if it is not a whole number from 1 to {@link #MOST_ROWS}
    static int limit(@Nullable String text) {
        if (text == null) {
            return ROWS;
        }
        if (!text.matches("[0-9]{1,4}") || Integer.parseInt(text) < 1 || Integer.parseInt(text) > MOST_ROWS) {
            throw ApiProblem.badRequest("REPORT-LIMIT", "The limit is a whole number from 1 to " + MOST_ROWS + ".");
        }
        return Integer.parseInt(text);
    }
}
