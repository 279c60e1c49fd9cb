package org.solvens.feed;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Currency;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/// The rules for a feed's records, read from its Avro schema. The same contract checks CSV, Avro, Parquet,
/// mapped foreign data and the API's intake.
///
/// It stays one class: the rules of a field are read and checked in one place.
public final class FeedContract {
    /// Version of the contract: the folder of its schemas.
    public static final String VERSION = "v1";

    private static final Map<Feed, FeedContract> CONTRACTS = new EnumMap<>(Feed.class);
    private static final Set<String> COUNTRIES = Locale.getISOCountries(Locale.IsoCountryCode.PART1_ALPHA2);

    static {
        for (Feed feed : Feed.values()) {
            CONTRACTS.put(feed, new FeedContract(feed, schemaOf(feed)));
        }
    }

    /// A field of a feed.
    ///
    /// @param name as in the schema
    /// @param type of its values
    /// @param nullable whether it may be left empty
    /// @param symbols the values of an ENUM; empty for other types
    /// @param minimum smallest value in inside form; null for none
    /// @param format `country`, `currency` or null
    /// @param references `cases` or `debtors` where the value must be known there; else null
    /// @param openEnd whether it ends a span, so that a day after the year 2200 means that it is open
    public record Field(
            String name,
            FieldType type,
            boolean nullable,
            Set<String> symbols,
            @Nullable Long minimum,
            @Nullable String format,
            @Nullable String references,
            boolean openEnd) {}

    /// The result of checking a row against the contract.
    public sealed interface Checked {
        /// The values in inside form, in the order of the contract's fields.
        record Accepted(Object[] values) implements Checked {}

        /// @param code stable code such as `TYPE`
        /// @param reason in words, with the field's name
        record Refused(String code, String reason) implements Checked {}
    }

    /// Days that the value date of an entry may be after the day it became known.
    public static final int VALUE_DATE_AHEAD_DAYS = 31;

    /// Days that a hold may be known before it begins.
    public static final int HOLD_AHEAD_DAYS = 366;

    private static final long DAY = 86_400_000L;
    private static final long PRIME = 0x100000001b3L;

    private final Feed feed;
    private final Schema schema;
    private final List<Field> fields;
    private final Map<String, Integer> positions = new HashMap<>();
    private final int[] key;
    private final int happened;
    private final int knownAt;

    private FeedContract(Feed feed, Schema schema) {
        this.feed = feed;
        this.schema = schema;
        List<Field> all = new ArrayList<>();
        for (Schema.Field field : schema.getFields()) {
            positions.put(field.name(), all.size());
            all.add(field(field));
        }
        this.fields = List.copyOf(all);
        List<?> keys = (List<?>) schema.getObjectProp("key");
        this.key = keys.stream().mapToInt(k -> position(k.toString())).toArray();
        this.happened = position((String) schema.getObjectProp("happened"));
        this.knownAt = position("known_at");
    }

    /// The contract of a feed.
    public static FeedContract of(Feed feed) {
        return Objects.requireNonNull(CONTRACTS.get(feed));
    }

    public Feed feed() {
        return feed;
    }

    public Schema schema() {
        return schema;
    }

    public List<Field> fields() {
        return fields;
    }

    /// Position of a field.
    ///
    /// @throws IllegalArgumentException if there is no such field
    public int position(String name) {
        Integer position = positions.get(name);
        if (position == null) {
            throw new IllegalArgumentException(feed.label() + " has no field " + name);
        }
        return position;
    }

    /// Whether the feed has a field of that name.
    public boolean has(String name) {
        return positions.containsKey(name);
    }

    /// The key of an accepted record: its key fields joined by `|`.
    public String key(Object[] values) {
        if (key.length == 1) {
            return values[key[0]].toString();
        }
        StringBuilder joined = new StringBuilder();
        for (int position : key) {
            joined.append(joined.isEmpty() ? "" : "|").append(values[position]);
        }
        return joined.toString();
    }

    /// When an accepted record became known, in milliseconds.
    public long knownAt(Object[] values) {
        return (Long) values[knownAt];
    }

    /// A hash of an accepted record's key and `known_at`. Equal for copies of one version, and practically
    /// never equal for different versions.
    public long versionHash(Object[] values) {
        return (hash(key(values)) ^ knownAt(values)) * PRIME;
    }

    /// 64-bit FNV-1a of a key (Fowler, Noll, Vo).
    public static long hash(String key) {
        long hash = 0xcbf29ce484222325L;
        for (int i = 0; i < key.length(); i++) {
            hash = (hash ^ key.charAt(i)) * PRIME;
        }
        return hash;
    }

