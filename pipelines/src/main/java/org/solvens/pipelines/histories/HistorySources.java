package org.solvens.pipelines.histories;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.unix_millis;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;
import org.solvens.feed.Feed;
import org.solvens.feed.FeedContract;
import org.solvens.history.MoveRow;
import org.solvens.history.Piece;
import org.solvens.history.ProtectionRow;
import org.solvens.ingest.FeedTable;
import org.solvens.lake.Lake;
import org.solvens.spark.SparkTable;

/// The tables that histories are made from: the feeds, the moves and the protections, and how a row of each is a piece
/// of a history.
final class HistorySources {
    /// The tables next to the feeds, by their names in the metadata of a commit.
    private static final String MOVES = "moves";

    private static final String PROTECTIONS = "protections";

    private HistorySources() {}

    /// The names of the tables that histories are made from.
    static List<String> names() {
        List<String> sources = new ArrayList<>();
        FeedTable.ofDebtors().forEach(feed -> sources.add(feed.label()));
        sources.add(MOVES);
        sources.add(PROTECTIONS);
        return sources;
    }

    /// The path of a table that histories are made from.
    static String path(Lake lake, String source) {
        return switch (source) {
            case MOVES -> lake.moves();
            case PROTECTIONS -> lake.protections();
            default -> lake.feed(source);
        };
    }

    static StructType schema(String source) {
        return switch (source) {
            case MOVES -> SparkTable.schema(MoveRow.TABLE);
            case PROTECTIONS -> SparkTable.schema(ProtectionRow.TABLE);
            default -> FeedTable.schema(feed(source));
        };
    }

    private static Feed feed(String label) {
        return Objects.requireNonNull(Feed.ofLabel(label), label);
    }

    /// The rows of a table as pieces of histories.
    static Dataset<PieceRow> pieces(String source, Dataset<Row> rows) {
        return switch (source) {
            case MOVES -> moves(rows);
            case PROTECTIONS -> protections(rows);
            default -> pieces(feed(source), rows);
        };
    }

    /// The retractions of records that debtors lose by corrections.
    private static Dataset<PieceRow> moves(Dataset<Row> rows) {
        MapFunction<Row, PieceRow> piece = row -> new PieceRow()
                .of(row.getString(2), Piece.retracted(feed(row.getString(0)), row.getString(1), row.getLong(3)));
        return rows.select(col("feed"), col("key"), col(Histories.DEBTOR), unix_millis(col("known_at")))
                .map(piece, Encoders.bean(PieceRow.class));
    }

    /// The holds that replace refused records.
    private static Dataset<PieceRow> protections(Dataset<Row> rows) {
        MapFunction<Row, PieceRow> piece = row -> new PieceRow()
                .of(
                        row.getString(2),
                        Piece.protection(feed(row.getString(0)), row.getString(1), row.getString(3), row.getLong(4)));
        return rows.where(col(Histories.DEBTOR).isNotNull())
                .select(col("feed"), col("key"), col(Histories.DEBTOR), col("case_id"), unix_millis(col("known_at")))
                .map(piece, Encoders.bean(PieceRow.class));
    }

    /// The records of a feed as pieces of histories.
    private static Dataset<PieceRow> pieces(Feed feed, Dataset<Row> rows) {
        FeedContract contract = FeedContract.of(feed);
        int width = contract.fields().size();
        List<Column> columns = new ArrayList<>(List.of(FeedTable.insideForm(contract)));
        columns.add(col(FeedTable.DEBTOR));
        columns.add(coalesce(col(FeedTable.LINE), lit(0)));
        MapPartitionsFunction<Row, PieceRow> encode = some -> new Iterator<>() {
            private final PieceRow out = new PieceRow();
            private final Object[] values = new Object[width];

            @Override
            public boolean hasNext() {
                return some.hasNext();
            }

            @Override
            public PieceRow next() {
                Row row = some.next();
                for (int i = 0; i < width; i++) {
                    values[i] = row.get(i);
                }
                return out.of(row.getString(width), Piece.of(feed, values, row.getInt(width + 1)));
            }
        };
        return rows.select(columns.toArray(Column[]::new)).mapPartitions(encode, Encoders.bean(PieceRow.class));
    }
}
