package org.solvens.api;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.DateDayVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.ipc.ArrowStreamWriter;
import org.apache.arrow.vector.types.DateUnit;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.solvens.api.Decision.ByDays;
import org.solvens.api.Decision.Score;
import org.solvens.feature.Axis;
import org.solvens.model.Curve;
import tools.jackson.databind.json.JsonMapper;

/// A bulk answer as an Arrow IPC stream: record batches in the columns of the scores table.
///
/// The ids without a decision are in the schema's metadata under `not_found`, as a JSON array.
final class ArrowAnswer {
    static final String MEDIA_TYPE = "application/vnd.apache.arrow.stream";

    /// Rows of one record batch.
    private static final int ROWS = 1_000;

    private static final ArrowType TEXT = ArrowType.Utf8.INSTANCE;
    private static final ArrowType DAY = new ArrowType.Date(DateUnit.DAY);
    private static final ArrowType DOUBLE = new ArrowType.FloatingPoint(FloatingPointPrecision.DOUBLE);
    private static final ArrowType INT = new ArrowType.Int(32, true);

    private ArrowAnswer() {}

    /// Writes decisions, a record batch at a time.
    ///
    /// @param out is left open
    static void write(
            List<Decision> decisions,
            List<String> notFound,
            LocalDate asOf,
            JsonMapper json,
            BufferAllocator allocator,
            OutputStream out)
            throws IOException {
        Schema schema = new Schema(fields(), Map.of("not_found", json.writeValueAsString(notFound)));
        // The writer is not closed: that would end the stream, so that an answer broken off looked whole.
        try (VectorSchemaRoot root = VectorSchemaRoot.create(schema, allocator)) {
            ArrowStreamWriter writer = new ArrowStreamWriter(root, null, Channels.newChannel(out));
            writer.start();
            int first = 0;
            do {
                int rows = Math.min(ROWS, decisions.size() - first);
                root.allocateNew();
                for (int row = 0; row < rows; row++) {
                    put(root, row, decisions.get(first + row), asOf);
                }
                root.setRowCount(rows);
                writer.writeBatch();
                first += rows;
            } while (first < decisions.size());
            writer.end();
        }
    }

    private static List<Field> fields() {
        List<Field> fields = new ArrayList<>(List.of(
                field("case_id", TEXT),
                field("debtor_id", TEXT),
                field("as_of", DAY),
                field("segment", TEXT),
                list("flags"),
                field("route", TEXT),
                field("second_route", TEXT),
                field("route_probability", DOUBLE),
                field("needs_human", ArrowType.Bool.INSTANCE),
                field("review_on", DAY),
                field("rule", TEXT),
                list("trace"),
                list("holds"),
                list("reasons"),
                field("policy", TEXT),
                field("features_version", TEXT)));
        for (Axis axis : Axis.modelled()) {
            if (axis.isCurve()) {
                for (int days : Curve.DAYS) {
                    fields.add(field(by(axis, days), DOUBLE));
                    fields.add(field(by(axis, days) + "_low", DOUBLE));
                    fields.add(field(by(axis, days) + "_high", DOUBLE));
                }
            } else {
                fields.add(field(axis.label(), DOUBLE));
                fields.add(field(axis.label() + "_points", INT));
            }
            fields.add(field(axis.label() + "_status", TEXT));
            fields.add(field(axis.label() + "_model", TEXT));
        }
        return fields;
    }

    private static String by(Axis axis, int days) {
        return axis.label() + "_" + days + "d";
    }

    private static Field field(String name, ArrowType type) {
        return new Field(name, FieldType.nullable(type), null);
    }

    private static Field list(String name) {
        return new Field(name, FieldType.nullable(ArrowType.List.INSTANCE), List.of(field("item", TEXT)));
    }

