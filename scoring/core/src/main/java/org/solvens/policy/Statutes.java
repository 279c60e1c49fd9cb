package org.solvens.policy;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.solvens.config.StrictYaml;
import org.solvens.history.ClaimType;
import org.solvens.history.DebtorKind;
import org.solvens.history.Route;
import org.solvens.history.Stage;
import org.solvens.problem.Problem;

/// The law of each country as dated data: limitation, letters that must come first, and contact limits. No legal
/// number is in the code.
public final class Statutes {
    /// The code under which the rules for countries without their own are found.
    public static final String ANYWHERE = "*";

    private static final String CODE = "STATUTES";

    private final String version;
    private final List<LimitationRule> limitation;
    private final List<LetterRule> letters;
    private final List<CallRule> calls;
    private final List<ForbearanceRule> forbearance;
    private final List<FeeRule> fees;

    private Statutes(StatutesFile file) {
        version = file.version();
        List<LimitationRule> limits = new ArrayList<>();
        for (StatutesFile.LimitationEntry entry : file.limitation()) {
            limits.add(LimitationRule.of(entry));
        }
        limitation = List.copyOf(limits);
        List<LetterRule> gates = new ArrayList<>();
        for (StatutesFile.LetterEntry entry : file.letters()) {
            gates.add(LetterRule.of(entry));
        }
        letters = List.copyOf(gates);
        calls = file.calls().stream().map(CallRule::of).toList();
        forbearance = Objects.requireNonNull(file.forbearance()).stream()
                .map(ForbearanceRule::of)
                .toList();
        fees = Objects.requireNonNull(file.fees()).stream().map(FeeRule::of).toList();
    }

    /// The rules that come with Solvens.
    public static Statutes standard() {
        return Standard.STATUTES;
    }

    /// Reads a text in the form of `statutes.yaml`.
    ///
    /// @throws Problem STATUTES if it does not say what it should
    public static Statutes parse(String text, String name) {
        StatutesFile file = StrictYaml.parse(text, name, StatutesFile.class, CODE);
        try {
            return new Statutes(file);
        } catch (IllegalArgumentException e) {
            throw new Problem(
                    CODE, name, "a rule makes no sense", String.valueOf(e.getMessage()), "correct the rule named", e);
        }
    }

    /// The version of this edition, as stated in the file.
    public String version() {
        return version;
    }

    /// The last day on which the claim can be collected, with its rule; null if the
    /// country has no rule. An interruption after that day changes nothing: a barred claim stays barred.
    @Nullable
    Expiry expiry(CaseFacts facts) {
        return expiry(facts.claim(), facts.limitation(), facts.asOf());
    }

    /// The same of a claim and its dates.
    public @Nullable Expiry expiry(CaseFacts.Claim claim, CaseFacts.Limitation dates, LocalDate asOf) {
        for (LimitationRule rule : limitation) {
            if (rule.when.covers(claim.country(), asOf)
                    && (rule.claimTypes.isEmpty() || rule.claimTypes.contains(claim.claimType()))
                    && (rule.debtorKinds.isEmpty() || rule.debtorKinds.contains(claim.debtorKind()))) {
                return new Expiry(rule.id, rule.lastDay(dates, asOf));
            }
        }
        return null;
    }

    /// Writes, for each route that a letter bars, the id of the rule into its place; null elsewhere.
    void bar(CaseFacts facts, @Nullable String[] barredBy) {
        CaseFacts.Claim claim = facts.claim();
        boolean own = false;
        for (LetterRule rule : letters) {
            if (rule.when.isOf(claim.country())) {
                own = true;
                if (rule.when.runs(facts.asOf()) && !rule.satisfied(facts)) {
                    rule.write(barredBy);
                }
            }
        }
        if (own) {
            return;
        }
        for (LetterRule rule : letters) {
            if (rule.when.isOf(ANYWHERE) && rule.when.runs(facts.asOf()) && !rule.satisfied(facts)) {
                rule.write(barredBy);
            }
        }
    }

    /// The id of the rule by which no more calls may be made now, or null.
    @Nullable
    String callsBarredBy(CaseFacts facts) {
        CallRule found = null;
        for (CallRule rule : calls) {
            if (rule.when.runs(facts.asOf())) {
                if (rule.when.isOf(facts.claim().country())) {
                    found = rule;
                    break;
                }
                if (found == null && rule.when.isOf(ANYWHERE)) {
                    found = rule;
                }
            }
        }
        return found != null && found.reached(facts.contacts()) ? found.id : null;
    }

    /// The id of the rule by which forbearance must be considered before legal steps, or null.
    @Nullable
    String forbearanceFirst(CaseFacts facts) {
        for (ForbearanceRule rule : forbearance) {
            if (rule.covers(facts)) {
                return rule.id;
            }
        }
        return null;
    }

