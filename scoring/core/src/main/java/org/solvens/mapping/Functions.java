package org.solvens.mapping;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalQuery;
import java.util.Arrays;
import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.solvens.source.Blanks;

/// The functions that a mapping's expressions may call, listed with examples in `docs/mapping.md`.
///
/// A missing argument gives a missing result, so that an empty column stays empty; {@link #coalesce},
/// {@link #earlier} and {@link #later} are the exceptions. An argument that a function cannot use is an
/// `IllegalArgumentException` that does not repeat the value, because the value may be personal.
///
/// It stays one class: a table in which each public method is a function.
public final class Functions {
    /// Spaces of every width and apostrophes. They group digits, and so does the mark that is not the decimal
    /// mark.
    private static final String SPACES = "\\s\u00a0\u2007\u2009\u202f'\u2019";

    private static final Pattern WITH_POINT = number("\\.", ",");
    private static final Pattern WITH_COMMA = number(",", "\\.");
    private static final Pattern GROUPING = Pattern.compile("[" + SPACES + "]");

    /// Digits of the largest number, before its decimal mark.
    private static final int MOST_DIGITS = 40;

    /// Decimals that `round` can keep.
    private static final int MOST_DECIMALS = 10;

    private static final int LONGEST_TEXT = 200;

    /// Years written with two digits are 1970 to 2069.
    private static final LocalDate FIRST_OF_TWO_DIGITS = LocalDate.of(1970, 1, 1);

    /// `2016-09-14T19:31`, with seconds and their fractions or without, a blank in place of the T, with an offset
    /// (`Z`, `+02:00`, `+0200`, `+02`) or without.
    private static final DateTimeFormatter TIME = new DateTimeFormatterBuilder()
            .parseCaseInsensitive()
            .append(DateTimeFormatter.ISO_LOCAL_DATE)
            .appendPattern("['T'][' ']")
            .append(DateTimeFormatter.ISO_LOCAL_TIME)
            .appendPattern("[XXXXX][XX][X]")
            .toFormatter(Locale.ROOT)
            .withResolverStyle(ResolverStyle.STRICT);

    /// Every function with its number of arguments, such as `decimal/2`; `concat/1+` for one or more.
    static final SortedSet<String> SIGNATURES = signatures();

    private final ZoneId zone;
    private final Map<String, Map<String, String>> tables;
    private final Map<String, DateTimeFormatter> patterns = new ConcurrentHashMap<>();

    /// @param zone of times without offset, and of days
    /// @param tables of `lookup` by name
    Functions(ZoneId zone, Map<String, Map<String, String>> tables) {
        this.zone = zone;
        this.tables = tables;
    }

    /// Whether there is a function of that name with that number of arguments.
    static boolean has(String name, int arguments) {
        for (int least = 1; least <= arguments; least++) {
            if (SIGNATURES.contains(name + "/" + least + "+")) {
                return true;
            }
        }
        return SIGNATURES.contains(name + "/" + arguments);
    }

    private static SortedSet<String> signatures() {
        SortedSet<String> all = new TreeSet<>();
        for (Method method : Functions.class.getDeclaredMethods()) {
            if (Modifier.isPublic(method.getModifiers())) {
                all.add(method.getName() + "/" + method.getParameterCount() + (method.isVarArgs() ? "+" : ""));
            }
        }
        return Collections.unmodifiableSortedSet(all);
    }

    /// Texts joined one after the other; missing if any is missing.
    public @Nullable String concat(@Nullable Object @Nullable ... parts) {
        if (parts == null) {
            return null;
        }
        StringBuilder joined = new StringBuilder();
        for (Object part : parts) {
            if (part == null) {
                return null;
            }
            joined.append(Texts.require(part));
            Texts.requireLength("concat", joined.length());
        }
        return joined.toString();
    }

    /// The first argument that is not missing.
    public @Nullable Object coalesce(@Nullable Object @Nullable ... values) {
        if (values != null) {
            for (Object value : values) {
                if (value != null) {
                    return value;
                }
            }
        }
        return null;
    }

