package org.solvens.policy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.solvens.config.StrictYaml;
import org.solvens.config.YamlPlaces;
import org.solvens.history.HoldKind;
import org.solvens.history.Route;
import org.solvens.problem.Problem;

/// Turns a policy file into a policy, or states which place in it is wrong.
///
/// It stays one class: the mirror of one file format, with a method for each section of it.
final class PolicyCompiler {
    /// Three years: a case with a later review is never looked at again.
    static final int MOST_REVIEW_DAYS = 1_095;

    /// Ten years, for numbers of days other than reviews.
    static final int MOST_DAYS = 3_650;

    /// Fifty years.
    static final int MOST_MONTHS = 600;

    private static final int LARGEST_VERSION = 1_000_000;
    private static final int LONGEST_NAME = 100;
    private static final double MOST_WORTH = 1e6;
    private static final double MOST_PRICE = 1e6;
    private static final double MOST_ERRORS = 10;
    private static final double MOST_EXPLORED = 0.5;

    private static final Pattern RULE_NAME = Pattern.compile(" \\([^)]*\\)");

    private final String file;
    private final PolicyFile source;
    private final YamlPlaces places;
    /// Days until the review of a refused record that protects somebody.
    private static final int PENDING_REVIEW_DAYS = 1;

    private final Map<String, Double> thresholds;
    private final Set<String> segmentIds = new HashSet<>();
    private final Set<String> routeIds = new HashSet<>();

    /// @param file what to call the file in a problem
    PolicyCompiler(String file, StrictYaml.Document<PolicyFile> document) {
        this.file = file;
        this.source = document.value();
        this.places = document.places();
        thresholds = source.thresholds() == null ? Map.of() : source.thresholds();
    }

    Policy compile() {
        if (source.name() == null
                || source.name().length() > LONGEST_NAME
                || !source.name().matches("[a-z0-9][a-z0-9-]*")) {
            throw wrong(
                    "name",
                    "the policy has no usable name",
                    "a name is at most 100 lower-case letters, digits and dashes");
        }
        if (source.version() < 1) {
            throw wrong("version", "the version is not a positive number", "decisions name it");
        }
        if (source.version() > LARGEST_VERSION) {
            throw wrong("version", "the version is too large", "a version is at most " + LARGEST_VERSION);
        }
        for (Map.Entry<String, Double> threshold : thresholds.entrySet()) {
            if (threshold.getValue() == null || !Double.isFinite(threshold.getValue())) {
                throw wrong("thresholds." + threshold.getKey(), "the threshold is not a number", "rules compare by it");
            }
        }
        Policy policy = new Policy(
                source.name(),
                source.version(),
                currencies(),
                given(source.limits(), "limits"),
                mandateDefault(),
                holds(),
                segments(),
                constant(Segment.class, source.defaultSegment(), "default_segment"),
                routes(),
                byDefault(),
                ranking(),
                exploration());
        Policy.Unreachable rule = policy.unreachable();
        if (rule != null) {
            throw wrong(rule.list() + "[" + rule.index() + "].when", rule.id() + " is never reached", rule.why());
        }
        return policy;
    }

    private Mandate mandateDefault() {
        Mandate mandate = given(source.mandateDefault(), "mandate_default");
        within(mandate.maxPlanMonths(), MOST_MONTHS, "mandate_default.max_plan_months");
        within(mandate.maxDeferralDays(), MOST_REVIEW_DAYS, "mandate_default.max_deferral_days");
        return mandate;
    }

    private void within(int value, int most, String at) {
        if (value > most) {
            throw wrong(at, "the number " + value + " is too large", "it is at most " + most);
        }
    }

    private Map<String, Double> currencies() {
        Map<String, Double> worth = given(source.currencies(), "currencies");
        for (Map.Entry<String, Double> currency : worth.entrySet()) {
            String at = "currencies." + currency.getKey();
            if (!currency.getKey().matches("[A-Z]{3}")) {
                throw wrong(at, "'" + currency.getKey() + "' is not a currency", "a currency is three capital letters");
            }
            Double value = currency.getValue();
            if (value == null || !(value > 0 && Double.isFinite(value))) {
                throw wrong(at, "the worth is not a positive number", "thresholds are compared by it");
            }
            if (value > MOST_WORTH || value < 1 / MOST_WORTH) {
                throw wrong(at, "the worth is out of range", "it lies between 0.000001 and 1000000");
            }
        }
        return new HashMap<>(worth);
    }