    /// The most that the law lets a claim bear in costs of collection out of court, in thousandths
    /// of the currency unit, without value added tax; null if no rule is about the claim. The rules
    /// in force on the day on which it fell due count. What is not known is taken in favour of the
    /// charge, so that a claim above this is above the law.
    public @Nullable Long mostFees(FeeClaim claim) {
        return FeeRule.most(fees, claim);
    }

    /// When a claim is time-barred.
    ///
    /// @param rule id of the rule of limitation
    /// @param lastDay last day before it is
    public record Expiry(String rule, LocalDate lastDay) {
        /// Days left on a day; negative once it is barred.
        public int daysLeft(LocalDate asOf) {
            return (int) ChronoUnit.DAYS.between(asOf, lastDay);
        }
    }

    /// Where and when a rule holds.
    record Dated(String country, LocalDate from, @Nullable LocalDate to) {
        static Dated of(String id, @Nullable String country, @Nullable LocalDate from, @Nullable LocalDate to) {
            require(country != null && (country.equals(ANYWHERE) || country.matches("[A-Z]{2}")), id, "country");
            require(from != null, id, "valid_from");
            require(to == null || !to.isBefore(from), id, "valid_to");
            return new Dated(Objects.requireNonNull(country), Objects.requireNonNull(from), to);
        }

        boolean isOf(String other) {
            return country.equals(other);
        }

        boolean runs(LocalDate asOf) {
            return !asOf.isBefore(from) && (to == null || !asOf.isAfter(to));
        }

        boolean covers(String other, LocalDate asOf) {
            return isOf(other) && runs(asOf);
        }
    }

    private record LimitationRule(
            String id,
            Dated when,
            List<ClaimType> claimTypes,
            List<DebtorKind> debtorKinds,
            int years,
            boolean fromOrigin,
            List<Renewal> renewals) {

        static LimitationRule of(StatutesFile.LimitationEntry entry) {
            String id = named(entry.id(), entry.source(), entry.certainty());
            require(entry.years() > 0, id, "years");
            require("origin".equals(entry.runsFrom()) || "due".equals(entry.runsFrom()), id, "runs_from");
            require(entry.interruptedBy() != null, id, "interrupted_by");
            List<Renewal> renewals = new ArrayList<>();
            for (StatutesFile.RenewalEntry renewal : entry.interruptedBy()) {
                require(renewal.years() > 0, id, "interrupted_by.years");
                renewals.add(
                        new Renewal(constant(CaseFacts.Interruption.Kind.class, renewal.by(), id), renewal.years()));
            }
            return new LimitationRule(
                    id,
                    Dated.of(id, entry.country(), entry.validFrom(), entry.validTo()),
                    constants(ClaimType.class, entry.claimTypes(), id),
                    constants(DebtorKind.class, entry.debtorKinds(), id),
                    entry.years(),
                    "origin".equals(entry.runsFrom()),
                    List.copyOf(renewals));
        }

        LocalDate lastDay(CaseFacts.Limitation dates, LocalDate asOf) {
            LocalDate start = fromOrigin && dates.aroseOn() != null ? dates.aroseOn() : dates.dueOn();
            LocalDate end = start.plusYears(years);
            boolean moved = true;
            while (moved) {
                moved = false;
                for (CaseFacts.Interruption interruption : dates.interruptions()) {
                    LocalDate renewed = renewed(interruption, end, asOf);
                    if (renewed != null && renewed.isAfter(end)) {
                        end = renewed;
                        moved = true;
                    }
                }
            }
            return end;
        }

        private @Nullable LocalDate renewed(CaseFacts.Interruption interruption, LocalDate end, LocalDate asOf) {
            if (interruption.on().isAfter(end) || interruption.on().isAfter(asOf)) {
                return null;
            }
            for (Renewal renewal : renewals) {
                if (renewal.by == interruption.by()) {
                    return interruption.on().plusYears(renewal.years);
                }
            }
            return null;
        }
    }

    private record Renewal(CaseFacts.Interruption.Kind by, int years) {}

