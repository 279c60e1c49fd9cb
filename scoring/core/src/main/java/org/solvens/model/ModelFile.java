package org.solvens.model;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.apache.avro.Schema;
import org.apache.avro.file.DataFileReader;
import org.apache.avro.file.DataFileWriter;
import org.apache.avro.file.SeekableByteArrayInput;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.solvens.feature.Axis;
import org.solvens.problem.Problem;

/// The file of a model: an ordinary Avro container of one record of `scorecard-v1.avsc`.
///
/// Its sync marker is the first half of the SHA-256 of the whole file with the marker's two places set to
/// zero, so that any changed or missing byte is noticed before anything is decoded. The same model gives
/// the same bytes.
public final class ModelFile {
    private static final int SYNC = 16;
    private static final double TOLERANCE = 1e-9;
    private static final Schema SCHEMA = schema();
    private static final Schema TERM = SCHEMA.getField("terms").schema().getElementType();
    private static final Schema ROW = SCHEMA.getField("verification").schema().getElementType();

    private ModelFile() {}

    /// The model under the id that its content has.
    public static ScorecardModel identified(ScorecardModel draft) {
        return draft.withId(id(encode(record(draft))));
    }

    /// The bytes of a model.
    ///
    /// @throws IllegalArgumentException if its id is not that of its content
    public static byte[] write(ScorecardModel model) {
        GenericRecord record = record(model);
        String id = id(encode(record));
        if (!id.equals(model.id())) {
            throw new IllegalArgumentException("the id " + model.id() + " is not the content's " + id);
        }
        byte[] unsealed = container(record, new byte[SYNC]);
        byte[] seal = Arrays.copyOf(sha256(unsealed), SYNC);
        return container(record, seal);
    }

    /// Reads a model and re-scores its verification rows.
    ///
    /// @param name what to call the file in a problem
    /// @throws Problem `MODEL-FILE` if the bytes are not those of a whole, unchanged model file;
    ///     `MODEL-VERIFY` if this program scores a verification row otherwise than the trainer did
    public static ScorecardModel read(byte[] bytes, String name) {
        checkSeal(bytes, name);
        ScorecardModel model;
        try (DataFileReader<GenericRecord> reader =
                new DataFileReader<>(new SeekableByteArrayInput(bytes), new GenericDatumReader<>(null, SCHEMA))) {
            GenericRecord record = reader.next();
            if (reader.hasNext()) {
                throw damaged(name, "it holds more than one model", null);
            }
            model = identified(model(record));
        } catch (Problem e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            throw damaged(name, "its content is not that of a scorecard: " + e.getMessage(), e);
        }
        verify(model, name);
        return model;
    }

    private static void verify(ScorecardModel model, String name) {
        Scorer scorer = Scorer.own(model);
        for (int i = 0; i < model.verification().size(); i++) {
            ScorecardModel.Verification row = model.verification().get(i);
            double[] vector =
                    row.values().stream().mapToDouble(Double::doubleValue).toArray();
            double found;
            try {
                found = scorer.probability(vector);
            } catch (IllegalArgumentException e) {
                throw damaged(name, "a verification row holds what is not a value", e);
            }
            if (!(Math.abs(found - row.probability()) <= TOLERANCE)) {
                throw new Problem(
                        "MODEL-VERIFY",
                        name,
                        "verification row " + (i + 1) + " scores " + found + " where the trainer expects "
                                + row.probability(),
                        "the file was made by a program that scores differently",
                        "train the model again with this version");
            }
        }
    }

    private static void checkSeal(byte[] bytes, String name) {
        if (bytes.length < 2 * SYNC) {
            throw damaged(name, "it is too short", null);
        }
        byte[] seal = Arrays.copyOfRange(bytes, bytes.length - SYNC, bytes.length);
        int first = indexOf(bytes, seal);
        if (first == bytes.length - SYNC) {
            throw damaged(name, "its end does not belong to its beginning", null);
        }
        byte[] unsealed = bytes.clone();
        Arrays.fill(unsealed, first, first + SYNC, (byte) 0);
        Arrays.fill(unsealed, bytes.length - SYNC, bytes.length, (byte) 0);
        if (!Arrays.equals(seal, Arrays.copyOf(sha256(unsealed), SYNC))) {
            throw damaged(name, "its checksum does not fit its content", null);
        }
    }

