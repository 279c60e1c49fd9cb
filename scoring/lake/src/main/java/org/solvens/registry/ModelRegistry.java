package org.solvens.registry;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.solvens.feature.Axis;
import org.solvens.feature.FeatureCatalogue;
import org.solvens.model.AxisScorer;
import org.solvens.model.Model;
import org.solvens.model.ModelFile;
import org.solvens.problem.Problem;
import org.solvens.problem.TemporaryFolder;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.EnumNamingStrategies;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// The folder of published models and of their roles.
///
/// `models/<id>/` holds `model.avro`, `manifest.json` and `evaluation.json`, and where the trainer gave them
/// `card.html` and `publication.json`; the folder appears in one step and never changes. `files.sha256` holds
/// the checksums of these files, and `roles.json` the newest entry of the role book when the model was
/// published.
///
/// `roles/000001.json`, `000002.json`, ... each hold one {@link RoleEntry}, the checksum of its model's folder
/// and the hash of the previous entry. A number can be taken once: if two processes decide at the same time,
/// one succeeds and the other is refused. `roles/head.json` holds the hash of the newest entry.
///
/// {@link RegistryAudit} finds later changes.
public final class ModelRegistry {
    private static final String ID = "[0-9a-f]{16}";
    private static final String MODEL = "model.avro";
    private static final String MANIFEST = "manifest.json";
    private static final String EVALUATION = "evaluation.json";
    private static final String CARD = "card.html";
    private static final String PUBLICATION = "publication.json";
    static final String ROLES_AT_PUBLICATION = "roles.json";
    static final JsonMapper MAPPER = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .enumNamingStrategy(EnumNamingStrategies.SNAKE_CASE)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(SerializationFeature.INDENT_OUTPUT)
            .build();

    private final Path root;
    private final Path models;
    private final Path roles;
    private final Path staging;

    /// @param root the registry's folder; it need not exist
    public ModelRegistry(Path root) {
        this.root = root;
        models = root.resolve("models");
        roles = root.resolve("roles");
        staging = root.resolve("staging");
    }

    /// Publishes a model. If a model with this id exists, it is unchanged.
    ///
    /// @param manifest JSON of what the model depends on
    /// @param evaluation JSON of its metrics and gate
    /// @return the model's id
    public String publish(byte[] model, String manifest, String evaluation) {
        return publish(model, Map.of(MANIFEST, manifest, EVALUATION, evaluation));
    }

    /// Publishes a model with its card and the name of its trainer. If a model with this id exists, it is
    /// unchanged, with its first trainer.
    ///
    /// @param card self-contained HTML for people
    /// @param by the acting user
    /// @return the model's id
    public String publish(byte[] model, String manifest, String evaluation, String card, String by, Instant at) {
        return publish(
                model,
                Map.of(
                        MANIFEST,
                        manifest,
                        EVALUATION,
                        evaluation,
                        CARD,
                        card,
                        PUBLICATION,
                        MAPPER.writeValueAsString(new Publication(by, at))));
    }

    /// Who trained a model and when.
    public record Publication(String by, Instant at) {
        public Publication {
            Objects.requireNonNull(by);
            Objects.requireNonNull(at);
        }
    }

    private String publish(byte[] model, Map<String, String> texts) {
        String id = ModelFile.read(model, MODEL).id();
        Path target = models.resolve(id);
        try {
            Files.createDirectories(models);
            Map<String, byte[]> files = new TreeMap<>();
            files.put(MODEL, model);
            texts.forEach((name, text) -> files.put(name, text.getBytes(StandardCharsets.UTF_8)));
            files.put(ROLES_AT_PUBLICATION, MAPPER.writeValueAsBytes(reached()));
            files.put(Checksums.FILE, Checksums.of(files).list());
            try (TemporaryFolder drafts = drafts()) {
                Path folder = Files.createDirectory(drafts.path().resolve(id));
                for (Map.Entry<String, byte[]> file : files.entrySet()) {
                    write(folder.resolve(file.getKey()), file.getValue());
                }
                if (!Files.exists(target)) {
                    moved(folder, target);
                }
            }
        } catch (IOException e) {
            throw unusable(target, e);
        }
        read(id);
        requireWhole(id);
        return id;
    }

