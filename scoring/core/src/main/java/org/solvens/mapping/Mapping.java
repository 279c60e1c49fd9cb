package org.solvens.mapping;

import java.io.Serializable;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.solvens.config.StrictYaml;
import org.solvens.feed.Feed;
import org.solvens.feed.FeedContract;
import org.solvens.problem.Problem;

/// How somebody else's columns become feeds: a YAML file that names source files, and for each row the
/// records to make of it.
///
/// @param mapping name
/// @param version raised by who changes it
/// @param plan training plan for this data, relative to the mapping file; null for the default
/// @param sources kinds of files; the first whose pattern matches a file's name reads it
public record Mapping(String mapping, int version, @Nullable String plan, List<Source> sources)
        implements Serializable {
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
            Map<String, String> let,
            @Nullable String where,
            List<RecordRule> records)
            implements Serializable {
        public Source {
            require(files != null, "files: a pattern of file names is needed");
            require(format != null, "format: csv, avro or parquet");
            require(separator == null || separator.length() == 1, "separator must be one character");
            require(encoding == null || Charset.isSupported(encoding), "encoding '" + encoding + "' is not known");
            require(zone == null || ZoneId.getAvailableZoneIds().contains(zone), "zone '" + zone + "' is not known");
            let = let == null ? Map.of() : java.util.Collections.unmodifiableMap(new LinkedHashMap<>(let));
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
            return FileSystems.getDefault().getPathMatcher("glob:" + files).matches(Path.of(fileName));
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
            fields = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(fields));
        }

        public Feed target() {
            return Feed.valueOf(feed.toUpperCase(Locale.ROOT));
        }
    }

    /// Reads a mapping, and tries every expression for its grammar.
    ///
    /// @throws Problem MAPPING naming the place
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
