package org.solvens.training.report;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.solvens.feature.Axis;
import org.solvens.feature.Direction;
import org.solvens.model.CurveModel;
import org.solvens.model.EffectModel;
import org.solvens.model.Model;
import org.solvens.model.ScorecardModel;
import org.solvens.model.Term;
import org.solvens.model.TreesModel;
import org.solvens.page.PageTable;
import org.solvens.page.PageTable.Cell;
import org.solvens.page.PageTable.Line;
import org.solvens.page.PageTemplate;
import org.solvens.plan.StatedBins;
import org.solvens.training.evaluate.CurveEvaluation;
import org.solvens.training.evaluate.Evaluation;
import org.solvens.training.evaluate.Evaluation.Comparison;
import org.solvens.training.evaluate.Evaluation.GateCheck;
import org.solvens.training.evaluate.Followed;
import org.solvens.training.evaluate.Metrics;
import org.solvens.training.evaluate.Resampling.Interval;
import org.solvens.training.evaluate.Resampling.Intervals;
import org.solvens.training.fit.Controls;
import org.solvens.training.fit.Interactions;
import org.solvens.training.fit.Search;
import org.solvens.training.manifest.Manifest;
import org.solvens.training.table.TableFrame;

/// The page that describes a model to people: what it estimates, how good it is and its limits. One HTML file
/// without scripts and without resources from a network.
///
/// It stays one class: one page, written from top to bottom.
public final class ModelCard {
    private static final PageTemplate TEMPLATE = PageTemplate.of(ModelCard.class, "model-card.mustache");

    private final List<Section> sections = new ArrayList<>();

    private ModelCard() {}

    /// The card as the template takes it.
    private record Card(String title, List<Section> sections) {}

    /// One piece of the card; the others of its components are null.
    private record Section(
            @Nullable String heading,
            @Nullable String paragraph,
            @Nullable PageTable table,
            @Nullable Reliability reliability,
            @Nullable DependencePicture dependence) {}

    /// The picture of predicted and observed.
    private record Reliability(List<Dot> dots) {}

    /// A group in it.
    private record Dot(String x, String y) {}

    /// The card of a model.
    ///
    /// @param by who trained it
    /// @param at when
    public static String html(Model model, Evaluation evaluation, Manifest manifest, String by, Instant at) {
        ModelCard card = new ModelCard();
        card.write(model, evaluation, manifest, by, at);
        return TEMPLATE.with(new Card(model.axis().label() + " " + model.family() + " " + model.id(), card.sections));
    }

    private void write(Model model, Evaluation evaluation, Manifest manifest, String by, Instant at) {
        what(model, evaluation, manifest, by, at);
        search(evaluation.search());
        gate(evaluation);
        quality(evaluation);
        reliability(evaluation.reliability());
        lift(evaluation.lift());
        curve(model.axis(), evaluation.curve());
        slices(evaluation.slices());
        Model asked = model instanceof CurveModel curve ? curve.hazard() : model;
        features(asked, evaluation, manifest);
        limits(asked);
        heading("Intended use and monitoring");
        CardWords.use(model.axis()).forEach(this::paragraph);
    }

