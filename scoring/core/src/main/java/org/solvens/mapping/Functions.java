package org.solvens.mapping;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// The functions that a mapping's expressions may call. A missing argument gives a missing result, so
/// that an empty column stays empty.
public final class Functions {
    private final ZoneId zone;
    private final Map<String, DateTimeFormatter> patterns = new ConcurrentHashMap<>();

    Functions(ZoneId zone) {
        this.zone = zone;
    }

    /// Texts one after the other; missing if any is.
    public @Nullable String concat(@Nullable Object... parts) {
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
    public @Nullable Object coalesce(@Nullable Object... values) {
        for (Object value : values) {
            if (value != null) {
                return value;
            }
        }
        return null;
    }

    /// An amount or number written with a decimal point.
    public @Nullable BigDecimal decimal(@Nullable Object text) {
        return decimal(text, ".");
    }

    /// An amount or number written with the decimal mark given; spaces and the other mark are grouping.
    public @Nullable BigDecimal decimal(@Nullable Object text, String mark) {
        if (text == null) {
            return null;
        }
        String digits = text.toString().replaceAll("[\\s\\u00a0]", "");
        digits = mark.equals(",") ? digits.replace(".", "").replace(',', '.') : digits;
        try {
            return new BigDecimal(digits);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("decimal(): not a number with '" + mark + "' as decimal mark", e);
        }
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

    /// A date written in the pattern given, such as `dd.MM.yyyy` or `M/d/yyyy`.
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

    /// A time without offset, in the source's zone, written in the pattern given.
    public @Nullable Instant instant(@Nullable Object text, String pattern) {
        try {
            return text == null
                    ? null
                    : LocalDateTime.parse(text.toString(), formatter(pattern))
                            .atZone(zone)
                            .toInstant();
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
    public @Nullable LocalDate plus_days(@Nullable Object day, int days) {
        LocalDate date = date(day);
        return date == null ? null : date.plusDays(days);
    }

    private DateTimeFormatter formatter(String pattern) {
        return patterns.computeIfAbsent(pattern, p -> DateTimeFormatter.ofPattern(p, Locale.ROOT));
    }
}
