package org.solvens.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.solvens.feed.FeedContract;
import org.solvens.feed.FeedContract.Checked;
import org.solvens.feed.FeedRows;
import org.solvens.problem.Problem;
import org.solvens.source.AvroSource;
import org.solvens.source.CsvLines;
import org.solvens.source.ListedRecords;
import org.solvens.source.RowSource;

class MappingTest {
    /// Files of one kind, comma decimals, headers that are no names.
    private static final String INVOICES = """
        mapping: invoices
        version: 3
        sources:
          - files: invoices-*.csv
            format: csv
            separator: ";"
            encoding: ISO-8859-1
            zone: Europe/Stockholm
            columns:
              number: Invoice No
              customer: Customer
              issued: Invoice Date
              terms: Terms (days)
              total: Total
              settled: Settled
              status: Status
            let:
              due: plus_days(date(issued, 'dd.MM.yyyy'), terms)
              paid: date(settled, 'dd.MM.yyyy')
            where: status != 'DRAFT'
            records:
              - feed: cases
                fields:
                  case_id: number
                  debtor_id: concat('D-', customer)
                  creditor_id: "'house'"
                  country: "'SE'"
                  currency: "'SEK'"
                  debtor_kind: "customer =^ 'F' ? 'COMPANY' : 'PERSON'"
                  claim_type: "'INVOICE'"
                  principal: decimal(total, ',')
                  interest: "'0'"
                  costs: "'0'"
                  due_date: due
                  arose_on: date(issued, 'dd.MM.yyyy')
                  placed_on: plus_days(due, 1)
                  stage: "'REMINDER'"
                  known_at: end_of_day(plus_days(due, 1))
              - feed: payments
                when: paid != null
                fields:
                  payment_id: concat(number, '-settled')
                  case_id: number
                  amount: decimal(total, ',')
                  paid_on: paid
                  source: "'DEBTOR'"
                  known_at: end_of_day(paid)
              - feed: case_events
                when: "status == 'W' or status == 'L'"
                fields:
                  event_id: concat(number, '-closed')
                  case_id: number
                  kind: "'CLOSED'"
                  closed_as: "lookup(status, {'W': 'WITHDRAWN', 'L': 'WRITTEN_OFF'})"
                  happened_on: coalesce(paid, due)
                  known_at: end_of_day(coalesce(paid, due))
        """;

    /// One row an instalment: the first of a contract gives the arrangement too.
    private static final String INSTALMENTS = """
        mapping: instalments
        version: 1
        sources:
          - files: schedule.csv
            format: csv
            let:
              first: n == 1
              due: date(due_date)
            records:
              - feed: arrangements
                when: first
                fields:
                  arrangement_id: concat(loan, '-plan')
                  case_id: loan
                  kind: "'PLAN'"
                  instalment: decimal(sum)
                  instalments: of
                  interval_days: days_between(due, next_due)
                  first_due: due
                  agreed_on: plus_months(due, -1)
                  known_at: instant(agreed_at, 'M/d/yyyy h:mm a')
              - feed: payments
                when: not empty(paid_on)
                fields:
                  payment_id: concat(loan, '-', n)
                  case_id: loan
                  amount: decimal(paid)
                  paid_on: date(paid_on)
                  source: "'DEBTOR'"
                  known_at: end_of_day(paid_on)
        """;

    private static final String SMALL = """
        mapping: small
        version: 1
        sources:
          - files: "*.csv"
            format: csv
            records:
              - feed: payments
                fields:
                  payment_id: id
                  case_id: "'C1'"
                  amount: decimal(sum)
                  paid_on: date(day)
                  source: "'DEBTOR'"
                  known_at: end_of_day(day)
        """;

    @TempDir
    Path folder;

