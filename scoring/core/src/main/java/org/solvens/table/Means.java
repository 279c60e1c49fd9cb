package org.solvens.table;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// What a column of a table means. Every component of a record that makes a table has it.
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Means {
    /// A phrase with its unit and range. The meaning of a column inside a record follows that of the record.
    String value();

    /// The name of the column where it is not the component's in snake case. Inside a record it follows the record's
    /// name and an underscore; the component `value` there has the record's name alone.
    String name() default "";

    /// Whether the column tells the rows of the table apart, alone or with others.
    boolean key() default false;

    /// The column is an amount of money: a `long` of {@link org.solvens.feed.Money} in the record, a decimal in the
    /// table.
    boolean amount() default false;
}
