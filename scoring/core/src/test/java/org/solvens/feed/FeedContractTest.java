package org.solvens.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.Tuple.Tuple2;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.solvens.feed.FeedContract.Checked.Accepted;
import org.solvens.feed.FeedContract.Checked.Refused;
import org.solvens.history.ArrangementKind;
import org.solvens.history.ClaimType;
import org.solvens.history.DebtorKind;
import org.solvens.history.Event;
import org.solvens.history.HoldKind;
import org.solvens.history.Route;
import org.solvens.history.Stage;

class FeedContractTest {
    @ParameterizedTest
    @CsvSource({
        "cases, case_id, placed_on, 16",
        "case_events, event_id, happened_on, 11",
        "payments, payment_id, paid_on, 11",
        "contacts, contact_id, at, 12",
        "address_hits, hit_id, found_on, 8",
        "tax_assessments, debtor_id income_year, assessed_on, 11",
        "arrangements, arrangement_id, agreed_on, 16",
        "holds, hold_id, opened_on, 9",
        "decisions, decision_id, decided_at, 9",
        "mandates, creditor_id valid_from, valid_from, 12"
    })
    void tenFeedsHaveTheirKeysAndTimes(String label, String key, String happened, int fields) {
        Feed feed = Feed.ofLabel(label);
        assertThat(feed).isNotNull();
        FeedContract contract = FeedContract.of(feed);
        assertThat(contract.feed()).isEqualTo(feed);
        assertThat(feed.label()).isEqualTo(label);
        assertThat(contract.schema().getObjectProp("key")).isEqualTo(List.of(key.split(" ")));
        assertThat(contract.schema().getObjectProp("happened")).isEqualTo(happened);
        assertThat(contract.fields()).hasSize(fields);
        for (int i = 0; i < fields; i++) {
            assertThat(contract.position(contract.fields().get(i).name())).isEqualTo(i);
        }
        assertThat(contract.schema().getFields())
                .allSatisfy(field -> assertThat(field.doc()).isNotBlank());
    }

