package org.solvens.feed;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.Collection;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.avro.generic.GenericEnumSymbol;
import org.apache.avro.generic.GenericFixed;
import org.apache.avro.generic.IndexedRecord;
import org.jspecify.annotations.Nullable;

/// The types of contract fields and the one Java form that each takes inside:
///
/// | type | inside |
/// |---|---|
/// | STRING, ENUM | String |
/// | INT | Integer |
/// | DOUBLE | Double, finite |
/// | BOOLEAN | Boolean |
/// | DECIMAL | Long, thousandths of the currency unit ({@link Money}) |
/// | DATE | Integer, days since 1970-01-01, of the years 1900 to 2200 |
/// | TIMESTAMP | Long, milliseconds since 1970-01-01T00:00:00Z, of the same years |
///
/// The same value gives the same inside form and the same refusal whether it comes as text or typed.
public enum FieldType {
    STRING,
    ENUM,
    INT,
    DOUBLE,
    BOOLEAN,
    DECIMAL,
    DATE,
    TIMESTAMP;

    /// 2^53: larger doubles do not hold every whole number.
    private static final double MOST_EXACT = 9_007_199_254_740_992.0;

    /// Characters of a day such as 2026-12-31.
    private static final int DATE_LENGTH = 10;

    private static final int LONGEST_STRING = 200;
    private static final long DAY = 86_400_000L;
    private static final long FIRST_DAY = LocalDate.of(1900, 1, 1).toEpochDay();
    private static final long LAST_DAY = LocalDate.of(2200, 12, 31).toEpochDay();
    private static final String OUTSIDE = "is outside 1900 to 2200";

    // Plain ASCII: Java's own parsers take digits of any script, and texts such as 1d or 0x1p3, for numbers.
    private static final Pattern WHOLE = Pattern.compile("[+-]?[0-9]{1,10}(\\.0*)?");
    private static final Pattern AMOUNT = Pattern.compile("[+-]?([0-9]+(\\.[0-9]*)?|\\.[0-9]+)");
    private static final Pattern REAL = Pattern.compile("[+-]?([0-9]+(\\.[0-9]*)?|\\.[0-9]+)([eE][+-]?[0-9]{1,4})?");

    /// Brings a value read from CSV (text), Avro, Parquet or a mapping into its inside form.
    ///
    /// @param value not null
    /// @throws IllegalArgumentException saying in one phrase why it does not fit
    public Object convert(Object value) {
        return switch (this) {
            case STRING, ENUM -> string(value);
            case INT -> integer(value);
            case DOUBLE -> real(value);
            case BOOLEAN -> bool(value);
            case DECIMAL -> amount(value);
            case DATE -> day(value);
            case TIMESTAMP -> millis(value);
        };
    }

    /// Like {@link #convert}, for the end of a span. A day or time after the year 2200, such as 9999-12-31, is
    /// what systems write for an open end; it becomes null here.
    ///
    /// @throws IllegalArgumentException like {@link #convert}
    public @Nullable Object convertEnd(Object value) {
        return switch (this) {
            case DATE -> endlessWithTime(value) || epochDay(value) > LAST_DAY ? null : day(value);
            case TIMESTAMP -> endless(value) ? null : millis(value);
            default -> convert(value);
        };
    }

    /// Whether a value is the text of an open end with a time of day, such as `9999-12-31T23:59:59Z`. A day with
    /// a time of day is no date otherwise.
    private static boolean endlessWithTime(Object value) {
        if (!(value instanceof CharSequence text) || text.length() <= DATE_LENGTH) {
            return false;
        }
        char separator = text.charAt(DATE_LENGTH);
        try {
            return (separator == 'T' || separator == ' ') && epochDay(text.subSequence(0, DATE_LENGTH)) > LAST_DAY;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static boolean endless(Object value) {
        try {
            return Math.floorDiv(epochMillis(value), DAY) > LAST_DAY;
        } catch (ArithmeticException e) {
            return false;
        }
    }

    private String string(Object value) {
        String text = text(value);
        if (text.length() > LONGEST_STRING) {
            throw new IllegalArgumentException("is longer than " + LONGEST_STRING + " characters");
        }
        return this == ENUM ? capitals(text) : text;
    }

    /// The letters a to z as capitals. Other letters stay as they are: a dotless i is not taken for an
    /// I.
    private static String capitals(String text) {
        StringBuilder capitals = new StringBuilder(text);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= 'a' && c <= 'z') {
                capitals.setCharAt(i, (char) (c - 'a' + 'A'));
            }
        }
        return capitals.toString();
    }

    /// A value as text, where it has one way to be written; a value of another type is refused.
    private static String text(Object value) {
        return switch (value) {
            case CharSequence text -> text.toString();
            case GenericEnumSymbol<?> symbol -> symbol.toString();
            case Boolean _, Byte _, Short _, Integer _, Long _, LocalDate _, Instant _, LocalDateTime _ ->
                value.toString();
            case BigDecimal number -> number.toPlainString();
            // A column of whole numbers in which one is missing becomes one of doubles in common libraries.
            case Double number when whole(number) -> Long.toString(number.longValue());
            case Float number when whole(number) -> Long.toString(number.longValue());
            case Number _ -> throw new IllegalArgumentException("is a number with a fraction, not a text");
            case ByteBuffer _ -> throw new IllegalArgumentException("is bytes that are not UTF-8 text");
            case GenericFixed _ -> throw new IllegalArgumentException("is bytes that are not UTF-8 text");
            case Collection<?> _ -> throw new IllegalArgumentException("is a list of values");
            case Map<?, ?> _ -> throw new IllegalArgumentException("is a map of values");
            case IndexedRecord _ -> throw new IllegalArgumentException("is a record of several values");
            default -> throw new IllegalArgumentException("is of a type that is not read");
        };
    }