    @Test
    void finesBecomeCasesEventsPaymentsAndHolds() {
        Mapping mapping = Mapping.read(
                Path.of(System.getProperty("solvens.home")).resolve("data-samples/mappings/road-traffic-fines.yaml"));
        assertThat(mapping.plan()).isEqualTo("../plans/road-traffic-fines.yaml");
        Heard heard = map(mapping, "events.csv.gz", """
            case_id,activity,timestamp,amount,paymentAmount,expense,dismissal
            Z9,Create Fine,2007-03-09T00:00:00+01:00,36.0,,,NIL
            Z9,Send Fine,2007-07-17T00:00:00+02:00,,,13.0,
            Z9,Insert Fine Notification,2007-08-02T00:00:00+02:00,,,,
            Z9,Add penalty,2007-10-01T00:00:00+02:00,74.0,,,
            Z9,Payment,2008-09-09T00:00:00+02:00,,87.0,,
            Z8,Create Fine,2007-03-10T00:00:00+01:00,21.5,,,#
            Z8,Appeal to Judge,2007-03-12T00:00:00+01:00,,,,
            Z8,Insert Date Appeal to Prefecture,2007-03-13T00:00:00+01:00,,,,
            Z8,Receive Result Appeal from Prefecture,2007-06-13T00:00:00+02:00,,,,
            Z9,Send for Credit Collection,2009-03-30T00:00:00+02:00,,,,
            Z9,Send Appeal to Prefecture,2009-03-30T00:00:00+02:00,,,,
            """);
        assertThat(heard.refused).isEmpty();
        assertThat(heard.accepted)
                .containsExactly(
                        "cases"
                            + " Z9,D-Z9,local-police,IT,EUR,PERSON,PUBLIC,36.00,0.00,0.00,2007-03-09,2007-03-09,2007-03-09,"
                            + "REMINDER,,2007-03-09T22:59:59.999Z",
                        "case_events"
                            + " Z9-3-letter,Z9,LETTER_SENT,,,,COLLECTION_DEMAND,,2007-07-17,2007-07-17T21:59:59.999Z",
                        "case_events Z9-3-expense,Z9,CHARGE_ADDED,COSTS,13.00,,,,2007-07-17,2007-07-17T21:59:59.999Z",
                        "case_events"
                            + " Z9-4-notified,Z9,STAGE_CHANGED,,,PRE_COLLECTION,,,2007-08-02,2007-08-02T21:59:59.999Z",
                        "case_events"
                            + " Z9-5-penalty,Z9,CHARGE_RESTATED,PRINCIPAL,74.00,,,,2007-10-01,2007-10-01T21:59:59.999Z",
                        "case_events Z9-5-stage,Z9,STAGE_CHANGED,,,COLLECTION,,,2007-10-01,2007-10-01T21:59:59.999Z",
                        "payments Z9-6,Z9,87.00,2008-09-09,,DEBTOR,,2008-09-09T21:59:59.999Z",
                        "cases"
                            + " Z8,D-Z8,local-police,IT,EUR,PERSON,PUBLIC,21.50,0.00,0.00,2007-03-10,2007-03-10,2007-03-10,"
                            + "REMINDER,,2007-03-10T22:59:59.999Z",
                        "case_events Z8-7-dismissed,Z8,CLOSED,,,,,WRONGFUL,2007-03-10,2007-03-10T22:59:59.999Z",
                        "holds Z8-judge,D-Z8,Z8,DISPUTE,2007-03-12,,,2007-03-12T22:59:59.999Z",
                        "holds Z8-prefecture,D-Z8,Z8,DISPUTE,2007-03-13,,,2007-03-13T22:59:59.999Z",
                        "holds Z8-prefecture,D-Z8,Z8,DISPUTE,2007-06-13,2007-06-13,REJECTED,2007-06-13T21:59:59.999Z",
                        "case_events"
                            + " Z9-11-credit-collection,Z9,STAGE_CHANGED,,,LEGAL,,,2009-03-30,2009-03-30T21:59:59.999Z");
    }

    @Test
    void loansBecomeCasesAndPaymentsWhateverWayTheirDatesAreWritten() {
        Mapping mapping = Mapping.read(
                Path.of(System.getProperty("solvens.home")).resolve("data-samples/mappings/loan-payments.yaml"));
        assertThat(mapping.exported()).isEqualTo(LocalDate.of(2016, 12, 8));
        assertThat(mapping.accept()).isNull();
        // Without the columns of age, education and sex, which it does not read.
        Heard heard = map(mapping, "loans.csv", """
            Loan_ID,loan_status,Principal,terms,effective_date,due_date,paid_off_time,past_due_days
            L1,PAIDOFF,1000,30,09/08/16,10/07/16,9/14/2016 19:31,
            L2,COLLECTION,800,15,9/13/2016,9/27/2016,,72
            L3,COLLECTION_PAIDOFF,300,7,09/09/16,9/15/2016,10/07/16 9:00,22
            """);
        assertThat(heard.refused).isEmpty();
        assertThat(heard.accepted)
                .containsExactly(
                        "cases L1,D-L1,lender,US,USD,PERSON,LOAN,1000.00,0.00,0.00,2016-10-07,2016-09-08,2016-09-08,"
                                + "REMINDER,,2016-09-08T23:59:59.999Z",
                        "payments L1-paid,L1,1000.00,2016-09-14,,DEBTOR,,2016-09-14T23:59:59.999Z",
                        "cases L2,D-L2,lender,US,USD,PERSON,LOAN,800.00,0.00,0.00,2016-09-27,2016-09-13,2016-09-13,"
                                + "REMINDER,,2016-09-13T23:59:59.999Z",
                        "case_events L2-collection,L2,STAGE_CHANGED,,,COLLECTION,,,2016-09-28,2016-09-28T23:59:59.999Z",
                        "cases L3,D-L3,lender,US,USD,PERSON,LOAN,300.00,0.00,0.00,2016-09-15,2016-09-09,2016-09-09,"
                                + "REMINDER,,2016-09-09T23:59:59.999Z",
                        "case_events L3-collection,L3,STAGE_CHANGED,,,COLLECTION,,,2016-09-16,2016-09-16T23:59:59.999Z",
                        "payments L3-paid,L3,300.00,2016-10-07,,DEBTOR,,2016-10-07T23:59:59.999Z");
    }

