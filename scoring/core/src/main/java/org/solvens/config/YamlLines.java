package org.solvens.config;

import java.util.ArrayList;
import java.util.List;

/// The lines of a YAML text. A line ends where YAML 1.1 ends it: at LF, CR, CR LF, NEL, LS or PS.
final class YamlLines {
    private final String text;
    /// Where each line begins, and where its end begins.
    private final List<Integer> starts = new ArrayList<>();
    private final List<Integer> ends = new ArrayList<>();

    YamlLines(String text) {
        this.text = text;
        starts.add(0);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\n' || c == '\r' || c == '\u0085' || c == '\u2028' || c == '\u2029') {
                ends.add(i);
                if (c == '\r' && i + 1 < text.length() && text.charAt(i + 1) == '\n') {
                    i++;
                }
                starts.add(i + 1);
            }
        }
        ends.add(text.length());
    }

    int count() {
        return starts.size();
    }

    /// Characters of a line without its end.
    ///
    /// @param line from 1
    int length(int line) {
        return ends.get(line - 1) - starts.get(line - 1);
    }

    /// A line without its end.
    ///
    /// @param line from 1; a larger number gives the last line
    String text(int line) {
        int index = index(line);
        return text.substring(starts.get(index), ends.get(index));
    }

    /// Where a line and a column are in the text; the end of the line where it has fewer columns.
    ///
    /// @param line from 1
    /// @param column from 1, in code points
    int offset(int line, int column) {
        int index = index(line);
        int start = starts.get(index);
        int end = ends.get(index);
        return column - 1 > text.codePointCount(start, end) ? end : text.offsetByCodePoints(start, column - 1);
    }

    /// The line and the column of an offset in the text, such as `, line 3, column 9`.
    String at(int offset) {
        int line = 0;
        while (line + 1 < starts.size() && starts.get(line + 1) <= offset) {
            line++;
        }
        int column = text.codePointCount(starts.get(line), offset) + 1;
        return ", line " + (line + 1) + ", column " + column;
    }

    private int index(int line) {
        return Math.max(0, Math.min(line, starts.size()) - 1);
    }
}
