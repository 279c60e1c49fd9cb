package org.solvens.simulation;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.solvens.feed.Feed;

/// The columns of a feed, read from the contract.
///
/// @param schema of the contract
/// @param columns in the schema's order
record Contract(Feed feed, Schema schema, List<Column> columns) {
    /// The column that says when a record became known.
    static final String KNOWN_AT = "known_at";

    private static final Map<Feed, Contract> ALL = load();

    /// The form of a value in a row of the simulator, and how it is printed.
    enum Kind {
        /// String.
        TEXT,
        /// String, one of the symbols.
        SYMBOL,
        /// Integer, days since 1970-01-01.
        DATE,
        /// Long, milliseconds since 1970-01-01.
        INSTANT,
        /// Long, hundredths; typed files hold thousandths.
        MONEY,
        /// Integer.
        WHOLE,
        /// Double.
        REAL,
        /// Boolean.
        FLAG
    }

    /// @param type without null
    record Column(String name, Kind kind, boolean nullable, Schema type, boolean reference, boolean minimum) {}

    static Contract of(Feed feed) {
        return Objects.requireNonNull(ALL.get(feed));
    }

    List<String> names() {
        return columns.stream().map(Column::name).toList();
    }

    /// The columns of text files: all but those that the simulator never fills.
    List<Column> printed() {
        return columns.stream()
                .filter(column -> feed == Feed.PAYMENTS || !column.name().equals("retracted"))
                .toList();
    }

    /// The position of a column.
    int position(String name) {
        return schema.getField(name).pos();
    }

    private static Map<Feed, Contract> load() {
        Map<Feed, Contract> all = new EnumMap<>(Feed.class);
        for (Feed feed : Feed.values()) {
            try (InputStream in = Feed.class.getResourceAsStream("/feeds/v1/" + feed.label() + ".avsc")) {
                if (in == null) {
                    throw new IllegalStateException("no schema of feed " + feed.label());
                }
                Schema schema = new Schema.Parser().parse(in);
                List<Column> columns =
                        schema.getFields().stream().map(Contract::column).toList();
                all.put(feed, new Contract(feed, schema, columns));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return all;
    }

    private static Column column(Schema.Field field) {
        Schema type = field.schema();
        boolean nullable = type.isUnion();
        if (nullable) {
            type = type.getTypes().stream()
                    .filter(t -> t.getType() != Schema.Type.NULL)
                    .findFirst()
                    .orElseThrow();
        }
        Kind kind = switch (type.getType()) {
            case STRING -> Kind.TEXT;
            case ENUM -> Kind.SYMBOL;
            case BOOLEAN -> Kind.FLAG;
            case DOUBLE -> Kind.REAL;
            case INT -> type.getLogicalType() instanceof LogicalTypes.Date ? Kind.DATE : Kind.WHOLE;
            case LONG -> Kind.INSTANT;
            case BYTES -> Kind.MONEY;
            default -> throw new IllegalStateException("unknown type of " + field.name());
        };
        return new Column(
                field.name(),
                kind,
                nullable,
                type,
                field.getObjectProp("references") != null,
                field.getObjectProp("minimum") != null);
    }
}