    private void what(Model model, Evaluation evaluation, Manifest manifest, String by, Instant at) {
        if (model.axis() == Axis.WILLINGNESS) {
            boolean held = evaluation.features().stream().anyMatch(f -> f.fate().equals(Controls.FATE));
            paragraph("Willingness is the share of voluntary acts in what passes between the debtor and us"
                    + (held ? ", for a claim of median age, stage and kind" : "")
                    + ": it compares the behaviour of debtors, is not the chance that a case is paid, and must not be"
                    + " multiplied by a balance; for the chance that a case is paid see the probability of payment, and"
                    + " for the amount that it may bring see expected recovery.");
        }
        String counts = "Trained on " + evaluation.trainRows() + " rows, of which " + evaluation.trainGoods()
                + " good; tested on " + evaluation.overall().rows() + " rows";
        TableFrame frame = manifest.table();
        if (frame != null) {
            paragraph(
                    "Estimates the chance that " + frame.target() + " is " + frame.good() + ", for rows like those of "
                            + frame.file() + ". " + counts + ", divided by " + frame.split() + ".");
            table(TableWords.columns(frame));
            table(TableWords.leftOut(frame));
        } else {
            paragraph(what(model) + ", for cases placed at most " + model.maxAgeDays() + " days ago. " + counts
                    + " as of " + evaluation.testFrom() + " or later, of debtors on whom it was not trained.");
            paragraph("The good outcome: " + CardWords.target(model.axis(), manifest.plan()) + ".");
        }
        table(
                "Where it comes from",
                List.of("what", "value"),
                List.of(
                        List.of("trained by", by),
                        List.of("trained at", at.truncatedTo(ChronoUnit.SECONDS).toString()),
                        List.of(
                                "training rows as of",
                                evaluation.trained() == null
                                        ? "not split by time"
                                        : evaluation.trained().from() + " to "
                                                + evaluation.trained().until()),
                        List.of("plan", model.plan() + "@" + model.planVersion()),
                        frame == null
                                ? List.of("snapshots, Delta version", String.valueOf(manifest.snapshotsVersion()))
                                : List.of("table, SHA-256", frame.sha256()),
                        List.of("features", model.featuresVersion()),
                        List.of("seed", String.valueOf(manifest.seed())),
                        List.of("Solvens", manifest.versions().solvens()),
                        List.of("Smile", manifest.versions().smile()),
                        List.of("Java", manifest.versions().java())));
    }

    private void search(Search.@Nullable Found search) {
        if (search == null) {
            return;
        }
        heading("Search for the shape of the trees");
        paragraph("Tried inside the training rows, in " + search.folds()
                + (search.split() == Search.Split.TIME
                        ? " folds, each later than the rows that it was scored by; "
                        : " folds of drawn debtors; ")
                + search.rows() + " rows were scored. The number of trees is the one with the lowest log loss, of "
                + Search.STEP + " to " + Search.MOST_TREES + ". Chosen: "
                + search.chosen().trees()
                + " trees of depth " + search.chosen().depth() + " at a rate of "
                + search.chosen().rate() + ".");
        table(
                "Log loss of rows that the trees were not fitted on",
                List.of("depth", "rate", "trees", "log loss"),
                search.tried().stream()
                        .map(t -> List.of(
                                String.valueOf(t.depth()),
                                String.valueOf(t.rate()),
                                String.valueOf(t.trees()),
                                String.format(Locale.ROOT, "%.5f", t.logLoss())))
                        .toList());
    }

    private static String what(Model model) {
        return switch (model) {
            case CurveModel curve ->
                "Estimates " + CurveWords.of(curve.axis()).what() + " within " + curve.horizonDays()
                        + " days, as a curve";
            case ScorecardModel _, TreesModel _ ->
                "Estimates the chance of the good outcome of " + model.axis().label() + " within " + model.horizonDays()
                        + " days";
            case EffectModel _ -> throw new IllegalArgumentException("effects have a card of their own");
        };
    }

    /// The card's words for a curve of an axis.
    ///
    /// @param heading name of the estimate
    /// @param what it estimates of one case
    /// @param mean of many cases
    private record CurveWords(String heading, String what, String mean) {
        static CurveWords of(Axis axis) {
            return switch (axis) {
                case EXPECTED_RECOVERY ->
                    new CurveWords(
                            "Expected recovery",
                            "the share of a case's balance that is recovered",
                            "the share of the balance that was recovered");
                case PAYMENT_PROBABILITY ->
                    new CurveWords(
                            "Probability of payment",
                            "the probability that a case pays anything",
                            "the share of the cases that paid anything");
                case WILLINGNESS, ABILITY, REACHABILITY, ROUTING, CLAIM, PROMISE_KEPT, SELF_CURE, ROUTE_EFFECT, TABLE ->
                    throw new IllegalArgumentException(axis.label() + " is no curve");
            };
        }
    }