    /// Checks a row against the contract. Codes of refusal: `MISSING`, `TYPE`, `VALUE` (not a symbol of the
    /// enum), `CHARACTERS`, `BLANK`, `RANGE`, `CURRENCY`, `COUNTRY`, `DECIMALS`, `REVERSAL-OF-ITSELF`,
    /// `KNOWN-BEFORE`. A reason never repeats the value.
    ///
    /// @param raw values in the order of the contract's fields; null or an empty text is missing
    /// @throws IllegalArgumentException if there are more or fewer values than fields
    public Checked check(@Nullable Object[] raw) {
        if (raw.length != fields.size()) {
            throw new IllegalArgumentException(feed.label() + " has " + fields.size() + " fields, not " + raw.length);
        }
        Object[] values = new Object[raw.length];
        for (int i = 0; i < raw.length; i++) {
            Field field = fields.get(i);
            Object value = raw[i];
            if (value == null || value instanceof CharSequence text && text.isEmpty()) {
                if (!field.nullable()) {
                    return new Checked.Refused("MISSING", field.name() + " is empty");
                }
                continue;
            }
            try {
                values[i] = field.openEnd()
                        ? field.type().convertEnd(value)
                        : field.type().convert(value);
            } catch (IllegalArgumentException e) {
                return new Checked.Refused("TYPE", field.name() + " " + e.getMessage());
            }
            if (values[i] == null) {
                continue;
            }
            Checked.Refused refused = range(field, values[i]);
            if (refused != null) {
                return refused;
            }
        }
        return across(values);
    }

    private static Checked.@Nullable Refused range(Field field, Object value) {
        if (field.type() == FieldType.ENUM && !field.symbols().contains(value)) {
            return new Checked.Refused(
                    "VALUE",
                    field.name() + " is not one of "
                            + String.join(
                                    ", ", field.symbols().stream().sorted().toList()));
        }
        if (field.type() == FieldType.STRING) {
            String text = (String) value;
            if (text.chars().anyMatch(FeedContract::hidden)) {
                return new Checked.Refused(
                        "CHARACTERS",
                        field.name() + " has a control character or a mark that changes the direction of writing");
            }
            if (text.chars().allMatch(FeedContract::blank)) {
                return new Checked.Refused("BLANK", field.name() + " has only white space");
            }
        }
        if (field.minimum() != null && ((Number) value).longValue() < field.minimum()) {
            return new Checked.Refused("RANGE", field.name() + " is below its minimum");
        }
        if ("currency".equals(field.format()) && !isCurrency((String) value)) {
            return new Checked.Refused("CURRENCY", field.name() + " is not an ISO 4217 currency");
        }
        if ("country".equals(field.format()) && !COUNTRIES.contains(value)) {
            return new Checked.Refused("COUNTRY", field.name() + " is not an ISO 3166 country");
        }
        return null;
    }

    private static boolean hidden(int c) {
        return Character.isISOControl(c) || c >= 0x202A && c <= 0x202E || c >= 0x2066 && c <= 0x2069;
    }

    /// White space of every width, and marks of no width.
    private static boolean blank(int c) {
        return Character.isWhitespace(c)
                || Character.isSpaceChar(c)
                || c >= 0x200B && c <= 0x200D
                || c == 0x2060
                || c == 0xFEFF;
    }

    private Checked across(Object[] values) {
        Object event = values[happened];
        // A date counts from the first instant of that day anywhere on earth (UTC+14).
        long earliest = fields.get(happened).type() == FieldType.DATE
                ? ((Integer) event) * DAY - 14 * 3_600_000L
                : (Long) event;
        if (knownAt(values) < earliest - daysAhead() * DAY) {
            return new Checked.Refused(
                    "KNOWN-BEFORE",
                    "known_at is "
                            + (daysAhead() == 0 ? "" : "more than " + daysAhead() + " days ")
                            + "before " + fields.get(happened).name());
        }
        Checked.Refused money = decimals(values);
        if (money != null) {
            return money;
        }
        if (feed == Feed.PAYMENTS) {
            return payment(values);
        }
        if (feed == Feed.ARRANGEMENTS) {
            return arrangement(values);
        }
        if (feed == Feed.CONTACTS
                && "PROMISED".equals(values[position("outcome")])
                && values[position("promised_for")] == null) {
            return new Checked.Refused("MISSING", "promised_for is empty although the outcome is PROMISED");
        }
        if (feed == Feed.CASE_EVENTS) {
            return caseEvent(values);
        }
        if (feed == Feed.HOLDS && values[position("closed_on")] instanceof Integer closed && closed < (Integer) event) {
            return new Checked.Refused("RANGE", "closed_on is before opened_on");
        }
        if (feed == Feed.DECISIONS && values[position("probability")] instanceof Double p && (p <= 0 || p > 1)) {
            return new Checked.Refused("RANGE", "probability is not in (0, 1]");
        }
        if (feed == Feed.MANDATES && values[position("max_waived_share")] instanceof Double s && (s < 0 || s > 1)) {
            return new Checked.Refused("RANGE", "max_waived_share is not in [0, 1]");
        }
        return new Checked.Accepted(values);
    }

    /// Days that a record may be known before it happens: mandates are announced, money is reported before its
    /// value date, and a hold that begins later protects from the moment it is known.
    private long daysAhead() {
        return switch (feed) {
            case MANDATES -> 100_000;
            case PAYMENTS -> VALUE_DATE_AHEAD_DAYS;
            case HOLDS -> HOLD_AHEAD_DAYS;
            default -> 0;
        };
    }

