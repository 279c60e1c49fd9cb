package org.solvens.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.solvens.feature.Axis;
import org.solvens.model.ModelFile;
import org.solvens.model.Models;
import org.solvens.problem.Problem;

class RegistryAuditTest {
    private static final Instant AT = Instant.parse("2026-03-01T08:00:00Z");
    private static final byte[] FIRST = ModelFile.write(Models.willingness());
    private static final byte[] SECOND = ModelFile.write(ModelFile.identified(Models.draft(Math.nextUp(0.5))));

    @TempDir
    Path root;

    private ModelRegistry registry;
    private String first;
    private String second;

    @BeforeEach
    void decide() {
        registry = new ModelRegistry(root);
        first = registry.publish(FIRST, "{}", "{\"auc\":0.7}", "<!doctype html>", "anna", AT);
        registry.promote(first, "anna", "first", AT, 0);
        registry.declareInsufficient(Axis.ABILITY, "anna", "no tax figures", AT, 1);
        second = registry.publish(SECOND, "{}", "{}", "<!doctype html>", "anna", AT);
        registry.promote(second, "anna", "better", AT, 2);
        registry.rollback(Axis.WILLINGNESS, "bo", "worse in use", AT, 3);
    }

    private List<String> findings() {
        return RegistryAudit.of(root, null).findings().stream()
                .map(finding -> finding.kind() + " " + finding.file())
                .toList();
    }

    private void change(String file, String from, String to) throws IOException {
        Path path = root.resolve(file);
        String text = Files.readString(path);
        assertThat(text).contains(from);
        Files.writeString(path, text.replace(from, to));
    }