    /// An amount or number written with a decimal point.
    public @Nullable BigDecimal decimal(@Nullable Object text) {
        return decimal(text, ".");
    }

    /// An amount or number written with the decimal mark given, `.` or `,`. The other mark, spaces and
    /// apostrophes may group the digits by three, and only by three: `12,50` with a decimal point is refused,
    /// not taken for 1250. A value that is already a number is unchanged.
    public @Nullable BigDecimal decimal(@Nullable Object text, String mark) {
        return parsed(text, mark);
    }

    private static @Nullable BigDecimal parsed(@Nullable Object text, String mark) {
        if (text == null) {
            return null;
        }
        if (!mark.equals(".") && !mark.equals(",")) {
            throw new IllegalArgumentException("decimal(): the decimal mark is '.' or ','");
        }
        if (text instanceof Number number) {
            if (!Double.isFinite(number.doubleValue()) && !(number instanceof BigDecimal)) {
                throw new IllegalArgumentException("decimal(): not a finite number");
            }
            BigDecimal exact = new BigDecimal(number.toString());
            if ((long) exact.precision() - exact.scale() > MOST_DIGITS) {
                throw new IllegalArgumentException("decimal(): larger than a number can be");
            }
            return exact;
        }
        String written = Blanks.trim(Texts.require(text).toString()).replace('\u2212', '-');
        boolean comma = mark.equals(",");
        if (written.length() > MOST_DIGITS
                || !(comma ? WITH_COMMA : WITH_POINT).matcher(written).matches()) {
            throw new IllegalArgumentException("decimal(): not a number with '" + mark + "' as decimal mark");
        }
        String digits = GROUPING.matcher(written).replaceAll("").replace(comma ? "." : ",", "");
        return new BigDecimal(digits.replace(',', '.'));
    }

    /// A value of `sums` as a number.
    static @Nullable BigDecimal number(@Nullable Object value) {
        return parsed(value, ".");
    }

    /// A number rounded to whole units, half away from zero.
    public @Nullable BigDecimal round(@Nullable Object number) {
        return round(number, 0);
    }

    /// A number rounded to a number of decimals, half away from zero: 2.345 to 2.35, -2.345 to -2.35.
    ///
    /// @param decimals 0 to 10
    public @Nullable BigDecimal round(@Nullable Object number, @Nullable Object decimals) {
        BigDecimal exact = decimal(number);
        if (exact == null || decimals == null) {
            return null;
        }
        int kept = whole("round", decimals);
        if (kept < 0 || kept > MOST_DECIMALS) {
            throw new IllegalArgumentException("round(): the number of decimals is 0 to " + MOST_DECIMALS);
        }
        return exact.setScale(kept, RoundingMode.HALF_UP);
    }

    /// The largest whole number that is not larger: 2 of 2.9, -3 of -2.1.
    public @Nullable BigDecimal floor(@Nullable Object number) {
        BigDecimal exact = decimal(number);
        return exact == null ? null : exact.setScale(0, RoundingMode.FLOOR);
    }

    /// The smallest whole number that is not smaller: 3 of 2.1, -2 of -2.9.
    public @Nullable BigDecimal ceil(@Nullable Object number) {
        BigDecimal exact = decimal(number);
        return exact == null ? null : exact.setScale(0, RoundingMode.CEILING);
    }

    /// A text without white space at its ends, no-break spaces and marks of no width included; missing where
    /// nothing is left.
    public @Nullable String trim(@Nullable Object text) {
        return text == null ? null : orMissing(Blanks.trim(text(text)));
    }

    /// A text in capital letters.
    public @Nullable String upper(@Nullable Object text) {
        return text == null ? null : text(text).toUpperCase(Locale.ROOT);
    }

    /// A text in small letters.
    public @Nullable String lower(@Nullable Object text) {
        return text == null ? null : text(text).toLowerCase(Locale.ROOT);
    }