    @Test
    void aFineThatCannotBeReadCostsOneRecord() {
        Mapping mapping = Mapping.read(
                Path.of(System.getProperty("solvens.home")).resolve("data-samples/mappings/road-traffic-fines.yaml"));
        Heard heard = map(mapping, "events.csv", """
            case_id,activity,timestamp,amount,paymentAmount,expense,dismissal
            Z9,Payment,09/09/2008,,87.0,,
            Z9,Payment,2008-09-09T00:00:00+02:00,,"87,5",,
            Z9,Payment,2008-09-09T00:00:00+02:00,,,,
            Z9,Payment,2008-09-10T00:00:00+02:00,,8.5,,
            """);
        assertThat(heard.refused)
                .containsExactly(
                        "holds EXPRESSION day: date(): neither yyyy-mm-dd nor a time",
                        "payments EXPRESSION payments: decimal(): not a number with '.' as decimal mark",
                        "payments MISSING amount is empty");
        assertThat(heard.accepted)
                .containsExactly("payments Z9-5,Z9,8.50,2008-09-10,,DEBTOR,,2008-09-10T21:59:59.999Z");
    }

    @Test
    void invoicesWithDueAndSettledDatesBecomeCasesPaymentsAndClosings() {
        Heard heard = map(read(INVOICES), "invoices-2024.csv", """
            Invoice No;Customer;Invoice Date;Terms (days);Total;Settled;Status;Remark
            I1;F77;31.01.2024;30;1 250,50;15.03.2024;P;å
            I2;P12;01.02.2024;10;12.000,00;;W;
            I3;P12;01.02.2024;10;99,00;;DRAFT;
            I4;P13;31.02.2024;10;99,00;;P;
            I5;P13;01.02.2024;x;99,00;;P;
            I6;P13;01.02.2024;;99,00;;P;
            I7;P13;01.02.2024;10;99.00;;P;
            """);
        assertThat(heard.accepted)
                .containsExactly(
                        "cases"
                            + " I1,D-F77,house,SE,SEK,COMPANY,INVOICE,1250.50,0.00,0.00,2024-03-01,2024-01-31,2024-03-02,"
                            + "REMINDER,,2024-03-02T22:59:59.999Z",
                        "payments I1-settled,I1,1250.50,2024-03-15,,DEBTOR,,2024-03-15T22:59:59.999Z",
                        "cases"
                            + " I2,D-P12,house,SE,SEK,PERSON,INVOICE,12000.00,0.00,0.00,2024-02-11,2024-02-01,2024-02-12,"
                            + "REMINDER,,2024-02-12T22:59:59.999Z",
                        "case_events I2-closed,I2,CLOSED,,,,,WITHDRAWN,2024-02-11,2024-02-11T22:59:59.999Z");
        assertThat(heard.refused)
                .containsExactly(
                        "cases EXPRESSION due: date(): not written as dd.MM.yyyy",
                        "cases EXPRESSION due: plus_days(): not a whole number",
                        "cases MISSING due_date is empty",
                        "cases EXPRESSION cases: decimal(): not a number with ',' as decimal mark");
    }

    @Test
    void aScheduleOfInstalmentsBecomesArrangementsAndPayments() {
        Heard heard = map(read(INSTALMENTS), "schedule.csv", """
            loan,n,of,due_date,next_due,sum,agreed_at,paid_on,paid
            L1,1,3,2024-03-31,2024-04-30,400.00,2/29/2024 3:05 PM,2024-03-29,400.00
            L1,2,3,2024-04-30,2024-05-31,400.00,2/29/2024 3:05 PM,,
            L1,3,3,2024-05-31,,400.00,2/29/2024 3:05 PM,2024-07-01,250.5
            """);
        assertThat(heard.refused).isEmpty();
        assertThat(heard.accepted)
                .containsExactly(
                        "arrangements L1-plan,L1,PLAN,400.00,3,30,2024-03-31,,,2024-02-29,2024-02-29T15:05:00Z",
                        "payments L1-1,L1,400.00,2024-03-29,,DEBTOR,,2024-03-29T23:59:59.999Z",
                        "payments L1-3,L1,250.50,2024-07-01,,DEBTOR,,2024-07-01T23:59:59.999Z");
    }

