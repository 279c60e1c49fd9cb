package org.solvens.source;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The lines of a CSV file, each parsed by itself.
///
/// This is our own parser, because with the available ones an open quote swallows the lines that follow, or
/// reading stops at the first line that they cannot read. Here a line that is too long, not in the charset or
/// badly quoted is reported, and no other line is lost. Records never span lines. A byte-order mark and a
/// trailing carriage return are dropped, and empty lines are skipped. Quotes are allowed only around a whole
/// field, and are doubled within it: so neither half of a record that was broken over two lines passes for a
/// row. Memory is bounded whatever the line's length.
public final class CsvLines implements Closeable {
    /// Bytes of the longest line that is accepted.
    public static final int LONGEST_LINE = 1 << 20;

    /// A byte-order mark and a carriage return come in addition to the line.
    private static final int KEPT_OF_LINE = LONGEST_LINE + 4;

    private static final int KEPT_OF_RAW = 2_000;

    private final InputStream in;
    private final Charset charset;
    private final CharsetDecoder decoder;
    private final char separator;
    private final byte[] buffer = new byte[1 << 16];
    private int bufferStart;
    private int bufferEnd;
    private byte[] line = new byte[1 << 12];
    private int lineStart;
    private int lineLength;
    private long lineBytes;
    private long lineNumber;
    private List<String> fields = List.of();
    private RowSource.@Nullable Refusal refusal;

    /// @param charset must encode line feed, quote and separator as the same single bytes as ASCII
    /// @throws IllegalArgumentException for other charsets, such as UTF-16, and for a quote or a line end as
    ///     separator
    public CsvLines(InputStream in, Charset charset, char separator) {
        if (!splits(charset) || !separates(separator)) {
            throw new IllegalArgumentException("lines of " + charset + " separated by '" + separator + "'");
        }
        this.in = in;
        this.charset = charset;
        this.separator = separator;
        this.decoder = charset.newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
    }

    /// Whether lines can be found in a charset's bytes before they are decoded.
    public static boolean splits(Charset charset) {
        return charset.canEncode() && Arrays.equals("\r\n\",;".getBytes(charset), new byte[] {13, 10, 34, 44, 59});
    }

    /// Whether a character can separate fields.
    public static boolean separates(char separator) {
        return separator != '"' && separator != '\n' && separator != '\r';
    }

    /// Skips lines without parsing them, empty ones included.
    ///
    /// @param count of lines, not negative
    /// @return whether the file has that many
    public boolean skip(int count) throws IOException {
        for (int i = 0; i < count; i++) {
            if (!readLine()) {
                return false;
            }
        }
        return true;
    }

    /// Moves to the next line that is not empty.
    ///
    /// @return whether there is one
    public boolean next() throws IOException {
        while (readLine()) {
            if (lineBytes > 0) {
                parse();
                return true;
            }
        }
        return false;
    }

    /// The separator of fields.
    char separator() {
        return separator;
    }

    /// Number of the current line, from 1.
    public long lineNumber() {
        return lineNumber;
    }

    /// Fields of the current line; empty if it was refused.
    public List<String> fields() {
        return fields;
    }

    /// Why the current line cannot be parsed, or null.
    public RowSource.@Nullable Refusal refusal() {
        return refusal;
    }

    /// The beginning of the current line, at most 2,000 characters. Bytes that are not in the charset are
    /// replaced.
    public String raw() {
        return new String(line, lineStart, Math.min(lineLength - lineStart, KEPT_OF_RAW), charset);
    }

    private boolean readLine() throws IOException {
        lineStart = 0;
        lineLength = 0;
        lineBytes = 0;
        boolean any = false;
        while (true) {
            if (bufferStart == bufferEnd) {
                // Empty before the read, so that a read that fails leaves nothing to be read twice.
                bufferStart = 0;
                bufferEnd = 0;
                bufferEnd = Math.max(0, in.read(buffer));
                if (bufferEnd == 0) {
                    break;
                }
            }
            any = true;
            int end = bufferStart;
            while (end < bufferEnd && buffer[end] != '\n') {
                end++;
            }
            keep(bufferStart, end);
            boolean newline = end < bufferEnd;
            bufferStart = newline ? end + 1 : end;
            if (newline) {
                break;
            }
        }
        if (!any) {
            return false;
        }
        lineNumber++;
        if (lineNumber == 1 && charset.equals(StandardCharsets.UTF_8) && startsWithMark()) {
            lineStart = 3;
            lineBytes -= 3;
        }
        if (lineLength > lineStart && line[lineLength - 1] == '\r') {
            lineLength--;
            lineBytes--;
        }
        return true;
    }

    private void keep(int from, int to) {
        lineBytes += to - from;
        int kept = Math.min(to - from, KEPT_OF_LINE - lineLength);
        if (kept > 0) {
            if (lineLength + kept > line.length) {
                line = Arrays.copyOf(line, Math.min(KEPT_OF_LINE, Math.max(2 * line.length, lineLength + kept)));
            }
            System.arraycopy(buffer, from, line, lineLength, kept);
            lineLength += kept;
        }
    }

    private boolean startsWithMark() {
        return lineLength >= 3 && line[0] == (byte) 0xEF && line[1] == (byte) 0xBB && line[2] == (byte) 0xBF;
    }

    private void parse() {
        fields = List.of();
        refusal = null;
        if (lineBytes > LONGEST_LINE) {
            refusal = new RowSource.Refusal(
                    "LINE-LENGTH", "the line has " + lineBytes + " bytes, more than " + LONGEST_LINE);
            return;
        }
        String text;
        try {
            text = decoder.decode(ByteBuffer.wrap(line, lineStart, lineLength - lineStart))
                    .toString();
        } catch (CharacterCodingException e) {
            refusal = new RowSource.Refusal("ENCODING", "the line is not " + charset.name());
            return;
        }
        List<String> split = split(text);
        if (split == null) {
            refusal = new RowSource.Refusal("QUOTES", "a quote is not closed, or is in the middle of a field");
            return;
        }
        fields = split;
    }

    private @Nullable List<String> split(String text) {
        List<String> all = new ArrayList<>(16);
        int at = 0;
        while (true) {
            if (at < text.length() && text.charAt(at) == '"') {
                StringBuilder quoted = new StringBuilder();
                int from = at + 1;
                while (true) {
                    int quote = text.indexOf('"', from);
                    if (quote < 0) {
                        return null;
                    }
                    quoted.append(text, from, quote);
                    from = quote + 1;
                    if (from < text.length() && text.charAt(from) == '"') {
                        quoted.append('"');
                        from++;
                    } else {
                        break;
                    }
                }
                all.add(quoted.toString());
                at = from;
                if (at < text.length() && text.charAt(at) != separator) {
                    return null;
                }
            } else {
                int end = text.indexOf(separator, at);
                String plain = text.substring(at, end < 0 ? text.length() : end);
                if (plain.indexOf('"') >= 0) {
                    return null;
                }
                all.add(plain);
                at = end < 0 ? text.length() : end;
            }
            if (at >= text.length()) {
                return all;
            }
            at++;
        }
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