    /// A text with each occurrence of one text replaced by another; missing if nothing is left.
    ///
    /// @param from taken letter by letter, not as a pattern; not empty
    /// @param to may be empty, which removes `from`
    public @Nullable String replace(@Nullable Object text, @Nullable Object from, @Nullable Object to) {
        if (text == null || from == null || to == null) {
            return null;
        }
        if (text(from).isEmpty()) {
            throw new IllegalArgumentException("replace(): the text to replace is empty");
        }
        Texts.requireLength("replace", (text(text).length() + 1L) * (text(to).length() + 1L));
        return orMissing(text(text).replace(text(from), text(to)));
    }

    /// A text with each match of a regular expression replaced; missing if nothing is left.
    ///
    /// @param pattern as {@link RegularExpression} allows
    /// @param to may be empty; `$1` is the first group of the match
    public @Nullable String replace_pattern(@Nullable Object text, @Nullable Object pattern, @Nullable Object to) {
        if (text == null || pattern == null || to == null) {
            return null;
        }
        String written = text(to);
        Texts.requireLength("replace_pattern", (text(text).length() + 1L) * (written.length() + 1L));
        try {
            return orMissing(RegularExpression.compiled(text(pattern))
                    .matcher(text(text))
                    .replaceAll(written));
        } catch (IndexOutOfBoundsException e) {
            throw new IllegalArgumentException("replace_pattern(): the pattern has no such group", e);
        }
    }

    /// A text from a position to its end.
    ///
    /// @param from as in the other form
    public @Nullable String substring(@Nullable Object text, @Nullable Object from) {
        return text == null ? null : substring(text, from, text(text).length());
    }

    /// A text from one position to before another; positions beyond the text are ignored, and the result is
    /// missing if nothing is left.
    ///
    /// @param from a whole number: 0 is the first character, -1 the last, -2 the one before it
    /// @param to the first character that is left out, counted in the same way
    public @Nullable String substring(@Nullable Object text, @Nullable Object from, @Nullable Object to) {
        if (text == null || from == null || to == null) {
            return null;
        }
        String whole = text(text);
        int start = position(whole("substring", from), whole.length());
        int end = position(whole("substring", to), whole.length());
        return start >= end ? null : whole.substring(start, end);
    }

    private static int position(int counted, int length) {
        return Math.clamp(counted < 0 ? (long) counted + length : counted, 0, length);
    }

    /// A text filled up at its beginning; a text that is long enough stays.
    ///
    /// @param length 0 to 200
    /// @param fill one character
    public @Nullable String pad_left(@Nullable Object text, @Nullable Object length, @Nullable Object fill) {
        String filling = filling("pad_left", text, length, fill);
        return filling == null || text == null ? null : filling + text(text);
    }

    /// A text filled up at its end; a text that is long enough stays.
    ///
    /// @param length 0 to 200
    /// @param fill one character
    public @Nullable String pad_right(@Nullable Object text, @Nullable Object length, @Nullable Object fill) {
        String filling = filling("pad_right", text, length, fill);
        return filling == null || text == null ? null : text(text) + filling;
    }

    private static @Nullable String filling(
            String function, @Nullable Object text, @Nullable Object length, @Nullable Object fill) {
        if (text == null || length == null || fill == null) {
            return null;
        }
        int wanted = whole(function, length);
        if (wanted < 0 || wanted > LONGEST_TEXT) {
            throw new IllegalArgumentException(function + "(): the length is 0 to " + LONGEST_TEXT);
        }
        if (text(fill).length() != 1) {
            throw new IllegalArgumentException(function + "(): the text to fill with is one character");
        }
        return text(fill).repeat(Math.max(0, wanted - text(text).length()));
    }

