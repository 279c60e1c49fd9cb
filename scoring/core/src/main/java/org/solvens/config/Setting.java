package org.solvens.config;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// The meaning of a key of a settings file, and the values that it may have. {@link SettingsReference} reads it; the
/// constructor of the record checks the values.
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Setting {
    /// A phrase with its unit, without a full stop.
    String value();

    /// The value that counts where the key is left out, as it is written in YAML; empty if there is none.
    String usual() default "";

    /// What it means that the key is left out, where no value counts then.
    String without() default "";

    /// The least value of a number.
    double min() default Double.NEGATIVE_INFINITY;

    /// The largest value of a number.
    double max() default Double.POSITIVE_INFINITY;

    /// Whether a number must be above `min`.
    boolean aboveMin() default false;

    /// Whether a number must be below `max`.
    boolean belowMax() default false;
}