    private void curve(Axis axis, @Nullable CurveEvaluation curve) {
        if (curve == null) {
            return;
        }
        CurveWords words = CurveWords.of(axis);
        heading(words.heading());
        paragraph(curve.cases() + " test cases were followed. The observed value is " + words.mean()
                + "; it allows for censored cases. An interval of the model is the 95 % range, by resampling debtors,"
                + " of the observed value of calibration cases with such a curve: it shows how well the mean is known,"
                + " not how far one case may be from it. A group or slice agrees if its own observed interval overlaps"
                + " that of the model.");
        table(
                "All cases",
                List.of(
                        "days",
                        "expected",
                        "observed",
                        "low",
                        "high",
                        "groups inside",
                        "groups agreeing",
                        "slices agreeing"),
                curve.days().stream()
                        .map(d -> List.of(
                                String.valueOf(d.days()),
                                number(d.expected()),
                                number(d.observed()),
                                number(d.interval().low()),
                                number(d.interval().high()),
                                number(d.inside()),
                                number(d.agreeing()),
                                number(d.slicesAgreeing())))
                        .toList());
        table(
                "Groups by expected value: the model's interval and the observed value",
                List.of("days", "cases", "expected", "low", "high", "observed", "observed low", "observed high"),
                curve.days().stream()
                        .flatMap(d -> d.groups().stream()
                                .map(g -> List.of(
                                        String.valueOf(d.days()),
                                        String.valueOf(g.cases()),
                                        number(g.expected()),
                                        number(g.low()),
                                        number(g.high()),
                                        number(g.observed()),
                                        number(g.interval().low()),
                                        number(g.interval().high()))))
                        .toList());
        table(
                "Slices of at least " + Followed.SMALLEST_GROUP
                        + " cases: the model's interval and the observed value; a quarter is one of the balances of"
                        + " its country, the first that of the smallest",
                List.of(
                        "slice",
                        "value",
                        "days",
                        "cases",
                        "expected",
                        "low",
                        "high",
                        "observed",
                        "observed low",
                        "observed high",
                        "agrees"),
                curve.days().stream()
                        .flatMap(d -> d.slices().stream()
                                .map(s -> List.of(
                                        s.dimension(),
                                        s.value(),
                                        String.valueOf(d.days()),
                                        String.valueOf(s.group().cases()),
                                        number(s.group().expected()),
                                        number(s.group().low()),
                                        number(s.group().high()),
                                        number(s.group().observed()),
                                        number(s.group().interval().low()),
                                        number(s.group().interval().high()),
                                        s.group().agrees() ? "yes" : "no")))
                        .toList());
    }

    private void gate(Evaluation evaluation) {
        heading("Gate");
        paragraph(evaluation.passed() ? "Every check passed." : "The gate refused the model.");
        table(new PageTable(
                null,
                List.of(
                        new Cell("check", null),
                        new Cell("found", "n"),
                        new Cell("limit", "n"),
                        new Cell("failure means", null),
                        new Cell("result", null)),
                evaluation.gate().stream().map(ModelCard::line).toList()));
    }

    private static Line line(GateCheck check) {
        return new Line(List.of(
                new Cell(check.check(), null),
                new Cell(number(check.value()), "n"),
                new Cell(number(check.limit()), "n"),
                new Cell(check.severity() == Evaluation.Severity.ERROR ? "error" : "limit", null),
                check.passed() ? new Cell("passed", null) : new Cell("failed", "failed")));
    }

    private void quality(Evaluation evaluation) {
        heading("Quality out of time");
        Metrics m = evaluation.overall();
        Intervals i = evaluation.intervals();
        table(
                "95 % intervals by resampling debtors",
                List.of("metric", "value", "low", "high"),
                List.of(
                        metric("AUC", m.auc(), i.auc()),
                        metric("Gini", m.gini(), i.gini()),
                        metric("KS", m.ks(), i.ks()),
                        metric("Brier", m.brier(), i.brier()),
                        metric("calibration error", m.calibrationError(), i.calibrationError())));
        paragraph("Population stability of the scores from training to test: "
                + number(evaluation.stability().value()) + ", where equal populations would show "
                + number(evaluation.stability().expected()) + ".");
        comparison("the champion at that time", evaluation.champion());
        comparison("the model of the other family", evaluation.otherFamily());
    }