    private void isTampered(String file) {
        assertThatThrownBy(() -> registry.load(first)).isInstanceOfSatisfying(Problem.class, problem -> {
            assertThat(problem.code()).isEqualTo("REGISTRY-CHECKSUM");
            assertThat(problem.subject()).isEqualTo(root.resolve(file).toString());
        });
        assertThatThrownBy(() -> registry.scorer(Axis.WILLINGNESS, List.of("broken", "kept")))
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.code()).isEqualTo("REGISTRY-CHECKSUM"));
    }

    @Test
    void aRegistryThatNobodyTouchedHasNoFindings() {
        RegistryAudit audit = RegistryAudit.of(root, null);
        assertThat(audit.findings()).isEmpty();
        assertThat(audit.notes()).isEmpty();
        assertThat(audit.models()).isEqualTo(2);
        assertThat(audit.roles()).isEqualTo(4);
        assertThat(RegistryAudit.of(root, audit.hash()).findings()).isEmpty();
        assertThat(RegistryAudit.of(root.resolve("nowhere"), null).findings()).isEmpty();
    }

    @Test
    void aChangedFileOfAModelIsFoundAndKeepsItFromServing() throws IOException {
        for (String file : List.of("evaluation.json", "manifest.json", "card.html", "publication.json", "roles.json")) {
            String path = "models/" + first + "/" + file;
            String before = Files.readString(root.resolve(path));
            Files.writeString(root.resolve(path), before + " ");
            assertThat(findings()).containsExactly("CHANGED " + path);
            isTampered(path);
            Files.writeString(root.resolve(path), before);
        }
        assertThat(findings()).isEmpty();
        registry.load(first);
    }

    @Test
    void aRemovedOrAddedFileOfAModelIsFound() throws IOException {
        String card = "models/" + first + "/card.html";
        String more = "models/" + first + "/notes.txt";
        Files.delete(root.resolve(card));
        Files.writeString(root.resolve(more), "more");
        assertThat(findings()).containsExactly("REMOVED " + card, "ADDED " + more);
        isTampered(card);
    }

    @Test
    void aListOfChecksumsThatWasWrittenAnewIsFoundByTheRoles() throws IOException {
        String list = "models/" + first + "/files.sha256";
        String evaluation = "models/" + first + "/evaluation.json";
        String old = Checksums.sha256(Files.readAllBytes(root.resolve(evaluation)));
        change(evaluation, "0.7", "0.9");
        change(list, old, Checksums.sha256(Files.readAllBytes(root.resolve(evaluation))));
        assertThat(findings()).containsExactly("CHANGED " + list);
        isTampered(list);
        Files.delete(root.resolve(list));
        assertThat(findings()).containsExactly("REMOVED " + list);
        isTampered(list);
    }

    @Test
    void aChangedRoleIsFound() throws IOException {
        for (int n = 1; n <= 4; n++) {
            String file = "roles/%06d.json".formatted(n);
            String before = Files.readString(root.resolve(file));
            change(file, "2026-03-01", "2026-03-02");
            assertThat(findings()).as(file).contains("CHANGED " + file);
            Files.writeString(root.resolve(file), before);
        }
        change("roles/000004.json", "\"bo\"", "\"cy\"");
        assertThat(findings()).containsExactly("CHANGED roles/000004.json");
    }

    @Test
    void removedRolesAreFound() throws IOException {
        Path newest = root.resolve("roles/000004.json");
        byte[] before = Files.readAllBytes(newest);
        Files.delete(newest);
        assertThat(findings()).containsExactly("REMOVED roles/000004.json");
        Files.write(newest, before);
        Files.delete(root.resolve("roles/000002.json"));
        assertThat(findings()).contains("REMOVED roles/000002.json");
    }

    @Test
    void rolesRemovedWithTheHeadAreFoundByModelsThatWerePublishedLater() throws IOException {
        try (Stream<Path> files = Files.list(root.resolve("roles"))) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        assertThat(findings()).containsExactly("REMOVED roles/000001.json");
    }

    @Test
    void rolesRemovedWithAHeadThatFitsAreFoundByAHashNotedElsewhere() throws IOException {
        String noted = RegistryAudit.of(root, null).hash();
        Files.delete(root.resolve("roles/000004.json"));
        Files.writeString(
                root.resolve("roles/head.json"),
                "{\"sequence\":3,\"hash\":\"" + Checksums.sha256(Files.readAllBytes(root.resolve("roles/000003.json")))
                        + "\"}");
        assertThat(findings()).isEmpty();
        assertThat(RegistryAudit.of(root, noted).findings())
                .singleElement()
                .satisfies(finding -> assertThat(finding.line()).startsWith("removed  roles: "));
    }

    @Test
    void aRemovedModelIsFoundByItsRoles() throws IOException {
        Path folder = root.resolve("models").resolve(first);
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
        assertThat(findings()).containsExactly("REMOVED models/" + first);
    }

    @Test
    void aRegistryFromBeforeChecksumsWorksAndItsEntriesAreCoveredByTheNextOne(@TempDir Path old) throws IOException {
        ModelRegistry before = new ModelRegistry(old);
        String id = before.publish(FIRST, "{}", "{}");
        for (String file : List.of("files.sha256", "roles.json")) {
            Files.delete(old.resolve("models").resolve(id).resolve(file));
        }
        Path roles = Files.createDirectories(old.resolve("roles"));
        for (int n = 1; n <= 2; n++) {
            Files.writeString(roles.resolve("%06d.json".formatted(n)), """
                {"sequence":%d,"axis":"willingness","action":"promote","model":"%s","status":"champion",
                 "who":"anna","reason":"first","at":"2026-01-02T03:04:05Z"}
                """.formatted(n, id));
        }
        RegistryAudit audit = RegistryAudit.of(old, null);
        assertThat(audit.findings()).isEmpty();
        assertThat(audit.notes())
                .hasSize(2)
                .anyMatch(note -> note.startsWith("role entries 1 to 2 were written before"))
                .anyMatch(note -> note.startsWith("model " + id + " has no checksums"));
        assertThat(before.load(id)).isEqualTo(Models.willingness());

        before.declareInsufficient(Axis.ABILITY, "anna", "no tax figures", AT, 2);
        assertThat(RegistryAudit.of(old, null).findings()).isEmpty();
        assertThat(RegistryAudit.of(old, null).notes()).hasSize(1);
        Path entry = roles.resolve("000001.json");
        Files.writeString(entry, Files.readString(entry).replace("anna", "anne"));
        assertThat(RegistryAudit.of(old, null).findings())
                .singleElement()
                .satisfies(finding -> assertThat(finding.line()).contains("one of them was changed"));
    }
}
