package org.solvens.registry;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.solvens.problem.Problem;
import tools.jackson.core.JacksonException;

/// Differences between a registry and what was written to it: changed files of models, and changed, removed or
/// added role entries.
///
/// Someone who can write to every file of the registry can rewrite it with matching hashes. Only a hash of an
/// earlier audit, noted elsewhere, reveals that.
///
/// @param models that are published
/// @param roles entries of the role book
/// @param hash of the newest entry; 64 zeros if there is none
/// @param findings in the order of models and entries
/// @param notes files and entries that cannot be checked, because they were written before there were
///     checksums
public record RegistryAudit(int models, int roles, String hash, List<Finding> findings, List<String> notes) {
    public RegistryAudit {
        findings = List.copyOf(findings);
        notes = List.copyOf(notes);
    }

    /// Audits the registry in a folder.
    ///
    /// @param noted hash of the newest entry at an earlier audit; null if none was noted
    public static RegistryAudit of(Path root, @Nullable String noted) {
        try {
            return new Reading(root).audit(noted);
        } catch (IOException e) {
            throw ModelRegistry.unusable(root, e);
        }
    }

    /// One pass over the registry.
    private static final class Reading {
        private final Path root;
        private final ModelRegistry registry;
        private final List<Finding> findings = new ArrayList<>();
        private final List<String> notes = new ArrayList<>();
        private final List<String> hashes = new ArrayList<>(List.of(RoleLink.START));

        /// Checksum by model, from the first entry that has one.
        private final Map<String, String> decided = new HashMap<>();

        private final Set<String> inRoles = new HashSet<>();

        private Reading(Path root) {
            this.root = root;
            registry = new ModelRegistry(root);
        }

        private RegistryAudit audit(@Nullable String noted) throws IOException {
            List<String> ids = registry.models();
            chain(ids);
            head();
            if (noted != null && !hashes.contains(noted)) {
                findings.add(Finding.of(
                        Finding.Kind.REMOVED,
                        root,
                        registry.roles().folder(),
                        "no entry has the hash " + noted + " that was noted: entries were removed or changed"));
            }
            for (String id : ids) {
                model(id);
            }
            return new RegistryAudit(ids.size(), hashes.size() - 1, hashes.getLast(), findings, notes);
        }

        private void chain(List<String> ids) throws IOException {
            int last = registry.sequence();
            int unchained = 0;
            boolean chained = false;
            for (int n = 1; n <= last; n++) {
                Path file = registry.roles().roleFile(n);
                if (!Files.exists(file)) {
                    findings.add(
                            Finding.of(Finding.Kind.REMOVED, root, file, "later entries exist and this one is gone"));
                    hashes.add("");
                    continue;
                }
                RoleLink link;
                byte[] bytes = Files.readAllBytes(file);
                try {
                    link = RoleLink.read(bytes, hashes.getLast(), ModelRegistry.MAPPER);
                } catch (JacksonException e) {
                    findings.add(Finding.of(Finding.Kind.UNREADABLE, root, file, e.getOriginalMessage()));
                    hashes.add(Checksums.sha256(bytes));
                    continue;
                }
                if (link.entry().sequence() != n) {
                    findings.add(Finding.of(
                            Finding.Kind.CHANGED,
                            root,
                            file,
                            "its content says that it is entry " + link.entry().sequence()));
                }
                if (link.previous() == null) {
                    if (chained) {
                        findings.add(Finding.of(
                                Finding.Kind.CHANGED, root, file, "it does not name the hash of the entry before"));
                    } else {
                        unchained = n;
                    }
                } else {
                    // A missing previous entry has been reported already.
                    if (!hashes.getLast().isEmpty() && !link.previous().equals(hashes.getLast())) {
                        broken(n, chained, unchained);
                    }
                    chained = true;
                }
                hashes.add(link.hash());
                model(link, file, ids);
            }
            if (unchained > 0 && !chained) {
                notes.add("role entries 1 to " + unchained + " were written before entries were chained: a change of"
                        + " them is not noticed before the next role change, which covers them from then on");
            }
        }

        private void broken(int n, boolean chained, int unchained) {
            if (n == 1) {
                findings.add(Finding.of(
                        Finding.Kind.REMOVED,
                        root,
                        registry.roles().roleFile(1),
                        "entries before the first were removed"));
            } else if (chained || unchained <= 1) {
                findings.add(Finding.of(
                        Finding.Kind.CHANGED,
                        root,
                        registry.roles().roleFile(n - 1),
                        "its hash is not the one that entry " + n + " names"));
            } else {
                findings.add(Finding.of(
                        Finding.Kind.CHANGED,
                        root,
                        registry.roles().roleFile(n - 1),
                        "the hash of entries 1 to " + (n - 1) + " is not the one that entry " + n
                                + " names: one of them was changed"));
            }
        }

