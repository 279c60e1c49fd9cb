package org.solvens.mapping;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
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
import org.jspecify.annotations.Nullable;
import org.solvens.feed.FeedContract;
import org.solvens.problem.Problem;
import org.solvens.source.RowSource;

/// A source's expressions, compiled, over the rows of one file. Expressions see the file's columns by
/// name, `line` (the row's number), the names of `let`, and {@link Functions}; nothing else of Java.
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

    private final JexlEngine engine;
    private final String mappingName;
    private final List<Named> let = new ArrayList<>();
    private final @Nullable JexlScript where;
    private final List<Rule> rules = new ArrayList<>();
    private final Set<String> columnsUsed = new HashSet<>();

    /// @throws Problem MAPPING-EXPRESSION where an expression is not one
    public RowMapper(Mapping.Source source, String mappingName) {
        this.mappingName = mappingName;
        Map<String, Object> namespaces = new HashMap<>();
        namespaces.put(null, new Functions(source.zoneId()));
        this.engine = new JexlBuilder()
                .permissions(JexlPermissions.RESTRICTED.compose("org.solvens.mapping { +Functions{} }"))
                .features(new JexlFeatures()
                        .loops(false)
                        .newInstance(false)
                        .sideEffect(false)
                        .lambda(false))
                .namespaces(namespaces)
                .strict(true)
                .safe(false)
                .silent(false)
                .create();
        for (Map.Entry<String, String> entry : source.let().entrySet()) {
            let.add(new Named(entry.getKey(), compile(entry.getValue(), "let " + entry.getKey())));
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
        let.forEach(named -> columnsUsed.remove(named.name()));
        columnsUsed.remove("line");
    }

    /// Refuses a file that lacks a column which an expression reads.
    ///
    /// @throws Problem MAPPING-COLUMN
    public void checkColumns(List<String> columns, String file) {
        for (String used : columnsUsed) {
            if (!columns.contains(used)) {
                throw new Problem(
                        "MAPPING-COLUMN",
                        file,
                        "there is no column '" + used + "', which the mapping " + mappingName + " reads",
                        "the file's columns are " + String.join(", ", columns),
                        "correct the mapping, or supply the right file");
            }
        }
    }

    /// Evaluates the current row of a source.
    public void map(RowSource source, Receiver receiver) {
        Map<String, Object> values = new HashMap<>();
        MapContext context = new MapContext(values);
        List<String> columns = source.columns();
        for (int i = 0; i < columns.size(); i++) {
            values.put(columns.get(i), source.get(i));
        }
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
            if (where != null && !Boolean.TRUE.equals(where.execute(context))) {
                return;
            }
        } catch (JexlException e) {
            broken = refusal("where", e);
        }
        for (Rule rule : rules) {
            if (broken != null) {
                receiver.refused(rule.contract(), broken);
                return;
            }
            try {
                if (rule.when() != null && !Boolean.TRUE.equals(rule.when().execute(context))) {
                    continue;
                }
                Object[] raw = new Object[rule.contract().fields().size()];
                for (int i = 0; i < rule.positions().length; i++) {
                    raw[rule.positions()[i]] = rule.values()[i].execute(context);
                }
                receiver.record(rule.contract(), raw);
            } catch (JexlException e) {
                receiver.refused(rule.contract(), refusal(rule.contract().feed().label(), e));
            }
        }
    }

    private static RowSource.Refusal refusal(String place, JexlException e) {
        Throwable root = e;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        String reason = root instanceof IllegalArgumentException ? root.getMessage() : e.getDetail();
        return new RowSource.Refusal("EXPRESSION", place + ": " + reason);
    }

    private JexlScript compile(String expression, String place) {
        try {
            JexlScript script = engine.createScript(expression);
            for (List<String> variable : script.getVariables()) {
                columnsUsed.add(variable.getFirst());
            }
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
}