    private List<Policy.HoldRule> holds() {
        Map<String, PolicyFile.HoldEntry> entries = given(source.holds(), "holds");
        List<Policy.HoldRule> rules = new ArrayList<>();
        Set<HoldKind> seen = EnumSet.noneOf(HoldKind.class);
        for (Map.Entry<String, PolicyFile.HoldEntry> entry : entries.entrySet()) {
            String at = "holds." + entry.getKey();
            HoldKind kind = constant(HoldKind.class, entry.getKey(), at);
            if (!seen.add(kind)) {
                throw wrong(at, "the hold occurs twice", "only one effect can hold");
            }
            rules.add(hold(kind, given(entry.getValue(), at), at));
        }
        if (seen.add(HoldKind.PENDING_PROTECTION)) {
            // No feed has this kind, so a policy may omit it.
            rules.addFirst(new Policy.HoldRule(
                    Policy.holdRule(HoldKind.PENDING_PROTECTION),
                    HoldKind.PENDING_PROTECTION,
                    Policy.Effect.STOP,
                    Segment.PROTECTED,
                    true,
                    PENDING_REVIEW_DAYS));
        }
        for (HoldKind kind : HoldKind.values()) {
            if (!seen.contains(kind)) {
                throw wrong(
                        "holds",
                        "the policy does not state the effect of " + label(kind),
                        "a policy must say what every kind of hold does");
            }
        }
        return List.copyOf(rules);
    }

    private Policy.HoldRule hold(HoldKind kind, PolicyFile.HoldEntry entry, String at) {
        Policy.Effect effect = constant(Policy.Effect.class, entry.effect(), at + ".effect");
        boolean fits = switch (effect) {
            case STOP -> true;
            case RULES_ONLY -> kind == HoldKind.OBJECTED_TO_PROFILING;
            case NO_CALLS -> kind == HoldKind.NO_CALLS;
        };
        if (!fits) {
            throw wrong(
                    at + ".effect",
                    "the effect " + label(effect) + " does not fit this hold",
                    kind.stops() ? "collection must stop while it is open" : "it has another meaning");
        }
        if (!entry.needsHuman() && needsPerson(kind)) {
            throw wrong(
                    at + ".needs_human",
                    "no person looks at a case with the hold " + label(kind),
                    "a person must decide what happens next; needs_human must be true",
                    "write needs_human: true");
        }
        if (effect != Policy.Effect.STOP) {
            if (entry.segment() != null || entry.reviewDays() != null) {
                throw wrong(at, "segment and review_days have no meaning here", "the hold does not decide the route");
            }
            return new Policy.HoldRule(Policy.holdRule(kind), kind, effect, Segment.UNSCORED, entry.needsHuman(), 1);
        }
        Integer days = entry.reviewDays();
        return new Policy.HoldRule(
                Policy.holdRule(kind),
                kind,
                effect,
                constant(Segment.class, entry.segment(), at + ".segment"),
                entry.needsHuman(),
                reviewDays(days == null ? 0 : days, at));
    }

    /// Whether a hold requires that a person answers.
    private static boolean needsPerson(HoldKind kind) {
        return switch (kind) {
            case DECEASED,
                    MINOR,
                    VULNERABLE,
                    PROTECTED_IDENTITY,
                    WRONG_PERSON,
                    DEBT_RELIEF,
                    BANKRUPTCY,
                    OBJECTED_TO_PROFILING,
                    PENDING_PROTECTION -> true;
            case DISPUTE, DIRECT_PAYMENT, NO_CALLS -> false;
        };
    }

    private List<Policy.SegmentRule> segments() {
        List<PolicyFile.SegmentEntry> entries = given(source.segments(), "segments");
        List<Policy.SegmentRule> rules = new ArrayList<>();
        for (int i = 0; i < entries.size(); i++) {
            String at = "segments[" + i + "]";
            PolicyFile.SegmentEntry entry = given(entries.get(i), at);
            String id = id(entry.id(), at, segmentIds);
            List<Condition> when = when(entry.when(), at + " (" + id + ").when", false);
            if (when.isEmpty()) {
                throw wrong(
                        at + " (" + id + ").when",
                        "a segment without conditions",
                        i + 1 < entries.size()
                                ? "no segment after it could ever be given"
                                : "the segment of all other cases is default_segment");
            }
            if (takesAll(when)) {
                throw wrong(
                        at + " (" + id + ").when",
                        "the segment takes every case",
                        "its conditions always hold; the segment of all other cases is default_segment");
            }
            rules.add(new Policy.SegmentRule(
                    "segment." + id,
                    when,
                    constant(
                            Segment.class,
                            entry.segment() == null ? id : entry.segment(),
                            at + (entry.segment() == null ? ".id" : ".segment"))));
        }
        return List.copyOf(rules);
    }

