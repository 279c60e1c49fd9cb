package org.solvens.command;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import picocli.CommandLine;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// How every command reads its arguments. A value that makes no sense is a usage error: one sentence on
/// standard error, the usage, and exit code 2.
public final class Arguments {
    /// The first day that an argument may name, as in feeds.
    public static final LocalDate FIRST_DAY = LocalDate.of(1900, 1, 1);

    /// The last day that an argument may name, as in feeds.
    public static final LocalDate LAST_DAY = LocalDate.of(2200, 12, 31);

    private static final int LONGEST_SHOWN = 40;

    private Arguments() {}

    /// Makes a command and its subcommands read days, paths and texts strictly. Call it once all subcommands
    /// are added.
    ///
    /// @return the same command
    public static CommandLine strict(CommandLine line) {
        return line.registerConverter(LocalDate.class, Arguments::day)
                .registerConverter(Path.class, Arguments::path)
                .registerConverter(String.class, Arguments::text);
    }

    /// A day such as 2026-07-01, from 1900 to 2200.
    ///
    /// @throws TypeConversionException where the text is not such a day
    public static LocalDate day(String text) {
        try {
            LocalDate day = LocalDate.parse(text);
            if (!day.isBefore(FIRST_DAY) && !day.isAfter(LAST_DAY)) {
                return day;
            }
        } catch (DateTimeParseException e) {
            throw noDay(text);
        }
        throw noDay(text);
    }

    private static TypeConversionException noDay(String text) {
        return new TypeConversionException(
                "'" + shown(text) + "' is not a day from " + FIRST_DAY + " to " + LAST_DAY + ", written as 2026-07-01");
    }

    private static Path path(String text) {
        try {
            return Path.of(text(text));
        } catch (InvalidPathException e) {
            throw new TypeConversionException("'" + shown(text) + "' is not a path: " + e.getReason());
        }
    }

    private static String text(String text) {
        if (text.isBlank()) {
            throw new TypeConversionException("the value is empty");
        }
        if (text.chars().anyMatch(Character::isISOControl)) {
            throw new TypeConversionException("'" + shown(text) + "' has a control character");
        }
        return text;
    }

    private static String shown(String text) {
        String plain = text.replaceAll("\\p{Cntrl}", "?");
        return plain.length() <= LONGEST_SHOWN ? plain : plain.substring(0, LONGEST_SHOWN) + "...";
    }

    /// Takes a text unchanged, even an empty one, such as the value of a setting of Spark.
    public static final class AsGiven implements ITypeConverter<String> {
        @Override
        public String convert(String text) {
            return text;
        }
    }
}
