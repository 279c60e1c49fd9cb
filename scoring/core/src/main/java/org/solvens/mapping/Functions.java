package org.solvens.mapping;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.math.BigDecimal;
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
import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The functions that a mapping's expressions may call. A missing argument gives a missing result, so
/// that an empty column stays empty.
public final class Functions {
    /// Spaces of every width and apostrophes; beside them the mark that is not the decimal mark groups.
    private static final String SPACES = "\\s\u00a0\u2009\u202f'\u2019";

    private static final Pattern WITH_POINT = number("\\.", ",");
    private static final Pattern WITH_COMMA = number(",", "\\.");
    private static final Pattern GROUPING = Pattern.compile("[" + SPACES + "]");

    /// Every function with its number of arguments, such as `decimal/2`; `+` for one or more.
    static final SortedSet<String> SIGNATURES = signatures();

    private final ZoneId zone;
    private final Map<String, DateTimeFormatter> patterns = new ConcurrentHashMap<>();

    Functions(ZoneId zone) {
        this.zone = zone;
    }

    /// Whether there is a function of that name for so many arguments.
    static boolean has(String name, int arguments) {
        return SIGNATURES.contains(name + "/" + arguments) || arguments > 0 && SIGNATURES.contains(name + "/+");
    }

    private static SortedSet<String> signatures() {
        SortedSet<String> all = new TreeSet<>();
        for (Method method : Functions.class.getDeclaredMethods()) {
            if (Modifier.isPublic(method.getModifiers())) {
                all.add(method.getName() + "/" + (method.isVarArgs() ? "+" : method.getParameterCount()));
            }
        }
        return Collections.unmodifiableSortedSet(all);
    }

    /// Texts one after the other; missing if any is.
    public @Nullable String concat(@Nullable Object @Nullable ... parts) {
        if (parts == null) {
            return null;
        }
        StringBuilder joined = new StringBuilder();
        for (Object part : parts) {
            if (part == null) {
                return null;
            }
            joined.append(part);
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
    /// apostrophes may group the digits by three, and only so: `12,50` with a decimal point is refused, not
    /// taken for 1250. A value that is a number already stays what it is.
    public @Nullable BigDecimal decimal(@Nullable Object text, String mark) {
        if (text == null) {
            return null;
        }
        if (!mark.equals(".") && !mark.equals(",")) {
            throw new IllegalArgumentException("decimal(): the decimal mark is '.' or ','");
        }
        if (text instanceof Number number) {
            return new BigDecimal(number.toString());
        }
        String written = text.toString().strip().replace('\u2212', '-');
        boolean comma = mark.equals(",");
        if (written.length() > 40
                || !(comma ? WITH_COMMA : WITH_POINT).matcher(written).matches()) {
            throw new IllegalArgumentException("decimal(): not a number with '" + mark + "' as decimal mark");
        }
        String digits = GROUPING.matcher(written).replaceAll("").replace(comma ? "." : ",", "");
        return new BigDecimal(digits.replace(',', '.'));
    }

    /// A date: of `yyyy-mm-dd`, or the day in the source's zone of a time with offset.
    public @Nullable LocalDate date(@Nullable Object text) {
        return switch (text) {
            case null -> null;
            case LocalDate date -> date;
            case Instant instant -> instant.atZone(zone).toLocalDate();
            default -> {
                String written = text.toString();
                try {
                    yield written.length() == 10
                            ? LocalDate.parse(written)
                            : OffsetDateTime.parse(written)
                                    .atZoneSameInstant(zone)
                                    .toLocalDate();
                } catch (DateTimeException e) {
                    throw new IllegalArgumentException("date(): neither yyyy-mm-dd nor a time with offset", e);
                }
            }
        };
    }

    /// A date written in the pattern given, such as `dd.MM.yyyy`, `M/d/yyyy` or `d MMM yy` (English names
    /// of months). A day that the month does not have is refused.
    public @Nullable LocalDate date(@Nullable Object text, String pattern) {
        try {
            return text == null ? null : LocalDate.parse(text.toString(), formatter(pattern));
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("date(): not written as " + pattern, e);
        }
    }

    /// A time with offset.
    public @Nullable Instant instant(@Nullable Object text) {
        try {
            return switch (text) {
                case null -> null;
                case Instant instant -> instant;
                default -> OffsetDateTime.parse(text.toString()).toInstant();
            };
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("instant(): not a time with offset", e);
        }
    }

    /// A time written in the pattern given: with the offset or zone that stands in it, else in the source's
    /// zone.
    public @Nullable Instant instant(@Nullable Object text, String pattern) {
        try {
            return text == null
                    ? null
                    : switch (formatter(pattern).parseBest(text.toString(), ZonedDateTime::from, LocalDateTime::from)) {
                        case ZonedDateTime zoned -> zoned.toInstant();
                        case LocalDateTime local -> local.atZone(zone).toInstant();
                        default -> throw new DateTimeException(pattern);
                    };
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("instant(): not written as " + pattern, e);
        }
    }

    /// The last instant of a day in the source's zone: when a log kept by the day is known.
    public @Nullable Instant end_of_day(@Nullable Object day) {
        LocalDate date = date(day);
        return date == null
                ? null
                : date.plusDays(1).atStartOfDay(zone).toInstant().minusMillis(1);
    }

    /// A date so many days later; negative for earlier.
    ///
    /// @param days a whole number, as a number or as text
    public @Nullable LocalDate plus_days(@Nullable Object day, @Nullable Object days) {
        LocalDate date = date(day);
        return date == null || days == null ? null : date.plusDays(whole("plus_days", days));
    }

    /// A date so many months later, at most the last day of that month; negative for earlier.
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

    /// What stands for a value in a table, such as `lookup(status, {'P': 'PAID', 'W': 'WITHDRAWN'})`; a value
    /// that is not in the table is refused.
    public @Nullable Object lookup(@Nullable Object value, Map<?, ?> table) {
        if (value == null) {
            return null;
        }
        Object found = table.get(value);
        if (found == null) {
            throw new IllegalArgumentException("lookup(): the value is not in the table");
        }
        return found;
    }

    private static int whole(String function, Object number) {
        try {
            return new BigDecimal(number.toString().strip()).intValueExact();
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
        // The year of "yyyy" is one of an era; strict reading wants it named.
        return patterns.computeIfAbsent(
                pattern,
                p -> new DateTimeFormatterBuilder()
                        .parseCaseInsensitive()
                        .appendPattern(p)
                        .parseDefaulting(ChronoField.ERA, 1)
                        .toFormatter(Locale.ENGLISH)
                        .withResolverStyle(ResolverStyle.STRICT));
    }
}
