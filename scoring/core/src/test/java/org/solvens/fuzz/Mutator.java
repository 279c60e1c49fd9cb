package org.solvens.fuzz;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Changes valid inputs as a bad copy, an editor or an attacker may: flipped bytes, cuts, splices, swapped tokens, huge
/// numbers, and words that readers treat in a special way.
///
/// The result depends only on the seeds, the words and the random numbers.
public final class Mutator {
    /// Numbers at the edges of types.
    private static final List<String> NUMBERS = List.of(
            "0",
            "-1",
            "-0",
            "00",
            "010",
            "1_0",
            "1:30",
            "0o17",
            "0x7f",
            "0b1",
            ".5",
            "1.",
            "1.6",
            "-0.6",
            "2147483647",
            "-2147483648",
            "4294967295",
            "9223372036854775807",
            "9223372036854775808",
            "99999999999999999999999999",
            "999999999999.99",
            "0.0000000001",
            "1e999",
            "1e-999",
            "1e999999999",
            "NaN",
            ".nan",
            ".inf",
            "Infinity",
            "9".repeat(400));

    /// What readers of text treat in a special way.
    private static final List<String> TEXT = List.of(
            "",
            " ",
            "\t",
            "\n",
            "\r",
            "\r\n",
            "\0",
            "\u0085",
            "\u00a0",
            "\u200b",
            "\u2028",
            "\u202e",
            "\uFEFF",
            "\uFFFF",
            "\uD83D\uDE00",
            "\u0131",
            "\"",
            "\"\"",
            "'",
            "`",
            "\\",
            ",",
            ";",
            "|",
            "null",
            "true",
            "yes",
            "no",
            "NO",
            "~",
            "2026-02-30",
            "0000-00-00",
            "9999-12-31",
            "+999999999-12-31",
            "2026-02-03T04:05:06Z",
            "2026-02-03T04:05:06+99:99");

    /// What YAML treats in a special way.
    public static final List<String> YAML = List.of(
            "&a ",
            "*a",
            "<<: ",
            "!x ",
            "!!int ",
            "---\n",
            "...\n",
            "? ",
            ": ",
            "- ",
            "- - - ",
            "[",
            "]",
            "{",
            "}",
            "[[[[[[[[",
            "{{{{{{{{",
            "|\n",
            ">\n",
            "%YAML 9.9\n",
            "#",
            "min: ",
            "is: ",
            "any_of: ",
            "review_days: ");

