package org.solvens.mapping;

import java.lang.reflect.Method;
import java.math.MathContext;
import java.time.temporal.TemporalAccessor;
import java.util.Map;
import java.util.Set;
import org.apache.commons.jexl3.JexlArithmetic;
import org.apache.commons.jexl3.introspection.JexlPermissions;
import org.jspecify.annotations.Nullable;

/// Decides which values have a text. A text, a number, a boolean, a day and a time have one. A list, a map,
/// bytes and a record of several values do not: their Java text is for programmers, and must not become an id.
final class Texts {
    /// Characters of the longest text that an expression makes.
    private static final int LONGEST = 1_000_000;

    /// Methods of texts whose result can be much longer than the text.
    static final Set<String> GROWING = Set.of(
            "concat",
            "format",
            "formatted",
            "indent",
            "join",
            "repeat",
            "replace",
            "replaceAll",
            "replaceFirst",
            "transform");

    private Texts() {}

    /// The same value.
    ///
    /// @throws IllegalArgumentException if it has no text
    static Object require(Object value) {
        return switch (value) {
            case CharSequence _, Number _, Boolean _, Character _, TemporalAccessor _ -> value;
            case Map<?, ?> _ -> throw new IllegalArgumentException("a map of values has no text");
            case Iterable<?> _ -> throw new IllegalArgumentException("a list of values has no text");
            case Object list
            when list.getClass().isArray() -> throw new IllegalArgumentException("a list of values has no text");
            default -> throw new IllegalArgumentException("bytes or a record of several values have no text");
        };
    }

    /// Refuses a text that is longer than any real one, before it is made. Expressions that double a text a few dozen
    /// times would otherwise fill the memory.
    ///
    /// @param length characters, or more than them
    /// @throws IllegalArgumentException if it is too long
    static void requireLength(String function, long length) {
        if (length > LONGEST) {
            throw new IllegalArgumentException(function + "(): the text would be too long");
        }
    }

    private static boolean has(Class<?> type) {
        return CharSequence.class.isAssignableFrom(type)
                || Number.class.isAssignableFrom(type)
                || TemporalAccessor.class.isAssignableFrom(type)
                || type == Boolean.class
                || type == Character.class;
    }

    /// The operators of expressions that need the text of a value.
    static final class Arithmetic extends JexlArithmetic {
        Arithmetic() {
            super(true);
        }

        private Arithmetic(boolean strict, MathContext context, int scale) {
            super(strict, context, scale);
        }

        @Override
        protected JexlArithmetic createWithOptions(boolean strict, MathContext context, int scale) {
            return new Arithmetic(strict, context, scale);
        }

        @Override
        public Object add(@Nullable Object left, @Nullable Object right) {
            if (left instanceof CharSequence one && right instanceof CharSequence other) {
                requireLength("+", (long) one.length() + other.length());
            }
            return super.add(left, right);
        }

        @Override
        public String toString(@Nullable Object value) {
            return super.toString(value == null ? null : require(value));
        }

        @Override
        protected String toString(boolean strict, @Nullable Object value) {
            return super.toString(strict, value == null ? null : require(value));
        }

        @Override
        public Boolean contains(@Nullable Object container, @Nullable Object value) {
            requireWhereMatched(container, value);
            return super.contains(container, value);
        }

        @Override
        public Boolean startsWith(@Nullable Object text, @Nullable Object start) {
            requireWhereMatched(start, text);
            return super.startsWith(text, start);
        }

        @Override
        public Boolean endsWith(@Nullable Object text, @Nullable Object end) {
            requireWhereMatched(end, text);
            return super.endsWith(text, end);
        }

        private static void requireWhereMatched(@Nullable Object pattern, @Nullable Object value) {
            boolean matched = pattern instanceof CharSequence || pattern instanceof java.util.regex.Pattern;
            if (matched && value != null) {
                require(value);
            }
        }
    }

    /// The given permissions, without `toString()` of values that have no text, and without what makes long texts.
    static final class Permissions extends JexlPermissions.Delegate {
        Permissions(JexlPermissions base) {
            super(base);
        }

        @Override
        public boolean allow(Method method) {
            return (!method.getName().equals("toString") || has(method.getDeclaringClass()))
                    && !(method.getDeclaringClass() == String.class && GROWING.contains(method.getName()))
                    && super.allow(method);
        }

        @Override
        public JexlPermissions compose(String... source) {
            return new Permissions(base.compose(source));
        }
    }
}
