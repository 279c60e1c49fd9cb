package org.solvens.mapping;

import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.apache.commons.jexl3.JexlContext;
import org.apache.commons.jexl3.JexlException;
import org.apache.commons.jexl3.JexlScript;
import org.apache.commons.jexl3.MapContext;
import org.jspecify.annotations.Nullable;
import org.solvens.feed.Feed;
import org.solvens.feed.FeedContract;
import org.solvens.mapping.Expressions.Expression;
import org.solvens.problem.Problem;
import org.solvens.source.Blanks;
import org.solvens.source.RowSource;

/// A source's expressions, compiled, over the rows of one file. Expressions see the file's columns by name,
/// `line` (the row's number), `exported` (the mapping's day of export), the names of `let` and of `sums`, and
/// {@link Functions}. Of Java they see only the methods of their values.
///
/// A condition that is neither true nor false refuses the row; a missing value counts as false. Otherwise a
/// column of texts, used as a condition by mistake, would silently skip a whole file.
///
/// A field's text is trimmed of blanks ({@link Blanks}) and is missing if nothing is left, so that ids that
/// look the same are the same. A field's time without a zone is in the source's zone.
///
/// If {@link #needsSums} is true, the file must be read once by {@link #sum} before any row is mapped. Not
/// safe for several threads at once.
public final class RowMapper {
    /// Receives what a row gives.
    public interface Receiver {
        /// Raw values in the order of the contract's fields.
        void record(FeedContract contract, @Nullable Object[] raw);

        /// A record that cannot be made: an expression could not be evaluated (code EXPRESSION), or the record was
        /// known after the day of export (code AFTER-EXPORT).
        void refused(FeedContract contract, RowSource.Refusal refusal);
    }

    /// @param knownAt position of known_at in the contract
    private record Rule(
            FeedContract contract, int knownAt, @Nullable JexlScript when, int[] positions, JexlScript[] values) {}

    /// @param afterSums whether it reads a sum, directly or by another name
    private record Named(String name, JexlScript value, boolean afterSums) {}

    private final String mappingName;
    private final ZoneId zone;
    private final @Nullable LocalDate exported;
    private final List<Named> let = new ArrayList<>();
    private final List<KeyedSum> sums = new ArrayList<>();
    private final @Nullable JexlScript where;
    private final List<Rule> rules = new ArrayList<>();
    private final Feed feedOfBrokenRows;
    private final Map<String, String> headers;
    private final Map<String, Object> constants;
    private final Set<String> defined = new HashSet<>(Set.of("line"));
    private final Set<String> columnsUsed = new LinkedHashSet<>();

    /// @param mapping that the source is of
    /// @param mappingName what to call it in problems
    /// @throws Problem MAPPING-EXPRESSION if an expression is invalid, or calls an unknown function
    public RowMapper(Mapping mapping, Mapping.Source source, String mappingName) {
        this(mapping, source, mappingName, path -> "");
    }

    /// @param places gives line and column of a path in the source, such as `, line 3, column 9`
    RowMapper(Mapping mapping, Mapping.Source source, String mappingName, UnaryOperator<String> places) {
        this.mappingName = mappingName;
        this.zone = source.zoneId();
        this.exported = mapping.exported();
        this.headers = source.columns();
        this.feedOfBrokenRows = source.feedOfBrokenRows();
        this.constants = Expressions.constants(mapping.exported());
        defined.addAll(constants.keySet());
        Expressions expressions = new Expressions(zone, mapping.lookups(), mappingName, places);
        Map<String, Set<String>> lets = compileLet(source, expressions);
        compileSums(source, expressions, lets, places);
        this.where = source.where() == null ? null : use(expressions.compile(source.where(), "where", "where"));
        for (int r = 0; r < source.records().size(); r++) {
            Mapping.RecordRule rule = source.records().get(r);
            String path = "records[" + r + "].";
            FeedContract contract = FeedContract.of(rule.target());
            int[] positions = new int[rule.fields().size()];
            JexlScript[] values = new JexlScript[positions.length];
            int i = 0;
            for (Map.Entry<String, String> field : rule.fields().entrySet()) {
                positions[i] = contract.position(field.getKey());
                values[i++] = use(expressions.compile(
                        field.getValue(), rule.feed() + "." + field.getKey(), path + "fields." + field.getKey()));
            }
            JexlScript when = rule.when() == null
                    ? null
                    : use(expressions.compile(rule.when(), rule.feed() + ".when", path + "when"));
            rules.add(new Rule(contract, contract.position("known_at"), when, positions, values));
        }
    }