        private void model(RoleLink link, Path file, List<String> ids) {
            String id = link.entry().model();
            if (id == null) {
                return;
            }
            if (!ids.contains(id) && inRoles.add(id)) {
                findings.add(Finding.of(
                        Finding.Kind.REMOVED,
                        root,
                        registry.folders().folder().resolve(id),
                        root.relativize(file) + " names this model, and its folder is gone"));
            }
            if (link.modelChecksum() != null) {
                String first = decided.putIfAbsent(id, link.modelChecksum());
                if (first != null && !first.equals(link.modelChecksum())) {
                    findings.add(Finding.of(
                            Finding.Kind.CHANGED,
                            root,
                            file,
                            "an earlier entry names another checksum of model " + id));
                }
            }
        }

        private void head() throws IOException {
            Path file = registry.roles().headFile();
            if (!Files.exists(file)) {
                if (decidedOrChained()) {
                    findings.add(Finding.of(
                            Finding.Kind.REMOVED, root, file, "the file with the hash of the newest entry is gone"));
                }
                return;
            }
            try {
                RolesHead head = ModelRegistry.MAPPER.readValue(Files.readAllBytes(file), RolesHead.class);
                reached(head, "the head of the role book");
                if (head.sequence() < hashes.size() - 1) {
                    notes.add("the head of the role book names entry " + head.sequence() + " as the newest: a process"
                            + " was killed while it changed a role; the next role change corrects it");
                }
            } catch (JacksonException e) {
                findings.add(Finding.of(Finding.Kind.UNREADABLE, root, file, e.getOriginalMessage()));
            }
        }

        private boolean decidedOrChained() throws IOException {
            for (int n = 1; n < hashes.size(); n++) {
                Path file = registry.roles().roleFile(n);
                if (Files.exists(file) && hashes.get(n).equals(Checksums.sha256(Files.readAllBytes(file)))) {
                    return true;
                }
            }
            return false;
        }

        /// Checks that the role book still holds what it once did.
        private void reached(RolesHead head, String who) {
            int last = hashes.size() - 1;
            if (head.sequence() > last) {
                findings.add(Finding.of(
                        Finding.Kind.REMOVED,
                        root,
                        registry.roles().roleFile(last + 1),
                        who + " knows " + head.sequence() + " entries, and " + last + " are left"));
            } else if (head.sequence() >= 0 && !hashes.get(head.sequence()).equals(head.hash())) {
                findings.add(Finding.of(
                        Finding.Kind.CHANGED,
                        root,
                        registry.roles().roleFile(Math.max(1, head.sequence())),
                        "its hash is not the one that " + who + " names"));
            }
        }

        private void model(String id) throws IOException {
            Path folder = registry.folders().folder().resolve(id);
            Path list = folder.resolve(Checksums.FILE);
            String expected = decided.get(id);
            if (!Files.exists(list)) {
                if (expected != null) {
                    findings.add(Finding.of(
                            Finding.Kind.REMOVED, root, list, "a role entry names its checksum, and it is gone"));
                } else {
                    notes.add("model " + id + " has no checksums: it was published before there were any, and a change"
                            + " of its manifest, evaluation or card is not noticed");
                }
            } else {
                byte[] bytes = Files.readAllBytes(list);
                if (expected != null && !expected.equals(Checksums.sha256(bytes))) {
                    findings.add(Finding.of(
                            Finding.Kind.CHANGED, root, list, "its checksum is not the one that a role entry names"));
                }
                List<Finding> ofFolder = Checksums.read(bytes).compare(root, folder);
                findings.addAll(ofFolder);
                Path anchor = folder.resolve(ModelFolders.ROLES_AT_PUBLICATION);
                if (ofFolder.isEmpty() && Files.exists(anchor)) {
                    reached(
                            ModelRegistry.MAPPER.readValue(Files.readAllBytes(anchor), RolesHead.class),
                            "model " + id + ", published later,");
                }
            }
            try {
                registry.folders().read(id);
            } catch (Problem e) {
                findings.add(Finding.of(
                        Finding.Kind.UNREADABLE, root, folder.resolve("model.avro"), e.what() + ": " + e.why()));
            }
        }
    }
}
