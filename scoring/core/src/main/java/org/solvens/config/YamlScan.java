package org.solvens.config;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.solvens.problem.Problem;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonToken;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.dataformat.yaml.YAMLParser;

/// The first reading of a settings file: refuses what a settings file may not contain, and notes where each value
/// is written.
final class YamlScan {
    /// An object or array that is open.
    private static final class Open {
        final String path;
        final boolean array;
        int index = -1;

        Open(String path, boolean array) {
            this.path = path;
            this.array = array;
        }
    }

    private static final Pattern MARK = Pattern.compile("line ([0-9]{1,8}), column ([0-9]{1,8})");

    private final String text;
    private final String name;
    private final String code;
    private final YamlPlaces places = new YamlPlaces();
    private final Deque<Open> open = new ArrayDeque<>();
    private final YamlLines lines;

    private @Nullable String key;
    private @Nullable TokenStreamLocation last;

    /// @param name what to call the text in a problem
    /// @param code of the problems
    YamlScan(String text, String name, String code) {
        this.text = text;
        this.name = name;
        this.code = code;
        this.lines = new YamlLines(text);
    }

    /// @throws Problem with line and column
    YamlPlaces places(ObjectMapper mapper) {
        requireShortLines();
        requirePlainCharacters();
        try (YAMLParser parser = (YAMLParser) mapper.createParser(new WholeCharacters(text))) {
            JsonToken token = parser.nextToken();
            if (token == null || token == JsonToken.VALUE_NULL) {
                throw problem(", line 1, column 1", "the file is empty", "it has no settings", "write its content");
            }
            while (token != null) {
                take(token, parser);
                token = parser.nextToken();
                if (token != null && open.isEmpty()) {
                    throw problem(
                            YamlPlaces.at(parser.currentTokenLocation()),
                            "a second document begins here",
                            "a settings file is one document",
                            "remove one of the two, and the line of three dashes");
                }
            }
            return places;
        } catch (JacksonException e) {
            throw unreadable(e);
        }
    }

    private void requireShortLines() {
        for (int line = 1; line <= lines.count(); line++) {
            int length = lines.length(line);
            if (length > StrictYaml.LONGEST_LINE) {
                throw problem(
                        ", line " + line + ", column 1",
                        "the line is too long",
                        "it has " + length + " characters, more than " + StrictYaml.LONGEST_LINE,
                        "break the line");
            }
        }
    }