    private static void put(VectorSchemaRoot root, int row, Decision decision, LocalDate asOf) {
        text(root, "case_id", row, decision.caseId());
        text(root, "debtor_id", row, decision.debtorId());
        day(root, "as_of", row, asOf);
        text(root, "segment", row, decision.segment());
        texts(root, "flags", row, decision.flags());
        text(root, "route", row, decision.route());
        text(root, "second_route", row, decision.secondRoute());
        number(root, "route_probability", row, decision.routeProbability());
        vector(root, "needs_human", BitVector.class).setSafe(row, decision.needsHuman() ? 1 : 0);
        day(root, "review_on", row, decision.reviewOn());
        text(root, "rule", row, decision.rule());
        texts(root, "trace", row, decision.trace());
        texts(root, "holds", row, decision.holds());
        texts(root, "reasons", row, decision.reasons());
        text(root, "policy", row, decision.policy());
        text(root, "features_version", row, decision.featuresVersion());
        score(root, Axis.WILLINGNESS, row, decision.willingness());
        score(root, Axis.ABILITY, row, decision.ability());
        score(root, Axis.REACHABILITY, row, decision.reachability());
        score(root, Axis.PROMISE_KEPT, row, decision.estimates().promiseKept());
        score(root, Axis.SELF_CURE, row, decision.estimates().selfCure());
        curve(root, Axis.EXPECTED_RECOVERY, row, decision.estimates().recovery());
        curve(root, Axis.PAYMENT_PROBABILITY, row, decision.estimates().payment());
    }

    private static void curve(VectorSchemaRoot root, Axis axis, int row, ByDays estimate) {
        double[] values = estimate.values();
        for (int i = 0; i < Curve.DAYS.size(); i++) {
            String by = by(axis, Curve.DAYS.get(i));
            boolean told = values.length > 0;
            number(root, by, row, told ? values[3 * i] : Double.NaN);
            number(root, by + "_low", row, told ? values[3 * i + 1] : Double.NaN);
            number(root, by + "_high", row, told ? values[3 * i + 2] : Double.NaN);
        }
        text(root, axis.label() + "_status", row, estimate.status());
        text(root, axis.label() + "_model", row, estimate.model());
    }

    private static void score(VectorSchemaRoot root, Axis axis, int row, Score score) {
        number(root, axis.label(), row, score.probability());
        IntVector points = vector(root, axis.label() + "_points", IntVector.class);
        if (score.points() == null) {
            points.setNull(row);
        } else {
            points.setSafe(row, score.points());
        }
        text(root, axis.label() + "_status", row, score.status());
        text(root, axis.label() + "_model", row, score.model());
    }

    private static <V extends FieldVector> V vector(VectorSchemaRoot root, String name, Class<V> type) {
        return type.cast(root.getVector(name));
    }

    private static void text(VectorSchemaRoot root, String name, int row, String text) {
        VarCharVector vector = vector(root, name, VarCharVector.class);
        if (text == null) {
            vector.setNull(row);
        } else {
            vector.setSafe(row, text.getBytes(StandardCharsets.UTF_8));
        }
    }

    private static void texts(VectorSchemaRoot root, String name, int row, List<String> texts) {
        ListVector vector = vector(root, name, ListVector.class);
        VarCharVector items = (VarCharVector) vector.getDataVector();
        int start = vector.startNewValue(row);
        for (int i = 0; i < texts.size(); i++) {
            items.setSafe(start + i, texts.get(i).getBytes(StandardCharsets.UTF_8));
        }
        vector.endValue(row, texts.size());
    }

    private static void number(VectorSchemaRoot root, String name, int row, double value) {
        Float8Vector vector = vector(root, name, Float8Vector.class);
        if (Double.isNaN(value)) {
            vector.setNull(row);
        } else {
            vector.setSafe(row, value);
        }
    }

    private static void day(VectorSchemaRoot root, String name, int row, LocalDate day) {
        DateDayVector vector = vector(root, name, DateDayVector.class);
        if (day == null) {
            vector.setNull(row);
        } else {
            vector.setSafe(row, Math.toIntExact(day.toEpochDay()));
        }
    }
}
