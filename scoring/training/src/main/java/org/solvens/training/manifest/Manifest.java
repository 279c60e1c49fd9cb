package org.solvens.training.manifest;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.solvens.plan.TrainingPlan;
import org.solvens.training.table.TableFrame;

/// Everything a model depends on, the content of `manifest.json`. The same manifest gives the same model.
///
/// @param model id
/// @param family `scorecard` or `trees`
/// @param axis label
/// @param plan the complete plan
/// @param snapshotsVersion Delta version of the snapshots
/// @param featuresVersion of the catalogue
/// @param seed of every draw
/// @param versions of the programs
/// @param table what was made of an analyst's own table; null for models of a lake
/// @param recalibrated id of the model whose formula this one has, with another calibration; null for
///     a model that was fitted
public record Manifest(
        String model,
        String family,
        String axis,
        TrainingPlan plan,
        long snapshotsVersion,
        String featuresVersion,
        long seed,
        Versions versions,
        @Nullable TableFrame table,
        @Nullable String recalibrated) {

    /// The manifest of a model of a lake.
    public Manifest(
            String model,
            String family,
            String axis,
            TrainingPlan plan,
            long snapshotsVersion,
            String featuresVersion,
            long seed,
            Versions versions) {
        this(model, family, axis, plan, snapshotsVersion, featuresVersion, seed, versions, null, null);
    }

    /// Versions of Java, Smile and Solvens.
    public record Versions(String java, String smile, String solvens) {
        /// The versions of the running program.
        public static Versions running() {
            Properties built = new Properties();
            try (InputStream in = Manifest.class.getResourceAsStream("versions.properties")) {
                if (in == null) {
                    throw new IllegalStateException("versions.properties is not on the class path");
                }
                built.load(in);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return new Versions(Runtime.version().toString(), built.getProperty("smile"), built.getProperty("solvens"));
        }
    }
}