    /// A folder for incomplete files; those of killed processes are deleted.
    private TemporaryFolder drafts() throws IOException {
        Files.createDirectories(staging);
        TemporaryFolder drafts = TemporaryFolder.make(staging);
        drafts.deleteAbandoned();
        return drafts;
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
    public List<String> models() {
        if (!Files.isDirectory(models)) {
            return List.of();
        }
        try (Stream<Path> folders = Files.list(models)) {
            return folders.map(f -> f.getFileName().toString())
                    .filter(name -> name.matches(ID))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw unusable(models, e);
        }
    }

    /// A published model, after checking that its folder is unchanged since publication and since each role
    /// decision.
    ///
    /// @throws Problem `REGISTRY-MODEL` if there is no model with this id or the file holds another model;
    ///     `REGISTRY-CHECKSUM` if a file of its folder was changed, removed or added since; `MODEL-FILE` and
    ///     `MODEL-VERIFY` as in {@link ModelFile#read}
    public Model load(String id) {
        Model model = read(id);
        String checksum = requireWhole(id);
        for (RoleLink link : links()) {
            if (id.equals(link.entry().model())
                    && link.modelChecksum() != null
                    && !link.modelChecksum().equals(checksum)) {
                throw tampered(new Finding(
                        checksum == null ? Finding.Kind.REMOVED : Finding.Kind.CHANGED,
                        "models/" + id + "/" + Checksums.FILE,
                        "role entry " + link.entry().sequence() + " was decided on other files"));
            }
        }
        return model;
    }

    /// @return the checksum of the folder; null if it has no list of checksums
    private @Nullable String requireWhole(String id) {
        Path folder = folder(id);
        Path list = folder.resolve(Checksums.FILE);
        if (!Files.exists(list)) {
            return null;
        }
        try {
            byte[] bytes = Files.readAllBytes(list);
            List<Finding> findings = Checksums.read(bytes).compare(root, folder);
            if (!findings.isEmpty()) {
                throw tampered(findings.getFirst());
            }
            return Checksums.sha256(bytes);
        } catch (IOException e) {
            throw unusable(folder, e);
        }
    }

    private Problem tampered(Finding finding) {
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

    /// What the model depends on, as JSON.
    public String manifest(String id) {
        return new String(bytes(id, MANIFEST), StandardCharsets.UTF_8);
    }

    /// The model's metrics and gate, as JSON.
    public String evaluation(String id) {
        return new String(bytes(id, EVALUATION), StandardCharsets.UTF_8);
    }

    /// The model's card, as HTML.
    ///
    /// @throws Problem `REGISTRY-MODEL` if it has none
    public String card(String id) {
        return new String(bytes(id, CARD), StandardCharsets.UTF_8);
    }

    /// Who trained a model; empty if that was not recorded.
    public Optional<Publication> publication(String id) {
        Path file = folder(id).resolve(PUBLICATION);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(MAPPER.readValue(bytes(id, PUBLICATION), Publication.class));
        } catch (JacksonException e) {
            throw damagedRole(file, e.getOriginalMessage(), e);
        }
    }

    /// The role book, oldest first.
    ///
    /// @throws Problem `REGISTRY-ROLES` if an entry cannot be read or one is missing in between
    public List<RoleEntry> entries() {
        return links().stream().map(RoleLink::entry).toList();
    }

    private List<RoleLink> links() {
        List<RoleLink> links = new ArrayList<>();
        int last = sequence();
        for (int n = 1; n <= last; n++) {
            Path file = roleFile(n);
            try {
                String before =
                        links.isEmpty() ? RoleLink.START : links.getLast().hash();
                RoleLink link = RoleLink.read(Files.readAllBytes(file), before, MAPPER);
                if (link.entry().sequence() != n) {
                    throw damagedRole(
                            file,
                            "its content says that it is entry " + link.entry().sequence(),
                            null);
                }
                links.add(link);
            } catch (JacksonException e) {
                throw damagedRole(file, e.getOriginalMessage(), e);
            } catch (IOException e) {
                throw damagedRole(file, e.toString(), e);
            }
        }
        return List.copyOf(links);
    }

    private RolesHead reached() {
        List<RoleLink> links = links();
        return links.isEmpty()
                ? RolesHead.EMPTY
                : new RolesHead(links.size(), links.getLast().hash());
    }

    /// Number of the newest entry of the role book, 0 if there is none.
    public int sequence() {
        if (!Files.isDirectory(roles)) {
            return 0;
        }
        try (Stream<Path> files = Files.list(roles)) {
            return files.map(f -> f.getFileName().toString())
                    .filter(name -> name.matches("\\d{6}\\.json"))
                    .mapToInt(name -> Integer.parseInt(name, 0, 6, 10))
                    .max()
                    .orElse(0);
        } catch (IOException e) {
            throw unusable(roles, e);
        }
    }

    /// What serves an axis: a model, or the declaration of insufficient data. Empty if the axis has no entry.
    public Optional<RoleEntry> champion(Axis axis) {
        return Optional.ofNullable(stack(axis).peek());
    }

    /// The scorer of an axis.
    ///
    /// @param vectorNames order of the values in the vectors to score
    public AxisScorer scorer(Axis axis, List<String> vectorNames) {
        return scorer(axis, model -> AxisScorer.of(model, vectorNames));
    }

    /// The scorer of an axis, for the vectors of a catalogue.
    ///
    /// @throws Problem `MODEL-FEATURES` as {@link AxisScorer#of(Model, FeatureCatalogue)}
    public AxisScorer scorer(Axis axis, FeatureCatalogue catalogue) {
        return scorer(axis, model -> AxisScorer.of(model, catalogue));
    }

    private AxisScorer scorer(Axis axis, Function<Model, AxisScorer> of) {
        Optional<RoleEntry> role = champion(axis);
        if (role.isEmpty()) {
            return new AxisScorer.WithoutModel();
        }
        String model = role.get().model();
        return model == null ? new AxisScorer.WithoutData() : of.apply(load(model));
    }

    /// Makes a model its axis' champion.
    ///
    /// @param after the role book's {@link #sequence} on which the decision rests
    /// @throws Problem `REGISTRY-MODEL` if there is no such model; `REGISTRY-CONFLICT` if the role book has
    ///     grown since
    public RoleEntry promote(String id, String who, String reason, Instant at, int after) {
        return promote(id, who, reason, null, null, at, after);
    }

    /// Makes a model its axis' champion.
    ///
    /// @param approvedBy the second person; null if no approval was needed
    /// @param override why it serves although the gate refused it; null if the gate passed it
    /// @param after the role book's {@link #sequence} on which the decision rests
    /// @throws Problem `REGISTRY-MODEL` if there is no such model; `REGISTRY-CONFLICT` if the role book has
    ///     grown since
    public RoleEntry promote(
            String id,
            String who,
            String reason,
            @Nullable String approvedBy,
            @Nullable String override,
            Instant at,
            int after) {
        return append(
                new RoleEntry(
                        after + 1,
                        load(id).axis(),
                        RoleEntry.Action.PROMOTE,
                        id,
                        RoleEntry.Status.CHAMPION,
                        who,
                        reason,
                        at,
                        approvedBy,
                        override),
                after);
    }

    /// Declares that an axis has too little data, so that no model serves it.
    public RoleEntry declareInsufficient(Axis axis, String who, String reason, Instant at, int after) {
        return append(
                new RoleEntry(
                        after + 1,
                        axis,
                        RoleEntry.Action.DECLARE,
                        null,
                        RoleEntry.Status.INSUFFICIENT_DATA,
                        who,
                        reason,
                        at),
                after);
    }

    /// Brings back what served the axis before. Rolling back twice goes two steps back.
    ///
    /// @throws Problem `REGISTRY-ROLLBACK` if nothing served before; `REGISTRY-CONFLICT` as in {@link
    ///     #promote}
    public RoleEntry rollback(Axis axis, String who, String reason, Instant at, int after) {
        Deque<RoleEntry> stack = stack(axis);
        if (stack.size() < 2) {
            throw new Problem(
                    "REGISTRY-ROLLBACK",
                    axis.label(),
                    "there is nothing to roll back to",
                    stack.isEmpty() ? "the axis never had a role" : "the first model still serves",
                    "promote another model instead");
        }
        stack.pop();
        RoleEntry before = stack.element();
        return append(
                new RoleEntry(
                        after + 1, axis, RoleEntry.Action.ROLLBACK, before.model(), before.status(), who, reason, at),
                after);
    }

    private Deque<RoleEntry> stack(Axis axis) {
        Deque<RoleEntry> stack = new ArrayDeque<>();
        for (RoleEntry entry : entries()) {
            if (entry.axis() == axis) {
                switch (entry.action()) {
                    case ROLLBACK -> stack.pop();
                    case PROMOTE, DECLARE -> stack.push(entry);
                    case CHALLENGE, DISMISS -> {}
                }
            }
        }
        return stack;
    }

    /// The challengers of an axis, in the order in which they became so, without those promoted or dismissed
    /// since. Their scores are computed in shadow mode.
    public List<String> challengers(Axis axis) {
        List<String> challengers = new ArrayList<>();
        for (RoleEntry entry : entries()) {
            if (entry.axis() == axis) {
                challengers.remove(entry.model());
                if (entry.action() == RoleEntry.Action.CHALLENGE) {
                    challengers.add(entry.model());
                }
            }
        }
        return List.copyOf(challengers);
    }

    /// Makes a model a challenger of its axis.
    ///
    /// @param after the role book's {@link #sequence} on which the decision rests
    /// @throws Problem `REGISTRY-MODEL` if there is no such model; `REGISTRY-CHALLENGER` if it serves already;
    ///     `REGISTRY-CONFLICT` as {@link #promote}
    public RoleEntry challenge(String id, String who, String reason, Instant at, int after) {
        Axis axis = load(id).axis();
        if (champion(axis).map(RoleEntry::model).filter(id::equals).isPresent()) {
            throw new Problem(
                    "REGISTRY-CHALLENGER",
                    id,
                    "the model is the champion",
                    "a model does not challenge itself",
                    "name another model");
        }
        return append(challenger(axis, RoleEntry.Action.CHALLENGE, id, who, reason, at, after), after);
    }

    /// Removes a challenger.
    ///
    /// @throws Problem `REGISTRY-CHALLENGER` if it is not a challenger; others as in {@link #challenge}
    public RoleEntry dismiss(String id, String who, String reason, Instant at, int after) {
        Axis axis = load(id).axis();
        if (!challengers(axis).contains(id)) {
            throw new Problem(
                    "REGISTRY-CHALLENGER",
                    id,
                    "the model is not a challenger",
                    "it never was one, or was promoted or dismissed since",
                    "list the models: ./solvens models");
        }
        return append(challenger(axis, RoleEntry.Action.DISMISS, id, who, reason, at, after), after);
    }

    private static RoleEntry challenger(
            Axis axis, RoleEntry.Action action, String id, String who, String reason, Instant at, int after) {
        return new RoleEntry(after + 1, axis, action, id, RoleEntry.Status.CHALLENGER, who, reason, at);
    }

    private RoleEntry append(RoleEntry entry, int after) {
        Path file = roleFile(entry.sequence());
        try {
            RolesHead before = reached();
            if (before.sequence() != after) {
                throw new FileAlreadyExistsException(file.toString());
            }
            String checksum = entry.model() == null ? null : requireWhole(entry.model());
            byte[] json = RoleLink.write(entry, checksum, before.hash(), MAPPER);
            Files.createDirectories(roles);
            try (TemporaryFolder drafts = drafts()) {
                Path draft = drafts.path().resolve("role.json");
                write(draft, json);
                createWhole(file, draft, json);
                Path head = drafts.path().resolve("head.json");
                write(head, MAPPER.writeValueAsBytes(reached()));
                Files.move(head, headFile(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            }
        } catch (FileAlreadyExistsException e) {
            throw new Problem(
                    "REGISTRY-CONFLICT",
                    roles.toString(),
                    "the roles were changed by someone else meanwhile",
                    "entry " + entry.sequence() + " is taken",
                    "look at what serves now, and decide again",
                    e);
        } catch (IOException e) {
            throw unusable(roles, e);
        }
        return entry;
    }

    /// Creates the file exclusively and whole: by a hard link, or by an exclusive create if the file system
    /// has no hard links.
    private static void createWhole(Path file, Path draft, byte[] json) throws IOException {
        try {
            Files.createLink(file, draft);
        } catch (FileAlreadyExistsException e) {
            throw e;
        } catch (UnsupportedOperationException | FileSystemException e) {
            Files.write(file, json, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        }
    }

    private static void write(Path file, byte[] bytes) throws IOException {
        Files.write(file, bytes);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.force(true);
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
            throw unusable(file, e);
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
        return models.resolve(id);
    }

    Path roles() {
        return roles;
    }

    Path modelsFolder() {
        return models;
    }

    Path headFile() {
        return roles.resolve("head.json");
    }

    Path roleFile(int sequence) {
        return roles.resolve(String.format(Locale.ROOT, "%06d.json", sequence));
    }

    private static Problem damagedRole(Path file, String why, Throwable underneath) {
        return new Problem(
                "REGISTRY-ROLES",
                file.toString(),
                "the role entry cannot be read",
                why,
                "restore the file from a backup",
                underneath);
    }

    static Problem unusable(Path path, IOException e) {
        return new Problem(
                "REGISTRY-IO",
                path.toString(),
                "the registry cannot be read or written",
                e.toString(),
                "check its permissions and the disk",
                e);
    }
}
