package org.solvens.mapping;

import java.time.LocalDate;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.apache.commons.jexl3.JexlBuilder;
import org.apache.commons.jexl3.JexlContext;
import org.apache.commons.jexl3.JexlEngine;
import org.apache.commons.jexl3.JexlException;
import org.apache.commons.jexl3.JexlFeatures;
import org.apache.commons.jexl3.JexlScript;
import org.apache.commons.jexl3.introspection.JexlPermissions;
import org.apache.commons.jexl3.parser.ASTERNode;
import org.apache.commons.jexl3.parser.ASTFunctionNode;
import org.apache.commons.jexl3.parser.ASTIdentifierAccess;
import org.apache.commons.jexl3.parser.ASTJxltLiteral;
import org.apache.commons.jexl3.parser.ASTMapLiteral;
import org.apache.commons.jexl3.parser.ASTMethodNode;
import org.apache.commons.jexl3.parser.ASTNRNode;
import org.apache.commons.jexl3.parser.ASTNamespaceIdentifier;
import org.apache.commons.jexl3.parser.ASTStringLiteral;
import org.apache.commons.jexl3.parser.JexlNode;
import org.apache.commons.jexl3.parser.Parser;
import org.jspecify.annotations.Nullable;
import org.solvens.problem.Problem;

/// The compiler of one source's expressions: their grammar, their functions, and the tables that they may look
/// up. An expression can call only {@link Functions} and the methods of its values.
final class Expressions {
    /// Characters of the longest expression.
    static final int LONGEST = 10_000;

    /// Brackets within brackets. Deeper nesting would exhaust the parser's stack.
    static final int DEEPEST = 50;

    /// Methods of a text that read a regular expression.
    private static final Set<String> PATTERN_METHODS = Set.of("matches", "split");

    /// Operators within operators, as in a long sum.
    private static final int DEEPEST_TREE = 300;

    private static final JexlFeatures FEATURES =
            new JexlFeatures().loops(false).newInstance(false).sideEffect(false).lambda(false);

    /// A compiled expression.
    ///
    /// @param names of columns and of `let` that it reads
    record Expression(JexlScript script, Set<String> names) {}

    private final JexlEngine engine;
    private final Map<String, Map<String, String>> tables;
    private final String mappingName;
    private final UnaryOperator<String> places;

    /// @param zone of times without offset, and of days
    /// @param tables of `lookup` by name
    /// @param mappingName what to call the mapping in problems
    /// @param places gives line and column of a path in the source, such as `, line 3, column 9`
    Expressions(
            ZoneId zone, Map<String, Map<String, String>> tables, String mappingName, UnaryOperator<String> places) {
        this.tables = tables;
        this.mappingName = mappingName;
        this.places = places;
        Map<String, Object> namespaces = new HashMap<>();
        namespaces.put(null, new Functions(zone, tables));
        this.engine = new JexlBuilder()
                .permissions(new Texts.Permissions(new JexlPermissions.ClassPermissions(Functions.class)))
                .arithmetic(new Texts.Arithmetic())
                .features(FEATURES)
                .namespaces(namespaces)
                .strict(true)
                .safe(false)
                .silent(false)
                .create();
    }

    /// @param place what to call the place in a problem
    /// @param path of the expression in the source
    /// @throws Problem MAPPING-EXPRESSION if it is not an expression, or calls an unknown function
    Expression compile(String text, String place, String path) {
        String at = mappingName + " at " + place + places.apply(path);
        requireShallow(text, at);
        try {
            JexlScript script = engine.createScript(text);
            Set<String> names = new TreeSet<>();
            for (List<String> variable : script.getVariables()) {
                names.add(variable.getFirst());
            }
            require(new Parser(";").parse(null, FEATURES, text, null), 0, text, at);
            return new Expression(script, names);
        } catch (JexlException e) {
            throw new Problem(
                    "MAPPING-EXPRESSION",
                    at,
                    "'" + shortened(text) + "' is not an expression",
                    detail(e),
                    "correct it; texts are written in single quotes",
                    e);
        } catch (NumberFormatException e) {
            throw new Problem(
                    "MAPPING-EXPRESSION",
                    at,
                    "'" + shortened(text) + "' has a number that cannot be read",
                    "it is larger than a number can be",
                    "write the number that is meant, or put it in single quotes if it is a text",
                    e);
        } catch (StackOverflowError e) {
            throw nested(text, at);
        }
    }

