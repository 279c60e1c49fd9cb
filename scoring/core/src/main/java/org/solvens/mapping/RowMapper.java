package org.solvens.mapping;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.commons.jexl3.JexlBuilder;
import org.apache.commons.jexl3.JexlEngine;
import org.apache.commons.jexl3.JexlException;
import org.apache.commons.jexl3.JexlFeatures;
import org.apache.commons.jexl3.JexlScript;
import org.apache.commons.jexl3.MapContext;
import org.apache.commons.jexl3.introspection.JexlPermissions;
import org.apache.commons.jexl3.parser.ASTFunctionNode;
import org.apache.commons.jexl3.parser.ASTNamespaceIdentifier;
import org.apache.commons.jexl3.parser.JexlNode;
import org.apache.commons.jexl3.parser.Parser;
import org.jspecify.annotations.Nullable;
import org.solvens.feed.Feed;
import org.solvens.feed.FeedContract;
import org.solvens.problem.Problem;
import org.solvens.source.RowSource;

/// A source's expressions, compiled, over the rows of one file. Expressions see the file's columns by
/// name, `line` (the row's number), the names of `let`, and {@link Functions}; nothing else of Java but the
/// methods of their values.
///
/// A condition that gives neither true nor false refuses the row, unless it gives nothing at all, which is
/// false: a column of texts taken for a condition must not pass over a file in silence.
///
/// Not safe for several threads at once.
public final class RowMapper {
    /// Hears of what a row gave.
    public interface Receiver {
        /// Raw values in the order of the contract's fields.
        void record(FeedContract contract, @Nullable Object[] raw);

        /// A record that an expression could not be evaluated for.
        void refused(FeedContract contract, RowSource.Refusal refusal);
    }

    private record Rule(FeedContract contract, @Nullable JexlScript when, int[] positions, JexlScript[] values) {}

    private record Named(String name, JexlScript value) {}

    private static final JexlFeatures FEATURES =
            new JexlFeatures().loops(false).newInstance(false).sideEffect(false).lambda(false);

    private final JexlEngine engine;
    private final String mappingName;
    private final List<Named> let = new ArrayList<>();
    private final @Nullable JexlScript where;
    private final List<Rule> rules = new ArrayList<>();
    private final Map<String, String> headers;
    private final Set<String> defined = new HashSet<>(Set.of("line"));
    private final Set<String> columnsUsed = new LinkedHashSet<>();

    /// @throws Problem MAPPING-EXPRESSION where an expression is not one, or calls what is no function
    public RowMapper(Mapping.Source source, String mappingName) {
        this.mappingName = mappingName;
        this.headers = source.columns();
        Map<String, Object> namespaces = new HashMap<>();
        namespaces.put(null, new Functions(source.zoneId()));
        this.engine = new JexlBuilder()
                .permissions(new JexlPermissions.ClassPermissions(Functions.class))
                .features(FEATURES)
                .namespaces(namespaces)
                .strict(true)
                .safe(false)
                .silent(false)
                .create();
        for (Map.Entry<String, String> entry : source.let().entrySet()) {
            let.add(new Named(entry.getKey(), compile(entry.getValue(), "let " + entry.getKey())));
            defined.add(entry.getKey());
        }
        this.where = source.where() == null ? null : compile(source.where(), "where");
        for (Mapping.RecordRule rule : source.records()) {
            FeedContract contract = FeedContract.of(rule.target());
            int[] positions = new int[rule.fields().size()];
            JexlScript[] values = new JexlScript[positions.length];
            int i = 0;
            for (Map.Entry<String, String> field : rule.fields().entrySet()) {
                positions[i] = contract.position(field.getKey());
                values[i++] = compile(field.getValue(), rule.feed() + "." + field.getKey());
            }
            rules.add(new Rule(
                    contract,
                    rule.when() == null ? null : compile(rule.when(), rule.feed() + ".when"),
                    positions,
                    values));
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
    /// @param wanted the only feed whose records are made; null for every one
    public void map(RowSource source, @Nullable Feed wanted, Receiver receiver) {
        Map<String, Object> values = new HashMap<>();
        MapContext context = new MapContext(values);
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
        RowSource.Refusal broken = null;
        for (Named named : let) {
            try {
                values.put(named.name(), named.value().execute(context));
            } catch (JexlException e) {
                values.put(named.name(), null);
                broken = refusal(named.name(), e);
            }
        }
        try {
            if (where != null && !holds(where, context)) {
                return;
            }
        } catch (JexlException | IllegalArgumentException e) {
            broken = refusal("where", e);
        }
        if (broken != null) {
            FeedContract told = rules.getFirst().contract();
            if (wanted == null || wanted == told.feed()) {
                receiver.refused(told, broken);
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
                    raw[rule.positions()[i]] = rule.values()[i].execute(context);
                }
                receiver.record(rule.contract(), raw);
            } catch (JexlException | IllegalArgumentException e) {
                receiver.refused(rule.contract(), refusal(rule.contract().feed().label(), e));
            }
        }
    }

    private static boolean holds(JexlScript condition, MapContext context) {
        return switch (condition.execute(context)) {
            case null -> false;
            case Boolean holds -> holds;
            default -> throw new IllegalArgumentException("the condition gives neither true nor false");
        };
    }

    private static RowSource.Refusal refusal(String place, RuntimeException e) {
        String reason = e instanceof JexlException jexl ? jexl.getDetail() : e.getMessage();
        for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
            // The outermost phrase of our own; what lies under it may repeat the value.
            if (cause.getClass() == IllegalArgumentException.class) {
                reason = cause.getMessage();
                break;
            }
        }
        return new RowSource.Refusal("EXPRESSION", place + ": " + reason);
    }

    private JexlScript compile(String expression, String place) {
        try {
            JexlScript script = engine.createScript(expression);
            for (List<String> variable : script.getVariables()) {
                if (!defined.contains(variable.getFirst())) {
                    columnsUsed.add(variable.getFirst());
                }
            }
            requireFunctions(new Parser(";").parse(null, FEATURES, expression, null), expression, place);
            return script;
        } catch (JexlException e) {
            throw new Problem(
                    "MAPPING-EXPRESSION",
                    mappingName + " at " + place,
                    "'" + expression + "' is not an expression",
                    e.getDetail() == null ? String.valueOf(e.getMessage()) : e.getDetail(),
                    "correct it; texts stand in single quotes",
                    e);
        }
    }

    private void requireFunctions(JexlNode node, String expression, String place) {
        if (node instanceof ASTFunctionNode call) {
            String name = call.jjtGetChild(0).toString();
            int arguments = call.jjtGetChild(1).jjtGetNumChildren();
            if (call.jjtGetChild(0) instanceof ASTNamespaceIdentifier || !Functions.has(name, arguments)) {
                throw new Problem(
                        "MAPPING-EXPRESSION",
                        mappingName + " at " + place,
                        "'" + expression + "' calls " + name + "() with " + arguments
                                + " arguments, and there is no such function",
                        "the functions are " + String.join(", ", Functions.SIGNATURES),
                        "correct the spelling, or the arguments");
            }
        }
        for (int i = 0; i < node.jjtGetNumChildren(); i++) {
            requireFunctions(node.jjtGetChild(i), expression, place);
        }
    }
}