    /// Whether a flag is set: true for `1`, `true`, `t`, `yes`, `y`, `x`; false for `0`, `false`, `f`, `no`,
    /// `n`, in capital or small letters.
    public @Nullable Boolean flag(@Nullable Object value) {
        if (value == null) {
            return null;
        }
        return switch (Blanks.trim(text(value)).toLowerCase(Locale.ROOT)) {
            case "1", "true", "t", "yes", "y", "x" -> true;
            case "0", "false", "f", "no", "n" -> false;
            default -> throw new IllegalArgumentException("flag(): neither set nor unset");
        };
    }

    /// A date from `yyyy-mm-dd`, from a time without offset, or from a time with offset by its day in the
    /// source's zone.
    public @Nullable LocalDate date(@Nullable Object text) {
        return switch (text) {
            case null -> null;
            case LocalDate date -> date;
            case LocalDateTime time -> time.toLocalDate();
            case Instant instant -> instant.atZone(zone).toLocalDate();
            default -> {
                String written = Blanks.trim(Texts.require(text).toString());
                try {
                    yield written.length() == 10
                            ? LocalDate.parse(written)
                            : switch (TIME.parseBest(written, OffsetDateTime::from, LocalDateTime::from)) {
                                case OffsetDateTime time ->
                                    time.atZoneSameInstant(zone).toLocalDate();
                                case LocalDateTime time -> time.toLocalDate();
                                default -> throw new DateTimeException(written);
                            };
                } catch (DateTimeException e) {
                    throw new IllegalArgumentException("date(): neither yyyy-mm-dd nor a time", e);
                }
            }
        };
    }

    /// A date written in one of the patterns given, such as `dd.MM.yyyy`, `M/d/yyyy` or `d MMM yy` (English names
    /// of months); the first that fits the whole text is taken. A day that the month does not have is refused. The
    /// years of `yy` are 1970 to 2069. A pattern may have a time, which is left out; with an offset it is the day
    /// in the source's zone. A value that is a date or time already needs no pattern.
    public @Nullable LocalDate date(@Nullable Object text, String... patterns) {
        return switch (text) {
            case null -> null;
            case LocalDate date -> date;
            case LocalDateTime time -> time.toLocalDate();
            case Instant instant -> instant.atZone(zone).toLocalDate();
            default ->
                switch (first("date", text, patterns, ZonedDateTime::from, LocalDate::from)) {
                    case ZonedDateTime time -> time.withZoneSameInstant(zone).toLocalDate();
                    case LocalDate date -> date;
                    case TemporalAccessor other -> throw new IllegalStateException(other.toString());
                };
        };
    }

    /// A time, cut to milliseconds: with its offset, or without in the source's zone. A time that the zone skips
    /// in spring is an hour later; of a time that it has twice in autumn the first is taken.
    public @Nullable Instant instant(@Nullable Object text) {
        try {
            return switch (text) {
                case null -> null;
                case Instant instant -> cut(instant);
                case LocalDateTime local -> cut(local.atZone(zone).toInstant());
                default ->
                    switch (TIME.parseBest(
                            Blanks.trim(Texts.require(text).toString()), OffsetDateTime::from, LocalDateTime::from)) {
                        case OffsetDateTime time -> cut(time.toInstant());
                        case LocalDateTime local -> cut(local.atZone(zone).toInstant());
                        default -> throw new DateTimeException("neither");
                    };
            };
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("instant(): not a time", e);
        }
    }

    /// A time written in one of the patterns given, cut to milliseconds; the first that fits the whole text is
    /// taken. Its zone is the offset or zone in the text, else the source's. A value that is a time
    /// already needs no pattern.
    public @Nullable Instant instant(@Nullable Object text, String... patterns) {
        return switch (text) {
            case null -> null;
            case Instant instant -> cut(instant);
            case LocalDateTime local -> cut(local.atZone(zone).toInstant());
            default ->
                switch (first("instant", text, patterns, ZonedDateTime::from, LocalDateTime::from)) {
                    case ZonedDateTime zoned -> cut(zoned.toInstant());
                    case LocalDateTime local -> cut(local.atZone(zone).toInstant());
                    case TemporalAccessor other -> throw new IllegalStateException(other.toString());
                };
        };
    }