    private List<Policy.RouteRule> routes() {
        List<PolicyFile.RouteEntry> entries = given(source.routes(), "routes");
        List<Policy.RouteRule> rules = new ArrayList<>();
        for (int i = 0; i < entries.size(); i++) {
            String at = "routes[" + i + "]";
            PolicyFile.RouteEntry entry = given(entries.get(i), at);
            String id = id(entry.id(), at, routeIds);
            List<Condition> when = when(entry.when(), at + " (" + id + ").when", true);
            Route route = constant(Route.class, entry.route(), at + " (" + id + ").route");
            if (takesAll(when) && i + 1 < entries.size()) {
                PolicyFile.RouteEntry next = entries.get(i + 1);
                throw wrong(
                        "routes[" + (i + 1) + "]" + (next == null ? "" : " (" + next.id() + ")"),
                        "the rule follows one without conditions",
                        "rule '" + id + "' takes every case");
            }
            Route second =
                    entry.second() == null ? null : constant(Route.class, entry.second(), at + " (" + id + ").second");
            if (second == route) {
                throw wrong(
                        at + " (" + id + ").second",
                        "the second route is the route itself",
                        "it is tried where the route is not allowed");
            }
            if (route.humanOnly() && Boolean.FALSE.equals(entry.needsHuman())) {
                throw wrong(
                        at + " (" + id + ").needs_human",
                        "no machine may take the route " + label(route) + " alone",
                        "a person always confirms it",
                        "write needs_human: true");
            }
            rules.add(new Policy.RouteRule(
                    id,
                    when,
                    route,
                    second,
                    options(entry, route, second, at + " (" + id + ").options"),
                    Boolean.TRUE.equals(entry.needsHuman()),
                    reviewDays(entry.reviewDays(), at + " (" + id + ")")));
        }
        return List.copyOf(rules);
    }

    private Policy.@Nullable Ranking ranking() {
        PolicyFile.RankEntry entry = source.rank();
        if (entry == null) {
            return null;
        }
        if (!"value".equals(entry.by())) {
            throw wrong("rank.by", "'" + entry.by() + "' is not a way to rank routes", "routes are ranked by value");
        }
        double errors = entry.standardErrors() == null ? 0 : entry.standardErrors();
        if (!(errors >= 0 && errors <= MOST_ERRORS)) {
            throw wrong("rank.standard_errors", "the number is out of range", "it lies between 0 and " + MOST_ERRORS);
        }
        Map<Route, Double> prices = new EnumMap<>(Route.class);
        for (Map.Entry<String, Double> price :
                given(entry.prices(), "rank.prices").entrySet()) {
            String at = "rank.prices." + price.getKey();
            Route route = constant(Route.class, price.getKey(), at);
            Double value = price.getValue();
            if (value == null || !(value >= 0 && value <= MOST_PRICE)) {
                throw wrong(at, "the price is not an amount", "a price lies between 0 and 1000000");
            }
            if (route == Route.WAIT || route == Route.HOLD) {
                throw wrong(at, "doing nothing has no price", "other routes are measured against it");
            }
            prices.put(route, value);
        }
        Object settled = entry.settledByTalk();
        double most = settled == null ? Double.NaN : number(settled, "rank.settled_by_talk");
        if (settled != null && !(most > 0)) {
            throw wrong(
                    "rank.settled_by_talk", "the amount is not above 0", "leave it out to order calls by their effect");
        }
        return new Policy.Ranking(errors, prices, most);
    }

    private @Nullable Exploration exploration() {
        PolicyFile.ExploreEntry entry = source.explore();
        if (entry == null) {
            return null;
        }
        Double share = given(entry.share(), "explore.share");
        if (!(share >= 0 && share <= MOST_EXPLORED)) {
            throw wrong("explore.share", "the share is out of range", "it lies between 0 and " + MOST_EXPLORED);
        }
        long seed = given(entry.seed(), "explore.seed");
        return share == 0 ? null : new Exploration(share, seed);
    }

    private List<Route> options(PolicyFile.RouteEntry entry, Route route, @Nullable Route second, String at) {
        List<Route> options = new ArrayList<>();
        if (entry.options() == null) {
            return List.of();
        }
        if (source.rank() == null) {
            throw wrong(at, "the rule has options, and the policy does not rank", "without rank they are never read");
        }
        for (String name : entry.options()) {
            Route option = constant(Route.class, name, at);
            if (option == route || option == second || options.contains(option)) {
                throw wrong(at, "'" + name + "' is given twice", "the route and its second are options already");
            }
            if (option == Route.HOLD) {
                throw wrong(at, "hold is not an option", "it protects, and is not ranked by what it brings");
            }
            options.add(option);
        }
        return List.copyOf(options);
    }

