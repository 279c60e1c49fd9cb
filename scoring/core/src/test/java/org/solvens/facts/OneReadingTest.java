package org.solvens.facts;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.solvens.history.Event;

/// The state of a case is worked out in one package. What it is worked out from may be asked for there alone, so that
/// a second definition of what is owed, when an instalment is due, which hold stops or which income counts cannot
/// come back.
class OneReadingTest {
    /// What only the reading of the facts may ask of a record.
    private static final Map<Class<?>, Set<String>> RAW = Map.of(
            Event.Payment.class,
            Set.of("reversalOf", "reference", "kind"),
            Event.CaseChanged.class,
            Set.of("closedAs", "component", "amount"),
            Event.Arrangement.class,
            Set.of("instalments", "intervalDays", "intervalUnit", "intervalCount", "firstDue", "endedOn", "endedAs"),
            Event.Hold.class,
            Set.of("closedOn"),
            Event.Contact.class,
            Set.of("promised", "promisedFor"),
            Event.TaxAssessment.class,
            Set.of("incomeYear", "purpose", "currency"));

    private static final Pattern ELSEWHERE = Pattern.compile(
            "\\.(reversalOf|intervalDays|intervalUnit|intervalCount|firstDue|endedAs|promisedFor|incomeYear)\\(\\)");

    @Test
    void onlyTheReadingOfTheFactsAsksTheRecords() {
        JavaClasses core = new ClassFileImporter()
                .withImportOption(new DoNotIncludeTests())
                .importPackages("org.solvens");
        List<String> asked = new ArrayList<>();
        int calls = 0;
        for (var type : core) {
            for (JavaMethodCall call : type.getMethodCallsFromSelf()) {
                Set<String> raw = RAW.entrySet().stream()
                        .filter(entry -> call.getTargetOwner().isEquivalentTo(entry.getKey()))
                        .map(Map.Entry::getValue)
                        .findFirst()
                        .orElse(Set.of());
                boolean may = Set.of("org.solvens.facts", "org.solvens.history").contains(type.getPackageName());
                if (raw.contains(call.getName())) {
                    calls++;
                    if (!may) {
                        asked.add(call.getDescription());
                    }
                }
            }
        }
        assertThat(calls).as("calls in the reading itself").isGreaterThan(20);
        assertThat(asked).isEmpty();
    }

    @Test
    void noOtherModuleAsksThemEither() throws IOException {
        List<String> asked = new ArrayList<>();
        int read = 0;
        for (String module : List.of("../../pipelines", "../training", "../../api", "../../notebooks-exported")) {
            try (Stream<Path> sources = Files.walk(Path.of(module, "src/main/java"))) {
                for (Path source : sources.filter(path -> path.toString().endsWith(".java"))
                        .toList()) {
                    read++;
                    // Simulated debtors live by their own ledger, which knows the feeds alone.
                    boolean simulated = source.toString().contains("/simulation/");
                    if (!simulated
                            && ELSEWHERE.matcher(Files.readString(source)).find()) {
                        asked.add(source.toString());
                    }
                }
            }
        }
        assertThat(read).as("sources of the other modules").isGreaterThan(100);
        assertThat(asked).isEmpty();
    }
}