    /// @return for each name of `let`, the names of `let` that it reads, directly or through another, itself
    ///     included
    private Map<String, Set<String>> compileLet(Mapping.Source source, Expressions expressions) {
        Map<String, Set<String>> lets = new HashMap<>();
        Set<String> afterSums = new HashSet<>(source.sums().keySet());
        // The names of sums are defined too: a let may read them, and they are not columns.
        defined.addAll(source.sums().keySet());
        for (Map.Entry<String, String> entry : source.let().entrySet()) {
            String name = entry.getKey();
            Expression value = expressions.compile(entry.getValue(), "let " + name, "let." + name);
            boolean after = value.names().stream().anyMatch(afterSums::contains);
            let.add(new Named(name, use(value), after));
            defined.add(name);
            Set<String> read = closure(value, lets);
            read.add(name);
            lets.put(name, read);
            if (after) {
                afterSums.add(name);
            }
        }
        return lets;
    }

    private void compileSums(
            Mapping.Source source,
            Expressions expressions,
            Map<String, Set<String>> lets,
            UnaryOperator<String> places) {
        Set<String> notYet = new HashSet<>(source.sums().keySet());
        let.stream().filter(Named::afterSums).forEach(named -> notYet.add(named.name()));
        source.sums().forEach((name, sum) -> {
            String place = "sums " + name;
            String path = "sums." + name + ".";
            String at = mappingName + " at " + place + places.apply("sums." + name);
            Expression of = expressions.compile(sum.of(), place, path + "of");
            Expression by = expressions.compile(sum.by(), place, path + "by");
            sums.add(new KeyedSum(
                    name,
                    part(of, lets, notYet, at),
                    part(by, lets, notYet, at),
                    sum.where() == null
                            ? null
                            : part(expressions.compile(sum.where(), place, path + "where"), lets, notYet, at)));
        });
    }

    /// @param notYet names that are known only after the sums
    /// @param at what to call the sum in a problem
    private KeyedSum.Part part(Expression expression, Map<String, Set<String>> lets, Set<String> notYet, String at) {
        for (String used : expression.names()) {
            if (notYet.contains(used)) {
                throw new Problem(
                        "MAPPING-EXPRESSION",
                        at,
                        "the sum reads '" + used + "', which is known only after the sums are made",
                        "the sums are made in a first reading of the file",
                        "read columns, or names of let that do not depend on sums");
            }
        }
        use(expression);
        return new KeyedSum.Part(expression, Set.copyOf(closure(expression, lets)));
    }

    private static Set<String> closure(Expression expression, Map<String, Set<String>> lets) {
        Set<String> read = new HashSet<>();
        expression.names().forEach(name -> read.addAll(lets.getOrDefault(name, Set.of())));
        return read;
    }

    private JexlScript use(Expression expression) {
        for (String name : expression.names()) {
            if (!defined.contains(name)) {
                columnsUsed.add(name);
            }
        }
        return expression.script();
    }

    /// Whether the rows have to be read by {@link #sum} before they are mapped.
    public boolean needsSums() {
        return !sums.isEmpty();
    }

    /// Reads the rows of a file to its end and makes the sums. A row that cannot be read at all counts in no sum.
    public void sum(RowSource source) throws IOException {
        while (source.next()) {
            if (source.refusal() == null) {
                Map<String, Object> values = columns(source);
                MapContext context = new MapContext(values);
                Set<String> broken = new HashSet<>();
                for (Named named : let) {
                    if (!named.afterSums()) {
                        try {
                            values.put(named.name(), Expressions.value(named.value(), context));
                        } catch (JexlException | IllegalArgumentException e) {
                            values.put(named.name(), null);
                            broken.add(named.name());
                        }
                    }
                }
                sums.forEach(sum -> sum.add(context, source.number(), broken));
            }
        }
    }

    /// Refuses a file that lacks a column which an expression reads.
    ///
    /// @throws Problem MAPPING-COLUMN
    public void checkColumns(List<String> columns, String file) {
        for (String used : columnsUsed) {
            String header = headers.getOrDefault(used, used);
            if (!columns.contains(header)) {
                throw new Problem(
                        "MAPPING-COLUMN",
                        file,
                        "there is no column '" + header + "', which the mapping " + mappingName + " reads",
                        "the file's columns are " + String.join(", ", columns),
                        "correct the mapping, or supply the right file");
            }
        }
    }