    private static boolean takesAll(List<Condition> when) {
        Region region = Region.of(when);
        return region != null && region.isAll();
    }

    private Policy.RouteRule byDefault() {
        PolicyFile.DefaultEntry entry = given(source.byDefault(), "default");
        String id = id(entry.id(), "default", routeIds);
        Route route = constant(Route.class, entry.route(), "default.route");
        if (!route.alwaysOpen()) {
            throw wrong(
                    "default.route",
                    label(route) + " may be taken away by law, mandate or limits",
                    "the default must be one of hold, wait, surveillance");
        }
        return new Policy.RouteRule(
                id,
                List.of(),
                route,
                null,
                List.of(),
                Boolean.TRUE.equals(entry.needsHuman()),
                reviewDays(entry.reviewDays(), "default"));
    }

    private List<Condition> when(@Nullable Map<String, PolicyFile.Operand> entries, String at, boolean inRoutes) {
        List<Condition> conditions = new ArrayList<>();
        for (Map.Entry<String, PolicyFile.Operand> entry : given(entries, at).entrySet()) {
            String place = at + "." + entry.getKey();
            Fact fact = Fact.ofLabel(entry.getKey());
            if (fact == null) {
                throw wrong(place, "unknown fact '" + entry.getKey() + "'", "the facts are " + facts());
            }
            if (fact == Fact.SEGMENT && !inRoutes) {
                throw wrong(place, "a segment cannot ask for the segment", "it is not known yet");
            }
            condition(fact, given(entry.getValue(), place), place, conditions);
        }
        return List.copyOf(conditions);
    }

    private void condition(Fact fact, PolicyFile.Operand operand, String at, List<Condition> into) {
        boolean range = operand.min() != null || operand.max() != null;
        boolean asked = range || operand.is() != null || operand.anyOf() != null;
        if (Boolean.TRUE.equals(operand.missing())) {
            if (asked) {
                throw wrong(at, "the condition can never hold", "a missing fact has no value to compare");
            }
            if (fact.reading() instanceof Reading.Truth) {
                throw wrong(at, "the fact is never missing", "it is true or false");
            }
            if (fact.reading().values().without(new Condition.Present(fact).values()).stream()
                    .allMatch(FactValues::isEmpty)) {
                throw wrong(at, "the fact is never missing", "each case has a value for it");
            }
            into.add(new Condition.Absent(fact));
            return;
        }
        if (!asked) {
            if (operand.missing() == null) {
                throw wrong(at, "nothing is asked of the fact", "give min, max, is, any_of or missing");
            }
            into.add(new Condition.Present(fact));
            return;
        }
        switch (fact.reading()) {
            case Reading.Number number -> {
                if (operand.is() != null || operand.anyOf() != null) {
                    throw wrong(at, "is and any_of do not fit a number", "give min or max");
                }
                double min = operand.min() == null
                        ? Double.NEGATIVE_INFINITY
                        : number(fact, number, operand.min(), at + ".min");
                double max = operand.max() == null
                        ? Double.POSITIVE_INFINITY
                        : number(fact, number, operand.max(), at + ".max");
                if (min > max) {
                    throw wrong(at, "min is greater than max", "no number lies between them");
                }
                into.add(new Condition.Range(fact, number, min, max));
            }
            case Reading.Truth truth -> {
                if (range || operand.anyOf() != null || !(operand.is() instanceof Boolean wanted)) {
                    throw wrong(at, "the fact is true or false", "give is: true or is: false");
                }
                into.add(new Condition.Is(fact, truth, wanted));
            }
            case Reading.Choice choice -> {
                Set<Object> wanted = new HashSet<>();
                for (Object one : wanted(operand, range, at)) {
                    once(wanted.add(constantOf(choice.among(), one, at)), one, at);
                }
                into.add(new Condition.OneOf(fact, Set.copyOf(wanted)));
            }
            case Reading.Code code -> {
                Set<Object> wanted = new HashSet<>();
                for (Object one : wanted(operand, range, at)) {
                    if (!(one instanceof String text) || !text.matches("[A-Z]{" + code.letters() + "}")) {
                        throw wrong(
                                at,
                                "'" + one + "' is not a code",
                                "a code of " + fact.label() + " is " + code.letters() + " capitals, in quotes");
                    }
                    if (fact == Fact.CURRENCY
                            && !Objects.requireNonNull(source.currencies()).containsKey(text)) {
                        throw wrong(
                                at,
                                "the currency '" + text + "' is not one of currencies",
                                "a case in it is stopped before rules are read");
                    }
                    once(wanted.add(text), one, at);
                }
                into.add(new Condition.OneOf(fact, Set.copyOf(wanted)));
            }
        }
    }

