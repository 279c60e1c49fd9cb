package org.solvens.table;

import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.solvens.feed.Money;
import org.solvens.table.TableContract.Part;

/// A component of a record that is one column: how its value is taken from a row and written into one.
///
/// @param words of the enum of its values, by the word in the table; empty if they are not of an enum
record Cell(
        Column column,
        int position,
        boolean primitive,
        @Nullable Class<?> enumType,
        Map<String, Enum<?>> words) implements Part {

    /// A value that is not allowed in its column.
    static final class Unexpected extends RuntimeException {
        private static final long serialVersionUID = 1;

        private final String column;
        private final String value;

        private Unexpected(String column, String value) {
            super(column + ": " + value);
            this.column = column;
            this.value = value;
        }

        String column() {
            return column;
        }

        String value() {
            return value;
        }
    }

    static Cell of(
            RecordComponent component,
            @Nullable Means means,
            int position,
            String name,
            boolean nullable,
            String meaning) {
        Class<?> declared = component.getType();
        Class<?> single =
                declared == List.class || declared == Set.class ? TableContract.elements(component) : declared;
        Class<?> enumType = single.isEnum() ? single : null;
        ColumnType type = type(component, means, declared, single);
        boolean key = means != null && means.key();
        return new Cell(
                new Column(name, type, nullable || declared == double.class, key, meaning),
                position,
                declared.isPrimitive(),
                enumType,
                enumType == null ? Map.of() : words(enumType));
    }

    private static ColumnType type(
            RecordComponent component, @Nullable Means means, Class<?> declared, Class<?> single) {
        if (means != null && means.amount()) {
            if (declared == long.class) {
                return ColumnType.AMOUNT;
            }
        } else if (declared == List.class && single == String.class || declared == Set.class && single.isEnum()) {
            return ColumnType.TEXTS;
        } else if (declared == List.class && single == Double.class) {
            return ColumnType.NUMBERS;
        } else if (declared == String.class || declared.isEnum()) {
            return ColumnType.TEXT;
        } else if (declared == int.class || declared == Integer.class) {
            return ColumnType.INT;
        } else if (declared == long.class || declared == Long.class) {
            return ColumnType.LONG;
        } else if (declared == double.class || declared == Double.class) {
            return ColumnType.DOUBLE;
        } else if (declared == boolean.class || declared == Boolean.class) {
            return ColumnType.BOOLEAN;
        } else if (declared == LocalDate.class) {
            return ColumnType.DAY;
        } else if (declared == Instant.class) {
            return ColumnType.INSTANT;
        } else if (declared == BigDecimal.class) {
            return ColumnType.SUM;
        }
        throw new IllegalArgumentException("no column has the type of " + component);
    }

    private static Map<String, Enum<?>> words(Class<?> type) {
        Map<String, Enum<?>> words = new HashMap<>();
        for (Object value : type.getEnumConstants()) {
            words.put(word((Enum<?>) value), (Enum<?>) value);
        }
        return words;
    }

    private static String word(Enum<?> value) {
        return value instanceof Labelled labelled ? labelled.label() : value.name();
    }

    @Override
    public void write(@Nullable Object value, List<@Nullable Object> values) {
        values.add(stored(value));
    }

    private @Nullable Object stored(@Nullable Object value) {
        return switch (value) {
            case null -> null;
            case Double number -> number.isNaN() ? null : number;
            case List<?> numbers
            when column.type() == ColumnType.NUMBERS -> {
                List<@Nullable Object> some = new ArrayList<>();
                numbers.forEach(number -> some.add(stored(number)));
                yield some;
            }
            case Enum<?> word -> word(word);
            case Set<?> set ->
                set.stream().map(each -> word((Enum<?>) each)).sorted().toList();
            case Long amount when column.type() == ColumnType.AMOUNT -> Money.decimal(amount);
            case BigDecimal sum -> sum.setScale(Money.SCALE);
            default -> value;
        };
    }

    @Override
    public boolean absent(StoredRow stored) {
        return stored.isNull(position);
    }

    @Override
    public @Nullable Object read(StoredRow stored, UnaryOperator<Object> once) {
        if (stored.isNull(position)) {
            if (primitive && column.type() == ColumnType.DOUBLE) {
                return Double.NaN;
            }
            if (!column.nullable() || primitive) {
                throw new Unexpected(column.name(), "no value");
            }
            return null;
        }
        return switch (column.type()) {
            case INT -> primitive ? stored.getInt(position) : once.apply(stored.getInt(position));
            case LONG -> stored.getLong(position);
            case DOUBLE -> stored.getDouble(position);
            case BOOLEAN -> stored.getBoolean(position);
            case AMOUNT -> stored.getAmount(position);
            case TEXT -> enumType == null ? shared(stored.getString(position), once) : word(stored.getString(position));
            case TEXTS ->
                once.apply(
                        enumType == null
                                ? texts(stored.getStrings(position), once)
                                : words(stored.getStrings(position)));
            case NUMBERS -> once.apply(stored.getNumbers(position));
            case DAY -> once.apply(LocalDate.ofEpochDay(stored.getDate(position)));
            case INSTANT -> Instant.EPOCH.plus(stored.getTimestampMicros(position), ChronoUnit.MICROS);
            case SUM -> stored.getDecimal(position);
        };
    }

    private Object shared(Object value, UnaryOperator<Object> once) {
        return column.key() ? value : once.apply(value);
    }

    private static List<String> texts(List<String> texts, UnaryOperator<Object> once) {
        String[] shared = new String[texts.size()];
        for (int i = 0; i < shared.length; i++) {
            shared[i] = (String) once.apply(texts.get(i));
        }
        return List.of(shared);
    }

    private Enum<?> word(String text) {
        Enum<?> word = words.get(text);
        if (word == null) {
            throw new Unexpected(column.name(), text);
        }
        return word;
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private Set<?> words(List<String> texts) {
        if (texts.isEmpty()) {
            return Set.of();
        }
        EnumSet set = EnumSet.noneOf((Class) enumType);
        texts.forEach(text -> set.add(word(text)));
        return Collections.unmodifiableSet(set);
    }
}
