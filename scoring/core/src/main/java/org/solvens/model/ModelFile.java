package org.solvens.model;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
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
import org.jspecify.annotations.Nullable;
import org.solvens.feature.Axis;
import org.solvens.history.Route;
import org.solvens.history.Stage;
import org.solvens.problem.Problem;

/// The file of a model: an ordinary Avro container of one record of `scorecard-v1.avsc`, `trees-v1.avsc` or
/// `curve-v1.avsc` or `effects-v1.avsc`; the last two hold whole files of scorecards or trees.
///
/// Its sync marker is the first half of the SHA-256 of the whole file with the marker's two places set to
/// zero, so that any changed or missing byte is noticed before anything is decoded. The same model gives
/// the same bytes.
///
/// It stays one class: one file format, whose writing and reading are next to each other.
public final class ModelFile {
    private static final int SYNC = 16;
    private static final double TOLERANCE = 1e-9;
    private static final Schema SCORECARD = schema("scorecard-v1.avsc");
    private static final Schema TREES = schema("trees-v1.avsc");
    private static final Schema CURVE = schema("curve-v1.avsc");
    private static final Schema EFFECTS = schema("effects-v1.avsc");

    private ModelFile() {}

    /// The model under the id that its content has.
    public static Model identified(Model draft) {
        return switch (draft) {
            case ScorecardModel scorecard -> identified(scorecard);
            case TreesModel trees -> identified(trees);
            case CurveModel curve -> identified(curve);
            case EffectModel effects -> identified(effects);
        };
    }

    /// The scorecard under the id that its content has.
    public static ScorecardModel identified(ScorecardModel draft) {
        return draft.withId(id(encode(record(draft))));
    }

    /// The trees under the id that their content has.
    public static TreesModel identified(TreesModel draft) {
        return draft.withId(id(encode(record(draft))));
    }

    /// The curve under the id that its content has.
    public static CurveModel identified(CurveModel draft) {
        return draft.withId(id(encode(record(draft))));
    }

    /// The effects under the id that their content has.
    public static EffectModel identified(EffectModel draft) {
        return draft.withId(id(encode(record(draft))));
    }

    /// A scorecard or trees with another calibration, under the id that its content then has.
    ///
    /// @throws IllegalArgumentException for a curve or effects, whose calibration is part of more
    public static Model recalibrated(Model model, Calibration calibration) {
        Scorer scorer = Scorer.own(model);
        List<Verification> verification = model.verification().stream()
                .map(row -> new Verification(
                        row.values(),
                        calibration.of(scorer.logOdds(row.values().stream()
                                .mapToDouble(Double::doubleValue)
                                .toArray()))))
                .toList();
        return switch (model) {
            case ScorecardModel scorecard -> identified(scorecard.calibrated(calibration, verification));
            case TreesModel trees -> identified(trees.calibrated(calibration, verification));
            case CurveModel _, EffectModel _ ->
                throw new IllegalArgumentException(
                        model.family() + " of " + model.axis().label());
        };
    }

    /// The bytes of a model.
    ///
    /// @throws IllegalArgumentException if its id does not match its content
    public static byte[] write(Model model) {
        GenericRecord record = record(model);
        String id = id(encode(record));
        if (!id.equals(model.id())) {
            throw new IllegalArgumentException("the id " + model.id() + " is not the content's " + id);
        }
        return sealed(sync -> container(record, sync));
    }

    /// Seals a container that was made with a sync marker of zeros, and gives its bytes.
    static byte[] sealed(UnaryOperator<byte[]> container) {
        byte[] unsealed = container.apply(new byte[SYNC]);
        return container.apply(Arrays.copyOf(sha256(unsealed), SYNC));
    }

    /// Reads a model and re-scores its verification rows.
    ///
    /// @param name what to call the file in a problem
    /// @throws Problem `MODEL-FILE` if the bytes are not those of a whole, unchanged model file;
    ///     `MODEL-VERIFY` if this program scores a verification row differently than the trainer did
    public static Model read(byte[] bytes, String name) {
        return read(bytes, name, true);
    }