    /// The refusal of an amount with more decimals than the record's currency has; null if there is none.
    private Checked.@Nullable Refused decimals(Object[] values) {
        if (!has("currency")) {
            return null;
        }
        String currency = (String) values[position("currency")];
        for (int i = 0; i < values.length; i++) {
            if (fields.get(i).type() == FieldType.DECIMAL
                    && values[i] instanceof Long amount
                    && !Money.fits(amount, currency)) {
                return new Checked.Refused(
                        "DECIMALS",
                        fields.get(i).name() + " has more decimals than the currency, which has "
                                + Money.decimals(currency));
            }
        }
        return null;
    }

    private Checked payment(Object[] values) {
        Object of = values[position("reversal_of")];
        Object kind = values[position("kind")];
        if ("PAYMENT".equals(kind) && of != null) {
            return new Checked.Refused("VALUE", "reversal_of is given although the kind is PAYMENT");
        }
        if ("REVERSAL".equals(kind) && of == null) {
            return new Checked.Refused("MISSING", "reversal_of is empty although the kind is REVERSAL");
        }
        // Its own reference is not itself: a bank's return often has the reference of the payment.
        if (of != null && of.equals(values[position("payment_id")])) {
            return new Checked.Refused("REVERSAL-OF-ITSELF", "reversal_of names the record itself");
        }
        boolean payment = "PAYMENT".equals(kind) || kind == null && of == null;
        if (!payment && Long.valueOf(0).equals(values[position("amount")])) {
            return new Checked.Refused("RANGE", "amount is 0, so the entry takes back or pays out nothing");
        }
        return new Checked.Accepted(values);
    }

    private Checked arrangement(Object[] values) {
        Object unit = values[position("interval_unit")];
        Object count = values[position("interval_count")];
        Object days = values[position("interval_days")];
        if (unit == null && count != null) {
            return new Checked.Refused("MISSING", "interval_unit is empty although interval_count is given");
        }
        if (unit != null && days != null && (count != null || !"DAYS".equals(unit))) {
            return new Checked.Refused(
                    "VALUE", "interval_days and interval_unit contradict each other: give interval_count instead");
        }
        if (values[position("ended_as")] != null && values[position("ended_on")] == null) {
            return new Checked.Refused("MISSING", "ended_on is empty although ended_as is given");
        }
        if (values[position("ended_on")] instanceof Integer ended && ended < (Integer) values[happened]) {
            return new Checked.Refused("RANGE", "ended_on is before agreed_on");
        }
        return new Checked.Accepted(values);
    }

    private Checked caseEvent(Object[] values) {
        String kind = (String) values[position("kind")];
        String needed = switch (kind) {
            case "CHARGE_ADDED", "CHARGE_WAIVED", "CHARGE_RESTATED" ->
                values[position("component")] == null ? "component" : "amount";
            case "STAGE_CHANGED" -> "stage";
            case "LETTER_SENT", "LETTER_RETURNED" -> "letter";
            case "CLOSED" -> "closed_as";
            default -> null;
        };
        if (needed != null && values[position(needed)] == null) {
            return new Checked.Refused("MISSING", needed + " is empty although the kind is " + kind);
        }
        return new Checked.Accepted(values);
    }

    private static boolean isCurrency(String code) {
        try {
            // Metals, test and "no currency" codes are in the standard too, without a minor unit; units of
            // account with four decimals are not used for payments.
            int decimals = Currency.getInstance(code).getDefaultFractionDigits();
            return decimals >= 0 && decimals <= Money.SCALE;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static Field field(Schema.Field field) {
        Schema type = field.schema();
        boolean nullable = type.getType() == Schema.Type.UNION;
        if (nullable) {
            type = type.getTypes().get(1);
        }
        String logical = type.getProp("logicalType");
        FieldType fieldType = switch (type.getType()) {
            case STRING -> FieldType.STRING;
            case ENUM -> FieldType.ENUM;
            case INT -> "date".equals(logical) ? FieldType.DATE : FieldType.INT;
            case LONG -> FieldType.TIMESTAMP;
            case BYTES -> FieldType.DECIMAL;
            case BOOLEAN -> FieldType.BOOLEAN;
            case DOUBLE -> FieldType.DOUBLE;
            default -> throw new IllegalStateException("type of " + field.name() + ": " + type);
        };
        String minimum = field.getProp("minimum");
        return new Field(
                field.name(),
                fieldType,
                nullable,
                fieldType == FieldType.ENUM ? Set.copyOf(type.getEnumSymbols()) : Set.of(),
                minimum == null ? null : smallest(fieldType, minimum),
                field.getProp("format"),
                field.getProp("references"),
                Boolean.TRUE.equals(field.getObjectProp("open_end")));
    }

    private static long smallest(FieldType type, String minimum) {
        return ((Number) type.convert(minimum)).longValue();
    }

    private static Schema schemaOf(Feed feed) {
        String resource = "/feeds/" + VERSION + "/" + feed.label() + ".avsc";
        try (InputStream in = FeedContract.class.getResourceAsStream(resource)) {
            return new Schema.Parser().parse(in);
        } catch (IOException e) {
            throw new IllegalStateException("the build lacks " + resource, e);
        }
    }
}
