package org.solvens.outcome;

import java.io.Serializable;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.commons.jexl3.JexlBuilder;
import org.apache.commons.jexl3.JexlEngine;
import org.apache.commons.jexl3.JexlException;
import org.apache.commons.jexl3.JexlFeatures;
import org.apache.commons.jexl3.JexlScript;
import org.apache.commons.jexl3.MapContext;
import org.apache.commons.jexl3.introspection.JexlPermissions;
import org.jspecify.annotations.Nullable;
import org.solvens.config.Setting;
import org.solvens.config.WrongSetting;

/// An outcome that a plan defines: expressions over what happened to a case in the window
/// after the as-of date. Expressions compare numbers and combine comparisons by `and`, `or`
/// and `not`; they can call nothing.
///
/// @param good whether the outcome is good, such as `days_to_paid <= days_to_due`
/// @param observed whether the case is observed at all; null for each case of the population
/// @param words what the good outcome is, in words that the card of a model shows; at most 300
///     characters
public record OwnOutcome(
        @Setting("Whether the outcome is good, such as days_to_paid <= days_to_due")
        String good,

        @Setting(value = "Whether the case is observed", without = "each case of the population") @Nullable
        String observed,

        @Setting("What the good outcome is, in words that the card shows, at most 300 characters")
        String words)
        implements Serializable {
    private static final int LONGEST = 300;
    private static final JexlEngine ENGINE = new JexlBuilder()
            .features(new JexlFeatures()
                    .loops(false)
                    .newInstance(false)
                    .sideEffect(false)
                    .lambda(false)
                    .methodCall(false)
                    .structuredLiteral(false)
                    .pragma(false)
                    .annotation(false))
            .permissions(JexlPermissions.RESTRICTED)
            .strict(true)
            .safe(false)
            .silent(false)
            .cache(0)
            .create();

    /// Compiled expressions. A process sees few plans.
    private static final Map<String, JexlScript> COMPILED = new ConcurrentHashMap<>();

    public OwnOutcome {
        check("good", good);
        if (observed != null) {
            check("observed", observed);
        }
        require("words", words != null && !words.isBlank(), "outcome: words are needed");
        require("words", words.length() <= LONGEST, "outcome: words have at most " + LONGEST + " characters");
    }

    /// What an expression can ask of a case.
    public enum Asked {
        /// What is owed at the as-of date, in units of the currency.
        BALANCE("what is owed at the as-of date"),
        /// What was paid in the window, not by enforcement.
        PAID("what was paid in the window, not by enforcement"),
        /// What was paid in the window from every source.
        PAID_ALL("what was paid in the window from every source"),
        /// Days from the as-of date to the first payment that is not by enforcement; infinite
        /// without one.
        DAYS_TO_PAYMENT("days until the first payment, not by enforcement; without one infinite"),
        /// Days from the as-of date until payments cover the balance; infinite if they do not.
        DAYS_TO_PAID("days until payments from every source cover the balance; else infinite"),
        /// Days from the as-of date to the due date; negative after it.
        DAYS_TO_DUE("days until the due date; negative after it"),
        /// Arrangements agreed in the window.
        ARRANGEMENTS("arrangements agreed in the window"),
        /// Contacts of the debtor in the window, about the case or as a whole.
        CONTACTS_SOUGHT("contacts that the debtor sought in the window"),
        /// Promises made in the window.
        PROMISES("promises made in the window"),
        /// 1 if the case was closed as paid by the end of the window, else 0.
        CLOSED_AS_PAID("1 if the case was closed as paid by the end of the window, else 0");

        private final String meaning;

        Asked(String meaning) {
            this.meaning = meaning;
        }

        /// The name in expressions.
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }

        /// A phrase without a full stop.
        public String meaning() {
            return meaning;
        }
    }

    /// Whether the outcome is good, bad or not observed.
    ///
    /// @param answers of each {@link Asked}, by its ordinal
    /// @return {@link Outcomes#GOOD}, {@link Outcomes#BAD} or {@link Outcomes#NONE}
    int of(double[] answers) {
        if (observed != null && !holds(observed, answers)) {
            return Outcomes.NONE;
        }
        return holds(good, answers) ? Outcomes.GOOD : Outcomes.BAD;
    }

    private static boolean holds(String expression, double[] answers) {
        Map<String, Object> context = new HashMap<>();
        for (Asked asked : Asked.values()) {
            context.put(asked.label(), answers[asked.ordinal()]);
        }
        return (Boolean)
                COMPILED.computeIfAbsent(expression, ENGINE::createScript).execute(new MapContext(context));
    }

    private static void check(String key, String expression) {
        require(key, expression != null && !expression.isBlank(), "outcome: an expression is needed");
        require(key, expression.length() <= LONGEST, "outcome: an expression has at most " + LONGEST + " characters");
        try {
            JexlScript script = ENGINE.createScript(expression);
            Set<String> unknown = script.getVariables().stream()
                    .map(name -> String.join(".", name))
                    .collect(Collectors.toCollection(TreeSet::new));
            List<String> known = Stream.of(Asked.values()).map(Asked::label).toList();
            known.forEach(unknown::remove);
            require(
                    key,
                    unknown.isEmpty(),
                    "outcome: '" + String.join("', '", unknown) + "' is not known; an expression can ask for "
                            + String.join(", ", known));
            require(
                    key,
                    script.execute(new MapContext(sample(known))) instanceof Boolean,
                    "outcome: '" + expression + "' is no comparison, such as paid >= 0.5 * balance");
        } catch (JexlException e) {
            throw new WrongSetting(key, "outcome: '" + expression + "' cannot be read: " + said(e));
        }
    }

    /// What is wrong, without the place in the program that JEXL adds.
    private static String said(JexlException e) {
        return String.valueOf(e.getMessage()).replaceFirst("^[^ ]*@[^ ]* ", "");
    }

    private static Map<String, Object> sample(List<String> known) {
        Map<String, Object> sample = new HashMap<>();
        known.forEach(name -> sample.put(name, 1.0));
        return sample;
    }

    private static void require(String key, boolean condition, String message) {
        WrongSetting.require(condition, key, message);
    }
}