    private TemporalAccessor first(String function, Object text, String[] patterns, TemporalQuery<?>... queries) {
        String written = Blanks.trim(Texts.require(text).toString());
        DateTimeException none = null;
        for (String pattern : patterns) {
            try {
                return formatter(pattern).parseBest(written, queries);
            } catch (DateTimeException e) {
                none = e;
            }
        }
        throw new IllegalArgumentException(
                function + "(): not written as " + String.join(" or ", Arrays.asList(patterns)), none);
    }

    private static Instant cut(Instant instant) {
        return instant.truncatedTo(ChronoUnit.MILLIS);
    }

    /// The earlier of two days; if one is missing, the other. For the day of an event that two columns may
    /// give.
    public @Nullable LocalDate earlier(@Nullable Object day, @Nullable Object other) {
        LocalDate first = date(day);
        LocalDate second = date(other);
        if (first == null || second == null) {
            return first == null ? second : first;
        }
        return first.isBefore(second) ? first : second;
    }

    /// The later of two days; if one is missing, the other.
    public @Nullable LocalDate later(@Nullable Object day, @Nullable Object other) {
        LocalDate first = date(day);
        LocalDate second = date(other);
        if (first == null || second == null) {
            return first == null ? second : first;
        }
        return first.isAfter(second) ? first : second;
    }

    /// The last instant of a day in the source's zone: the `known_at` of a log that has only days.
    public @Nullable Instant end_of_day(@Nullable Object day) {
        LocalDate date = date(day);
        return date == null
                ? null
                : date.plusDays(1).atStartOfDay(zone).toInstant().minusMillis(1);
    }

    /// A date a number of days later; negative for earlier.
    ///
    /// @param days a whole number, as a number or as text
    public @Nullable LocalDate plus_days(@Nullable Object day, @Nullable Object days) {
        LocalDate date = date(day);
        return date == null || days == null ? null : date.plusDays(whole("plus_days", days));
    }

    /// A date a number of months later, at most the last day of that month; negative for earlier.
    ///
    /// @param months a whole number, as a number or as text
    public @Nullable LocalDate plus_months(@Nullable Object day, @Nullable Object months) {
        LocalDate date = date(day);
        return date == null || months == null ? null : date.plusMonths(whole("plus_months", months));
    }

    /// Days from one date to another; negative where the other is earlier.
    public @Nullable Integer days_between(@Nullable Object from, @Nullable Object to) {
        LocalDate first = date(from);
        LocalDate last = date(to);
        return first == null || last == null ? null : Math.toIntExact(last.toEpochDay() - first.toEpochDay());
    }

    /// The text that a table has for a value: `lookup('stages', code)` with a table of the mapping's `lookups`, or
    /// `lookup(code, {'P': 'PAID'})` with a table in place. A value that is not in the table is refused.
    ///
    /// @param tableOrKey name of a table, or the value where the table is in place
    /// @param keyOrTable the value, or the table in place
    public @Nullable Object lookup(@Nullable Object tableOrKey, @Nullable Object keyOrTable) {
        Object key = keyOrTable instanceof Map ? tableOrKey : keyOrTable;
        Object found = find(tableOrKey, keyOrTable);
        if (key != null && found == null) {
            throw new IllegalArgumentException("lookup(): the value is not in the table");
        }
        return found;
    }

    /// The same with a default for a value that is not in the table. A missing value stays missing.
    ///
    /// @param fallback the default; may be missing
    public @Nullable Object lookup(
            @Nullable Object tableOrKey, @Nullable Object keyOrTable, @Nullable Object fallback) {
        Object key = keyOrTable instanceof Map ? tableOrKey : keyOrTable;
        Object found = find(tableOrKey, keyOrTable);
        return key != null && found == null ? fallback : found;
    }