    private List<Object> wanted(PolicyFile.Operand operand, boolean range, String at) {
        if (range || (operand.is() == null) == (operand.anyOf() == null)) {
            throw wrong(at, "the fact is a choice", "give either is or any_of");
        }
        if (operand.anyOf() != null && operand.anyOf().isEmpty()) {
            throw wrong(at, "any_of is empty", "the condition could never hold");
        }
        return operand.is() != null ? List.of(operand.is()) : operand.anyOf();
    }

    private void once(boolean added, Object value, String at) {
        if (!added) {
            throw wrong(at + ".any_of", "'" + value + "' is given twice", "a list names each value once");
        }
    }

    /// The number that an operand gives or names, which must be one that the fact can be.
    private double number(Fact fact, Reading.Number reading, Object operand, String at) {
        double value = number(operand, at);
        FactValues.Numbers possible = reading.values();
        if (value < possible.least() || value > possible.most()) {
            String threshold = operand instanceof String name ? "thresholds." + name : null;
            throw wrong(
                    threshold == null ? at : threshold,
                    Fact.plain(value) + " is not a value that " + fact.label() + " can have"
                            + (threshold == null ? "" : ", which is compared with the threshold"),
                    fact.label() + " lies between " + Fact.plain(possible.least()) + " and "
                            + Fact.plain(possible.most()));
        }
        return value;
    }

    private double number(Object operand, String at) {
        if (operand instanceof Number number && Double.isFinite(number.doubleValue())) {
            return number.doubleValue();
        }
        if (operand instanceof String threshold) {
            Double value = thresholds.get(threshold);
            if (value != null) {
                return value;
            }
            throw wrong(at, "unknown threshold '" + threshold + "'", "the thresholds are " + thresholds.keySet());
        }
        throw wrong(at, "'" + operand + "' is not a number", "give a number or the name of a threshold");
    }

    private String id(@Nullable String id, String at, Set<String> ids) {
        if (id == null || !id.matches("[a-z][a-z0-9_]*")) {
            throw wrong(at + ".id", "the rule has no usable id", "an id is lower-case letters, digits and underscores");
        }
        if (!ids.add(id)) {
            throw wrong(at + ".id", "the id '" + id + "' occurs twice", "decisions name rules by their id");
        }
        return id;
    }

    private int reviewDays(int days, String at) {
        if (days < 1) {
            throw wrong(at + ".review_days", "review_days is not a positive number", "each decision has a review date");
        }
        if (days > MOST_REVIEW_DAYS) {
            throw wrong(
                    at + ".review_days",
                    "the review is " + days + " days away",
                    "a review is at most " + MOST_REVIEW_DAYS + " days (3 years) away");
        }
        return days;
    }

    private <T> T given(@Nullable T value, String at) {
        if (value == null) {
            throw wrong(at, "there is no " + at, "a policy cannot decide without it");
        }
        return value;
    }

    private <E extends Enum<E>> E constant(Class<E> type, @Nullable String name, String at) {
        return type.cast(constantOf(type, name, at));
    }

    private Object constantOf(Class<? extends Enum<?>> type, @Nullable Object name, String at) {
        Enum<?>[] all = type.getEnumConstants();
        for (Enum<?> constant : all) {
            if (name != null && constant.name().equalsIgnoreCase(name.toString())) {
                return constant;
            }
        }
        throw wrong(
                at,
                name == null ? "there is no value" : "'" + name + "' is not known",
                "the values are " + Arrays.toString(all).toLowerCase(Locale.ROOT));
    }

    private static String facts() {
        List<String> labels = new ArrayList<>();
        for (Fact fact : Fact.values()) {
            labels.add(fact.label());
        }
        return String.join(", ", labels);
    }

    private static String label(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private Problem wrong(String at, String what, String why) {
        return wrong(at, what, why, "correct the policy at the place named");
    }

    private Problem wrong(String at, String what, String why, String remedy) {
        String path = RULE_NAME.matcher(at).replaceAll("");
        return new Problem("POLICY", file + " at " + at + places.of(path), what, why, remedy);
    }
}
