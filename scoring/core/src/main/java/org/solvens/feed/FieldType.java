package org.solvens.feed;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import org.apache.avro.generic.GenericFixed;

/// The types of contract fields and the one Java form that each takes inside:
///
/// | type | inside |
/// |---|---|
/// | STRING, ENUM | String |
/// | INT | Integer |
/// | DOUBLE | Double, finite |
/// | BOOLEAN | Boolean |
/// | DECIMAL | Long, hundredths of the currency unit |
/// | DATE | Integer, days since 1970-01-01 |
/// | TIMESTAMP | Long, milliseconds since 1970-01-01T00:00:00Z |
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
        return switch (value) {
            case Integer i -> i;
            case Long l -> Math.toIntExact(l);
            default -> {
                try {
                    yield Integer.valueOf(value.toString());
                } catch (NumberFormatException e) {
                    throw new IllegalArgumentException("is not a whole number", e);
                }
            }
        };
    }

    private static Double real(Object value) {
        double number;
        try {
            number = value instanceof Number n ? n.doubleValue() : Double.parseDouble(value.toString());
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("is not a number with a decimal point", e);
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
            case ByteBuffer b -> {
                byte[] bytes = new byte[b.remaining()];
                b.duplicate().get(bytes);
                yield new BigDecimal(new java.math.BigInteger(bytes), 2);
            }
            case GenericFixed f -> new BigDecimal(new java.math.BigInteger(f.bytes()), 2);
            case Integer i -> BigDecimal.valueOf(i);
            case Long l -> BigDecimal.valueOf(l);
            default -> parseAmount(value.toString());
        };
        try {
            BigDecimal hundredths = amount.movePointRight(2);
            if (hundredths.precision() - hundredths.scale() > 18) {
                throw new IllegalArgumentException("is larger than an amount can be");
            }
            long exact = hundredths.longValueExact();
            if (Math.abs(exact) > LARGEST_AMOUNT) {
                throw new IllegalArgumentException("is larger than an amount can be");
            }
            return exact;
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException("has more than two decimals", e);
        }
    }

    private static BigDecimal parseAmount(String text) {
        if (text.indexOf(',') >= 0) {
            throw new IllegalArgumentException("has a comma: amounts are written with a decimal point and no grouping");
        }
        if (text.length() > 40) {
            throw new IllegalArgumentException("is larger than an amount can be");
        }
        try {
            return new BigDecimal(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("is not an amount", e);
        }
    }

    private static Integer day(Object value) {
        return switch (value) {
            case Integer i -> i;
            case LocalDate d -> Math.toIntExact(d.toEpochDay());
            default -> {
                try {
                    LocalDate date = LocalDate.parse(value.toString());
                    if (date.getYear() < 1900 || date.getYear() > 2200) {
                        throw new IllegalArgumentException("lies outside 1900 to 2200");
                    }
                    yield Math.toIntExact(date.toEpochDay());
                } catch (DateTimeParseException e) {
                    throw new IllegalArgumentException("is not a date written as yyyy-mm-dd", e);
                }
            }
        };
    }

    private static Long millis(Object value) {
        return switch (value) {
            case Long l -> l;
            case Instant i -> i.toEpochMilli();
            // Parquet and Avro readers give local date-times for zoneless logical types: those are UTC here.
            case LocalDateTime local ->
                local.toInstant(java.time.ZoneOffset.UTC).toEpochMilli();
            default -> {
                try {
                    yield OffsetDateTime.parse(value.toString()).toInstant().toEpochMilli();
                } catch (DateTimeParseException e) {
                    throw new IllegalArgumentException(
                            "is not a time written as yyyy-mm-ddThh:mm:ssZ, with its offset", e);
                }
            }
        };
    }
}
