package org.solvens.feed;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.regex.Pattern;

/// The types of contract fields and the one Java form that each takes inside:
///
/// | type | inside |
/// |---|---|
/// | STRING, ENUM | String |
/// | INT | Integer |
/// | DOUBLE | Double, finite |
/// | BOOLEAN | Boolean |
/// | DECIMAL | Long, hundredths of the currency unit |
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

    /// Largest amount that fits decimal(14,2), in hundredths.
    private static final long LARGEST_AMOUNT = 99_999_999_999_999L;

    private static final int LONGEST_STRING = 200;
    private static final long DAY = 86_400_000L;
    private static final long FIRST_DAY = LocalDate.of(1900, 1, 1).toEpochDay();
    private static final long LAST_DAY = LocalDate.of(2200, 12, 31).toEpochDay();
    private static final String OUTSIDE = "lies outside 1900 to 2200";

    // Plain ASCII: Java's own parsers take digits of any script, and texts such as 1d or 0x1p3, for numbers.
    private static final Pattern WHOLE = Pattern.compile("[+-]?[0-9]{1,10}");
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
            case DECIMAL -> hundredths(value);
            case DATE -> day(value);
            case TIMESTAMP -> millis(value);
        };
    }

    private String string(Object value) {
        String text = value.toString();
        if (text.length() > LONGEST_STRING) {
            throw new IllegalArgumentException("is longer than " + LONGEST_STRING + " characters");
        }
        return this == ENUM ? text.toUpperCase(Locale.ROOT) : text;
    }

    private static Integer integer(Object value) {
        try {
            return switch (value) {
                case Integer i -> i;
                case Long l -> Math.toIntExact(l);
                case BigDecimal d -> d.intValueExact();
                default -> {
                    if (!WHOLE.matcher(value.toString()).matches()) {
                        throw new NumberFormatException();
                    }
                    yield Integer.valueOf(value.toString());
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
        } else if (REAL.matcher(value.toString()).matches()) {
            number = Double.parseDouble(value.toString());
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
        return switch (value.toString()) {
            case "true", "TRUE", "True" -> true;
            case "false", "FALSE", "False" -> false;
            default -> throw new IllegalArgumentException("is neither true nor false");
        };
    }

    private static Long hundredths(Object value) {
        BigDecimal amount = switch (value) {
            case BigDecimal d -> d;
            case Integer i -> BigDecimal.valueOf(i);
            case Long l -> BigDecimal.valueOf(l);
            case Double d -> shortest(d);
            case Float f -> shortest(f);
            default -> parseAmount(value.toString());
        };
        // Long before any arithmetic: the exponent of a number may be as large as an int can be.
        if ((long) amount.precision() - amount.scale() > 16) {
            throw new IllegalArgumentException("is larger than an amount can be");
        }
        try {
            long hundredths = amount.movePointRight(2).longValueExact();
            if (Math.abs(hundredths) > LARGEST_AMOUNT) {
                throw new IllegalArgumentException("is larger than an amount can be");
            }
            return hundredths;
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException("has more than two decimals", e);
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
        long day = switch (value) {
            case Integer i -> i;
            case LocalDate d -> d.toEpochDay();
            default -> {
                try {
                    yield LocalDate.parse(value.toString()).toEpochDay();
                } catch (DateTimeParseException e) {
                    throw new IllegalArgumentException("is not a date written as yyyy-mm-dd", e);
                }
            }
        };
        if (day < FIRST_DAY || day > LAST_DAY) {
            throw new IllegalArgumentException(OUTSIDE);
        }
        return (int) day;
    }

    private static Long millis(Object value) {
        try {
            long millis = switch (value) {
                case Long l -> l;
                case Instant i -> i.toEpochMilli();
                // Parquet and Avro readers give local date-times for zoneless logical types: those are UTC here.
                case LocalDateTime local -> local.toInstant(ZoneOffset.UTC).toEpochMilli();
                default -> OffsetDateTime.parse(value.toString()).toInstant().toEpochMilli();
            };
            if (Math.floorDiv(millis, DAY) < FIRST_DAY || Math.floorDiv(millis, DAY) > LAST_DAY) {
                throw new IllegalArgumentException(OUTSIDE);
            }
            return millis;
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException("is not a time written as yyyy-mm-ddThh:mm:ssZ, with its offset", e);
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException(OUTSIDE, e);
        }
    }
}