    private static int indexOf(byte[] bytes, byte[] part) {
        int i = 0;
        while (!Arrays.equals(bytes, i, i + part.length, part, 0, part.length)) {
            i++;
        }
        return i;
    }

    private static Problem damaged(String name, String why, Throwable underneath) {
        return new Problem(
                "MODEL-FILE",
                name,
                "this is not a whole model file",
                why,
                "restore the file from a backup, or train again",
                underneath);
    }

    private static GenericRecord record(ScorecardModel model) {
        List<GenericRecord> terms = new ArrayList<>();
        for (Term term : model.terms()) {
            GenericRecord record = new GenericData.Record(TERM);
            record.put("feature", term.feature());
            record.put("cuts", term.cuts());
            record.put("woe", term.woe());
            record.put("missing_woe", term.missingWoe());
            record.put("mean_woe", term.meanWoe());
            record.put("coefficient", term.coefficient());
            terms.add(record);
        }
        List<GenericRecord> rows = new ArrayList<>();
        for (ScorecardModel.Verification row : model.verification()) {
            GenericRecord record = new GenericData.Record(ROW);
            record.put("values", row.values());
            record.put("probability", row.probability());
            rows.add(record);
        }
        GenericRecord record = new GenericData.Record(SCHEMA);
        record.put("axis", model.axis().label());
        record.put("plan", model.plan());
        record.put("plan_version", model.planVersion());
        record.put("horizon_days", model.horizonDays());
        record.put("max_age_days", model.maxAgeDays());
        record.put("features_version", model.featuresVersion());
        record.put("terms", terms);
        record.put("intercept", model.intercept());
        record.put("base_points", model.scale().basePoints());
        record.put("base_odds", model.scale().baseOdds());
        record.put("points_to_double", model.scale().pointsToDouble());
        record.put("interpolation", model.calibration().interpolation().name());
        record.put("calibration_log_odds", model.calibration().logOdds());
        record.put("calibration_probability", model.calibration().probability());
        record.put("verification", rows);
        return record;
    }

    private static ScorecardModel model(GenericRecord record) {
        List<Term> terms = new ArrayList<>();
        for (Object element : (List<?>) record.get("terms")) {
            GenericRecord term = (GenericRecord) element;
            terms.add(new Term(
                    term.get("feature").toString(),
                    doubles(term, "cuts"),
                    doubles(term, "woe"),
                    doubles(term, "missing_woe"),
                    (double) term.get("mean_woe"),
                    (double) term.get("coefficient")));
        }
        List<ScorecardModel.Verification> rows = new ArrayList<>();
        for (Object element : (List<?>) record.get("verification")) {
            GenericRecord row = (GenericRecord) element;
            rows.add(new ScorecardModel.Verification(doubles(row, "values"), (double) row.get("probability")));
        }
        return new ScorecardModel(
                "",
                Axis.valueOf(record.get("axis").toString().toUpperCase(Locale.ROOT)),
                record.get("plan").toString(),
                (int) record.get("plan_version"),
                (int) record.get("horizon_days"),
                (int) record.get("max_age_days"),
                record.get("features_version").toString(),
                terms,
                (double) record.get("intercept"),
                new PointsScale((int) record.get("base_points"), (double) record.get("base_odds"), (int)
                        record.get("points_to_double")),
                new Calibration(
                        Calibration.Interpolation.valueOf(
                                record.get("interpolation").toString()),
                        doubles(record, "calibration_log_odds"),
                        doubles(record, "calibration_probability")),
                rows);
    }

    private static List<Double> doubles(GenericRecord record, String field) {
        List<Double> values = new ArrayList<>();
        for (Object value : (List<?>) record.get(field)) {
            values.add((Double) value);
        }
        return values;
    }

    private static byte[] container(GenericRecord record, byte[] sync) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataFileWriter<GenericRecord> writer = new DataFileWriter<>(new GenericDatumWriter<>(SCHEMA))) {
            writer.create(SCHEMA, bytes, sync);
            writer.append(record);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static byte[] encode(GenericRecord record) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(bytes, null);
            new GenericDatumWriter<GenericRecord>(SCHEMA).write(record, encoder);
            encoder.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static String id(byte[] content) {
        return HexFormat.of().formatHex(sha256(content), 0, 8);
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Schema schema() {
        try (InputStream in = ModelFile.class.getResourceAsStream("scorecard-v1.avsc")) {
            if (in == null) {
                throw new IllegalStateException("scorecard-v1.avsc is not on the class path");
            }
            return new Schema.Parser().parse(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
