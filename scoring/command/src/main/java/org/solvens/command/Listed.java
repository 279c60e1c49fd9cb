package org.solvens.command;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// A command that `./solvens --help` lists. Commands under it are not listed.
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface Listed {
    /// Who uses it.
    Group value();

    /// Folder of another leaf that the command starts in a separate process; it is built together with this leaf.
    String starts() default "";

    /// The users of commands, in the order of the help.
    enum Group {
        MAIN("The main job"),
        DATA("Data"),
        ANALYSTS("Analysts"),
        CASE_SYSTEMS("Case systems"),
        MANAGEMENT("Management"),
        OPERATIONS("Operations and maintenance"),
        BENCHMARKS("Benchmarks");

        private final String heading;

        Group(String heading) {
            this.heading = heading;
        }

        /// The line above its commands.
        public String heading() {
            return heading;
        }
    }
}