    @Test
    void thereAreTenFeedsAndNoOther() {
        assertThat(Feed.values()).hasSize(10);
        assertThat(Feed.ofLabel("CASES")).isNull();
        assertThat(Feed.ofLabel("invoices")).isNull();
        FeedContract cases = FeedContract.of(Feed.CASES);
        assertThat(cases.has("case_id")).isTrue();
        assertThat(cases.has("name")).isFalse();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> cases.position("name"))
                .withMessageContaining("cases has no field name");
    }

    @Test
    void aRowBecomesItsInsideForm() {
        assertThat(accepted(Feed.CASES, FeedRows.literal(Feed.CASES)))
                .containsExactly(
                        "C1",
                        "D1",
                        "K1",
                        "SE",
                        "SEK",
                        "PERSON",
                        "INVOICE",
                        1_250_500L,
                        12_000L,
                        60_000L,
                        day("2024-01-31"),
                        day("2024-01-01"),
                        day("2024-03-01"),
                        "COLLECTION",
                        true,
                        Instant.parse("2024-03-01T06:00:00Z").toEpochMilli());
        assertThat(accepted(Feed.PAYMENTS, FeedRows.literal(Feed.PAYMENTS)))
                .containsExactly(
                        "P1",
                        "C1",
                        500_000L,
                        day("2024-04-02"),
                        day("2024-04-03"),
                        "DEBTOR",
                        null,
                        Instant.parse("2024-04-03T18:00:00Z").toEpochMilli(),
                        null,
                        null,
                        null);
        assertThat(accepted(Feed.DECISIONS, FeedRows.literal(Feed.DECISIONS))).contains(0.75);
    }

    @Test
    void keysOfSeveralFieldsAreJoined() {
        Object[] tax = accepted(Feed.TAX_ASSESSMENTS, FeedRows.literal(Feed.TAX_ASSESSMENTS));
        assertThat(FeedContract.of(Feed.TAX_ASSESSMENTS).key(tax)).isEqualTo("D1|2022");
        Object[] payment = accepted(Feed.PAYMENTS, FeedRows.literal(Feed.PAYMENTS));
        assertThat(FeedContract.of(Feed.PAYMENTS).key(payment)).isEqualTo("P1");
        assertThat(FeedContract.of(Feed.PAYMENTS).knownAt(payment))
                .isEqualTo(Instant.parse("2024-04-03T18:00:00Z").toEpochMilli());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        # what a feed never has
        cases           | case_id          |                          | MISSING      | case_id is empty
        cases           | known_at         |                          | MISSING      | known_at is empty
        cases           | principal        |                          | MISSING      | principal is empty
        contacts        | promised_for     |                          | MISSING      | although the outcome is PROMISED
        case_events     | component        |                          | MISSING      | although the kind is CHARGE_ADDED
        case_events     | amount           |                          | MISSING      | although the kind is CHARGE_ADDED
        # amounts
        cases           | principal        | 1250,50                  | TYPE         | has a comma
        cases           | principal        | 1,250.50                 | TYPE         | has a comma
        cases           | principal        | 12.345                   | DECIMALS     | has more decimals than the currency, which has 2
        cases           | principal        | 12.3456                  | TYPE         | has more than three decimals
        cases           | principal        | 1000000000000.00         | TYPE         | is larger than an amount can be
        cases           | principal        | 1E2147483647             | TYPE         | is not an amount
        cases           | principal        | NaN                      | TYPE         | is not an amount
        cases           | principal        | 12 50                    | TYPE         | is not an amount
        cases           | principal        | ١٢                       | TYPE         | is not an amount
        cases           | principal        | -0.01                    | RANGE        | principal is below its minimum
        payments        | amount           | -0.01                    | RANGE        | amount is below its minimum
        contacts        | promised_amount  | 0.00                     | RANGE        | promised_amount is below its minimum
        contacts        | cost             | -1                       | RANGE        | cost is below its minimum
        arrangements    | instalment       | 0                        | RANGE        | instalment is below its minimum
        # whole numbers
        arrangements    | instalments      | 6.5                      | TYPE         | is not a whole number
        arrangements    | instalments      | six                      | TYPE         | is not a whole number
        arrangements    | instalments      | 9999999999               | TYPE         | is not a whole number
        arrangements    | instalments      | ٦                        | TYPE         | is not a whole number
        arrangements    | instalments      | 0                        | RANGE        | below its minimum
        tax_assessments | income_year      | 1989                     | RANGE        | below its minimum
        mandates        | max_plan_months  | -1                       | RANGE        | below its minimum
        # order of days
        holds           | closed_on        | 1990-01-01               | RANGE        | closed_on is before opened_on
        # numbers
        decisions       | probability      | 0                        | RANGE        | probability is not in (0, 1]
        decisions       | probability      | 1.01                     | RANGE        | probability is not in (0, 1]
        decisions       | probability      | 0,5                      | TYPE         | decimal point
        decisions       | probability      | 0.5d                     | TYPE         | decimal point
        decisions       | probability      | NaN                      | TYPE         | decimal point
        decisions       | probability      | 1e999                    | TYPE         | finite
        mandates        | max_waived_share | 1.5                      | RANGE        | max_waived_share is not in [0, 1]
        mandates        | max_waived_share | -0.5                     | RANGE        | max_waived_share is not in [0, 1]
        # true and false
        mandates        | allow_legal      | yes                      | TYPE         | neither true nor false
        cases           | reminder_fee_agreed | 1                     | TYPE         | neither true nor false
        # symbols and codes
        cases           | stage            | COURT                    | VALUE        | stage is not one of COLLECTION, LEGAL
        contacts        | channel          | FAX                      | VALUE        | channel is not one of CALL, EMAIL
        holds           | outcome          | LOST                     | VALUE        | outcome is not one of
        cases           | currency         | KRONOR                   | CURRENCY     | currency is not an ISO 4217
        cases           | currency         | sek                      | CURRENCY     | currency is not an ISO 4217
        cases           | currency         | XXX                      | CURRENCY     | currency is not an ISO 4217
        cases           | currency         | XAU                      | CURRENCY     | currency is not an ISO 4217
        cases           | country          | SWE                      | COUNTRY      | country is not an ISO 3166
        cases           | country          | UK                       | COUNTRY      | country is not an ISO 3166
        # dates and times
        cases           | due_date         | 31.01.2024               | TYPE         | is not a date written as yyyy-mm-dd
        cases           | due_date         | 2024-1-31                | TYPE         | is not a date written as yyyy-mm-dd
        cases           | due_date         | 2024-02-30               | TYPE         | is not a date written as yyyy-mm-dd
        cases           | due_date         | 2024-01-31T00:00:00Z     | TYPE         | is not a date written as yyyy-mm-dd
        cases           | due_date         | 1024-01-31               | TYPE         | is outside 1900 to 2200
        cases           | due_date         | 9999-12-31               | TYPE         | is outside 1900 to 2200
        cases           | known_at         | 2024-03-01               | TYPE         | is not a time
        cases           | known_at         | 2024-03-01T06:00:00      | TYPE         | with its offset
        cases           | known_at         | 2024-03-01 06:00:00Z     | TYPE         | is not a time
        cases           | known_at         | +999999999-01-01T00:00:00Z | TYPE       | is outside 1900 to 2200
        # what was known before it happened
        cases           | known_at         | 2024-02-29T09:59:59Z     | KNOWN-BEFORE | known_at is before placed_on
        contacts        | known_at         | 2024-03-20T14:04:59.999Z | KNOWN-BEFORE | known_at is before at
        """)
    void everyRefusalSaysWhichFieldAndWhy(String label, String field, String value, String code, String reason) {
        Feed feed = Feed.ofLabel(label);
        assertThat(refused(feed, FeedRows.literal(feed, field, value)))
                .satisfies(refused -> assertThat(refused.code()).isEqualTo(code))
                .satisfies(
                        refused -> assertThat(refused.reason()).contains(reason).contains(field));
    }

    @ParameterizedTest
    @CsvSource({
        "STAGE_CHANGED, stage",
        "LETTER_SENT, letter",
        "LETTER_RETURNED, letter",
        "CLOSED, closed_as",
        "CHARGE_WAIVED, component",
        "CHARGE_RESTATED, component"
    })
    void anEventOfACaseNeedsWhatItsKindSpeaksOf(String kind, String needed) {
        Object[] bare = FeedRows.literal(Feed.CASE_EVENTS, "kind", kind, "component", null, "amount", null);
        assertThat(refused(Feed.CASE_EVENTS, bare))
                .isEqualTo(new Refused("MISSING", needed + " is empty although the kind is " + kind));
    }

    @Test
    void aReversalNamesAnotherEntryAndAnAmount() {
        assertThat(refused(Feed.PAYMENTS, FeedRows.literal(Feed.PAYMENTS, "reversal_of", "P1")))
                .isEqualTo(new Refused("REVERSAL-OF-ITSELF", "reversal_of names the record itself"));
        // A bank's return often has the reference of the payment.
        assertThat(accepted(
                        Feed.PAYMENTS, FeedRows.literal(Feed.PAYMENTS, "reversal_of", "E2E-7", "reference", "E2E-7")))
                .isNotEmpty();
        Refused nothing = new Refused("RANGE", "amount is 0, so the entry takes back or pays out nothing");
        assertThat(refused(Feed.PAYMENTS, FeedRows.literal(Feed.PAYMENTS, "reversal_of", "P0", "amount", "0")))
                .isEqualTo(nothing);
        assertThat(refused(Feed.PAYMENTS, FeedRows.literal(Feed.PAYMENTS, "kind", "REFUND", "amount", "0.00")))
                .isEqualTo(nothing);
        assertThat(accepted(Feed.PAYMENTS, FeedRows.literal(Feed.PAYMENTS, "amount", "0")))
                .as("a payment may be logged without its sum")
                .isNotEmpty();
    }

    @Test
    void howAnArrangementEndedNeedsTheDay() {
        assertThat(refused(Feed.ARRANGEMENTS, FeedRows.literal(Feed.ARRANGEMENTS, "ended_as", "CANCELLED")))
                .isEqualTo(new Refused("MISSING", "ended_on is empty although ended_as is given"));
        assertThat(accepted(Feed.ARRANGEMENTS, FeedRows.literal(Feed.ARRANGEMENTS, "ended_on", "2024-06-01")))
                .isNotEmpty();
    }

    @Test
    void aReopeningNeedsNothingElse() {
        assertThat(accepted(
                        Feed.CASE_EVENTS,
                        FeedRows.literal(Feed.CASE_EVENTS, "kind", "REOPENED", "component", "", "amount", "")))
                .contains("REOPENED");
    }

    static Stream<Tuple2<String, Object>> wronglyTyped() {
        return Stream.of(
                Tuple.of("principal", Double.NaN),
                Tuple.of("principal", 0.1 + 0.2),
                Tuple.of("principal", new BigDecimal("1E+2147483645")),
                Tuple.of("principal", new BigDecimal("1E-2147483647")),
                Tuple.of("principal", Long.MIN_VALUE),
                Tuple.of("principal", true),
                // A day written as a number, and a time in microseconds.
                Tuple.of("due_date", 20_240_131),
                Tuple.of("due_date", LocalDate.of(1, 1, 1)),
                Tuple.of("due_date", 1_706_659_200_000L),
                Tuple.of("known_at", 1_709_272_800_000_000L),
                Tuple.of("known_at", Long.MAX_VALUE),
                Tuple.of("known_at", Instant.MAX),
                Tuple.of("known_at", LocalDate.of(2024, 3, 1)),
                Tuple.of("reminder_fee_agreed", 1),
                Tuple.of("debtor_id", "D".repeat(201)));
    }

    @ParameterizedTest
    @MethodSource("wronglyTyped")
    void typedValuesAreHeldToTheSameBounds(Tuple2<String, Object> wrong) {
        Refused refused = refused(Feed.CASES, FeedRows.literal(Feed.CASES, wrong.get1(), wrong.get2()));
        assertThat(refused.code()).isEqualTo("TYPE");
        assertThat(refused.reason()).startsWith(wrong.get1() + " ");
    }

    @Test
    void typedValuesEqualTheirTexts() {
        Object[] typed = FeedRows.literal(
                Feed.CASES,
                "principal",
                1250.5,
                "interest",
                new BigDecimal("12.000"),
                "costs",
                60,
                "due_date",
                LocalDate.of(2024, 1, 31),
                "reminder_fee_agreed",
                Boolean.TRUE,
                "known_at",
                LocalDateTime.of(2024, 3, 1, 6, 0));
        assertThat(accepted(Feed.CASES, typed)).isEqualTo(accepted(Feed.CASES, FeedRows.literal(Feed.CASES)));
        assertThat(accepted(Feed.CASES, FeedRows.literal(Feed.CASES, "principal", 12_500_000.0)))
                .contains(12_500_000_000L);
        assertThat(accepted(Feed.ARRANGEMENTS, FeedRows.literal(Feed.ARRANGEMENTS, "instalments", BigDecimal.TEN)))
                .contains(10);
    }

    @Test
    void whatCommonWritersMakeOfNumbersAndDaysIsRead() {
        for (Object six : new Object[] {"6.0", "6.", 6.0, 6f, 6L}) {
            assertThat(accepted(Feed.ARRANGEMENTS, FeedRows.literal(Feed.ARRANGEMENTS, "instalments", six)))
                    .contains(6);
        }
        for (Object fraction : new Object[] {6.5, "6.5", 4e9, Double.NaN}) {
            assertThat(refused(Feed.ARRANGEMENTS, FeedRows.literal(Feed.ARRANGEMENTS, "instalments", fraction))
                            .code())
                    .isEqualTo("TYPE");
        }
        LocalDateTime midnight = LocalDateTime.of(2024, 1, 31, 0, 0);
        Object[] day = accepted(Feed.CASES, FeedRows.literal(Feed.CASES, "due_date", LocalDate.of(2024, 1, 31)));
        assertThat(accepted(Feed.CASES, FeedRows.literal(Feed.CASES, "due_date", midnight)))
                .isEqualTo(day);
        assertThat(accepted(Feed.CASES, FeedRows.literal(Feed.CASES, "due_date", midnight.toInstant(ZoneOffset.UTC))))
                .isEqualTo(day);
        assertThat(refused(Feed.CASES, FeedRows.literal(Feed.CASES, "due_date", midnight.plusHours(1)))
                        .reason())
                .isEqualTo("due_date has a time of day, which a day cannot have");
    }

    @Test
    void noValueOfAnotherTypeBecomesText() {
        for (Object value : new Object[] {
            List.of("D1"), Map.of("a", 1), ByteBuffer.wrap(new byte[] {(byte) 0xFF}), 1.5, new Object()
        }) {
            assertThat(refused(Feed.CASES, FeedRows.literal(Feed.CASES, "debtor_id", value))
                            .code())
                    .isEqualTo("TYPE");
        }
        assertThat(accepted(Feed.CASES, FeedRows.literal(Feed.CASES, "debtor_id", 12.0)))
                .contains("12");
    }

    @Test
    void textsWithoutVisibleOrWithMisleadingCharactersAreRefused() {
        for (String id : List.of("D\0", "D\u202e1", "D\u20661", "D\u0085", "D\n1")) {
            assertThat(refused(Feed.CASES, FeedRows.literal(Feed.CASES, "debtor_id", id))
                            .code())
                    .isEqualTo("CHARACTERS");
        }
        for (String id : List.of(" ", "\u00a0", "\u200b\ufeff")) {
            assertThat(refused(Feed.CASES, FeedRows.literal(Feed.CASES, "debtor_id", id))
                            .code())
                    .isEqualTo("BLANK");
        }
    }

    @Test
    void aLetterOutsideAsciiIsNeverTakenForOneOfASymbol() {
        assertThat(accepted(Feed.CASES, FeedRows.literal(Feed.CASES, "claim_type", "invoice")))
                .contains("INVOICE");
        assertThat(refused(Feed.CASES, FeedRows.literal(Feed.CASES, "claim_type", "\u0131nvoice"))
                        .code())
                .isEqualTo("VALUE");
        assertThat(refused(Feed.CASES, FeedRows.literal(Feed.CASES, "debtor_kind", "per\u017fon"))
                        .code())
                .isEqualTo("VALUE");
    }

    @Test
    void aDateBeginsWhereItBeginsFirstOnEarth() {
        // The first of March began at 10:00 UTC of the day before, in Kiribati.
        assertThat(accepted(Feed.CASES, FeedRows.literal(Feed.CASES, "known_at", "2024-02-29T10:00:00Z")))
                .isNotEmpty();
    }

    @Test
    void mandatesAreKnownAhead() {
        assertThat(accepted(Feed.MANDATES, FeedRows.literal(Feed.MANDATES, "valid_from", "2030-01-01")))
                .isNotEmpty();
    }

    @Test
    void symbolsAreReadInEitherCaseAndEmptyIsMissing() {
        assertThat(accepted(Feed.CASES, FeedRows.literal(Feed.CASES, "stage", "collection", "arose_on", "")))
                .contains("COLLECTION")
                .containsNull();
    }

    @Test
    void aReasonDoesNotRepeatTheValue() {
        String secret = "19121212-1212";
        for (Feed feed : Feed.values()) {
            FeedContract contract = FeedContract.of(feed);
            for (FeedContract.Field field : contract.fields()) {
                if (contract.check(FeedRows.literal(feed, field.name(), secret)) instanceof Refused refused) {
                    assertThat(refused.reason()).doesNotContain("1212");
                }
            }
        }
    }

    @Test
    void aRowOfTheWrongWidthIsADefect() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FeedContract.of(Feed.PAYMENTS).check(new Object[7]))
                .withMessage("payments has 11 fields, not 7");
    }

    @ParameterizedTest
    @EnumSource
    void everyRequiredFieldIsRequired(Feed feed) {
        FeedContract contract = FeedContract.of(feed);
        accepted(feed, FeedRows.literal(feed));
        for (FeedContract.Field field : contract.fields()) {
            if (!field.nullable()) {
                assertThat(contract.check(FeedRows.literal(feed, field.name(), null)))
                        .isEqualTo(new Refused("MISSING", field.name() + " is empty"));
            }
        }
    }

    @Property(tries = 300)
    void acceptedValuesSurviveWritingAndReading(@ForAll("rows") Tuple2<Feed, Object[]> row) {
        FeedContract contract = FeedContract.of(row.get1());
        Object[] texts = new Object[row.get2().length];
        Object[] typed = new Object[row.get2().length];
        for (int i = 0; i < texts.length; i++) {
            FieldType type = contract.fields().get(i).type();
            Object value = row.get2()[i];
            texts[i] = FeedRows.text(type, value);
            typed[i] = switch (value) {
                case Long amount when type == FieldType.DECIMAL -> Money.decimal(amount);
                case Long time -> Instant.ofEpochMilli(time);
                case Integer day when type == FieldType.DATE -> LocalDate.ofEpochDay(day);
                case null, default -> value;
            };
        }
        assertThat(accepted(row.get1(), texts)).isEqualTo(row.get2());
        assertThat(accepted(row.get1(), typed)).isEqualTo(row.get2());
    }

    @Provide
    Arbitrary<Tuple2<Feed, Object[]>> rows() {
        return Arbitraries.of(Feed.class)
                .flatMap(feed -> FeedRows.accepted(feed).map(row -> Tuple.of(feed, row)));
    }

    @Property(tries = 300)
    void anyTextInAnyFieldIsEitherAcceptedOrRefusedInWords(@ForAll Feed feed, @ForAll int at, @ForAll String text) {
        FeedContract contract = FeedContract.of(feed);
        String name = contract.fields()
                .get(Math.floorMod(at, contract.fields().size()))
                .name();
        switch (contract.check(FeedRows.literal(feed, name, text))) {
            case Accepted(Object[] values) -> assertThat(values).hasSameSizeAs(contract.fields());
            case Refused(String code, String reason) -> {
                assertThat(code).matches("[A-Z-]+");
                assertThat(reason).isNotBlank();
            }
        }
    }

    static Stream<Tuple2<Class<? extends Enum<?>>, String>> symbols() {
        return Stream.of(
                Tuple.of(Stage.class, "cases.stage"),
                Tuple.of(Stage.class, "case_events.stage"),
                Tuple.of(DebtorKind.class, "cases.debtor_kind"),
                Tuple.of(ClaimType.class, "cases.claim_type"),
                Tuple.of(Event.CaseChanged.Kind.class, "case_events.kind"),
                Tuple.of(Event.CaseChanged.Component.class, "case_events.component"),
                Tuple.of(Event.CaseChanged.Letter.class, "case_events.letter"),
                Tuple.of(Event.CaseChanged.ClosedAs.class, "case_events.closed_as"),
                Tuple.of(Event.Payment.Source.class, "payments.source"),
                Tuple.of(Event.Payment.Kind.class, "payments.kind"),
                Tuple.of(Event.Arrangement.IntervalUnit.class, "arrangements.interval_unit"),
                Tuple.of(Event.Arrangement.End.class, "arrangements.ended_as"),
                Tuple.of(Event.Contact.Direction.class, "contacts.direction"),
                Tuple.of(Event.Contact.Channel.class, "contacts.channel"),
                Tuple.of(Event.Contact.Outcome.class, "contacts.outcome"),
                Tuple.of(Event.AddressHit.Register.class, "address_hits.register"),
                Tuple.of(Event.AddressHit.Result.class, "address_hits.result"),
                Tuple.of(Event.AddressHit.Trigger.class, "address_hits.trigger"),
                Tuple.of(Event.TaxAssessment.Source.class, "tax_assessments.source"),
                Tuple.of(Event.TaxAssessment.Purpose.class, "tax_assessments.purpose"),
                Tuple.of(ArrangementKind.class, "arrangements.kind"),
                Tuple.of(HoldKind.class, "holds.kind"),
                Tuple.of(Event.Hold.Outcome.class, "holds.outcome"),
                Tuple.of(Route.class, "decisions.route"),
                Tuple.of(Event.Decision.DecidedBy.class, "decisions.decided_by"));
    }

    @ParameterizedTest
    @MethodSource("symbols")
    void enumsOfHistoriesAreTheSymbolsOfTheContract(Tuple2<Class<? extends Enum<?>>, String> pair) {
        List<String> ours = new ArrayList<>(names(pair.get1()));
        // The hold that stands in for a refused record comes from ingest, never from a feed.
        ours.remove("PENDING_PROTECTION");
        assertThat(ours).isEqualTo(symbols(pair.get2()));
    }

    @Test
    void everyEnumOfTheContractHasAnEnumOfHistories() {
        List<String> paired = symbols().map(Tuple2::get2).toList();
        for (Feed feed : Feed.values()) {
            for (FeedContract.Field field : FeedContract.of(feed).fields()) {
                if (field.type() == FieldType.ENUM) {
                    assertThat(paired).contains(feed.label() + "." + field.name());
                }
            }
        }
    }

    private static List<String> names(Class<? extends Enum<?>> type) {
        return Arrays.stream(type.getEnumConstants()).map(Enum::name).toList();
    }

    private static List<String> symbols(String place) {
        Feed feed = Feed.ofLabel(place.substring(0, place.indexOf('.')));
        FeedContract contract = FeedContract.of(feed);
        var schema = contract.schema()
                .getField(place.substring(place.indexOf('.') + 1))
                .schema();
        return (schema.isUnion() ? schema.getTypes().get(1) : schema).getEnumSymbols();
    }

    private static int day(String date) {
        return (int) LocalDate.parse(date).toEpochDay();
    }

    private static Object[] accepted(Feed feed, Object[] raw) {
        return switch (FeedContract.of(feed).check(raw)) {
            case Accepted(Object[] values) -> values;
            case Refused(String code, String reason) -> throw new AssertionError(code + ": " + reason);
        };
    }

    private static Refused refused(Feed feed, Object[] raw) {
        return switch (FeedContract.of(feed).check(raw)) {
            case Accepted(Object[] values) -> throw new AssertionError("accepted " + Arrays.toString(values));
            case Refused refused -> refused;
        };
    }
}
