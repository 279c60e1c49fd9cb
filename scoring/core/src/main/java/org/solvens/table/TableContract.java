package org.solvens.table;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.solvens.problem.Problem;

/// A table, derived from the record class of its rows: a column is a component, named in snake case, with the meaning
/// that {@link Means} gives it. A component that is itself a record is several columns.
///
/// | component | column |
/// |---|---|
/// | `String`, an enum | text |
/// | `List<String>`, a `Set` of an enum | texts, those of a set in alphabetical order |
/// | `List<Double>` | numbers; an element that is NaN is null |
/// | `int`, `Integer`, `long`, `Long`, `Double`, `boolean`, `Boolean`, `LocalDate`, `Instant` | the same |
/// | `double` | double; NaN is null |
/// | `long` with {@link Means#amount} | amount |
/// | `BigDecimal` | sum |
///
/// Components of other classes are null in a row only where they are annotated as nullable. A nullable record is null
/// where all its columns are.
///
/// @param <R> class of the rows
public final class TableContract<R extends Record> {
    private final String name;
    private final Class<R> rows;
    private final List<Column> columns;
    private final Nest<R> nest;

    /// @param documented whether every component must have a meaning
    private TableContract(String name, Class<R> rows, boolean documented) {
        this.name = name;
        this.rows = rows;
        List<Column> found = new ArrayList<>();
        this.nest = Nest.of(rows, "", "", true, documented, found);
        this.columns = List.copyOf(found);
        Set<String> names = new HashSet<>();
        for (Column column : columns) {
            if (!names.add(column.name())) {
                throw new IllegalArgumentException(rows.getName() + " has the column " + column.name() + " twice");
            }
        }
    }

    /// @param name of the table in the lake
    /// @param rows a record class
    /// @throws IllegalArgumentException if a component has no meaning or no type of a column, or two have one name
    public static <R extends Record> TableContract<R> of(String name, Class<R> rows) {
        return new TableContract<>(name, rows, true);
    }

    /// A reading of some of the columns.
    ///
    /// @param some a record class with columns that this table has with the same type; the meanings are those
    ///     of this table
    /// @throws IllegalArgumentException if this table lacks one of the columns
    public <S extends Record> TableContract<S> reading(Class<S> some) {
        TableContract<S> part = new TableContract<>(name, some, false);
        for (Column column : part.columns) {
            Column whole = column(column.name());
            if (whole.type() != column.type() || whole.nullable() != column.nullable()) {
                throw new IllegalArgumentException(
                        some.getName() + " reads " + column + ", which is " + whole + " in " + rows.getName());
            }
        }
        return part;
    }

    /// Name of the table in the lake.
    public String name() {
        return name;
    }

    public List<Column> columns() {
        return columns;
    }

    /// Names of the columns.
    public List<String> names() {
        return columns.stream().map(Column::name).toList();
    }

