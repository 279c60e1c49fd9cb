package org.solvens.pipelines;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.regex.Pattern;

/// A line for cron that repeats a report from the folder in which it was asked for, with the pages in a new folder
/// each day.
final class CronLine {
    /// Minute, hour, day of the month, month and day of the week, or a name such as `@daily`.
    private static final Pattern TIMES = Pattern.compile("@[a-z]+|[0-9A-Za-z*/,-]+( +[0-9A-Za-z*/,-]+){4}");

    private static final Pattern PLAIN = Pattern.compile("[0-9A-Za-z_./:=,@+-]+");

    private CronLine() {}

    /// Whether a text names times as cron has them.
    static boolean isTimes(String text) {
        return TIMES.matcher(text).matches();
    }

    /// @param times as cron has them
    /// @param from folder in which paths of the words begin
    /// @param launcher the program
    /// @param words as they were given: the command and its options
    static String of(String times, Path from, Path launcher, List<String> words) {
        List<String> line = new ArrayList<>(List.of(times, "cd", quoted(from.toString()), "&&"));
        line.add(quoted(launcher.toString()));
        Iterator<String> rest = words.iterator();
        while (rest.hasNext()) {
            String word = rest.next();
            if (word.equals("--schedule")) {
                rest.next();
            } else if (word.equals("--out")) {
                line.add("--out");
                line.add(ofTheDay(rest.next()));
            } else if (word.startsWith("--out=")) {
                line.add(ofTheDay(word));
            } else if (!word.startsWith("--schedule=")) {
                line.add(quoted(word));
            }
        }
        return String.join(" ", line);
    }

    private static String ofTheDay(String folder) {
        return quoted(folder.replaceFirst("(?<=.)/+$", "")) + "/$(date +\\%F)";
    }

    /// A word for the shell. For cron a percent sign ends the command unless a backslash is before it.
    private static String quoted(String word) {
        return PLAIN.matcher(word).matches()
                ? word
                : "'" + word.replace("'", "'\\''").replace("%", "\\%") + "'";
    }
}
