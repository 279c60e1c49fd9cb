package org.solvens.table;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// The meaning of a column of a table. Every component of a record that makes a table has this annotation.
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Means {
    /// A phrase with its unit and range. The meaning of a column inside a record follows that of the record.
    String value();

    /// The name of the column if it is not the component's name in snake case. Inside a record it follows the
    /// record's name and an underscore; the component `value` gets only the record's name.
    String name() default "";

    /// Whether the column identifies a row of the table, alone or with others.
    boolean key() default false;

    /// Whether the column is an amount of money: a `long` of {@link org.solvens.feed.Money} in the record, a
    /// decimal in the table.
    boolean amount() default false;
}
