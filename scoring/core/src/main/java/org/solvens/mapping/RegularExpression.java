package org.solvens.mapping;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/// A regular expression of a mapping. Refuses expressions that could take hours on a single text or exhaust
/// the stack: long ones, deep groups, large counts, back references, and repeated groups that can split a text
/// in many ways, such as `(a+)+` or `(a|aa)*`.
final class RegularExpression {
    /// Characters of the longest expression.
    static final int LONGEST = 500;

    /// Groups within groups.
    static final int DEEPEST = 10;

    /// The largest number in a count such as `{2,5}`.
    static final int LARGEST_COUNT = 1_000;

    /// A group that is open, or the whole.
    private static final class Group {
        /// Whether something in it repeats without a limit.
        boolean repeats;
        boolean alternatives;
        /// Whether something in it occurs exactly once, such as the comma of `([0-9]+,)*`.
        boolean fixed;
    }

    private final String text;
    private final Deque<Group> open = new ArrayDeque<>();
    private int at;

    private RegularExpression(String text) {
        this.text = text;
    }

    /// @throws IllegalArgumentException where the text is not an expression, or one that is refused
    static Pattern compiled(String text) {
        if (text.length() > LONGEST) {
            throw new IllegalArgumentException(
                    "it has " + text.length() + " characters; a regular expression has at most " + LONGEST);
        }
        new RegularExpression(text).check();
        try {
            return Pattern.compile(text);
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException("'" + text + "' is not a regular expression: " + e.getDescription(), e);
        }
    }

    private void check() {
        open.push(new Group());
        while (at < text.length()) {
            char c = text.charAt(at);
            switch (c) {
                case '\\' -> escape();
                case '[' -> {
                    characterClass();
                    item(null);
                }
                case '(' -> {
                    at++;
                    open.push(new Group());
                    if (open.size() > DEEPEST + 1) {
                        throw new IllegalArgumentException("its groups are nested more than " + DEEPEST + " deep");
                    }
                    skipKind();
                }
                case ')' -> {
                    at++;
                    // The compiler reports a bracket too many.
                    item(open.size() > 1 ? open.pop() : new Group());
                }
                case '|' -> {
                    at++;
                    open.peek().alternatives = true;
                }
                default -> {
                    at++;
                    item(null);
                }
            }
        }
    }

    /// Skips the kind of a group, such as `?:` or `?<name>`, which is not an item.
    private void skipKind() {
        if (at < text.length() && text.charAt(at) == '?') {
            at++;
            while (at < text.length() && ":=!>".indexOf(text.charAt(at)) < 0 && text.charAt(at) != ')') {
                at++;
            }
            at += at < text.length() && text.charAt(at) != ')' ? 1 : 0;
        }
    }

    private void escape() {
        char escaped = at + 1 < text.length() ? text.charAt(at + 1) : ' ';
        if (escaped >= '1' && escaped <= '9' || escaped == 'k') {
            throw new IllegalArgumentException("it refers back to a group");
        }
        if (escaped == 'Q') {
            int end = text.indexOf("\\E", at);
            at = end < 0 ? text.length() : end + 2;
        } else {
            at = Math.min(text.length(), at + 2);
        }
        item(null);
    }

    private void characterClass() {
        int depth = 0;
        do {
            char c = text.charAt(at);
            if (c == '\\') {
                at++;
            } else if (c == '[') {
                depth++;
                at += text.startsWith("[^]", at) ? 2 : text.startsWith("[]", at) ? 1 : 0;
            } else if (c == ']') {
                depth--;
            }
            at++;
        } while (at < text.length() && depth > 0);
        at = Math.min(at, text.length());
    }

    /// Takes the count that follows an item.
    private void item(@org.jspecify.annotations.Nullable Group group) {
        boolean endless = false;
        boolean counted = false;
        while (at < text.length() && "*+?{".indexOf(text.charAt(at)) >= 0) {
            counted = true;
            char c = text.charAt(at);
            if (c == '{') {
                int end = text.indexOf('}', at);
                String count = text.substring(at + 1, end < 0 ? text.length() : end);
                endless |= count.endsWith(",");
                requireSmall(count);
                if (group != null && (group.repeats || group.alternatives)) {
                    endless = true;
                }
                at = end < 0 ? text.length() : end + 1;
            } else {
                endless |= c == '*' || c == '+';
                at++;
            }
        }
        Group around = open.peek();
        if (group != null) {
            if (endless && (group.alternatives || group.repeats && !group.fixed)) {
                throw new IllegalArgumentException("it repeats a group that itself "
                        + (group.alternatives ? "has alternatives" : "repeats")
                        + ", which can take hours; write a class such as [ab]* or take the group apart");
            }
            around.repeats |= group.repeats;
        }
        around.repeats |= endless;
        around.fixed |= !counted && (group == null || group.fixed);
    }

    private static void requireSmall(String count) {
        for (String number : count.split(",", -1)) {
            if (number.length() > 4 || number.matches("[0-9]+") && Integer.parseInt(number) > LARGEST_COUNT) {
                throw new IllegalArgumentException("a count in it is larger than " + LARGEST_COUNT);
            }
        }
    }
}