    @Test
    void typedColumnsNeedNoWriting() throws IOException {
        Schema schema = new Schema.Parser().parse("""
            {"type": "record", "name": "R", "fields": [
              {"name": "id", "type": "string"},
              {"name": "sum", "type": "double"},
              {"name": "day", "type": {"type": "int", "logicalType": "date"}}]}
            """);
        GenericRecord written = new GenericData.Record(schema);
        written.put("id", "P1");
        written.put("sum", 12_345_678.5);
        written.put("day", (int) LocalDate.of(2024, 3, 1).toEpochDay());
        Heard heard = new Heard();
        RowMapper mapper = mapper(read(SMALL), "a.csv");
        try (AvroSource source = AvroSource.of(schema, new ListedRecords(List.of(written)))) {
            mapper.checkColumns(source.columns(), "a.avro");
            assertThat(source.next()).isTrue();
            mapper.map(source, null, heard);
        }
        assertThat(heard.accepted)
                .containsExactly("payments P1,C1,12345678.50,2024-03-01,,DEBTOR,,2024-03-01T23:59:59.999Z");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        amount: decimal(sum)       | amuont: decimal(sum)        | payments has no field 'amuont'; its fields are payment_id
        amount: decimal(sum)       | booked_on: date(day)        | payments needs the field 'amount'
        amount: decimal(sum)       | amount:                     | there is nothing after 'amount'
        feed: payments             | feed: paymints              | feed 'paymints' is not one of cases, case_events
        feed: payments             | fed: payments               | unknown key 'fed'
        format: csv                | format: xls                 | XLS
        format: csv                | format: 0                   | format
        files: "*.csv"             | files: "[a.csv"             | files: '[a.csv' is not a pattern
        format: csv                | + separator: "::"             | separator must be one character
        format: csv                | + separator: '"'              | separator must be neither a quote nor a line end
        format: csv                | + encoding: latin-9000        | encoding 'latin-9000' is not known
        format: csv                | + encoding: "no charset!"     | encoding 'no charset!' is not known
        format: csv                | + encoding: UTF-16            | encoding 'UTF-16' is not one in which lines can be found
        format: csv                | + zone: Europe/Stokholm       | zone 'Europe/Stokholm' is not known
        format: csv                | + columns: {due date: Due}    | columns: 'due date' is not a name
        format: csv                | + columns: {a: Due, b: Due}   | columns: a header has two names
        format: csv                | + let: {due-date: day}        | let: 'due-date' is not a name
        format: csv                | + let: {due: }                | let: there is nothing after 'due'
        mapping: small             | mapping: " "                | mapping: a name is needed
        version: 1                 | + sources: []               | sources
        """)
    void aMappingThatSaysNonsenseIsAProblemThatNamesFileAndThing(String right, String wrong, String thing) {
        Matcher line = Pattern.compile("(?m)^( *(- )?)" + Pattern.quote(right)).matcher(SMALL);
        assertThat(line.find()).isTrue();
        String added = right + "\n" + " ".repeat(line.group(1).length()) + wrong.replaceFirst("^\\+ ", "");
        Problem problem = problem(SMALL.replace(right, wrong.startsWith("+") ? added : wrong));
        assertThat(problem.code()).isEqualTo("MAPPING");
        assertThat(problem.subject()).contains("mapping.yaml");
        assertThat(problem.display()).containsIgnoringCase(thing);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        decimal(sum             | 'decimal(sum' is not an expression
        decimal(sum))           | is not an expression
        decimals(sum)           | calls decimals() with 1 arguments
        decimal()               | calls decimal() with 0 arguments
        concat()                | calls concat() with 0 arguments
        decimal(sum, ',', '.')  | calls decimal() with 3 arguments
        x ? decimal(sum) : dezimal(sum) | calls dezimal()
        os:exit(1)              | calls exit()
        new('java.io.File', 'x') | is not an expression
        sum = 3                 | is not an expression
        while (true) { 1 }      | is not an expression
        x -> x                  | is not an expression
        """)
    void anExpressionThatIsNoneIsAProblemThatNamesFileAndField(String expression, String thing) {
        Problem problem = problem(SMALL.replace("decimal(sum)", "\"" + expression + "\""));
        assertThat(problem.code()).isEqualTo("MAPPING-EXPRESSION");
        assertThat(problem.subject()).contains("mapping.yaml").endsWith(" at payments.amount, line 11, column 19");
        assertThat(problem.display()).contains(thing);
    }

    @Test
    void everyPlaceOfAnExpressionIsTried() {
        assertThat(problem(SMALL.replace("    format: csv", "    format: csv\n    where: nope(id)"))
                        .subject())
                .endsWith(" at where, line 6, column 12");
        assertThat(problem(SMALL.replace("    format: csv", "    format: csv\n    let: {a: nope(id)}"))
                        .subject())
                .endsWith(" at let a, line 6, column 14");
        assertThat(problem(SMALL.replace("    fields:", "    when: nope(id)\n        fields:"))
                        .subject())
                .endsWith(" at payments.when, line 8, column 15");
    }

    @Test
    void aColumnThatIsNotThereIsAProblemThatNamesFileAndColumn() {
        RowMapper mapper = mapper(read(SMALL), "june.csv");
        mapper.checkColumns(List.of("day", "sum", "id", "other"), "june.csv");
        assertThatThrownBy(() -> mapper.checkColumns(List.of("id", "summe", "day"), "june.csv"))
                .isInstanceOfSatisfying(Problem.class, problem -> {
                    assertThat(problem.code()).isEqualTo("MAPPING-COLUMN");
                    assertThat(problem.subject()).isEqualTo("june.csv");
                    assertThat(problem.what()).isEqualTo("there is no column 'sum', which the mapping small reads");
                    assertThat(problem.why()).isEqualTo("the file's columns are id, summe, day");
                });
    }

    @Test
    void aColumnIsMissedByItsHeader() {
        RowMapper mapper = mapper(read(INVOICES), "invoices-1.csv");
        assertThatThrownBy(() -> mapper.checkColumns(List.of("Invoice No", "Customer", "terms"), "invoices-1.csv"))
                .hasMessageContaining("there is no column 'Invoice Date'");
    }