    /// Evaluates the current row of a source.
    ///
    /// @param wanted the only feed to make records of; null for every feed
    public void map(RowSource source, @Nullable Feed wanted, Receiver receiver) {
        Map<String, Object> values = columns(source);
        MapContext context = new MapContext(values);
        RowSource.Refusal broken = name(values, context, false, null);
        for (KeyedSum sum : sums) {
            try {
                values.put(sum.name(), sum.total(context));
            } catch (JexlException | IllegalArgumentException e) {
                values.put(sum.name(), null);
                broken = broken == null ? refusal(sum.name(), e) : broken;
            }
        }
        broken = name(values, context, true, broken);
        try {
            if (where != null && !holds(where, context)) {
                return;
            }
        } catch (JexlException | IllegalArgumentException e) {
            broken = broken == null ? refusal("where", e) : broken;
        }
        if (broken != null) {
            if (wanted == null || wanted == feedOfBrokenRows) {
                receiver.refused(FeedContract.of(feedOfBrokenRows), broken);
            }
            return;
        }
        for (Rule rule : rules) {
            if (wanted != null && wanted != rule.contract().feed()) {
                continue;
            }
            try {
                if (rule.when() != null && !holds(rule.when(), context)) {
                    continue;
                }
                Object[] raw = new Object[rule.contract().fields().size()];
                for (int i = 0; i < rule.positions().length; i++) {
                    raw[rule.positions()[i]] = cleaned(Expressions.value(rule.values()[i], context));
                }
                if (knownAfterExport(raw[rule.knownAt()])) {
                    receiver.refused(
                            rule.contract(),
                            new RowSource.Refusal("AFTER-EXPORT", "known_at is after the day of export, " + exported));
                } else {
                    receiver.record(rule.contract(), raw);
                }
            } catch (JexlException | IllegalArgumentException e) {
                receiver.refused(rule.contract(), refusal(rule.contract().feed().label(), e));
            }
        }
    }

    private Map<String, Object> columns(RowSource source) {
        Map<String, Object> values = new HashMap<>();
        List<String> columns = source.columns();
        for (int i = 0; i < columns.size(); i++) {
            values.put(columns.get(i), source.get(i));
        }
        headers.forEach((name, header) -> {
            int column = columns.indexOf(header);
            if (column >= 0) {
                values.put(name, source.get(column));
            }
        });
        values.put("line", source.number());
        values.putAll(constants);
        return values;
    }

    /// @return why the first name failed, because the others may fail for the same reason; null if all have
    ///     values
    private RowSource.@Nullable Refusal name(
            Map<String, Object> values, MapContext context, boolean afterSums, RowSource.@Nullable Refusal before) {
        RowSource.Refusal broken = before;
        for (Named named : let) {
            if (named.afterSums() == afterSums) {
                try {
                    values.put(named.name(), Expressions.value(named.value(), context));
                } catch (JexlException | IllegalArgumentException e) {
                    values.put(named.name(), null);
                    broken = broken == null ? refusal(named.name(), e) : broken;
                }
            }
        }
        return broken;
    }

    private @Nullable Object cleaned(@Nullable Object value) {
        return switch (value) {
            case CharSequence text -> {
                String trimmed = Blanks.trim(text.toString());
                yield trimmed.isEmpty() ? null : trimmed;
            }
            case LocalDateTime time -> time.atZone(zone).toInstant();
            case null, default -> value;
        };
    }

    /// @param knownAt the value of an expression; the contract refuses one that is not a time
    private boolean knownAfterExport(@Nullable Object knownAt) {
        if (exported == null) {
            return false;
        }
        Instant end = exported.plusDays(1).atStartOfDay(zone).toInstant();
        return switch (knownAt) {
            case Instant time -> !time.isBefore(end);
            case Long millis -> millis >= end.toEpochMilli();
            case CharSequence text -> {
                try {
                    yield !OffsetDateTime.parse(text).toInstant().isBefore(end);
                } catch (DateTimeParseException e) {
                    yield false;
                }
            }
            case null, default -> false;
        };
    }

    static boolean holds(JexlScript condition, JexlContext context) {
        return switch (Expressions.value(condition, context)) {
            case null -> false;
            case Boolean holds -> holds;
            default -> throw new IllegalArgumentException("the condition is neither true nor false");
        };
    }

    private static RowSource.Refusal refusal(String place, RuntimeException e) {
        String reason = switch (e) {
            case JexlException.Variable variable -> "'" + variable.getVariable() + "' is missing";
            // Its detail may be the value, as in text[value].
            case JexlException.Property _ -> "a value has no part of that name or number";
            case JexlException jexl -> jexl.getDetail();
            default -> e.getMessage();
        };
        for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
            // Our own outermost message, because deeper causes may repeat the value.
            if (cause.getClass() == IllegalArgumentException.class) {
                reason = cause.getMessage();
                break;
            }
        }
        return new RowSource.Refusal("EXPRESSION", place + ": " + reason);
    }
}