    private void comparison(String name, @Nullable Comparison other) {
        if (other != null) {
            Interval difference = other.difference().auc();
            paragraph("Against " + name + " (" + other.family() + " " + other.model() + ", AUC "
                    + number(other.overall().auc()) + ") the AUC differs by " + number(other.aucDifference())
                    + ", interval " + number(difference.low()) + " to " + number(difference.high()) + ".");
        }
    }

    private void reliability(List<Metrics.Group> groups) {
        heading("Reliability");
        sections.add(new Section(
                null,
                null,
                null,
                new Reliability(groups.stream()
                        .map(group ->
                                new Dot(number(10 + 200 * group.predicted()), number(210 - 200 * group.observed())))
                        .toList()),
                null));
        table(
                "Ten groups by predicted chance; on the line, predicted and observed are equal",
                List.of("rows", "predicted", "observed"),
                groups.stream()
                        .map(g -> List.of(String.valueOf(g.rows()), number(g.predicted()), number(g.observed())))
                        .toList());
    }

    private void lift(List<Metrics.Lift> lines) {
        heading("Lift");
        table(
                "Rows with the highest chance first",
                List.of("share of rows", "rows", "goods", "lift", "share of all goods"),
                lines.stream()
                        .map(l -> List.of(
                                number(l.share()),
                                String.valueOf(l.rows()),
                                String.valueOf(l.goods()),
                                number(l.lift()),
                                number(l.captured())))
                        .toList());
    }

    private void slices(List<Evaluation.Slice> slices) {
        heading("Slices");
        table(
                "No metrics if either outcome occurs fewer than 20 times",
                List.of(
                        "slice",
                        "value",
                        "rows",
                        "goods",
                        "predicted",
                        "observed",
                        "AUC",
                        "low",
                        "high",
                        "KS",
                        "Brier"),
                slices.stream()
                        .map(s -> List.of(
                                s.dimension(),
                                s.value(),
                                String.valueOf(s.rows()),
                                String.valueOf(s.goods()),
                                number(s.predicted()),
                                number(s.observed()),
                                of(s.metrics(), Metrics::auc),
                                of(s.intervals(), i -> i.auc().low()),
                                of(s.intervals(), i -> i.auc().high()),
                                of(s.metrics(), Metrics::ks),
                                of(s.metrics(), Metrics::brier)))
                        .toList());
    }

    private void features(Model model, Evaluation evaluation, Manifest manifest) {
        TableFrame frame = manifest.table();
        heading("Features");
        table(
                switch (model) {
                    case ScorecardModel _ -> "The weight is the coefficient of the regression";
                    case CurveModel _ -> throw new IllegalArgumentException("a curve's features are its hazard's");
                    case EffectModel _ -> throw new IllegalArgumentException("effects have a card of their own");
                    case TreesModel _ -> "The weight is the share of the gain of all splits";
                },
                List.of("feature", "expected", "bins", "information", "weight", "AUC alone", "fate"),
                evaluation.features().stream()
                        .map(f -> List.of(
                                f.feature(),
                                f.direction(),
                                String.valueOf(f.bins()),
                                number(f.informationValue()),
                                of(f.weight(), w -> w),
                                of(f.aucAlone(), a -> a),
                                f.leakSuspect() ? f.fate() + "; suspected of leaking the outcome" : f.fate()))
                        .toList());
        List<Evaluation.ChangedDirection> changed = evaluation.changedDirections();
        if (changed != null && !changed.isEmpty()) {
            heading("Directions that the plan changes");
            table(
                    "Features that may move the model otherwise than the field expects",
                    List.of("feature", "the field", "the plan", "reason"),
                    changed.stream()
                            .map(c -> List.of(c.feature(), word(c.expected()), word(c.allowed()), c.reason()))
                            .toList());
        }
        List<StatedBins> stated = CardWords.stated(model.axis(), manifest.plan());
        if (!stated.isEmpty()) {
            heading("Bins that the plan states");
            table(
                    "Bins given by hand in place of those that training finds",
                    List.of("feature", "bins", "reason"),
                    stated.stream()
                            .map(bins -> List.of(bins.feature(), CardWords.bins(bins), bins.reason()))
                            .toList());
        }
        heading("Directions, measured");
        table(
                "Mean chance of some test rows with the feature at its lowest and highest value, and the most that"
                        + " it moves against what the field expects",
                List.of("feature", "expected", "at lowest", "at highest", "against"),
                evaluation.directions().stream()
                        .map(d -> List.of(
                                d.feature(),
                                d.expected(),
                                number(d.atLowest()),
                                number(d.atHighest()),
                                number(d.against())))
                        .toList());
        dependence(evaluation);
        if (model instanceof ScorecardModel scorecard) {
            heading("Points");
            paragraph(BinTable.WORDS);
            for (Term term : scorecard.terms()) {
                Evaluation.FeatureBins bins = bins(evaluation, term.feature());
                table(BinTable.of(term, scorecard, bins, frame));
                if (bins != null && bins.presenceAlone()) {
                    paragraph("It matters only whether " + term.feature()
                            + " has a value, and not which: see why it is missing before relying on it.");
                }
            }
        }
    }

