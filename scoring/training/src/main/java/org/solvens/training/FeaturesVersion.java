package org.solvens.training;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.solvens.feature.Feature;
import org.solvens.feature.FeatureCatalogue;

/// Names a catalogue by its content.
final class FeaturesVersion {
    private FeaturesVersion() {}

    /// Twelve hexadecimal digits over names, axes and directions in catalogue order.
    static String of(FeatureCatalogue catalogue) {
        StringBuilder text = new StringBuilder();
        for (Feature feature : catalogue.features()) {
            text.append(feature.name())
                    .append('|')
                    .append(feature.axis())
                    .append('|')
                    .append(feature.direction())
                    .append('\n');
        }
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-256").digest(text.toString().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, 6);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