    /// The compiler's message; it has none for some characters that are not allowed.
    private static String detail(JexlException e) {
        String detail = e.getDetail() == null ? String.valueOf(e.getMessage()) : e.getDetail();
        return detail.isBlank() ? "a character or a word in it is not part of the language" : detail;
    }

    private void requireShallow(String text, String at) {
        if (text.length() > LONGEST) {
            throw new Problem(
                    "MAPPING-EXPRESSION",
                    at,
                    "the expression is too long",
                    "it has " + text.length() + " characters, more than " + LONGEST,
                    "give parts of it names in let, or put a table into lookups");
        }
        int depth = 0;
        char quote = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quote != 0) {
                i += c == '\\' ? 1 : 0;
                quote = c == quote ? 0 : quote;
            } else if (c == '\'' || c == '"' || c == '`') {
                quote = c;
            } else if (c == '0' && octal(text, i)) {
                throw new Problem(
                        "MAPPING-EXPRESSION",
                        at,
                        "'" + shortened(text) + "' has a number that begins with 0",
                        "some programs read 010 as ten and others as eight",
                        "write the number without the 0, or put it in single quotes if it is a text");
            } else if (c == '(' || c == '[' || c == '{') {
                depth++;
                if (depth > DEEPEST) {
                    throw nested(text, at);
                }
            } else if (c == ')' || c == ']' || c == '}') {
                depth--;
            }
        }
    }

    /// Whether a number with further digits begins with the 0 there.
    private static boolean octal(String text, int at) {
        boolean begins = at == 0 || !Character.isJavaIdentifierPart(text.charAt(at - 1)) && text.charAt(at - 1) != '.';
        return begins && at + 1 < text.length() && Character.isDigit(text.charAt(at + 1));
    }

    private static Problem nested(String text, String at) {
        return new Problem(
                "MAPPING-EXPRESSION",
                at,
                "'" + shortened(text) + "' is nested too deeply",
                "at most " + DEEPEST + " brackets or " + DEEPEST_TREE + " operators may be within each other",
                "give parts of it names in let");
    }

    private static String shortened(String text) {
        return text.length() <= 200 ? text : text.substring(0, 200) + "...";
    }

    private void require(JexlNode node, int depth, String text, String at) {
        if (depth > DEEPEST_TREE) {
            throw nested(text, at);
        }
        if (node instanceof ASTFunctionNode call) {
            JexlNode arguments = call.jjtGetChild(1);
            String name = call.jjtGetChild(0).toString();
            int count = arguments.jjtGetNumChildren();
            if (call.jjtGetChild(0) instanceof ASTNamespaceIdentifier || !Functions.has(name, count)) {
                throw new Problem(
                        "MAPPING-EXPRESSION",
                        at,
                        "'" + shortened(text) + "' calls " + name + "() with " + count
                                + " arguments, and there is no such function",
                        "the functions are " + String.join(", ", Functions.SIGNATURES),
                        "correct the spelling, or the arguments");
            }
            if (name.equals("lookup") && !(arguments.jjtGetChild(1) instanceof ASTMapLiteral)) {
                requireTable(literal(arguments.jjtGetChild(0)), text, at);
            }
            if (name.equals("replace_pattern")) {
                requireRegularExpression(literal(arguments.jjtGetChild(1)), text, at);
            }
            if (name.equals("date") || name.equals("instant")) {
                for (int i = 1; i < count; i++) {
                    requirePattern(literal(arguments.jjtGetChild(i)), text, at);
                }
            }
        }
        if (node instanceof ASTJxltLiteral) {
            throw new Problem(
                    "MAPPING-EXPRESSION",
                    at,
                    "'" + shortened(text) + "' has a text in backquotes",
                    "an expression within such a text is not checked",
                    "put texts in single quotes, and join them by concat()");
        }
        if (node instanceof ASTERNode || node instanceof ASTNRNode) {
            requireRegularExpression(literal(node.jjtGetChild(1)), text, at);
        }
        if (node instanceof ASTMethodNode && !(node.jjtGetChild(0) instanceof ASTIdentifierAccess)
                || (node instanceof ASTMethodNode || node instanceof ASTFunctionNode) && node.jjtGetNumChildren() > 2) {
            throw new Problem(
                    "MAPPING-EXPRESSION",
                    at,
                    "'" + shortened(text) + "' calls something that is not a function",
                    "brackets follow a value in brackets",
                    "join texts by concat(), and put an operator between two values");
        }
        if (node instanceof ASTMethodNode method
                && Texts.GROWING.contains(method.jjtGetChild(0).toString())) {
            throw new Problem(
                    "MAPPING-EXPRESSION",
                    at,
                    "'" + shortened(text) + "' calls the method " + method.jjtGetChild(0) + "() of a text",
                    "it can make a text of any length",
                    "use the functions concat(), replace() or replace_pattern()");
        }
        if (node instanceof ASTMethodNode method && method.jjtGetNumChildren() > 1) {
            JexlNode arguments = method.jjtGetChild(1);
            if (PATTERN_METHODS.contains(method.jjtGetChild(0).toString()) && arguments.jjtGetNumChildren() > 0) {
                requireRegularExpression(literal(arguments.jjtGetChild(0)), text, at);
            }
        }
        for (int i = 0; i < node.jjtGetNumChildren(); i++) {
            require(node.jjtGetChild(i), depth + 1, text, at);
        }
    }

    private static @Nullable String literal(JexlNode node) {
        return node instanceof ASTStringLiteral string ? string.getLiteral() : null;
    }

    private void requireTable(@Nullable String table, String text, String at) {
        if (table != null && !tables.containsKey(table)) {
            throw new Problem(
                    "MAPPING-EXPRESSION",
                    at,
                    "'" + shortened(text) + "' looks up '" + table + "', and there is no such table",
                    tables.isEmpty()
                            ? "the mapping has no lookups"
                            : "the tables are " + String.join(", ", new TreeSet<>(tables.keySet())),
                    "correct the spelling, or add the table to lookups");
        }
    }

    private static void requirePattern(@Nullable String pattern, String text, String at) {
        if (pattern != null) {
            try {
                Functions.compiled(pattern);
            } catch (IllegalArgumentException e) {
                throw new Problem(
                        "MAPPING-EXPRESSION",
                        at,
                        "'" + shortened(text) + "' has an invalid pattern",
                        String.valueOf(e.getMessage()),
                        "write it as in dd.MM.yyyy or M/d/yyyy H:mm",
                        e);
            }
        }
    }

    private static void requireRegularExpression(@Nullable String pattern, String text, String at) {
        if (pattern != null) {
            try {
                RegularExpression.compiled(pattern);
            } catch (IllegalArgumentException e) {
                throw new Problem(
                        "MAPPING-EXPRESSION",
                        at,
                        "'" + shortened(text) + "' has a regular expression that is not allowed",
                        String.valueOf(e.getMessage()),
                        "write a simpler one",
                        e);
            }
        }
    }

    /// The value of an expression for a row.
    ///
    /// @throws JexlException if it has none
    /// @throws IllegalArgumentException if a function refuses a value, or the library of expressions fails
    static @Nullable Object value(JexlScript script, JexlContext row) {
        try {
            return script.execute(row);
        } catch (NullPointerException | ClassCastException | IndexOutOfBoundsException e) {
            throw new IllegalArgumentException("it cannot be computed from the values of the row", e);
        }
    }

    /// The values that every expression of a mapping sees.
    static Map<String, Object> constants(@Nullable LocalDate exported) {
        return exported == null ? Map.of() : Map.of("exported", exported);
    }
}
