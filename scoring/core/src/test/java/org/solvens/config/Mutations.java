package org.solvens.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import org.solvens.problem.Problem;

/// Damages settings files: what a person, an editor or a bad copy may do to one.
public final class Mutations {
    private static final List<String> PIECES = List.of(
            "&a ",
            "*a",
            "<<: ",
            "!x ",
            "!!int ",
            "---\n",
            "...\n",
            "\t",
            "\uFEFF",
            "\u0000",
            "\u2028",
            "\u0085",
            "\r",
            "? ",
            ": ",
            "- ",
            "[",
            "]",
            "{",
            "}",
            "[[[[[[[[",
            "((((((((",
            "{{{{{{{{",
            "\"",
            "'",
            "|\n",
            ">\n",
            "%YAML 9.9\n",
            "#",
            ",",
            "~",
            "null",
            "true",
            ".nan",
            ".inf",
            "-.inf",
            "-1",
            "0",
            "1e999",
            "1e-999",
            "0x7f",
            "0b1",
            "0o7",
            "1_0",
            "1:30",
            "2147483647",
            "-2147483648",
            "9223372036854775808",
            "99999999999999999999999999",
            "1.6",
            "-0.6",
            "+999999999-12-31",
            "2026-02-30",
            "0000-00-00",
            "nan",
            "NaN",
            "Infinity",
            "\uD83D\uDE00",
            "(a+)+$",
            "=~ '(a|aa)*'",
            "not not not ",
            "- - - ",
            "date('",
            "lookup(",
            "min: ",
            "is: ",
            "any_of: ",
            "review_days: ");

    private Mutations() {}

    /// One file after one to four changes.
    ///
    /// @param whole valid text
    public static byte[] of(String whole, Random random) {
        String text = whole;
        for (int i = random.nextInt(4); i >= 0; i--) {
            text = changed(text, random);
        }
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (random.nextInt(20) == 0 && bytes.length > 0) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
        }
        return bytes;
    }

    private static String changed(String text, Random random) {
        if (text.isEmpty()) {
            return piece(random);
        }
        int at = random.nextInt(text.length());
        int end = Math.min(text.length(), at + 1 + random.nextInt(random.nextInt(40) + 1));
        List<String> lines = new ArrayList<>(text.lines().toList());
        int line = lines.isEmpty() ? 0 : random.nextInt(lines.size());
        return switch (random.nextInt(12)) {
            case 0 -> text.substring(0, at) + piece(random) + text.substring(at);
            case 1 -> text.substring(0, at) + text.substring(end);
            case 2 -> text.substring(0, at) + piece(random) + text.substring(end);
            case 3 -> text.substring(0, at);
            case 4 -> text.substring(0, end) + text.substring(at);
            case 5 -> text.substring(0, at) + piece(random).repeat(1 + random.nextInt(3_000)) + text.substring(at);
            case 6 -> {
                lines.add(line, lines.get(random.nextInt(lines.size())));
                yield String.join("\n", lines);
            }
            case 7 -> {
                lines.remove(line);
                yield String.join("\n", lines);
            }
            case 8 -> {
                lines.set(line, " ".repeat(random.nextInt(6)) + lines.get(line));
                yield String.join("\n", lines);
            }
            case 9 -> {
                // The value of one key.
                String key = lines.get(line);
                int colon = key.indexOf(": ");
                lines.set(line, colon < 0 ? key + piece(random) : key.substring(0, colon + 2) + piece(random));
                yield String.join("\n", lines);
            }
            case 10 -> number(text, at, random);
            default -> text.substring(0, at) + (char) random.nextInt(0x300) + text.substring(end);
        };
    }

    /// Another number in place of the next one.
    private static String number(String text, int from, Random random) {
        int at = from;
        while (at < text.length() && !Character.isDigit(text.charAt(at))) {
            at++;
        }
        int end = at;
        while (end < text.length() && (Character.isDigit(text.charAt(end)) || text.charAt(end) == '.')) {
            end++;
        }
        String other = random.nextBoolean() ? String.valueOf(random.nextInt()) : String.valueOf(random.nextGaussian());
        return text.substring(0, at) + other + text.substring(end);
    }

    private static String piece(Random random) {
        return PIECES.get(random.nextInt(PIECES.size()));
    }

    /// Reads damaged settings for as many seconds as the system property `solvens.fuzz.seconds` says, 10 where it says
    /// nothing, and requires that each reading ends in a value or in a problem with line and column, and that both
    /// happen.
    ///
    /// @param whole settings that are in order
    /// @param file where the damaged ones are written
    public static void survive(List<String> whole, Path file, Function<Path, ?> reader) throws IOException {
        long until = System.nanoTime()
                + Duration.ofSeconds(Long.getLong("solvens.fuzz.seconds", 10)).toNanos();
        int read = 0;
        int refused = 0;
        for (long seed = Long.getLong("solvens.fuzz.seed", 1); System.nanoTime() < until; seed++) {
            Random random = new Random(seed);
            byte[] damaged = Mutations.of(whole.get(random.nextInt(whole.size())), random);
            Files.write(file, damaged);
            try {
                assertThat(reader.apply(file)).as("seed %d", seed).isNotNull();
                read++;
            } catch (Problem problem) {
                assertThat(problem.subject())
                        .as("seed %d: %s", seed, problem.display())
                        .startsWith(file.toString())
                        .matches("(?s).*, line [0-9]+, column [0-9]+");
                refused++;
            } catch (Exception | StackOverflowError e) {
                throw new AssertionError("seed " + seed, e);
            }
        }
        assertThat(read).as("files that were still settings").isPositive();
        assertThat(refused).as("files that were refused").isPositive();
    }
}
