package org.solvens.mapping;

import java.io.Serializable;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;
import org.solvens.config.StrictYaml;
import org.solvens.config.WrongSetting;
import org.solvens.feed.Feed;
import org.solvens.feed.FeedContract;
import org.solvens.problem.Problem;
import org.solvens.source.Blanks;
import org.solvens.source.CsvLayout;
import org.solvens.source.CsvLines;

/// Describes how columns of another system become feeds: a YAML file that names source files and the records
/// to make from each row. The language is described in `docs/mapping.md`.
///
/// @param mapping name
/// @param version raised with each change
/// @param plan training plan for this data, relative to the mapping file; null for the default
/// @param exported the day on which the data was exported. Everything is known until the end of that day, even
///     if nothing happened on the last days. A record with a later `known_at` is refused, and expressions read
///     the day as `exported`. Null if the data reaches to its newest record
/// @param accept file of quality checks that may fail on this data, relative to the mapping file; null for none
/// @param lookups tables for the function `lookup`: for each name of a table, its keys and texts
/// @param sources kinds of files; the first with a pattern that matches a file's name reads it
public record Mapping(
        String mapping,
        int version,
        @Nullable String plan,
        @Nullable LocalDate exported,
        @Nullable String accept,
        Map<String, Map<String, String>> lookups,
        List<Source> sources)
        implements Serializable {
    private static final int LONGEST_NAME = 100;
    private static final int LARGEST_VERSION = 1_000_000;
    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    public Mapping {
        require(mapping != null && !mapping.isBlank(), "mapping: a name is needed");
        WrongSetting.require(mapping.length() <= LONGEST_NAME, "mapping", "mapping: a name has at most 100 characters");
        WrongSetting.require(
                version >= 1 && version <= LARGEST_VERSION, "version", "version must be between 1 and 1000000");
        WrongSetting.require(
                exported == null || exported.getYear() >= 1900 && exported.getYear() <= 2200,
                "exported",
                "exported must be between 1900-01-01 and 2200-12-31");
        require(sources != null && !sources.isEmpty(), "sources: at least one is needed");
        sources = List.copyOf(sources);
        Map<String, Map<String, String>> tables = new LinkedHashMap<>();
        if (lookups != null) {
            lookups.forEach((name, table) -> {
                require(table != null && !table.isEmpty(), "lookups: the table '" + name + "' is empty");
                tables.put(name, trimmedKeys(name, table));
            });
        }
        lookups = Collections.unmodifiableMap(tables);
        for (Source source : sources) {
            require(
                    exported == null || !source.names().contains("exported"),
                    "'exported' is the day of export, and cannot be the name of anything else");
        }
    }

    private static Map<String, String> trimmedKeys(String name, Map<String, String> table) {
        Map<String, String> trimmed = new LinkedHashMap<>();
        complete("lookups " + name, table)
                .forEach((key, value) -> require(
                        trimmed.put(Blanks.trim(key), value) == null,
                        "lookups " + name + ": a key is given twice, apart from blanks at its ends"));
        return Collections.unmodifiableMap(trimmed);
    }

    /// Files of one kind.
    ///
    /// @param files glob on the file's name, such as `invoices-*.csv`
    /// @param format of the files
    /// @param separator one character between CSV fields; null for a comma
    /// @param encoding of CSV text; null for UTF-8
    /// @param skip lines of a CSV file before its header, empty ones counted; null for 0
    /// @param footer lines at the end of a CSV file that are not rows, empty ones not counted; null for 0
    /// @param footerFrom regular expression: the footer of a CSV file begins with the first line that starts
    ///     with a match, and has at most 100 lines; null for none
    /// @param columns names that expressions use for columns with headers that are not valid names, such as
    ///     `due: Due Date`; other columns go by their headers
    /// @param zone time zone of times without offset and of days; null for UTC
    /// @param sums names for numbers summed over the rows of one key, made in a first reading of the file
    /// @param let names for expressions, evaluated once a row, each may use those before it and the sums
    /// @param where rows for which it is not true are skipped; null for all
    /// @param records the records that a row gives
    public record Source(
            String files,
            Format format,
            @Nullable String separator,
            @Nullable String encoding,
            @Nullable String zone,
            @Nullable Integer skip,
            @Nullable Integer footer,
            @Nullable String footerFrom,
            Map<String, String> columns,
            Map<String, Sum> sums,
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
            require(
                    format == Format.CSV || skip == null && footer == null && footerFrom == null,
                    "skip, footer and footer_from are for CSV files");
            require(
                    footer == null || footerFrom == null,
                    "footer and footer_from: the end of a file is found by one of the two");
            layout(skip, footer, footerFrom);
            columns = complete("columns", columns);
            let = complete("let", let);
            sums = sums == null ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(sums));
            for (Map.Entry<String, Sum> sum : sums.entrySet()) {
                require(NAME.matcher(sum.getKey()).matches(), "sums: '" + sum.getKey() + "' is not a name");
                require(sum.getValue() != null, "sums: there is nothing after '" + sum.getKey() + "'");
                require(
                        !let.containsKey(sum.getKey()) && !columns.containsKey(sum.getKey()),
                        "sums: '" + sum.getKey() + "' is the name of something else too");
            }
            for (String name : columns.keySet()) {
                require(NAME.matcher(name).matches(), "columns: '" + name + "' is not a name");
            }
            require(columns.size() == Set.copyOf(columns.values()).size(), "columns: a header has two names");
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

        /// The feed under which a row is reported if no record can be made from it: holds if the row could
        /// have given a hold, because a refused hold protects; else the first that it could have given.
        public Feed feedOfBrokenRows() {
            return records.stream().anyMatch(rule -> rule.target() == Feed.HOLDS)
                    ? Feed.HOLDS
                    : records.getFirst().target();
        }

        public ZoneId zoneId() {
            return ZoneId.of(zone == null ? "UTC" : zone);
        }

        /// The lines of a CSV file that are not rows.
        public CsvLayout layout() {
            return layout(skip, footer, footerFrom);
        }

        private static CsvLayout layout(@Nullable Integer skip, @Nullable Integer footer, @Nullable String footerFrom) {
            return new CsvLayout(
                    skip == null ? 0 : skip,
                    footer == null ? 0 : footer,
                    footerFrom == null ? null : compiled(footerFrom));
        }

        private static Pattern compiled(String footerFrom) {
            try {
                return RegularExpression.compiled(footerFrom);
            } catch (IllegalArgumentException e) {
                throw new WrongSetting("footer_from", "footer_from: " + e.getMessage());
            }
        }

        /// The names that the source gives to values.
        private Set<String> names() {
            Set<String> names = new HashSet<>(columns.keySet());
            names.addAll(sums.keySet());
            names.addAll(let.keySet());
            return names;
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

    /// A number summed over the rows of a file that have the same key.
    ///
    /// @param of an expression for the number of a row; a row without a number adds nothing
    /// @param by an expression for the key of a row, trimmed of blanks. A row without a key is in no sum
    /// @param where only rows for which it is true count; null for all rows, including those that the source's
    ///     `where` skips
    public record Sum(String of, String by, @Nullable String where) implements Serializable {
        public Sum {
            require(of != null, "sums: of is needed, an expression for the number to sum");
            require(by != null, "sums: by is needed, an expression for the key");
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
    /// @param when the row gives the record only if this is true; null for always
    /// @param fields an expression for each field; a field left out is missing
    public record RecordRule(String feed, @Nullable String when, Map<String, String> fields) implements Serializable {
        public RecordRule {
            Feed known = feed == null ? null : Feed.ofLabel(feed.toLowerCase(Locale.ROOT));
            require(known != null, "feed '" + feed + "' is not one of " + labels());
            FeedContract contract = FeedContract.of(Objects.requireNonNull(known));
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

    /// Reads a mapping, and checks every expression: its grammar, its functions and its tables.
    ///
    /// @throws Problem MAPPING or MAPPING-EXPRESSION naming the file, the place, line and column
    public static Mapping read(Path file) {
        StrictYaml.Document<Mapping> document = StrictYaml.document(file, Mapping.class, "MAPPING");
        Mapping mapping = document.value();
        for (int i = 0; i < mapping.sources.size(); i++) {
            String source = "sources[" + i + "].";
            new RowMapper(
                    mapping,
                    mapping.sources.get(i),
                    file.toString(),
                    path -> document.places().of(source + path));
        }
        return mapping;
    }

    /// The source that reads a file.
    ///
    /// @throws Problem MAPPING-FILE if no source does
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
        entries.forEach((name, text) -> require(text != null, place + ": there is nothing after '" + name + "'"));
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
