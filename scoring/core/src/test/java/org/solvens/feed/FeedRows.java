package org.solvens.feed;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.jspecify.annotations.Nullable;

/// Rows of the feeds for tests: one literal row a feed, drawn rows, and both forms in which they are written.
public final class FeedRows {
    private static final Map<Feed, String> LITERAL = Map.of(
            Feed.CASES,
            "C1,D1,K1,SE,SEK,PERSON,INVOICE,1250.50,12.00,60,2024-01-31,2024-01-01,2024-03-01,COLLECTION,true,"
                    + "2024-03-01T06:00:00Z",
            Feed.CASE_EVENTS,
            "E1,C1,CHARGE_ADDED,COSTS,180.00,,,,2024-03-05,2024-03-05T20:00:00Z",
            Feed.PAYMENTS,
            "P1,C1,500.00,2024-04-02,2024-04-03,DEBTOR,,2024-04-03T20:00:00+02:00",
            Feed.CONTACTS,
            "T1,D1,C1,OUTBOUND,CALL,PROMISED,500.00,2024-04-10,12.00,2024-03-20T14:05:00Z,2024-03-20T14:06:00Z",
            Feed.ADDRESS_HITS,
            "H1,D1,POPULATION,MOVED,RETURNED_MAIL,2024-03-25,2024-03-26T04:00:00Z",
            Feed.TAX_ASSESSMENTS,
            "D1,2022,310000.00,-45000.00,98000.00,SEK,TAX_AUTHORITY,COLLECTION_SCORING,2023-08-13,2024-03-02T20:00:00Z",
            Feed.ARRANGEMENTS,
            "A1,C1,PLAN,300.00,6,30,2024-05-01,,,2024-04-15,2024-04-15T12:00:00Z",
            Feed.HOLDS,
            "O1,D1,,DISPUTE,2024-04-20,,,2024-04-20T12:00:00Z",
            Feed.DECISIONS,
            "N1,C1,CALL,house@1,0.75,MACHINE,2024-03-19T05:00:00Z,2024-03-19T05:00:00Z",
            Feed.MANDATES,
            "K1,2024-01-01,24,true,true,30,true,false,0.5,true,3000.00,2023-12-01T06:00:00Z");

    private static final LocalDate FIRST = LocalDate.of(1995, 1, 1);
    private static final int DAYS = 20_000;

    private FeedRows() {}

    /// A good row as texts, in the order of the contract's fields.
    public static @Nullable Object[] literal(Feed feed) {
        String[] given = LITERAL.get(feed).split(",", -1);
        Object[] row = new Object[FeedContract.of(feed).fields().size()];
        System.arraycopy(given, 0, row, 0, given.length);
        return row;
    }

    /// The good row with other values in some fields.
    ///
    /// @param changes names and values in turn
    public static @Nullable Object[] literal(Feed feed, @Nullable Object... changes) {
        Object[] row = new Object[literal(feed).length];
        System.arraycopy(literal(feed), 0, row, 0, row.length);
        for (int i = 0; i < changes.length; i += 2) {
            row[FeedContract.of(feed).position((String) changes[i])] = changes[i + 1];
        }
        return row;
    }

    /// Rows in inside form that the contract accepts.
    public static Arbitrary<Object[]> accepted(Feed feed) {
        FeedContract contract = FeedContract.of(feed);
        List<Arbitrary<Object>> fields = new ArrayList<>();
        for (FeedContract.Field field : contract.fields()) {
            Arbitrary<Object> values = values(field);
            fields.add(field.nullable() ? values.injectNull(0.3) : values);
        }
        return Combinators.combine(fields).as(drawn -> coherent(contract, drawn.toArray()));
    }

    private static Arbitrary<Object> values(FeedContract.Field field) {
        return switch (field.type()) {
            case STRING -> {
                if ("country".equals(field.format())) {
                    yield Arbitraries.of("SE", "NO", "DK", "FI", "IT");
                }
                yield "currency".equals(field.format())
                        ? Arbitraries.of("SEK", "NOK", "DKK", "EUR", "KWD")
                        : Arbitraries.strings()
                                .withChars("AZaz09-_|,;\"' åßΩ中")
                                .ofMinLength(1)
                                .ofMaxLength(12)
                                .filter(text -> !text.isBlank())
                                .map(text -> text);
            }
            case ENUM ->
                Arbitraries.of(field.symbols().stream().sorted().toList()).map(symbol -> symbol);
            case INT ->
                Arbitraries.integers()
                        .between(field.minimum() == null ? 0 : minimum(field), 2_100)
                        .map(i -> i);
            case DOUBLE ->
                Arbitraries.doubles().between(0, false, 1, true).ofScale(9).map(d -> d);
            case BOOLEAN -> Arbitraries.of(true, false);
            case DECIMAL ->
                Arbitraries.longs()
                        .between(field.minimum() == null ? -99_999_999_999_999L : field.minimum(), 99_999_999_999_999L)
                        // Whole cents, which every currency drawn here has.
                        .map(l -> l * 10);
            case DATE -> Arbitraries.integers().between(0, DAYS).map(d -> (int) FIRST.toEpochDay() + d);
            case TIMESTAMP ->
                Arbitraries.longs().between(0, DAYS * 86_400_000L).map(m -> FIRST.toEpochDay() * 86_400_000L + m);
        };
    }