    private @Nullable Object find(@Nullable Object tableOrKey, @Nullable Object keyOrTable) {
        if (keyOrTable instanceof Map<?, ?> table) {
            if (tableOrKey == null) {
                return null;
            }
            Object found = table.get(tableOrKey);
            return found == null ? table.get(key(tableOrKey)) : found;
        }
        Map<String, String> table = tableOrKey == null ? null : tables.get(tableOrKey.toString());
        if (table == null) {
            throw new IllegalArgumentException("lookup(): there is no such table");
        }
        return keyOrTable == null ? null : table.get(key(keyOrTable));
    }

    /// A value as the key of a look-up or a sum: its text without blanks at the ends.
    static String key(Object value) {
        return Blanks.trim(text(value));
    }

    /// A value as text; a number without an exponent, and a whole number without a fraction of zeros.
    ///
    /// @throws IllegalArgumentException for a list, a map, bytes or a record
    private static String text(Object value) {
        return switch (value) {
            case Double number when Double.isFinite(number) -> plain(new BigDecimal(number.toString()));
            case Float number when Float.isFinite(number) -> plain(new BigDecimal(number.toString()));
            case BigDecimal number when -MOST_DIGITS < number.scale() -> plain(number);
            default -> Texts.require(value).toString();
        };
    }

    private static String plain(BigDecimal number) {
        return number.stripTrailingZeros().scale() <= 0
                ? number.setScale(0, RoundingMode.UNNECESSARY).toPlainString()
                : number.toPlainString();
    }

    private static @Nullable String orMissing(String text) {
        return text.isEmpty() ? null : text;
    }

    private static int whole(String function, Object number) {
        try {
            return new BigDecimal(Blanks.trim(text(number))).intValueExact();
        } catch (ArithmeticException | NumberFormatException e) {
            throw new IllegalArgumentException(function + "(): not a whole number", e);
        }
    }

    private static Pattern number(String mark, String other) {
        String fraction = "(" + mark + "[0-9]*)?";
        String grouped = "[0-9]{1,3}(?:(?<group>[" + SPACES + other + "])[0-9]{3}(?:\\k<group>[0-9]{3})*)" + fraction;
        return Pattern.compile("[+-]?(?:[0-9]+" + fraction + "|" + mark + "[0-9]+|" + grouped + ")");
    }

    private DateTimeFormatter formatter(String pattern) {
        return patterns.computeIfAbsent(pattern, Functions::compiled);
    }

    /// @throws IllegalArgumentException where the text is not a pattern
    static DateTimeFormatter compiled(String pattern) {
        DateTimeFormatterBuilder builder = new DateTimeFormatterBuilder().parseCaseInsensitive();
        // Java reads yy as 2000 to 2099, which puts a debt of 1998 into the future.
        boolean quoted = false;
        int from = 0;
        for (int at = 0; at < pattern.length(); at++) {
            char letter = pattern.charAt(at);
            quoted ^= letter == '\'';
            if (quoted || letter != 'y' && letter != 'u') {
                continue;
            }
            int end = at;
            while (end < pattern.length() && pattern.charAt(end) == letter) {
                end++;
            }
            if (end - at == 2) {
                append(builder, pattern.substring(from, at));
                builder.appendValueReduced(
                        letter == 'y' ? ChronoField.YEAR_OF_ERA : ChronoField.YEAR, 2, 2, FIRST_OF_TWO_DIGITS);
                from = end;
            }
            at = end - 1;
        }
        append(builder, pattern.substring(from));
        // "yyyy" is the year of an era; strict parsing needs the era.
        return builder.parseDefaulting(ChronoField.ERA, 1)
                .toFormatter(Locale.ENGLISH)
                .withResolverStyle(ResolverStyle.STRICT);
    }

    private static void append(DateTimeFormatterBuilder builder, String pattern) {
        if (!pattern.isEmpty()) {
            try {
                builder.appendPattern(pattern);
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("'" + pattern + "' is not a pattern of a date or time", e);
            }
        }
    }
}