    private static boolean whole(Number number) {
        double value = number.doubleValue();
        return value == Math.rint(value) && Math.abs(value) < MOST_EXACT;
    }

    private static Integer integer(Object value) {
        try {
            return switch (value) {
                case Integer i -> i;
                case Long l -> Math.toIntExact(l);
                case BigDecimal d -> d.intValueExact();
                case Double d when whole(d) -> Math.toIntExact(d.longValue());
                case Float f when whole(f) -> Math.toIntExact(f.longValue());
                case Number _ -> throw new NumberFormatException();
                default -> {
                    String text = text(value);
                    if (!WHOLE.matcher(text).matches()) {
                        throw new NumberFormatException();
                    }
                    int point = text.indexOf('.');
                    yield Integer.valueOf(point < 0 ? text : text.substring(0, point));
                }
            };
        } catch (NumberFormatException | ArithmeticException e) {
            throw new IllegalArgumentException("is not a whole number, or too large for one", e);
        }
    }

    private static Double real(Object value) {
        double number;
        if (value instanceof Number n) {
            number = n.doubleValue();
        } else if (REAL.matcher(text(value)).matches()) {
            number = Double.parseDouble(text(value));
        } else {
            throw new IllegalArgumentException("is not a number with a decimal point");
        }
        if (!Double.isFinite(number)) {
            throw new IllegalArgumentException("is not a finite number");
        }
        return number;
    }

    private static Boolean bool(Object value) {
        if (value instanceof Boolean b) {
            return b;
        }
        return switch (text(value)) {
            case "true", "TRUE", "True" -> true;
            case "false", "FALSE", "False" -> false;
            default -> throw new IllegalArgumentException("is neither true nor false");
        };
    }

    private static Long amount(Object value) {
        BigDecimal amount = switch (value) {
            case BigDecimal d -> d;
            case Integer i -> BigDecimal.valueOf(i);
            case Long l -> BigDecimal.valueOf(l);
            case Double d -> shortest(d);
            case Float f -> shortest(f);
            default -> parseAmount(text(value));
        };
        // Long before any arithmetic: the exponent of a number may be as large as an int can be.
        if ((long) amount.precision() - amount.scale() > 16) {
            throw new IllegalArgumentException("is larger than an amount can be");
        }
        try {
            long thousandths = amount.movePointRight(Money.SCALE).longValueExact();
            if (Math.abs(thousandths) > Money.LARGEST) {
                throw new IllegalArgumentException("is larger than an amount can be");
            }
            return thousandths;
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException("has more than three decimals", e);
        }
    }

    private static BigDecimal shortest(Number amount) {
        if (!Double.isFinite(amount.doubleValue())) {
            throw new IllegalArgumentException("is not an amount");
        }
        return new BigDecimal(amount.toString());
    }

    private static BigDecimal parseAmount(String text) {
        if (text.indexOf(',') >= 0) {
            throw new IllegalArgumentException("has a comma: amounts are written with a decimal point and no grouping");
        }
        if (!AMOUNT.matcher(text).matches()) {
            throw new IllegalArgumentException("is not an amount");
        }
        if (text.length() > 40) {
            throw new IllegalArgumentException("is larger than an amount can be");
        }
        return new BigDecimal(text);
    }

    private static Integer day(Object value) {
        long day = epochDay(value);
        if (day < FIRST_DAY || day > LAST_DAY) {
            throw new IllegalArgumentException(OUTSIDE);
        }
        return (int) day;
    }

    private static long epochDay(Object value) {
        return switch (value) {
            case Integer i -> i;
            case LocalDate d -> d.toEpochDay();
            // Common libraries write a day as a time at midnight.
            case Instant i -> midnight(i.atOffset(ZoneOffset.UTC).toLocalDateTime());
            case LocalDateTime t -> midnight(t);
            default -> {
                try {
                    yield LocalDate.parse(text(value)).toEpochDay();
                } catch (DateTimeParseException e) {
                    throw new IllegalArgumentException("is not a date written as yyyy-mm-dd", e);
                }
            }
        };
    }

    private static long midnight(LocalDateTime time) {
        if (!time.toLocalTime().equals(LocalTime.MIDNIGHT)) {
            throw new IllegalArgumentException("has a time of day, which a day cannot have");
        }
        return time.toLocalDate().toEpochDay();
    }

    private static long epochMillis(Object value) {
        try {
            return switch (value) {
                case Long l -> l;
                case Instant i -> i.toEpochMilli();
                // Parquet and Avro readers give local date-times for zoneless logical types: those are UTC here.
                case LocalDateTime local -> local.toInstant(ZoneOffset.UTC).toEpochMilli();
                default -> OffsetDateTime.parse(text(value)).toInstant().toEpochMilli();
            };
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException("is not a time written as yyyy-mm-ddThh:mm:ssZ, with its offset", e);
        }
    }

    private static Long millis(Object value) {
        try {
            long millis = epochMillis(value);
            if (Math.floorDiv(millis, DAY) < FIRST_DAY || Math.floorDiv(millis, DAY) > LAST_DAY) {
                throw new IllegalArgumentException(OUTSIDE);
            }
            return millis;
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException(OUTSIDE, e);
        }
    }
}