    /// What mapping expressions treat in a special way.
    public static final List<String> EXPRESSIONS = List.of(
            "(",
            ")",
            "((((((((",
            "not not not ",
            " and ",
            " or ",
            " == ",
            " =~ ",
            " =^ ",
            " + ",
            " - ",
            " * ",
            " / ",
            " % ",
            " .. ",
            " ? ",
            " : ",
            " ?: ",
            " ?? ",
            "=~ '(a|aa)*'",
            "(a+)+$",
            "['A', 'B']",
            "{'K': 'V'}",
            "[0]",
            "[-1]",
            ".toString()",
            ".repeat(99)",
            ".getClass()",
            ".class",
            ".replaceAll('a*', 'b')",
            "replace_pattern(",
            "size(",
            "empty(",
            "concat(",
            "coalesce(",
            "decimal(",
            "date(",
            "date('",
            "instant(",
            "lookup(",
            "pad_left(",
            "plus_days(",
            "substring(",
            "round(",
            "`${list}`",
            "`#{list}`",
            "new('java.io.File', 'x')",
            "var x = 1;",
            "x = 1",
            "return ",
            "if (true) ",
            "##",
            "//");

    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9_.+-]+");
    private static final int LARGE = 1 << 12;
    private static final int LARGEST = 1 << 17;
    private static final int MOST_REPEATS = 3_000;

    private final List<byte[]> seeds;
    private final List<byte[]> words;

    /// @param seeds valid inputs, not empty
    /// @param words that the readers of the inputs treat in a special way
    public Mutator(List<byte[]> seeds, List<String> words) {
        this.seeds = List.copyOf(seeds);
        this.words = Stream.of(NUMBERS, TEXT, words)
                .flatMap(List::stream)
                .map(word -> word.getBytes(StandardCharsets.UTF_8))
                .toList();
    }

    /// As the other constructor, of texts.
    public static Mutator ofTexts(List<String> seeds, List<String> words) {
        return new Mutator(
                seeds.stream()
                        .map(seed -> seed.getBytes(StandardCharsets.UTF_8))
                        .toList(),
                words);
    }

    /// One of the seeds as it is.
    public byte[] seed(Random random) {
        return seeds.get(random.nextInt(seeds.size())).clone();
    }

    /// One of the seeds after one to four changes.
    public byte[] changed(Random random) {
        return changed(seed(random), random);
    }

    /// An input after one to four changes.
    public byte[] changed(byte[] input, Random random) {
        byte[] changed = input;
        for (int i = random.nextInt(4); i >= 0; i--) {
            changed = once(changed, random);
        }
        return changed;
    }

    private byte[] once(byte[] input, Random random) {
        if (input.length == 0) {
            return word(random);
        }
        int at = random.nextInt(input.length);
        int end = Math.min(input.length, at + 1 + random.nextInt(1 + random.nextInt(64)));
        byte[] head = Arrays.copyOf(input, at);
        byte[] middle = Arrays.copyOfRange(input, at, end);
        byte[] tail = Arrays.copyOfRange(input, end, input.length);
        return switch (random.nextInt(16)) {
            case 0 -> with(input, at, (byte) (input[at] ^ 1 << random.nextInt(8)));
            case 1 -> with(input, at, (byte) random.nextInt(256));
            case 2 -> with(input, at, new byte[] {0, 1, 0x7f, (byte) 0x80, (byte) 0xff}[random.nextInt(5)]);
            case 3 -> head;
            case 4 -> joined(head, tail);
            case 5 -> joined(head, middle, middle, tail);
            case 6 -> joined(head, word(random), middle, tail);
            case 7 -> joined(head, word(random), tail);
            case 8 -> joined(head, repeated(word(random), random), middle, tail);
            case 9 -> {
                byte[] other = seed(random);
                yield joined(head, Arrays.copyOfRange(other, random.nextInt(other.length + 1), other.length));
            }
            case 10 -> number(input, at, random);
            case 11 -> swapped(input, random);
            default -> line(input, random);
        };
    }

    private byte[] word(Random random) {
        return words.get(random.nextInt(words.size()));
    }

    private static byte[] with(byte[] input, int at, byte value) {
        byte[] changed = input.clone();
        changed[at] = value;
        return changed;
    }

    /// A word many times; now and then so often that the input is larger than a reader may like.
    private static byte[] repeated(byte[] word, Random random) {
        int largest = random.nextInt(20) == 0 ? LARGEST : LARGE;
        int count = 1 + random.nextInt(MOST_REPEATS);
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (int i = 0; i < count && all.size() < largest; i++) {
            all.writeBytes(word);
        }
        return all.toByteArray();
    }

    /// Byte strings one after the other.
    public static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    /// Another number in place of the next one.
    private static byte[] number(byte[] input, int from, Random random) {
        int at = from;
        while (at < input.length && !digit(input[at])) {
            at++;
        }
        int end = at;
        while (end < input.length && (digit(input[end]) || input[end] == '.')) {
            end++;
        }
        String other = switch (random.nextInt(4)) {
            case 0 -> String.valueOf(random.nextInt());
            case 1 -> String.valueOf(random.nextGaussian());
            default -> NUMBERS.get(random.nextInt(NUMBERS.size()));
        };
        return joined(
                Arrays.copyOf(input, at),
                other.getBytes(StandardCharsets.UTF_8),
                Arrays.copyOfRange(input, end, input.length));
    }

    private static boolean digit(byte b) {
        return b >= '0' && b <= '9';
    }

    /// Two tokens in each other's place.
    private static byte[] swapped(byte[] input, Random random) {
        String text = new String(input, StandardCharsets.ISO_8859_1);
        Matcher tokens = TOKEN.matcher(text);
        List<int[]> spans = new ArrayList<>();
        while (tokens.find()) {
            spans.add(new int[] {tokens.start(), tokens.end()});
        }
        if (spans.size() < 2) {
            return input;
        }
        int first = random.nextInt(spans.size() - 1);
        int[] a = spans.get(first);
        int[] b = spans.get(first + 1 + random.nextInt(spans.size() - first - 1));
        String swapped = text.substring(0, a[0])
                + text.substring(b[0], b[1])
                + text.substring(a[1], b[0])
                + text.substring(a[0], a[1])
                + text.substring(b[1]);
        return swapped.getBytes(StandardCharsets.ISO_8859_1);
    }

    /// A line that is repeated elsewhere, left out or indented, or has another value after its key.
    private byte[] line(byte[] input, Random random) {
        List<String> lines = new ArrayList<>(
                new String(input, StandardCharsets.ISO_8859_1).lines().toList());
        if (lines.isEmpty()) {
            return input;
        }
        int line = random.nextInt(lines.size());
        String text = lines.get(line);
        switch (random.nextInt(4)) {
            case 0 -> lines.add(random.nextInt(lines.size()), text);
            case 1 -> lines.remove(line);
            case 2 -> lines.set(line, " ".repeat(random.nextInt(6)) + text.stripLeading());
            default -> {
                int colon = text.indexOf(": ");
                String value = new String(word(random), StandardCharsets.ISO_8859_1);
                lines.set(line, colon < 0 ? text + value : text.substring(0, colon + 2) + value);
            }
        }
        return (String.join("\n", lines) + "\n").getBytes(StandardCharsets.ISO_8859_1);
    }
}
