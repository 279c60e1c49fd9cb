import com.palantir.javaformat.java.Formatter;
import com.palantir.javaformat.java.FormatterException;
import com.palantir.javaformat.java.JavaFormatterOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// Checks that every Java source is formatted the palantir way, or with `apply` formats it.
///
/// It runs as a program of its own because the formatter reads Java with the compiler of the JDK it
/// runs on, and Maven itself may run on an older JDK than the sources are written for.
void main(String... args) throws Exception {
    boolean apply = args[0].equals("apply");
    Formatter formatter = Formatter.createFormatter(JavaFormatterOptions.builder()
            .style(JavaFormatterOptions.Style.PALANTIR)
            .formatJavadoc(false)
            .build());
    int unformatted = 0;
    for (String root : List.of(args).subList(1, args.length)) {
        try (Stream<Path> walk = Files.walk(Path.of(root))) {
            for (Path file : walk.filter(f -> f.toString().endsWith(".java")
                            && f.toString().contains("/src/"))
                    .sorted()
                    .toList()) {
                String source = Files.readString(file);
                String formatted;
                try {
                    formatted = formatter.formatSourceAndFixImports(source);
                } catch (FormatterException e) {
                    System.err.println(file + ":" + e.getMessage());
                    System.exit(1);
                    return;
                }
                if (formatted.equals(source)) {
                    continue;
                }
                unformatted++;
                if (apply) {
                    Files.writeString(file, formatted);
                } else {
                    System.err.println("not formatted: " + file);
                }
            }
        }
    }
    if (unformatted > 0 && !apply) {
        System.err.println(unformatted + " files are not formatted; run: mvn -N process-sources -Dformat=apply");
        System.exit(1);
    }
}
