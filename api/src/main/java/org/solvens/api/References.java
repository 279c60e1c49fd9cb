package org.solvens.api;

import io.javalin.http.Context;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;
import org.solvens.feature.Axis;
import org.solvens.feature.Feature;
import org.solvens.feature.FeatureCatalogue;
import org.solvens.feed.Feed;
import org.solvens.feed.FeedContract;
import org.solvens.policy.PolicyText;
import org.solvens.registry.ModelRegistry;
import org.solvens.registry.RoleEntry;

/// What decisions refer to: the models that serve, the policies that decided, the catalogue of features.
final class References {
    private References() {}

    /// The models by axis and estimate.
    record Models(List<Serving> models) {}

    /// What serves an axis or estimate.
    ///
    /// @param champion id of the model; null if there is none
    /// @param status `champion`, `insufficient_data` or `no_model`
    /// @param since when it began to serve; null if nothing was ever trained
    /// @param challengers ids of models that are scored in its shadow
    record Serving(
            String axis,
            @Nullable String champion,
            String status,
            @Nullable Instant since,
            List<String> challengers) {}

    static Models models(ModelRegistry registry) {
        List<Serving> models = new ArrayList<>();
        for (Axis axis : Axis.modelled()) {
            Optional<RoleEntry> entry = registry.champion(axis);
            models.add(new Serving(
                    axis.label(),
                    entry.map(RoleEntry::model).orElse(null),
                    entry.map(each -> each.status().name().toLowerCase(Locale.ROOT))
                            .orElse("no_model"),
                    entry.map(RoleEntry::at).orElse(null),
                    registry.challengers(axis)));
        }
        return new Models(models);
    }

    /// The Avro schema of what a request may bring or an answer has: of a feed by its name, of all feeds as `events`,
    /// of
    /// a decision as `segments`. They are no secret.
    ///
    /// @throws ApiProblem 404 if there is none of this name
    static void schema(Context context) {
        Accept.choose(context, Json.MEDIA_TYPE);
        String name = context.pathParam("name");
        Feed feed = Feed.ofLabel(name);
        Schema schema = feed != null
                ? FeedContract.of(feed).schema()
                : switch (name) {
                    case "events" -> AvroBody.schema();
                    case "segments" -> AvroAnswer.SCHEMA;
                    default -> throw ApiProblem.ofStatus(404);
                };
        Json.answer(context, json -> json.writeRawValue(schema.toString()));
    }

    /// The policies of the decisions that are served.
    record Policies(List<Deciding> policies) {}

    /// A policy.
    ///
    /// @param policy name and version
    /// @param text its YAML; null if the server does not have it
    /// @param thresholds that its rules name; null if the server does not have it
    record Deciding(
            String policy, @Nullable String text, @Nullable Map<String, Double> thresholds) {}

    /// @param labels of the policies that decided
    /// @param known policies that the server has
    static Policies policies(Set<String> labels, List<PolicyText> known) {
        Map<String, PolicyText> texts = new HashMap<>();
        known.forEach(each -> texts.put(each.policy().label(), each));
        return new Policies(labels.stream()
                .sorted()
                .map(label -> {
                    PolicyText of = texts.get(label);
                    return of == null
                            ? new Deciding(label, null, null)
                            : new Deciding(label, of.text(), of.thresholds());
                })
                .toList());
    }

    /// The features that models and policies read.
    record Catalogue(String version, List<Described> features) {}

    /// A feature.
    ///
    /// @param windowDays null if it counts everything
    /// @param shownToCreditor whether a reason may show it to the creditor of the case
    record Described(
            String name,
            String type,
            String unit,
            @Nullable Integer windowDays,
            String source,
            List<String> needs,
            String family,
            String axis,
            boolean modelInput,
            boolean shownToCreditor,
            String direction,
            String description) {}

    static Catalogue catalogue(FeatureCatalogue catalogue) {
        return new Catalogue(
                catalogue.version(),
                catalogue.features().stream().map(References::described).toList());
    }

    private static Described described(Feature feature) {
        return new Described(
                feature.name(),
                feature.type().name().toLowerCase(Locale.ROOT),
                feature.unit(),
                feature.windowDays() == Feature.NO_WINDOW ? null : feature.windowDays(),
                feature.source().label(),
                feature.needs().stream().sorted().map(Feed::label).toList(),
                feature.family().label(),
                feature.axis().label(),
                feature.axis() != Axis.ROUTING,
                feature.family().shownToCreditor(),
                feature.direction().name().toLowerCase(Locale.ROOT),
                feature.description());
    }
}
