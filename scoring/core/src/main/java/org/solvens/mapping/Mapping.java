package org.solvens.mapping;

import java.io.Serializable;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;
import org.solvens.config.StrictYaml;
import org.solvens.feed.Feed;
import org.solvens.feed.FeedContract;
import org.solvens.problem.Problem;
import org.solvens.source.CsvLines;

/// How somebody else's columns become feeds: a YAML file that names source files, and for each row the
/// records to make of it.
///
/// @param mapping name
/// @param version raised by who changes it
/// @param plan training plan for this data, relative to the mapping file; null for the default
/// @param sources kinds of files; the first whose pattern matches a file's name reads it
public record Mapping(String mapping, int version, @Nullable String plan, List<Source> sources)
        implements Serializable {
    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    public Mapping {
        require(mapping != null && !mapping.isBlank(), "mapping: a name is needed");
        require(sources != null && !sources.isEmpty(), "sources: at least one is needed");
        sources = List.copyOf(sources);
    }

    /// Files of one kind.
    ///
    /// @param files glob on the file's name, such as `invoices-*.csv`
    /// @param format of the files
    /// @param separator one character between CSV fields; null for a comma
    /// @param encoding of CSV text; null for UTF-8
    /// @param columns names for expressions of columns whose own headers are no names, such as
    ///     `due: Due Date`; other columns go by their headers
    /// @param zone time zone of times without offset and of days; null for UTC
    /// @param let names for expressions, evaluated once a row, each may use those before it
    /// @param where rows for which it is not true are passed over; null for all
    /// @param records the records that a row gives
    public record Source(
            String files,
            Format format,
            @Nullable String separator,
            @Nullable String encoding,
            @Nullable String zone,
            Map<String, String> columns,
            Map<String, String> let,
            @Nullable String where,
            List<RecordRule> records)
            implements Serializable {
        public Source {
            require(files != null, "files: a pattern of file names is needed");
            require(format != null, "format: csv, avro or parquet");
            require(separator == null || separator.length() == 1, "separator must be one character");
            require(
                    separator == null || CsvLines.separates(separator.charAt(0)),
                    "separator must be neither a quote nor a line end");
            require(encoding == null || known(encoding), "encoding '" + encoding + "' is not known");
            require(
                    encoding == null || CsvLines.splits(Charset.forName(encoding)),
                    "encoding '" + encoding + "' is not one in which lines can be found; convert the file to UTF-8");
            require(zone == null || ZoneId.getAvailableZoneIds().contains(zone), "zone '" + zone + "' is not known");
            matcher(files);
            columns = complete("columns", columns);
            let = complete("let", let);
            for (String name : columns.keySet()) {
                require(NAME.matcher(name).matches(), "columns: '" + name + "' is not a name");
            }
            require(columns.size() == Set.copyOf(columns.values()).size(), "columns: a header stands for two names");
            for (String name : let.keySet()) {
                require(NAME.matcher(name).matches(), "let: '" + name + "' is not a name");
            }
            require(records != null && !records.isEmpty(), "records: at least one is needed");
            records = List.copyOf(records);
        }

        public char separatorOrComma() {
            return separator == null ? ',' : separator.charAt(0);
        }

        public Charset charset() {
            return encoding == null ? StandardCharsets.UTF_8 : Charset.forName(encoding);
        }

        public ZoneId zoneId() {
            return ZoneId.of(zone == null ? "UTC" : zone);
        }

        /// Whether the source reads a file of that name.
        public boolean reads(String fileName) {
            return matcher(files).matches(Path.of(fileName));
        }

        private static PathMatcher matcher(String files) {
            try {
                return FileSystems.getDefault().getPathMatcher("glob:" + files);
            } catch (PatternSyntaxException e) {
                throw new IllegalArgumentException("files: '" + files + "' is not a pattern", e);
            }
        }

        private static boolean known(String encoding) {
            try {
                return Charset.isSupported(encoding);
            } catch (IllegalCharsetNameException e) {
                return false;
            }
        }
    }

    /// Formats of source files.
    public enum Format {
        CSV,
        AVRO,
        PARQUET
    }

    /// A record that a row may give.
    ///
    /// @param feed label of the feed
    /// @param when the row gives it only where this is true; null for always
    /// @param fields an expression for each field; a field left out is missing
    public record RecordRule(String feed, @Nullable String when, Map<String, String> fields) implements Serializable {
        public RecordRule {
            Feed known = feed == null ? null : Feed.ofLabel(feed.toLowerCase(Locale.ROOT));
            require(known != null, "feed '" + feed + "' is none of " + labels());
            FeedContract contract = FeedContract.of(known);
            require(fields != null, "fields are needed");
            List<String> names =
                    contract.fields().stream().map(FeedContract.Field::name).toList();
            for (String field : fields.keySet()) {
                require(
                        contract.has(field),
                        feed + " has no field '" + field + "'; its fields are " + String.join(", ", names));
            }
            for (FeedContract.Field field : contract.fields()) {
                require(
                        field.nullable() || fields.containsKey(field.name()),
                        feed + " needs the field '" + field.name() + "'");
            }
            fields = complete(feed, fields);
        }

        public Feed target() {
            return Feed.valueOf(feed.toUpperCase(Locale.ROOT));
        }
    }

    /// Reads a mapping, and tries every expression for its grammar and its functions.
    ///
    /// @throws Problem MAPPING or MAPPING-EXPRESSION naming the file and the place
    public static Mapping read(Path file) {
        Mapping mapping = StrictYaml.read(file, Mapping.class, "MAPPING");
        for (Source source : mapping.sources) {
            new RowMapper(source, file.toString());
        }
        return mapping;
    }

    /// The source that reads a file.
    ///
    /// @throws Problem MAPPING-FILE where none does
    public Source sourceOf(String fileName) {
        List<String> patterns = new ArrayList<>();
        for (Source source : sources) {
            if (source.reads(fileName)) {
                return source;
            }
            patterns.add(source.files());
        }
        throw new Problem(
                "MAPPING-FILE",
                fileName,
                "the mapping '" + mapping + "' reads no file of this name",
                "its patterns are " + String.join(", ", patterns),
                "name the file so that a pattern matches, or add a source to the mapping");
    }

    private static Map<String, String> complete(String place, @Nullable Map<String, String> entries) {
        if (entries == null) {
            return Map.of();
        }
        entries.forEach((name, text) -> require(text != null, place + ": nothing stands after '" + name + "'"));
        return Collections.unmodifiableMap(new LinkedHashMap<>(entries));
    }

    private static String labels() {
        List<String> labels = new ArrayList<>();
        for (Feed feed : Feed.values()) {
            labels.add(feed.label());
        }
        return String.join(", ", labels);
    }

    private static void require(boolean condition, String message) {
        if (!condition) {
            throw new IllegalArgumentException(message);
        }
    }
}