    private void requirePlainCharacters() {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean control = Character.isISOControl(c) && c != '\t' && c != '\n' && c != '\r' && c != '\u0085';
            if (control || c == '\uFEFF' || c == '\uFFFE' || c == '\uFFFF') {
                throw problem(
                        lines.at(i),
                        "the character at this place is not allowed in a settings file",
                        c == '\uFEFF'
                                ? "it is a byte order mark, which may only begin a file"
                                : "it is the control character " + (int) c,
                        "take it out; it may be invisible, so write the line again");
            }
        }
    }

    private void take(JsonToken token, YAMLParser parser) {
        TokenStreamLocation location = parser.currentTokenLocation();
        last = location;
        if (token == JsonToken.END_OBJECT || token == JsonToken.END_ARRAY) {
            open.pop();
            return;
        }
        requirePlain(parser, location);
        requireNoTilde(token, parser, location);
        if (token == JsonToken.PROPERTY_NAME) {
            key = parser.currentName();
            places.key(path(), location);
            if ("<<".equals(key)) {
                throw anchored(YamlPlaces.at(location), "a merge key");
            }
            return;
        }
        if (!open.isEmpty() && open.peek().array) {
            open.peek().index++;
        }
        String path = path();
        places.value(path, location);
        if (token == JsonToken.START_OBJECT || token == JsonToken.START_ARRAY) {
            open.push(new Open(path, token == JsonToken.START_ARRAY));
        }
    }

    private void requirePlain(YAMLParser parser, TokenStreamLocation location) {
        if (parser.isCurrentAlias()) {
            throw anchored(YamlPlaces.at(location), "an alias");
        }
        // The parser does not report the anchor of a scalar; the scalar's text begins with it.
        if (parser.getObjectId() != null || text.startsWith("&", offset(location))) {
            throw anchored(YamlPlaces.at(location), "an anchor");
        }
        if (parser.getRawTag() != null) {
            throw problem(
                    YamlPlaces.at(location),
                    "a text that begins with '!' is a tag, which a settings file may not have",
                    "YAML would drop the text after '!'",
                    "quote the expression, as in \"!empty(x)\", or write not empty(x)");
        }
    }

    /// Refuses a tilde: YAML takes it for null, and the reader for a text.
    private void requireNoTilde(JsonToken token, YAMLParser parser, TokenStreamLocation location) {
        if (token == JsonToken.VALUE_STRING
                && parser.getString().equals("~")
                && text.startsWith("~", offset(location))) {
            throw problem(
                    YamlPlaces.at(location),
                    "a lone '~' is not allowed in a settings file",
                    "YAML reads it as null",
                    "leave the key out, or put the text in quotes");
        }
    }

    private int offset(TokenStreamLocation location) {
        return lines.offset(location.getLineNr(), location.getColumnNr());
    }

    private Problem anchored(String place, String what) {
        return problem(
                place,
                what + " is not allowed in a settings file",
                "a setting must be written where it applies",
                "write the value out; put quotes around a text that begins with '&' or '*'");
    }

    private String path() {
        Open around = open.peek();
        if (around == null) {
            return "";
        }
        if (around.array) {
            return around.path + "[" + around.index + "]";
        }
        return around.path.isEmpty() ? String.valueOf(key) : around.path + "." + key;
    }

    private Problem unreadable(JacksonException e) {
        TokenStreamLocation location = e.getLocation() == null ? last : e.getLocation();
        String message = String.valueOf(e.getOriginalMessage());
        int line = location == null ? 1 : location.getLineNr();
        int column = location == null ? 1 : location.getColumnNr();
        // The location is where reading stopped; the place of the fault is at the end of the message.
        Matcher mark = MARK.matcher(message);
        while (mark.find()) {
            line = Integer.parseInt(mark.group(1));
            column = Integer.parseInt(mark.group(2));
        }
        String place = ", line " + line + ", column " + column;
        if (message.contains("=ALI")) {
            return anchored(place, "an alias");
        }
        String written = lines.text(line);
        boolean colon = message.contains("mapping values are not allowed") || message.contains("but got :");
        int ternary = written.indexOf('?');
        if (colon && ternary >= 0 && ternary < written.lastIndexOf(':')) {
            return problem(
                    place,
                    "the text has '? :' and is not in quotes",
                    "YAML takes the colon for the end of a key",
                    "quote the expression: put all of it in double quotes, as in \"a ? b : c\"");
        }
        if (colon) {
            return problem(
                    place,
                    "the text has a colon followed by a space and is not in quotes",
                    "mapping values are not allowed here: YAML takes the colon for the end of a key",
                    "quote the expression or text: put all of it in double quotes");
        }
        if (message.contains("but found '<scalar>'")) {
            return problem(
                    place,
                    "a text continues after its closing quote",
                    "YAML ends the text at the closing quote",
                    "quote the expression: put all of it in double quotes, as in \"'a' == b\"");
        }
        if (message.startsWith("Duplicate")) {
            return problem(place, "a key is given twice", firstSentence(message), "remove one of the two");
        }
        return problem(
                place,
                "the file is not YAML that can be read",
                firstSentence(message),
                "correct it at the place named");
    }

    /// The parser's message without its excerpt of the text.
    private static String firstSentence(String message) {
        List<String> words = message.lines()
                .filter(line -> !line.startsWith(" "))
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .toList();
        return String.join(", ", words);
    }

    private Problem problem(String place, String what, String why, String remedy) {
        return new Problem(code, name + place, what, why, remedy);
    }
}
