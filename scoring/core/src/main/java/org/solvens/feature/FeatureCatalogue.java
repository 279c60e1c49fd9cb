package org.solvens.feature;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.solvens.facts.CaseView;
import org.solvens.facts.OtherCases;
import org.solvens.feed.Feed;

/// The list of features, in a fixed order.
public final class FeatureCatalogue {
    private static final FeatureCatalogue STANDARD = new FeatureCatalogue(StandardFeatures.all());

    private final List<Feature> features;
    private final OtherCases otherCases;
    private final Feature.Definition[] definitions;
    private final int[] feedBits;
    private final Map<String, Integer> positions = new HashMap<>();
    private final String version;

    /// A catalogue that sees the debtor's other cases.
    ///
    /// @throws IllegalArgumentException if two features share a name
    /// @throws org.solvens.problem.Problem `FEATURE-FORBIDDEN` or `FEATURE-SOURCE` if a feature may be no input
    public FeatureCatalogue(List<Feature> features) {
        this(features, OtherCases.SEEN);
    }

    /// As above.
    ///
    /// @param otherCases whether a case sees those of other creditors; views must be made the same way
    public FeatureCatalogue(List<Feature> features, OtherCases otherCases) {
        this.features = List.copyOf(features);
        this.otherCases = otherCases;
        this.definitions = new Feature.Definition[features.size()];
        this.feedBits = new int[features.size()];
        for (int i = 0; i < definitions.length; i++) {
            Feature feature = features.get(i);
            NotAnInput.check(feature);
            if (positions.put(feature.name(), i) != null) {
                throw new IllegalArgumentException("two features are named " + feature.name());
            }
            definitions[i] = feature.definition();
            feedBits[i] = feature.feedBits();
        }
        this.version = version(this.features, otherCases);
    }

    /// The catalogue of Solvens, with or without the debtor's cases of other creditors.
    public static FeatureCatalogue standard(OtherCases otherCases) {
        return otherCases == OtherCases.SEEN ? STANDARD : Apart.STANDARD;
    }

    /// Made when first asked for.
    private static final class Apart {
        private static final FeatureCatalogue STANDARD =
                new FeatureCatalogue(FeatureCatalogue.STANDARD.features, OtherCases.LEFT_OUT);
    }

    public List<Feature> features() {
        return features;
    }

    /// Whether a case sees those of other creditors.
    public OtherCases otherCases() {
        return otherCases;
    }

    /// Names what every feature says of itself and computes on a fixed set of made-up debtors, in 12 hex
    /// digits, and which other cases they see ({@link OtherCases#ofVersion}): models and scores pin it.
    public String version() {
        return version;
    }

    /// Position of a feature in every vector, or -1.
    public int indexOf(String name) {
        return positions.getOrDefault(name, -1);
    }

    /// The meaning of a feature; its name, if the catalogue has no such feature.
    public String described(String name) {
        int position = indexOf(name);
        return position < 0 ? name : features.get(position).description();
    }

    /// The features of one axis, in catalogue order.
    public List<Feature> of(Axis axis) {
        List<Feature> found = new ArrayList<>();
        for (Feature feature : features) {
            if (feature.axis() == axis) {
                found.add(feature);
            }
        }
        return List.copyOf(found);
    }

    /// What a model of an axis or estimate may read, in catalogue order: never a feature of routing.
    public List<Feature> inputs(Axis modelled) {
        List<Feature> found = new ArrayList<>(features);
        found.removeIf(feature -> !modelled.inputs().contains(feature.axis()));
        return List.copyOf(found);
    }

    /// Computes the vector of a case: values, or codes of {@link Missing}; never NaN.
    ///
    /// @param target receives the value of each feature at its position
    /// @throws IllegalArgumentException if the view sees other cases than the catalogue
    public void compute(CaseView view, double[] target) {
        int begun = begun(view);
        for (int i = 0; i < definitions.length; i++) {
            target[i] = value(i, view, begun);
        }
    }

    /// Computes some features of a case. Families of which no feature is chosen count nothing.
    ///
    /// @param chosen positions of features
    /// @param target receives the value of the feature at `chosen[i]` at its position i
    /// @throws IllegalArgumentException if the view sees other cases than the catalogue
    public void compute(CaseView view, int[] chosen, double[] target) {
        int begun = begun(view);
        for (int i = 0; i < chosen.length; i++) {
            target[i] = value(chosen[i], view, begun);
        }
    }

    private double value(int position, CaseView view, int begun) {
        return (feedBits[position] & ~begun) == 0 ? definitions[position].of(view) : Missing.NO_FEED.code();
    }

    /// The feeds that have begun, one bit each.
    private int begun(CaseView view) {
        if (view.debtor().otherCases() != otherCases) {
            throw new IllegalArgumentException("the catalogue takes other cases as " + otherCases + ", the view as "
                    + view.debtor().otherCases());
        }
        return view.debtor().feedBits();
    }

    private static String version(List<Feature> features, OtherCases otherCases) {
        StringBuilder said = new StringBuilder(otherCases.name()).append('\n');
        for (Feature feature : features) {
            said.append(String.join(
                            "|",
                            feature.name(),
                            feature.type().name(),
                            feature.unit(),
                            Integer.toString(feature.windowDays()),
                            feature.source().name(),
                            labels(feature),
                            feature.family().name(),
                            feature.axis().name(),
                            feature.direction().name(),
                            feature.description()))
                    .append('\n');
        }
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(said.toString().getBytes(StandardCharsets.UTF_8));
            Fingerprint.add(features, otherCases, digest);
            return HexFormat.of().formatHex(digest.digest(), 0, 6) + otherCases.mark();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String labels(Feature feature) {
        TreeSet<String> labels = new TreeSet<>();
        for (Feed feed : feature.needs()) {
            labels.add(feed.label());
        }
        return String.join("+", labels);
    }
}