    @Test
    void aNameThatReadsTheColumnItIsCalledAfterStillNeedsTheColumn() {
        String text = SMALL.replace("    format: csv", "    format: csv\n    let: {sum: decimal(sum), later: sum * 2}")
                .replace("amount: decimal(sum)", "amount: later");
        RowMapper mapper = mapper(read(text), "june.csv");
        assertThatThrownBy(() -> mapper.checkColumns(List.of("id", "day"), "june.csv"))
                .hasMessageContaining("there is no column 'sum'");
        assertThat(map(read(text), "june.csv", "id,day,sum\nP1,2024-03-01,2.50\n").accepted)
                .containsExactly("payments P1,C1,5.00,2024-03-01,,DEBTOR,,2024-03-01T23:59:59.999Z");
        String forward = text.replace("{sum: decimal(sum), later: sum * 2}", "{later: total * 2, total: decimal(sum)}");
        assertThatThrownBy(
                        () -> mapper(read(forward), "june.csv").checkColumns(List.of("id", "day", "sum"), "june.csv"))
                .hasMessageContaining("there is no column 'total'");
    }

    @Test
    void aRowThatCouldGiveAHoldIsReportedAsOneWhereItBreaksBeforeItsRecordsAreMade() {
        String both = SMALL.replace("    format: csv", "    format: csv\n    let: {total: decimal(sum)}") + """
                  - feed: holds
                    when: total > 1
                    fields:
                      hold_id: id
                      debtor_id: id
                      kind: "'DISPUTE'"
                      opened_on: date(day)
                      known_at: end_of_day(day)
            """;
        List<String> rows = map(read(both), "june.csv", "id,day,sum\nP1,2024-03-01,a lot\n").refused;
        assertThat(rows).singleElement().asString().startsWith("holds EXPRESSION total: ");
        String paymentsAlone = SMALL.replace("    format: csv", "    format: csv\n    let: {total: decimal(sum)}");
        assertThat(map(read(paymentsAlone), "june.csv", "id,day,sum\nP1,2024-03-01,a lot\n").refused)
                .singleElement()
                .asString()
                .startsWith("payments EXPRESSION total: ");
    }

    @Test
    void aConditionMustBeTrueOrFalse() {
        String text = SMALL.replace("    format: csv", "    format: csv\n    where: id");
        assertThat(map(read(text), "june.csv", "id,day,sum\nP1,2024-03-01,1\n,2024-03-01,1\n").refused)
                .containsExactly("payments EXPRESSION where: the condition is neither true nor false");
    }

    @Test
    void expressionsReachNothingOfJavaBesideTheirValues() {
        for (String expression : List.of(
                "id.class.forName('java.lang.Runtime')",
                "id.getClass()",
                "''.class.classLoader",
                "[].getClass().forName('java.lang.System')")) {
            String text = SMALL.replace("decimal(sum)", "\"" + expression + "\"");
            Heard heard = map(read(text), "june.csv", "id,day,sum\nP1,2024-03-01,1\n");
            assertThat(heard.accepted).as(expression).isEmpty();
            assertThat(heard.refused).as(expression).hasSize(1);
        }
        String text = SMALL.replace("payment_id: id", "payment_id: id.substring(1)");
        assertThat(map(read(text), "june.csv", "id,day,sum\nXP1,2024-03-01,1\n").accepted)
                .containsExactly("payments P1,C1,1.00,2024-03-01,,DEBTOR,,2024-03-01T23:59:59.999Z");
    }

    @Test
    void aRefusalDoesNotRepeatTheValue() {
        Heard heard = map(read(SMALL), "june.csv", "id,day,sum\nP1,2024-03-01,Åsa Berg\nP1,Åsa Berg,1\n");
        assertThat(heard.refused)
                .hasSize(2)
                .allSatisfy(refused -> assertThat(refused).doesNotContain("Berg"));
        for (String expression : List.of("sum[sum]", "['a'][sum]", "sum.`${sum}`", "sum * 2", "sum.charAt(sum)")) {
            String text = SMALL.replace("decimal(sum)", "\"" + expression + "\"");
            assertThat(map(read(text), "june.csv", "id,day,sum\nP1,2024-03-01,Åsa Berg\n").refused)
                    .as(expression)
                    .hasSize(1)
                    .allSatisfy(refused -> assertThat(refused).doesNotContain("Berg"));
        }
    }

