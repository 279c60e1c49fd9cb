package org.solvens.registry;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.solvens.feature.Axis;
import org.solvens.feature.FeatureCatalogue;
import org.solvens.model.AxisScorer;
import org.solvens.model.Model;
import org.solvens.model.ModelFile;
import org.solvens.problem.Problem;
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
    static final JsonMapper MAPPER = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .enumNamingStrategy(EnumNamingStrategies.SNAKE_CASE)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(SerializationFeature.INDENT_OUTPUT)
            .build();

    private final ModelFolders models;
    private final RoleBook roles;

    /// @param root the registry's folder; it need not exist
    public ModelRegistry(Path root) {
        Staging staging = new Staging(root.resolve("staging"));
        models = new ModelFolders(root, staging);
        roles = new RoleBook(root.resolve("roles"), staging);
    }

    /// Publishes a model. If a model with this id exists, it is unchanged.
    ///
    /// @param manifest JSON of what the model depends on
    /// @param evaluation JSON of its metrics and gate
    /// @return the model's id
    public String publish(byte[] model, String manifest, String evaluation) {
        return publish(model, Map.of(ModelFolders.MANIFEST, manifest, ModelFolders.EVALUATION, evaluation));
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
                        ModelFolders.MANIFEST,
                        manifest,
                        ModelFolders.EVALUATION,
                        evaluation,
                        ModelFolders.CARD,
                        card,
                        ModelFolders.PUBLICATION,
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
        return models.publish(model, texts, MAPPER.writeValueAsBytes(roles.reached()));
    }

    /// Ids of the published models, sorted.
    public List<String> models() {
        return models.ids();
    }

    /// A published model, after checking that its folder is unchanged since publication and since each role
    /// decision.
    ///
    /// @throws Problem `REGISTRY-MODEL` if there is no model with this id or the file holds another model;
    ///     `REGISTRY-CHECKSUM` if a file of its folder was changed, removed or added since; `MODEL-FILE` and
    ///     `MODEL-VERIFY` as in {@link ModelFile#read}
    public Model load(String id) {
        Model model = models.read(id);
        String checksum = models.requireWhole(id);
        for (RoleLink link : roles.links()) {
            if (id.equals(link.entry().model())
                    && link.modelChecksum() != null
                    && !link.modelChecksum().equals(checksum)) {
                throw models.tampered(new Finding(
                        checksum == null ? Finding.Kind.REMOVED : Finding.Kind.CHANGED,
                        "models/" + id + "/" + Checksums.FILE,
                        "role entry " + link.entry().sequence() + " was decided on other files"));
            }
        }
        return model;
    }

    /// What the model depends on, as JSON.
    public String manifest(String id) {
        return models.text(id, ModelFolders.MANIFEST);
    }

    /// The model's metrics and gate, as JSON.
    public String evaluation(String id) {
        return models.text(id, ModelFolders.EVALUATION);
    }

    /// The model's card, as HTML.
    ///
    /// @throws Problem `REGISTRY-MODEL` if it has none
    public String card(String id) {
        return models.text(id, ModelFolders.CARD);
    }

    /// Who trained a model; empty if that was not recorded.
    public Optional<Publication> publication(String id) {
        return models.publication(id);
    }

    /// The role book, oldest first.
    ///
    /// @throws Problem `REGISTRY-ROLES` if an entry cannot be read or one is missing in between
    public List<RoleEntry> entries() {
        return roles.entries();
    }

    /// Number of the newest entry of the role book, 0 if there is none.
    public int sequence() {
        return roles.sequence();
    }

    /// What serves an axis: a model, or the declaration of insufficient data. Empty if the axis has no entry.
    public Optional<RoleEntry> champion(Axis axis) {
        return roles.champion(axis);
    }

    /// The challengers of an axis, in the order in which they became so, without those promoted or dismissed
    /// since. Their scores are computed in shadow mode.
    public List<String> challengers(Axis axis) {
        return roles.challengers(axis);
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
        return roles.append(
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
                after,
                models::requireWhole);
    }

    /// Declares that an axis has too little data, so that no model serves it.
    public RoleEntry declareInsufficient(Axis axis, String who, String reason, Instant at, int after) {
        return roles.append(
                new RoleEntry(
                        after + 1,
                        axis,
                        RoleEntry.Action.DECLARE,
                        null,
                        RoleEntry.Status.INSUFFICIENT_DATA,
                        who,
                        reason,
                        at),
                after,
                models::requireWhole);
    }

    /// Brings back what served the axis before. Rolling back twice goes two steps back.
    ///
    /// @throws Problem `REGISTRY-ROLLBACK` if nothing served before; `REGISTRY-CONFLICT` as in {@link
    ///     #promote}
    public RoleEntry rollback(Axis axis, String who, String reason, Instant at, int after) {
        Deque<RoleEntry> stack = roles.served(axis);
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
        return roles.append(
                new RoleEntry(
                        after + 1, axis, RoleEntry.Action.ROLLBACK, before.model(), before.status(), who, reason, at),
                after,
                models::requireWhole);
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
        return roles.append(
                challenger(axis, RoleEntry.Action.CHALLENGE, id, who, reason, at, after), after, models::requireWhole);
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
        return roles.append(
                challenger(axis, RoleEntry.Action.DISMISS, id, who, reason, at, after), after, models::requireWhole);
    }

    private static RoleEntry challenger(
            Axis axis, RoleEntry.Action action, String id, String who, String reason, Instant at, int after) {
        return new RoleEntry(after + 1, axis, action, id, RoleEntry.Status.CHALLENGER, who, reason, at);
    }

    RoleBook roles() {
        return roles;
    }

    ModelFolders folders() {
        return models;
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
