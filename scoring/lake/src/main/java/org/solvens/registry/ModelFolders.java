package org.solvens.registry;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.solvens.model.Model;
import org.solvens.model.ModelFile;
import org.solvens.problem.Problem;
import org.solvens.problem.TemporaryFolder;
import tools.jackson.core.JacksonException;

/// The folders of published models, one a model, each with the checksums of its files. {@link ModelRegistry} says what
/// they hold.
final class ModelFolders {
    private static final String ID = "[0-9a-f]{16}";
    private static final String MODEL = "model.avro";
    static final String MANIFEST = "manifest.json";
    static final String EVALUATION = "evaluation.json";
    static final String CARD = "card.html";
    static final String PUBLICATION = "publication.json";
    static final String ROLES_AT_PUBLICATION = "roles.json";

    private final Path root;
    private final Path folder;
    private final Staging staging;

    /// @param root of the registry
    ModelFolders(Path root, Staging staging) {
        this.root = root;
        this.folder = root.resolve("models");
        this.staging = staging;
    }

    /// The folder that holds them.
    Path folder() {
        return folder;
    }

    /// Puts a model with its other files in place, unless there is a model with its id.
    ///
    /// @param texts by the name of the file
    /// @param roles the newest entry of the role book, as JSON
    /// @return the model's id
    String publish(byte[] model, Map<String, String> texts, byte[] roles) {
        String id = ModelFile.read(model, MODEL).id();
        Path target = folder.resolve(id);
        try {
            Files.createDirectories(folder);
            Map<String, byte[]> files = new TreeMap<>();
            files.put(MODEL, model);
            texts.forEach((name, text) -> files.put(name, text.getBytes(StandardCharsets.UTF_8)));
            files.put(ROLES_AT_PUBLICATION, roles);
            files.put(Checksums.FILE, Checksums.of(files).list());
            try (TemporaryFolder drafts = staging.drafts()) {
                Path draft = Files.createDirectory(drafts.path().resolve(id));
                for (Map.Entry<String, byte[]> file : files.entrySet()) {
                    Staging.write(draft.resolve(file.getKey()), file.getValue());
                }
                if (!Files.exists(target)) {
                    moved(draft, target);
                }
            }
        } catch (IOException e) {
            throw ModelRegistry.unusable(target, e);
        }
        read(id);
        requireWhole(id);
        return id;
    }

    /// Moves a folder to its place, unless another process has put the same model there meanwhile.
    private static void moved(Path folder, Path target) throws IOException {
        try {
            Files.move(folder, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            throw e;
        } catch (FileSystemException e) {
            if (!Files.exists(target)) {
                throw e;
            }
        }
    }

    /// Ids of the published models, sorted.
    List<String> ids() {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> folders = Files.list(folder)) {
            return folders.map(f -> f.getFileName().toString())
                    .filter(name -> name.matches(ID))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw ModelRegistry.unusable(folder, e);
        }
    }

    /// @return the checksum of the folder; null if it has no list of checksums
    @Nullable
    String requireWhole(String id) {
        Path own = folder(id);
        Path list = own.resolve(Checksums.FILE);
        if (!Files.exists(list)) {
            return null;
        }
        try {
            byte[] bytes = Files.readAllBytes(list);
            List<Finding> findings = Checksums.read(bytes).compare(root, own);
            if (!findings.isEmpty()) {
                throw tampered(findings.getFirst());
            }
            return Checksums.sha256(bytes);
        } catch (IOException e) {
            throw ModelRegistry.unusable(own, e);
        }
    }

    Problem tampered(Finding finding) {
        return new Problem(
                "REGISTRY-CHECKSUM",
                root.resolve(finding.file()).toString(),
                "the model is not what was published",
                finding.message(),
                "restore the folder from a backup, and see what else was changed: ./solvens models verify");
    }

    /// The model in a folder, without checking the other files there.
    Model read(String id) {
        Path file = folder(id).resolve(MODEL);
        Model model = ModelFile.read(bytes(id, MODEL), file.toString());
        if (!model.id().equals(id)) {
            throw new Problem(
                    "REGISTRY-MODEL",
                    file.toString(),
                    "the folder " + id + " holds the model " + model.id(),
                    "the file was put there by hand",
                    "restore the folder from a backup");
        }
        return model;
    }

    String text(String id, String name) {
        return new String(bytes(id, name), StandardCharsets.UTF_8);
    }

    /// Who trained a model; empty if that was not recorded.
    Optional<ModelRegistry.Publication> publication(String id) {
        Path file = folder(id).resolve(PUBLICATION);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(ModelRegistry.MAPPER.readValue(bytes(id, PUBLICATION), ModelRegistry.Publication.class));
        } catch (JacksonException e) {
            throw RoleBook.damaged(file, e.getOriginalMessage(), e);
        }
    }

    private byte[] bytes(String id, String name) {
        Path file = folder(id).resolve(name);
        try {
            byte[] bytes = Files.readAllBytes(file);
            Path list = file.resolveSibling(Checksums.FILE);
            if (!name.equals(MODEL)
                    && Files.exists(list)
                    && !Checksums.sha256(bytes)
                            .equals(Checksums.read(Files.readAllBytes(list))
                                    .files()
                                    .get(name))) {
                throw tampered(Finding.of(Finding.Kind.CHANGED, root, file, "the content is not what was published"));
            }
            return bytes;
        } catch (NoSuchFileException e) {
            throw new Problem(
                    "REGISTRY-MODEL",
                    id,
                    "there is no such model",
                    "no file " + file,
                    "list the models and take an id from there",
                    e);
        } catch (IOException e) {
            throw ModelRegistry.unusable(file, e);
        }
    }

    private Path folder(String id) {
        if (!id.matches(ID)) {
            throw new Problem(
                    "REGISTRY-MODEL",
                    id,
                    "this is not a model's id",
                    "an id has 16 hexadecimal digits",
                    "list the models and take an id from there");
        }
        return folder.resolve(id);
    }
}