    private record LetterRule(
            String id,
            Dated when,
            boolean demand,
            List<Route> before,
            int minDays,
            @Nullable Integer staleAfterDays,
            boolean onlyIfSent,
            List<Stage> passedAt) {

        static LetterRule of(StatutesFile.LetterEntry entry) {
            String id = named(entry.id(), entry.source(), entry.certainty());
            require("reminder".equals(entry.letter()) || "demand".equals(entry.letter()), id, "letter");
            List<Route> before = constants(Route.class, entry.before(), id);
            require(!before.isEmpty(), id, "before");
            for (Route route : before) {
                require(!route.alwaysOpen(), id, "before");
            }
            int minDays = entry.minDays() + (entry.marginDays() == null ? 0 : entry.marginDays());
            require(entry.minDays() >= 0 && minDays >= entry.minDays(), id, "min_days");
            require(entry.staleAfterDays() == null || entry.staleAfterDays() > minDays, id, "stale_after_days");
            return new LetterRule(
                    id,
                    Dated.of(id, entry.country(), entry.validFrom(), entry.validTo()),
                    "demand".equals(entry.letter()),
                    before,
                    minDays,
                    entry.staleAfterDays(),
                    Boolean.TRUE.equals(entry.onlyIfSent()),
                    constants(Stage.class, entry.passedAtStages(), id));
        }

        /// A returned letter counts as not sent.
        boolean satisfied(CaseFacts facts) {
            if (passedAt.contains(facts.claim().stage())) {
                return true;
            }
            Integer days =
                    demand ? facts.letters().daysSinceDemand() : facts.letters().daysSinceReminder();
            if (days == null || (facts.contacts().addressUnresolved() && !onlyIfSent)) {
                return onlyIfSent;
            }
            return days >= minDays && (staleAfterDays == null || days <= staleAfterDays);
        }

        void write(@Nullable String[] barredBy) {
            for (Route route : before) {
                if (barredBy[route.ordinal()] == null) {
                    barredBy[route.ordinal()] = id;
                }
            }
        }
    }

    private record CallRule(String id, Dated when, int day, int week, int month) {
        static CallRule of(StatutesFile.CallEntry entry) {
            String id = named(entry.id(), entry.source(), entry.certainty());
            require(entry.perDay() >= 0 && entry.perWeek() >= 0 && entry.perMonth() >= 0, id, "calls");
            return new CallRule(
                    id,
                    Dated.of(id, entry.country(), entry.validFrom(), entry.validTo()),
                    entry.perDay(),
                    entry.perWeek(),
                    entry.perMonth());
        }

        boolean reached(CaseFacts.Contacts contacts) {
            return contacts.calls1() >= day || contacts.calls7() >= week || contacts.calls30() >= month;
        }
    }

    private record ForbearanceRule(
            String id, List<Dated> when, List<ClaimType> claimTypes, List<DebtorKind> debtorKinds) {
        static ForbearanceRule of(StatutesFile.ForbearanceEntry entry) {
            String id = named(entry.id(), entry.source(), entry.certainty());
            require(entry.countries() != null && !entry.countries().isEmpty(), id, "countries");
            List<Dated> when = new ArrayList<>();
            for (String country : entry.countries()) {
                when.add(Dated.of(id, country, entry.validFrom(), entry.validTo()));
            }
            List<ClaimType> claimTypes = constants(ClaimType.class, entry.claimTypes(), id);
            require(!claimTypes.isEmpty(), id, "claim_types");
            List<DebtorKind> debtorKinds = constants(DebtorKind.class, entry.debtorKinds(), id);
            require(!debtorKinds.isEmpty(), id, "debtor_kinds");
            return new ForbearanceRule(id, List.copyOf(when), claimTypes, debtorKinds);
        }

        boolean covers(CaseFacts facts) {
            CaseFacts.Claim claim = facts.claim();
            if (!claimTypes.contains(claim.claimType()) || !debtorKinds.contains(claim.debtorKind())) {
                return false;
            }
            for (Dated dated : when) {
                if (dated.covers(claim.country(), facts.asOf())) {
                    return true;
                }
            }
            return false;
        }
    }

    static String named(@Nullable String id, @Nullable String source, StatutesFile.@Nullable Certainty certainty) {
        require(id != null && !id.isBlank(), "a rule", "id");
        require(source != null && !source.isBlank(), id, "source");
        require(certainty != null, id, "certainty");
        return Objects.requireNonNull(id);
    }

    static <E extends Enum<E>> List<E> constants(Class<E> type, @Nullable List<String> names, String id) {
        List<E> found = new ArrayList<>();
        for (String name : names == null ? List.<String>of() : names) {
            found.add(constant(type, name, id));
        }
        return List.copyOf(found);
    }

    private static <E extends Enum<E>> E constant(Class<E> type, @Nullable String name, String id) {
        for (E constant : type.getEnumConstants()) {
            if (name != null && constant.name().equals(name.toUpperCase(Locale.ROOT))) {
                return constant;
            }
        }
        throw new IllegalArgumentException(id + ": '" + name + "' is not one of "
                + List.of(type.getEnumConstants()).toString().toLowerCase(Locale.ROOT));
    }

    static void require(boolean condition, @Nullable String id, String key) {
        if (!condition) {
            throw new IllegalArgumentException(id + ": " + key + " is missing or makes no sense");
        }
    }

    private static final class Standard {
        static final Statutes STATUTES = parse(resource("statutes.yaml"), "statutes.yaml");
    }

    /// The text of a resource of this package.
    static String resource(String name) {
        try (InputStream in = Statutes.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("the resource " + name + " is not in the jar");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