    /// @param outermost whether the model may hold other models; these may not
    private static Model read(byte[] bytes, String name, boolean outermost) {
        checkSeal(bytes, name);
        Model model;
        try (DataFileReader<GenericRecord> reader =
                new DataFileReader<>(new SeekableByteArrayInput(bytes), new GenericDatumReader<>())) {
            Schema schema = reader.getSchema();
            AvroBytes content = new AvroBytes(reader.nextBlock());
            if (reader.getBlockCount() != 1 || reader.hasNext()) {
                throw damaged(name, "it does not hold one model", null);
            }
            if (schema.equals(SCORECARD)) {
                model = identified(scorecard(content));
            } else if (schema.equals(TREES)) {
                model = identified(trees(content));
            } else if (schema.equals(CURVE) && outermost) {
                model = identified(curve(content, name));
            } else if (schema.equals(EFFECTS) && outermost) {
                model = identified(effects(content, name));
            } else {
                throw damaged(name, "its content is " + schema.getFullName() + " of another version", null);
            }
            if (!content.atEnd()) {
                throw damaged(name, "there are bytes after the model", null);
            }
        } catch (Problem e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            throw damaged(name, "its content is not that of a model: " + e.getMessage(), e);
        }
        verify(model, name);
        return model;
    }

    private static void verify(Model model, String name) {
        if (model instanceof EffectModel) {
            // The trees of each route verified themselves when their own files were read.
            return;
        }
        if (model instanceof CurveModel curve) {
            // The hazard verified itself when its own file was read.
            verify(curve, name);
            return;
        }
        Scorer scorer = Scorer.own(model);
        for (int i = 0; i < model.verification().size(); i++) {
            Verification row = model.verification().get(i);
            double[] vector =
                    row.values().stream().mapToDouble(Double::doubleValue).toArray();
            double found;
            try {
                found = scorer.probability(vector);
            } catch (IllegalArgumentException e) {
                throw damaged(name, "a verification row has an invalid value", e);
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

    private static void verify(CurveModel model, String name) {
        Scorer scorer = Scorer.own(model);
        for (int i = 0; i < model.curves().size(); i++) {
            CurveModel.CurveRow row = model.curves().get(i);
            Curve found;
            try {
                found = scorer.curve(
                        row.values().stream().mapToDouble(Double::doubleValue).toArray());
            } catch (IllegalArgumentException e) {
                throw damaged(name, "a row of a curve has an invalid value", e);
            }
            for (int p = 0; p < row.points().size(); p++) {
                Curve.Point expected = row.points().get(p);
                Curve.Point point = found.points().get(p);
                if (point.days() != expected.days()
                        || !(Math.abs(point.value() - expected.value()) <= TOLERANCE)
                        || !(Math.abs(point.low() - expected.low()) <= TOLERANCE)
                        || !(Math.abs(point.high() - expected.high()) <= TOLERANCE)) {
                    throw new Problem(
                            "MODEL-VERIFY",
                            name,
                            "the curve of row " + (i + 1) + " comes to " + point + " where the trainer expects "
                                    + expected,
                            "the file was made by a program that scores differently",
                            "train the model again with this version");
                }
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

    private static Problem damaged(String name, String why, @Nullable Throwable underneath) {
        return new Problem(
                "MODEL-FILE",
                name,
                "this is not a whole model file",
                why,
                "restore the file from a backup, or train again",
                underneath);
    }

    private static GenericRecord record(Model model) {
        return switch (model) {
            case ScorecardModel scorecard -> record(scorecard, SCORECARD);
            case TreesModel trees -> record(trees, TREES);
            case CurveModel curve -> record(curve);
            case EffectModel effects -> record(effects);
        };
    }

    private static GenericRecord record(CurveModel model) {
        GenericRecord record = new GenericData.Record(CURVE);
        record.put("hazard", ByteBuffer.wrap(write(model.hazard())));
        record.put("period", model.period());
        record.put("period_days", model.periodDays());
        List<GenericRecord> bands = new ArrayList<>();
        for (CurveBand band : model.bands()) {
            GenericRecord one =
                    new GenericData.Record(CURVE.getField("bands").schema().getElementType());
            one.put("days", band.days());
            one.put("share", band.value());
            one.put("low", band.low());
            one.put("high", band.high());
            bands.add(one);
        }
        record.put("bands", bands);
        Schema row = CURVE.getField("curves").schema().getElementType();
        List<GenericRecord> curves = new ArrayList<>();
        for (CurveModel.CurveRow curve : model.curves()) {
            List<GenericRecord> points = new ArrayList<>();
            for (Curve.Point point : curve.points()) {
                GenericRecord one =
                        new GenericData.Record(row.getField("points").schema().getElementType());
                one.put("days", point.days());
                one.put("share", point.value());
                one.put("low", point.low());
                one.put("high", point.high());
                points.add(one);
            }
            GenericRecord one = new GenericData.Record(row);
            one.put("values", curve.values());
            one.put("points", points);
            curves.add(one);
        }
        record.put("curves", curves);
        return record;
    }

    private static GenericRecord record(EffectModel model) {
        GenericRecord record = new GenericData.Record(EFFECTS);
        Schema element = EFFECTS.getField("effects").schema().getElementType();
        List<GenericRecord> effects = new ArrayList<>();
        for (EffectModel.Effect effect : model.effects()) {
            GenericRecord one = new GenericData.Record(element);
            one.put("route", effect.route().name());
            one.put("trees", ByteBuffer.wrap(write(effect.trees())));
            one.put("taken", effect.taken());
            one.put("mean", effect.mean());
            one.put("error", effect.error());
            one.put("stages", effect.stages().stream().sorted().map(Enum::name).toList());
            effects.add(one);
        }
        record.put("effects", effects);
        return record;
    }

    private static EffectModel effects(AvroBytes in, String name) {
        return new EffectModel(
                "",
                in.list(() -> new EffectModel.Effect(
                        Route.valueOf(in.text()),
                        trees(in.bytes(), name),
                        in.integer(),
                        in.number(),
                        in.number(),
                        in.list(in::text).stream().map(Stage::valueOf).collect(Collectors.toSet()))));
    }

    private static TreesModel trees(byte[] bytes, String name) {
        if (read(bytes, name, false) instanceof TreesModel trees) {
            return trees;
        }
        throw damaged(name, "the effect of a route is not made of trees", null);
    }

    private static GenericRecord record(Model model, Schema schema) {
        GenericRecord record = new GenericData.Record(schema);
        record.put("axis", model.axis().label());
        record.put("plan", model.plan());
        record.put("plan_version", model.planVersion());
        record.put("horizon_days", model.horizonDays());
        record.put("max_age_days", model.maxAgeDays());
        record.put("features_version", model.featuresVersion());
        switch (model) {
            case ScorecardModel scorecard -> {
                record.put("terms", terms(scorecard));
                record.put("intercept", scorecard.intercept());
            }
            case TreesModel trees -> {
                record.put("features", trees.features());
                record.put("base", trees.base());
                record.put("trees", trees(trees));
            }
            case CurveModel _, EffectModel _ ->
                throw new IllegalArgumentException("curves and effects have another kind of record");
        }
        record.put("base_points", model.scale().basePoints());
        record.put("base_odds", model.scale().baseOdds());
        record.put("points_to_double", model.scale().pointsToDouble());
        record.put("interpolation", model.calibration().interpolation().name());
        record.put("calibration_log_odds", model.calibration().logOdds());
        record.put("calibration_probability", model.calibration().probability());
        Schema element = schema.getField("verification").schema().getElementType();
        List<GenericRecord> rows = new ArrayList<>();
        for (Verification row : model.verification()) {
            GenericRecord one = new GenericData.Record(element);
            one.put("values", row.values());
            one.put("probability", row.probability());
            rows.add(one);
        }
        record.put("verification", rows);
        return record;
    }

    private static List<GenericRecord> terms(ScorecardModel model) {
        Schema element = SCORECARD.getField("terms").schema().getElementType();
        List<GenericRecord> terms = new ArrayList<>();
        for (Term term : model.terms()) {
            GenericRecord record = new GenericData.Record(element);
            record.put("feature", term.feature());
            record.put("cuts", term.cuts());
            record.put("woe", term.woe());
            record.put("missing_woe", term.missingWoe());
            record.put("mean_woe", term.meanWoe());
            record.put("coefficient", term.coefficient());
            terms.add(record);
        }
        return terms;
    }

    private static List<GenericRecord> trees(TreesModel model) {
        Schema element = TREES.getField("trees").schema().getElementType();
        List<GenericRecord> trees = new ArrayList<>();
        for (Tree tree : model.trees()) {
            GenericRecord record = new GenericData.Record(element);
            record.put("feature", tree.feature());
            record.put("threshold", tree.threshold());
            record.put("left", tree.left());
            record.put("right", tree.right());
            record.put("value", tree.value());
            record.put("rows", tree.rows());
            trees.add(record);
        }
        return trees;
    }

    /// The fields that both schemas begin with.
    private record Head(
            Axis axis, String plan, int planVersion, int horizonDays, int maxAgeDays, String featuresVersion) {
        static Head of(AvroBytes in) {
            return new Head(
                    Axis.valueOf(in.text().toUpperCase(Locale.ROOT)),
                    in.text(),
                    in.integer(),
                    in.integer(),
                    in.integer(),
                    in.text());
        }
    }

    /// The fields that both schemas end with.
    private record Tail(PointsScale scale, Calibration calibration, List<Verification> verification) {
        static Tail of(AvroBytes in) {
            return new Tail(
                    new PointsScale(in.integer(), in.number(), in.integer()),
                    new Calibration(Calibration.Interpolation.valueOf(in.text()), in.numbers(), in.numbers()),
                    in.list(() -> new Verification(in.numbers(), in.number())));
        }
    }

    private static ScorecardModel scorecard(AvroBytes in) {
        Head head = Head.of(in);
        List<Term> terms =
                in.list(() -> new Term(in.text(), in.numbers(), in.numbers(), in.numbers(), in.number(), in.number()));
        double intercept = in.number();
        Tail tail = Tail.of(in);
        return new ScorecardModel(
                "",
                head.axis(),
                head.plan(),
                head.planVersion(),
                head.horizonDays(),
                head.maxAgeDays(),
                head.featuresVersion(),
                terms,
                intercept,
                tail.scale(),
                tail.calibration(),
                tail.verification());
    }

    private static TreesModel trees(AvroBytes in) {
        Head head = Head.of(in);
        List<String> features = in.list(in::text);
        double base = in.number();
        List<Tree> trees = in.list(
                () -> new Tree(in.integers(), in.numbers(), in.integers(), in.integers(), in.numbers(), in.integers()));
        Tail tail = Tail.of(in);
        return new TreesModel(
                "",
                head.axis(),
                head.plan(),
                head.planVersion(),
                head.horizonDays(),
                head.maxAgeDays(),
                head.featuresVersion(),
                features,
                base,
                trees,
                tail.scale(),
                tail.calibration(),
                tail.verification());
    }

    private static CurveModel curve(AvroBytes in, String name) {
        return new CurveModel(
                "",
                read(in.bytes(), name, false),
                in.text(),
                in.integer(),
                in.list(() -> new CurveBand(in.integer(), in.numbers(), in.numbers(), in.numbers())),
                in.list(() -> new CurveModel.CurveRow(
                        in.numbers(),
                        in.list(() -> new Curve.Point(in.integer(), in.number(), in.number(), in.number())))));
    }

    private static byte[] container(GenericRecord record, byte[] sync) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataFileWriter<GenericRecord> writer =
                new DataFileWriter<>(new GenericDatumWriter<>(record.getSchema()))) {
            writer.create(record.getSchema(), bytes, sync);
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
            new GenericDatumWriter<GenericRecord>(record.getSchema()).write(record, encoder);
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

    private static Schema schema(String name) {
        try (InputStream in = ModelFile.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException(name + " is not on the class path");
            }
            return new Schema.Parser().parse(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