    /// @throws IllegalArgumentException if there is no such column
    public Column column(String column) {
        return columns.stream()
                .filter(c -> c.name().equals(column))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(name + " has no column " + column));
    }

    /// The values of a row as they are stored, in the order of the columns and of the classes that {@link ColumnType}
    /// names.
    public List<@Nullable Object> values(R row) {
        List<@Nullable Object> values = new ArrayList<>(columns.size());
        nest.write(row, values);
        return values;
    }

    /// A row as it is stored.
    public StoredRow stored(R row) {
        return new ValueRow(values(row));
    }

    /// @throws Problem `TABLE-VALUE` if the column has a value that is not allowed
    public R row(StoredRow stored) {
        return row(stored, UnaryOperator.identity());
    }

    /// A row that shares equal values with other rows as one object.
    ///
    /// @param once gives the first of equal values; not called for keys
    /// @throws Problem `TABLE-VALUE` if the column has a value that is not allowed
    public R row(StoredRow stored, UnaryOperator<Object> once) {
        try {
            return Objects.requireNonNull(rows.cast(nest.read(stored, once)));
        } catch (Cell.Unexpected e) {
            throw new Problem(
                    "TABLE-VALUE",
                    name,
                    "the column " + e.column() + " of table " + name + " holds " + e.value(),
                    "the table was written by another version of Solvens, or by something else",
                    "write it again with this version");
        }
    }

    /// A record class inside a table, the row itself or a component of it.
    private record Nest<T extends Record>(
            Constructor<T> constructor, List<RecordComponent> components, List<Part> parts, boolean nullable)
            implements Part {

        private static <T extends Record> Nest<T> of(
                Class<T> type,
                String prefix,
                String meaning,
                boolean required,
                boolean documented,
                List<Column> columns) {
            List<RecordComponent> components = List.of(type.getRecordComponents());
            List<Part> parts = new ArrayList<>();
            for (RecordComponent component : components) {
                component.getAccessor().setAccessible(true);
                Means means = component.getAnnotation(Means.class);
                if (means == null && documented) {
                    throw new IllegalArgumentException(component + " of " + type.getName() + " has no meaning");
                }
                String name = named(prefix, component, means);
                String own = means == null ? "" : means.value();
                String whole = meaning.isEmpty() ? own : meaning + ": " + own;
                boolean nullable = !required || nullable(component);
                if (component.getType().isRecord()) {
                    parts.add(of(
                            component.getType().asSubclass(Record.class), name, whole, !nullable, documented, columns));
                } else {
                    Cell cell = Cell.of(component, means, columns.size(), name, nullable, whole);
                    columns.add(cell.column());
                    parts.add(cell);
                }
            }
            try {
                Constructor<T> constructor = type.getDeclaredConstructor(
                        components.stream().map(RecordComponent::getType).toArray(Class[]::new));
                constructor.setAccessible(true);
                return new Nest<>(constructor, components, parts, !required);
            } catch (NoSuchMethodException e) {
                throw new IllegalStateException(e);
            }
        }

        private static String named(String prefix, RecordComponent component, @Nullable Means means) {
            String own = means == null || means.name().isEmpty()
                    ? component.getName().replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT)
                    : means.name();
            if (prefix.isEmpty()) {
                return own;
            }
            return own.equals("value") ? prefix : prefix + "_" + own;
        }

        private static boolean nullable(RecordComponent component) {
            return component.getAnnotatedType().isAnnotationPresent(Nullable.class);
        }

        @Override
        public void write(@Nullable Object row, List<@Nullable Object> values) {
            for (int i = 0; i < parts.size(); i++) {
                parts.get(i).write(row == null ? null : get(components.get(i), row), values);
            }
        }

        private static @Nullable Object get(RecordComponent component, Object row) {
            try {
                return component.getAccessor().invoke(row);
            } catch (IllegalAccessException | InvocationTargetException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public boolean absent(StoredRow stored) {
            return parts.stream().allMatch(part -> part.absent(stored));
        }

        @Override
        public @Nullable Object read(StoredRow stored, UnaryOperator<Object> once) {
            if (nullable && absent(stored)) {
                return null;
            }
            @Nullable Object[] values = new Object[parts.size()];
            for (int i = 0; i < values.length; i++) {
                values[i] = parts.get(i).read(stored, once);
            }
            try {
                return constructor.newInstance(values);
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /// A component of a record: one column, or a record of several.
    interface Part {
        /// Adds the values of the part's columns.
        void write(@Nullable Object value, List<@Nullable Object> values);

        /// Whether all its columns are null.
        boolean absent(StoredRow stored);

        @Nullable
        Object read(StoredRow stored, UnaryOperator<Object> once);
    }

    /// The class of the elements of a list or set.
    static Class<?> elements(RecordComponent component) {
        return component.getGenericType() instanceof ParameterizedType type
                        && type.getActualTypeArguments()[0] instanceof Class<?> elements
                ? elements
                : Object.class;
    }
}