    @Test
    void filesAreReadByTheFirstPatternThatMatches() {
        Mapping mapping = read(INVOICES);
        assertThat(mapping.sourceOf("invoices-2024.csv").separatorOrComma()).isEqualTo(';');
        assertThat(mapping.sourceOf("invoices-.csv").charset()).isEqualTo(StandardCharsets.ISO_8859_1);
        assertThatThrownBy(() -> mapping.sourceOf("invoices.csv")).isInstanceOfSatisfying(Problem.class, problem -> {
            assertThat(problem.code()).isEqualTo("MAPPING-FILE");
            assertThat(problem.subject()).isEqualTo("invoices.csv");
            assertThat(problem.why()).isEqualTo("its patterns are invoices-*.csv");
        });
        Mapping.Source plain = read(SMALL).sourceOf("any.csv");
        assertThat(plain.separatorOrComma()).isEqualTo(',');
        assertThat(plain.charset()).isEqualTo(StandardCharsets.UTF_8);
        assertThat(plain.zoneId()).hasToString("UTC");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "none", textBlock = """
        12.5          | . | 12.5
        -12           | . | -12
        +.5           | . | .5
        1,250.50      | . | 1250.50
        1,250,000     | . | 1250000
        1 250 000.5   | . | 1250000.5
        1'250.00      | . | 1250.00
        12,50         | . | none
        1,25          | . | none
        1,2500        | . | none
        1,250 000     | . | none
        12,500.50,1   | . | none
        12,5          | , | 12.5
        1.250,50      | , | 1250.50
        1.250         | , | 1250
        1 250,5       | , | 1250.5
        12.50         | , | none
        1.5           | , | none
        −3,5          | , | -3.5
        1e3           | . | none
        1E999999999   | . | none
        12.5.6        | . | none
        abc           | . | none
        .             | . | none
        -             | . | none
        5             | ; | none
        """)
    void numbersAreReadByTheirMarkOrNotAtAll(String written, String mark, @Nullable BigDecimal expected) {
        Functions functions = new Functions(java.time.ZoneId.of("UTC"), Map.of());
        if (expected == null) {
            assertThatThrownBy(() -> functions.decimal(written, mark)).isInstanceOf(IllegalArgumentException.class);
        } else {
            assertThat(functions.decimal(written, mark)).isEqualByComparingTo(expected);
        }
    }

    @Test
    void spacesOfEveryWidthGroup() {
        Functions functions = new Functions(java.time.ZoneId.of("UTC"), Map.of());
        assertThat(functions.decimal("1\u00a0250\u00a0000,5", ",")).isEqualByComparingTo("1250000.5");
        assertThat(functions.decimal("1\u202f250", ",")).isEqualByComparingTo("1250");
        assertThat(functions.decimal(" 12,5 ", ",")).isEqualByComparingTo("12.5");
        assertThat(functions.decimal(new BigDecimal("12.50"), ",")).isEqualByComparingTo("12.50");
        assertThat(functions.decimal(12.5, ",")).isEqualByComparingTo("12.5");
    }

    @Test
    void whatIsMissingStaysMissing() {
        Functions functions = new Functions(java.time.ZoneId.of("UTC"), Map.of());
        assertThat(functions.concat("a", null)).isNull();
        assertThat(functions.concat((Object[]) null)).isNull();
        assertThat(functions.coalesce((Object[]) null)).isNull();
        assertThat(functions.coalesce(null, null, 3)).isEqualTo(3);
        assertThat(functions.decimal(null)).isNull();
        assertThat(functions.date(null)).isNull();
        assertThat(functions.date(null, "dd.MM.yyyy")).isNull();
        assertThat(functions.instant(null)).isNull();
        assertThat(functions.instant(null, "dd.MM.yyyy HH:mm")).isNull();
        assertThat(functions.end_of_day(null)).isNull();
        assertThat(functions.plus_days(null, 3)).isNull();
        assertThat(functions.plus_days("2024-01-31", null)).isNull();
        assertThat(functions.plus_months("2024-01-31", null)).isNull();
        assertThat(functions.days_between("2024-01-31", null)).isNull();
        assertThat(functions.lookup(null, Map.of())).isNull();
    }

