package org.solvens;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// A file of main with more than 400 lines does one thing, and its comment says which.
class LongClassesTest {
    private static final int LINES = 400;

    /// The reason, in the comment of the class.
    private static final Pattern REASON = Pattern.compile("(?m)^/// It stays one (class|file): ");

    /// Whoever adds a file here has looked for two responsibilities in it and found one.
    private static final Set<String> LONG = Set.of(
            "Binning.java",
            "CaseView.java",
            "Decider.java",
            "DeltaTable.java",
            "Evaluating.java",
            "Event.java",
            "FeedContract.java",
            "FeedJournal.java",
            "Functions.java",
            "ModelCard.java",
            "ModelFile.java",
            "PolicyCompiler.java",
            "ReversalLedger.java",
            "Scorecard.java",
            "SmileTrees.java",
            "TrainingPlan.java");

    @Test
    void aLongFileHasAReason() throws IOException {
        Set<String> found = new TreeSet<>();
        Set<String> withoutReason = new TreeSet<>();
        for (Path file : sources()) {
            String text = Files.readString(file);
            if (text.lines().count() > LINES) {
                found.add(file.getFileName().toString());
                if (!REASON.matcher(text).find()) {
                    withoutReason.add(file.getFileName().toString());
                }
            }
        }
        assertThat(found).isEqualTo(LONG);
        assertThat(withoutReason).isEmpty();
    }

    private static List<Path> sources() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of(System.getProperty("solvens.home")))) {
            return files.filter(each -> each.toString().matches(".*/src/main/java/.*\\.java"))
                    .toList();
        }
    }
}
