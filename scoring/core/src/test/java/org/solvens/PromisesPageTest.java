package org.solvens;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// `docs/promises.md` names tests that exist, and says of each whether it runs in the ordinary build.
class PromisesPageTest {
    private static final Path HOME = Path.of(System.getProperty("solvens.home"));
    private static final Pattern TEST = Pattern.compile("`([A-Z]\\w*(?:Test|IT))\\.(\\w+)`");
    private static final Pattern ROW = Pattern.compile("\\| .* \\| " + TEST.pattern() + " \\| (build|slow|fuzz) \\|");
    private static final Pattern DECLARED =
            Pattern.compile("(?m)^    (?:public )?void (\\w+)\\(|static final ArchRule (\\w+) ");

    /// The source of every test class of every module, by name; names may repeat in several modules.
    private static Map<String, List<String>> sources() throws IOException {
        Map<String, List<String>> sources = new HashMap<>();
        Files.walkFileTree(HOME, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                String name = folder.getFileName().toString();
                return name.equals("target") || name.startsWith(".") && !folder.equals(HOME)
                        ? FileVisitResult.SKIP_SUBTREE
                        : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                String name = file.getFileName().toString();
                if (name.matches("\\w+(Test|IT)\\.java")) {
                    sources.computeIfAbsent(name.substring(0, name.length() - 5), _ -> new ArrayList<>())
                            .add(Files.readString(file));
                }
                return FileVisitResult.CONTINUE;
            }
        });
        return sources;
    }

    private static Set<String> tests(String source) {
        Set<String> names = new TreeSet<>();
        Matcher declared = DECLARED.matcher(source);
        while (declared.find()) {
            names.add(declared.group(1) == null ? declared.group(2) : declared.group(1));
        }
        return names;
    }

    /// Whether the class of a test is tagged as slow, or the test itself.
    private static boolean slow(String source, String test) {
        String tag = "@Tag\\(\"slow\"\\)\\s+";
        return Pattern.compile("^" + tag, Pattern.MULTILINE).matcher(source).find()
                || Pattern.compile(tag + "(@\\w+\\s+)*void " + test + "\\(")
                        .matcher(source)
                        .find();
    }

    @Test
    void everyTestOfThePageExistsAndRunsWhenThePageSays() throws IOException {
        Map<String, List<String>> sources = sources();
        List<String> page = Files.readAllLines(HOME.resolve("docs/promises.md"));
        int rows = 0;
        for (String line : page) {
            Matcher named = TEST.matcher(line);
            while (named.find()) {
                String test = named.group(2);
                assertThat(sources).as(line).containsKey(named.group(1));
                assertThat(sources.get(named.group(1)))
                        .as(line)
                        .anySatisfy(source -> assertThat(tests(source)).contains(test));
            }
            Matcher row = ROW.matcher(line);
            if (line.startsWith("| ") && named.reset().find()) {
                assertThat(row.matches()).as("the last column of: %s", line).isTrue();
                rows++;
                String test = row.group(2);
                for (String source : sources.get(row.group(1))) {
                    if (tests(source).contains(test)) {
                        assertThat(slow(source, test))
                                .as("slow: %s", line)
                                .isEqualTo(row.group(3).equals("slow"));
                        assertThat(source.contains("Fuzz.run("))
                                .as("fuzz: %s", line)
                                .isEqualTo(row.group(3).equals("fuzz"));
                    }
                }
            }
        }
        assertThat(rows).as("rows that name a test").isGreaterThan(100);
    }

    /// A reader without a fuzz target, or a target that the page does not name, would be found here.
    @Test
    void everyFuzzTargetIsOnThePage() throws IOException {
        String page = Files.readString(HOME.resolve("docs/promises.md"));
        Set<String> targets = new TreeSet<>();
        sources()
                .forEach((name, all) -> all.forEach(source -> {
                    if (name.endsWith("FuzzTest")) {
                        targets.add(name);
                    }
                }));
        assertThat(targets)
                .hasSizeGreaterThanOrEqualTo(7)
                .allSatisfy(name -> assertThat(page).contains("`" + name + "."));
    }
}