    /// How sensitive the chance is to each feature, and which features act together.
    private void dependence(Evaluation evaluation) {
        List<DependencePicture> pictures = DependencePicture.of(evaluation.directions());
        if (!pictures.isEmpty()) {
            heading("Sensitivity");
            paragraph("Partial dependence (Friedman 2001): the mean chance of some test rows while one feature takes"
                    + " one value after another, from its lowest to its highest, and all else stays. The features"
                    + " that move the chance most come first; all pictures have one scale.");
            pictures.forEach(picture -> sections.add(new Section(null, null, null, null, picture)));
        }
        List<Interactions.Pair> pairs = evaluation.interactions();
        if (pairs != null && !pairs.isEmpty()) {
            heading("Interactions");
            table(
                    "How much two features act together on log-odds, 0 if their effects add up (H of Friedman and"
                            + " Popescu 2008), of those that move the chance most",
                    List.of("feature", "with", "H"),
                    pairs.stream()
                            .limit(5)
                            .map(pair -> List.of(pair.first(), pair.second(), number(pair.strength())))
                            .toList());
        }
    }

    private static Evaluation.@Nullable FeatureBins bins(Evaluation evaluation, String feature) {
        List<Evaluation.FeatureBins> all = evaluation.bins();
        return all == null
                ? null
                : all.stream()
                        .filter(b -> b.feature().equals(feature))
                        .findFirst()
                        .orElse(null);
    }

    private static String word(Direction direction) {
        return direction.name().toLowerCase(Locale.ROOT);
    }

    private void limits(Model model) {
        heading("Limits");
        paragraph("The model ranks and estimates; it does not decide. Cases outside its population, and cases for"
                + " which all of its features are missing, get no score.");
        paragraph(
                switch (model) {
                    case ScorecardModel _ ->
                        "Every feature moves the score in the direction that the field expects, or it is left out. Each"
                                + " reason for a missing value has its own bin.";
                    case CurveModel _ -> throw new IllegalArgumentException("a curve's limits are its hazard's");
                    case EffectModel _ -> throw new IllegalArgumentException("effects have a card of their own");
                    case TreesModel _ ->
                        "Smile's trees have no directions: Solvens keeps each tree to those that the field expects"
                                + " among values, and the table above measures it. A missing value has no"
                                + " direction: it is below every value, in the order not applicable, too old, no"
                                + " record, no feed, in training as in scoring.";
                });
    }

    private void heading(String text) {
        sections.add(new Section(text, null, null, null, null));
    }

    private void paragraph(String text) {
        sections.add(new Section(null, text, null, null, null));
    }

    private void table(String caption, List<String> head, List<List<String>> lines) {
        table(PageTable.of(caption, head, lines));
    }

    private void table(PageTable table) {
        sections.add(new Section(null, null, table, null, null));
    }

    private static List<String> metric(String name, double value, Interval interval) {
        return List.of(name, number(value), number(interval.low()), number(interval.high()));
    }

    private static <T> String of(@Nullable T value, Function<T, Double> number) {
        return value == null ? "" : number(number.apply(value));
    }

    private static String number(double value) {
        return Math.abs(value) > 0 && Math.abs(value) < 0.001
                ? String.format(Locale.ROOT, "%.1e", value)
                : String.format(Locale.ROOT, "%.3f", value);
    }
}