    private static int minimum(FeedContract.Field field) {
        return field.minimum().intValue();
    }

    /// What the contract asks across fields.
    private static Object[] coherent(FeedContract contract, @Nullable Object[] values) {
        int happened = contract.position((String) contract.schema().getObjectProp("happened"));
        if (contract.feed() == Feed.HOLDS && values[contract.position("closed_on")] instanceof Integer closed) {
            values[contract.position("closed_on")] = Math.max(closed, (Integer) values[happened]);
        }
        long event = values[happened] instanceof Integer day ? day * 86_400_000L : (Long) values[happened];
        int known = contract.position("known_at");
        values[known] = Math.max((Long) values[known], event);
        if (contract.feed() == Feed.CONTACTS && values[contract.position("promised_for")] == null) {
            values[contract.position("promised_for")] =
                    (int) LocalDate.of(2024, 5, 1).toEpochDay();
        }
        if (contract.feed() == Feed.PAYMENTS) {
            boolean reversal = values[contract.position("reversal_of")] != null;
            Object kind = values[contract.position("kind")];
            values[contract.position("kind")] =
                    reversal && "PAYMENT".equals(kind) || !reversal && "REVERSAL".equals(kind) ? null : kind;
            if (reversal) {
                values[contract.position("reversal_of")] = "of " + values[contract.position("reversal_of")];
            }
            if (reversal || "REFUND".equals(kind)) {
                values[contract.position("amount")] = Math.max(10, (Long) values[contract.position("amount")]);
            }
        }
        if (contract.feed() == Feed.ARRANGEMENTS) {
            boolean unit = values[contract.position("interval_unit")] != null;
            values[contract.position(unit ? "interval_days" : "interval_count")] = null;
            if (values[contract.position("ended_on")] instanceof Integer ended) {
                values[contract.position("ended_on")] = Math.max(ended, (Integer) values[happened]);
            } else {
                values[contract.position("ended_as")] = null;
            }
        }
        if (contract.feed() == Feed.CASE_EVENTS) {
            Map<String, Object> filled = new HashMap<>(Map.of(
                    "component", "COSTS", "amount", 100L, "stage", "LEGAL", "letter", "OTHER", "closed_as", "PAID"));
            filled.forEach((name, value) -> {
                int at = contract.position(name);
                values[at] = values[at] == null ? value : values[at];
            });
        }
        return values;
    }

    /// A value in inside form as a CSV file writes it; empty where missing.
    public static String text(FieldType type, @Nullable Object value) {
        return value == null
                ? ""
                : switch (type) {
                    case STRING, ENUM, INT, DOUBLE, BOOLEAN -> value.toString();
                    case DECIMAL ->
                        Money.shown((Long) value, (Long) value % 10 == 0 ? "SEK" : "KWD")
                                .toPlainString();
                    case DATE -> LocalDate.ofEpochDay((Integer) value).toString();
                    case TIMESTAMP -> Instant.ofEpochMilli((Long) value).toString();
                };
    }

    /// A row in inside form as a CSV line, every field quoted.
    public static String line(FeedContract contract, @Nullable Object[] values) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < values.length; i++) {
            String text = text(contract.fields().get(i).type(), values[i]);
            line.append(i == 0 ? "" : ",")
                    .append('"')
                    .append(text.replace("\"", "\"\""))
                    .append('"');
        }
        return line.toString();
    }

    /// A row in inside form as an Avro record of the contract's schema.
    public static GenericRecord record(FeedContract contract, @Nullable Object[] values) {
        GenericRecord written = new GenericData.Record(contract.schema());
        for (int i = 0; i < values.length; i++) {
            FeedContract.Field field = contract.fields().get(i);
            Schema schema = contract.schema().getFields().get(i).schema();
            Schema type = schema.isUnion() ? schema.getTypes().get(1) : schema;
            written.put(
                    i,
                    values[i] == null
                            ? null
                            : switch (field.type()) {
                                case ENUM -> new GenericData.EnumSymbol(type, values[i]);
                                case DECIMAL ->
                                    ByteBuffer.wrap(Money.decimal((Long) values[i])
                                            .unscaledValue()
                                            .toByteArray());
                                case STRING, INT, DOUBLE, BOOLEAN, DATE, TIMESTAMP -> values[i];
                            });
        }
        return written;
    }
}