    @Test
    void datesAndTimesAreThoseOfTheSourcesZone() {
        Functions rome = new Functions(java.time.ZoneId.of("Europe/Rome"), Map.of());
        assertThat(rome.date("2007-03-08T23:30:00Z")).isEqualTo(LocalDate.of(2007, 3, 9));
        assertThat(rome.date(Instant.parse("2007-03-08T23:30:00Z"))).isEqualTo(LocalDate.of(2007, 3, 9));
        assertThat(rome.date("1/26/2013", "M/d/yyyy")).isEqualTo(LocalDate.of(2013, 1, 26));
        assertThat(rome.date("26-Jan-13", "d-MMM-yy")).isEqualTo(LocalDate.of(2013, 1, 26));
        assertThat(rome.date("26-JAN-2013", "d-MMM-uuuu")).isEqualTo(LocalDate.of(2013, 1, 26));
        for (String written : List.of("9/14/2016", "09/14/16", "14.09.2016")) {
            assertThat(rome.date(written, "M/d/yyyy", "M/d/yy", "dd.MM.yyyy")).isEqualTo(LocalDate.of(2016, 9, 14));
        }
        assertThat(rome.date("9/14/2016 19:31", "M/d/yy H:mm", "M/d/yyyy H:mm")).isEqualTo(LocalDate.of(2016, 9, 14));
        assertThat(rome.date(null, "M/d/yyyy", "M/d/yy")).isNull();
        assertThatThrownBy(() -> rome.date("31.09.2016", "M/d/yyyy", "dd.MM.yyyy"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("date(): not written as M/d/yyyy or dd.MM.yyyy");
        assertThat(rome.instant("26.01.2013 10:00", "dd.MM.yyyy HH:mm")).isEqualTo("2013-01-26T09:00:00Z");
        assertThat(rome.instant("26.01.2013 10:00+05:00", "dd.MM.yyyy HH:mmXXX"))
                .isEqualTo("2013-01-26T05:00:00Z");
        assertThat(rome.instant("2013-01-26T10:00:00+05:00")).isEqualTo("2013-01-26T05:00:00Z");
        assertThat(rome.end_of_day("2013-03-31")).isEqualTo("2013-03-31T21:59:59.999Z");
        assertThat(rome.plus_days("2024-02-28", " 2 ")).isEqualTo("2024-03-01");
        assertThat(rome.plus_months("2024-01-31", 1)).isEqualTo("2024-02-29");
        assertThat(rome.days_between("2024-01-31", "2024-01-01")).isEqualTo(-30);
        assertThat(rome.lookup("W", Map.of("W", "WITHDRAWN"))).isEqualTo("WITHDRAWN");
    }

    @ParameterizedTest
    @ValueSource(strings = {"31.02.2024", "1.2.2024", "2024-02-01", "00.01.2024", "29.02.2023", "01.02.24"})
    void aDateThatIsNoneIsRefused(String written) {
        Functions functions = new Functions(java.time.ZoneId.of("UTC"), Map.of());
        assertThatThrownBy(() -> functions.date(written, "dd.MM.yyyy"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("date(): not written as dd.MM.yyyy");
    }

    @Test
    void whatIsNotInATableIsRefused() {
        Functions functions = new Functions(java.time.ZoneId.of("UTC"), Map.of());
        assertThatThrownBy(() -> functions.lookup("X", Map.of("W", "WITHDRAWN")))
                .hasMessage("lookup(): the value is not in the table");
        assertThatThrownBy(() -> functions.plus_days("2024-01-01", "1.5"))
                .hasMessage("plus_days(): not a whole number");
        assertThatThrownBy(() -> functions.instant("2024-01-01")).hasMessage("instant(): not a time");
    }

    private static final Schema PARTS = new Schema.Parser().parse("""
        {"type": "record", "name": "R", "fields": [
          {"name": "list", "type": {"type": "array", "items": "string"}},
          {"name": "map", "type": {"type": "map", "values": "string"}},
          {"name": "bytes", "type": "bytes"},
          {"name": "fixed", "type": {"type": "fixed", "name": "F", "size": 2}},
          {"name": "part", "type": {"type": "record", "name": "P", "fields": [{"name": "id", "type": "string"}]}}]}
        """);

    private static GenericRecord parts() {
        byte[] noText = {(byte) 0xff, (byte) 0xfe};
        GenericRecord part = new GenericData.Record(PARTS.getField("part").schema());
        part.put("id", "P1");
        GenericRecord row = new GenericData.Record(PARTS);
        row.put("list", new GenericData.Array<>(PARTS.getField("list").schema(), List.of("P1", "P2")));
        row.put("map", Map.of("K", "P1"));
        row.put("bytes", ByteBuffer.wrap(noText));
        row.put("fixed", new GenericData.Fixed(PARTS.getField("fixed").schema(), noText));
        row.put("part", part);
        return row;
    }

    private Heard mapped(String expression) throws IOException {
        Heard heard = new Heard();
        String yaml = SMALL.replace("payment_id: id", "payment_id: \"" + expression + "\"")
                .replace("decimal(sum)", "\"'1'\"")
                .replace("(day)", "('2024-03-01')");
        RowMapper mapper = mapper(read(yaml), "a.csv");
        try (AvroSource source = AvroSource.of(PARTS, new ListedRecords(List.of(parts())))) {
            mapper.checkColumns(source.columns(), "a.avro");
            assertThat(source.next()).isTrue();
            mapper.map(source, null, heard);
        }
        return heard;
    }

    /// What Java writes for a list, a map, bytes or a record is no id. The sign # is the column.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "#",
                "concat('P', #)",
                "concat(#)",
                "trim(#)",
                "upper(#)",
                "replace(#, 'a', 'b')",
                "replace('abc', 'a', #)",
                "substring(#, 0)",
                "pad_left(#, 3, '0')",
                "pad_right('P', 3, #)",
                "lookup(#, {'K': 'V'}, 'D')",
                "date(#)",
                "decimal(#)",
                "instant(#, 'yyyy')",
                "flag(#)",
                "coalesce(#, 'x')",
                "# + ''",
                "'' + #",
                "#.toString()",
                "# == 'x' ? 'A' : 'B'",
                "# =~ '.*' ? 'A' : 'B'",
                "# =^ 'x' ? 'A' : 'B'",
                "# =$ 'x' ? 'A' : 'B'",
                "true ? # : 'B'"
            })
    void aListAMapBytesAndARecordAreNoText(String expression) throws IOException {
        for (Schema.Field field : PARTS.getFields()) {
            String written = expression.replace("#", field.name());
            Heard heard = mapped(written);
            assertThat(heard.accepted).as(written).isEmpty();
            assertThat(heard.refused).as(written).hasSize(1);
            assertThat(heard.refused.getFirst()).as(written).matches("payments (EXPRESSION|TYPE) .*");
        }
    }

    @Test
    void whatIsInAListOrAMapIsAText() throws IOException {
        assertThat(mapped("concat(list[1], '-', map.K)").accepted)
                .containsExactly("payments P2-P1,C1,1.00,2024-03-01,,DEBTOR,,2024-03-01T23:59:59.999Z");
        assertThat(mapped("concat('P', size(list))").accepted).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
        plus_days(day, 010)  | has a number that begins with 0
        decimal(sum) * 007   | has a number that begins with 0
        `P${id}`             | has a text in backquotes
        concat(`P`, id)      | has a text in backquotes
        ('PAID') ('PAID')    | calls something that is not a function
        (day)(1)             | calls something that is not a function
        id.trim()(day)       | calls something that is not a function
        'a'.repeat(99)       | calls the method repeat() of a text
        id.replaceAll('a*', 'b') | calls the method replaceAll() of a text
        """)
    void whatWouldBeReadOtherwiseThanMeantIsRefused(String expression, String what) {
        Problem problem = problem(SMALL.replace("decimal(sum)", "\"" + expression + "\""));
        assertThat(problem.code()).isEqualTo("MAPPING-EXPRESSION");
        assertThat(problem.what()).contains(what);
        assertThat(problem.subject()).matches(".*, line [0-9]+, column [0-9]+");
        assertThat(read(SMALL.replace("decimal(sum)", "decimal(sum) * 100.05 + decimal('010')")))
                .isNotNull();
    }

    /// A few dozen doublings would fill the memory.
    @Test
    void aTextThatWouldBeTooLongIsRefusedBeforeItIsMade() {
        Functions functions = new Functions(ZoneOffset.UTC, Map.of());
        String long1 = "a".repeat(600_000);
        assertThatThrownBy(() -> functions.concat(long1, long1)).hasMessage("concat(): the text would be too long");
        assertThatThrownBy(() -> functions.replace(long1, "a", "bb")).hasMessageContaining("replace()");
        assertThatThrownBy(() -> functions.replace_pattern(long1, "(.)", "$1$1"))
                .hasMessageContaining("replace_pattern()");
        assertThatThrownBy(() -> new Texts.Arithmetic().add(long1, long1)).hasMessageContaining("+()");
        assertThatThrownBy(() -> functions.replace_pattern("a", "a", "$7")).hasMessageContaining("no such group");
    }

    @Test
    void aNumberThatJavaCannotHoldIsAProblemWithLineAndColumn() {
        Problem problem = problem(SMALL.replace("decimal(sum)", "decimal(sum) + " + "9".repeat(4_000) + "L"));
        assertThat(problem.code()).isEqualTo("MAPPING-EXPRESSION");
        assertThat(problem.what()).endsWith("has a number that cannot be read").hasSizeLessThan(300);
        assertThat(problem.subject()).matches(".*, line [0-9]+, column [0-9]+");
    }

    private Mapping read(String yaml) {
        try {
            return Mapping.read(Files.writeString(folder.resolve("mapping.yaml"), yaml));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private Problem problem(String yaml) {
        return catchThrowableOfType(Problem.class, () -> read(yaml));
    }

    private static RowMapper mapper(Mapping mapping, String name) {
        return new RowMapper(mapping, mapping.sourceOf(name), mapping.mapping());
    }

    private static Heard map(Mapping mapping, String name, String file) {
        Mapping.Source kind = mapping.sourceOf(name);
        Charset charset = kind.charset();
        RowMapper mapper = mapper(mapping, name);
        Heard heard = new Heard();
        try (org.solvens.source.CsvSource source = new org.solvens.source.CsvSource(
                new CsvLines(new ByteArrayInputStream(file.getBytes(charset)), charset, kind.separatorOrComma()),
                name)) {
            mapper.checkColumns(source.columns(), name);
            while (source.next()) {
                assertThat(source.refusal()).isNull();
                mapper.map(source, null, heard);
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return heard;
    }

    /// What a mapper gave, held against the contract, each record written as a line.
    private static final class Heard implements RowMapper.Receiver {
        final List<String> accepted = new ArrayList<>();
        final List<String> refused = new ArrayList<>();

        @Override
        public void record(FeedContract contract, @Nullable Object[] raw) {
            switch (contract.check(raw)) {
                case Checked.Accepted(Object[] values) -> accepted.add(line(contract, values));
                case Checked.Refused(String code, String reason) ->
                    refused.add(contract.feed().label() + " " + code + " " + reason);
            }
        }

        @Override
        public void refused(FeedContract contract, RowSource.Refusal refusal) {
            refused.add(contract.feed().label() + " " + refusal.code() + " " + refusal.reason());
        }

        private static String line(FeedContract contract, @Nullable Object[] values) {
            Map<String, String> texts = new LinkedHashMap<>();
            for (int i = 0; i < values.length; i++) {
                FeedContract.Field field = contract.fields().get(i);
                texts.put(field.name(), FeedRows.text(field.type(), values[i]));
            }
            // Optional fields that no mapping here gives come last.
            return contract.feed().label() + " "
                    + String.join(",", texts.values()).replaceAll(",+$", "");
        }
    }
}
