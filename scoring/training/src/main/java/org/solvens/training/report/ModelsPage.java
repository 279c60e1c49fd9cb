package org.solvens.training.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.solvens.page.PageTable;
import org.solvens.page.PageTable.Cell;
import org.solvens.page.PageTable.Line;
import org.solvens.page.PageTemplate;
import org.solvens.training.evaluate.Evaluation;
import org.solvens.training.evaluate.Metrics;

/// The page of the published models: for each axis the runs, their AUC over time, and the gain and reliability curves
/// of
/// the newest side by side. One HTML file without scripts and without resources from a network.
public final class ModelsPage {
    private static final PageTemplate TEMPLATE = PageTemplate.of(ModelsPage.class, "models-page.mustache");

    /// How many models of an axis have their curves drawn: those with a role, and the newest.
    private static final int DRAWN = 4;

    private static final double LEFT = 40;
    private static final double WIDTH = 180;
    private static final double TOP = 15;
    private static final double HEIGHT = 100;

    private ModelsPage() {}

    /// A published model.
    ///
    /// @param day on which it was trained; empty if that was not recorded
    /// @param by who trained it; empty if that was not recorded
    /// @param role `champion`, `challenger` or empty
    /// @param reason why it has its role
    /// @param refused checks of the gate that failed
    /// @param evaluation null for effects of routes, whose measures are others
    public record Run(
            String axis,
            String model,
            String family,
            String plan,
            String day,
            String by,
            String role,
            String reason,
            List<String> refused,
            @Nullable Evaluation evaluation) {}

    private record Page(String title, String words, List<AxisPart> axes) {}

    private record AxisPart(
            String name, PageTable runs, @Nullable Time time, List<Curve> curves) {}

    private record Time(String label, String top, String bottom, List<Point> points) {}

    private record Point(
            String x,
            String y,
            String low,
            String high,
            @Nullable String shape,
            String title) {}

    private record Curve(String label, String across, String up, String line, List<Dot> dots) {}

    private record Dot(String x, String y) {}

    /// The page.
    ///
    /// @param runs by axis, the newest first
    public static String html(List<Run> runs) {
        List<String> axes = runs.stream().map(Run::axis).distinct().toList();
        return TEMPLATE.with(new Page(
                "Published models",
                runs.size() + " models. AUC has its 95 % interval on the test rows of its own training: figures of"
                        + " different test rows do not compare exactly; ./solvens compare does. A red point was"
                        + " refused by the gate.",
                axes.stream()
                        .map(axis -> part(
                                axis,
                                runs.stream().filter(r -> r.axis().equals(axis)).toList()))
                        .toList()));
    }

    private static AxisPart part(String axis, List<Run> runs) {
        List<Run> drawn =
                new ArrayList<>(runs.stream().filter(r -> !r.role().isEmpty()).toList());
        runs.stream().filter(r -> !drawn.contains(r)).forEach(drawn::add);
        List<Curve> curves = new ArrayList<>();
        for (Run run : drawn.stream().limit(DRAWN).toList()) {
            Evaluation evaluation = run.evaluation();
            if (evaluation != null) {
                curves.add(gain(run, evaluation.lift()));
                curves.add(reliability(run, evaluation.reliability()));
            }
        }
        return new AxisPart(axis, table(runs), time(runs), curves);
    }

    private static PageTable table(List<Run> runs) {
        List<Line> lines = runs.stream()
                .map(run -> {
                    Evaluation own = run.evaluation();
                    String auc = own == null
                            ? ""
                            : number(own.overall().auc()) + " ["
                                    + number(own.intervals().auc().low()) + ", "
                                    + number(own.intervals().auc().high()) + "]";
                    return new Line(List.of(
                            new Cell(run.model(), null),
                            new Cell(run.family(), null),
                            new Cell(run.plan(), null),
                            new Cell(run.day(), null),
                            new Cell(run.by(), null),
                            new Cell(auc, "n"),
                            new Cell(own == null ? "" : number(own.overall().ks()), "n"),
                            new Cell(own == null ? "" : number(own.overall().brier()), "n"),
                            new Cell(own == null ? "" : number(own.overall().calibrationError()), "n"),
                            run.refused().isEmpty()
                                    ? new Cell("passed", null)
                                    : new Cell("refused: " + String.join(", ", run.refused()), "failed"),
                            new Cell(run.role(), null),
                            new Cell(run.reason(), null)));
                })
                .toList();
        return new PageTable(
                null,
                List.of(
                        new Cell("model", null),
                        new Cell("family", null),
                        new Cell("plan", null),
                        new Cell("trained on", null),
                        new Cell("by", null),
                        new Cell("AUC", "n"),
                        new Cell("KS", "n"),
                        new Cell("Brier", "n"),
                        new Cell("cal.", "n"),
                        new Cell("gate", null),
                        new Cell("role", null),
                        new Cell("reason", null)),
                lines);
    }

    private static @Nullable Time time(List<Run> runs) {
        List<Run> measured =
                runs.stream().filter(r -> r.evaluation() != null).toList().reversed();
        if (measured.size() < 2) {
            return null;
        }
        double least = 1;
        double most = 0;
        for (Run run : measured) {
            Evaluation own = Objects.requireNonNull(run.evaluation());
            least = Math.min(least, own.intervals().auc().low());
            most = Math.max(most, own.intervals().auc().high());
        }
        double bottom = Math.floor(20 * least) / 20;
        double top = Math.max(bottom + 0.05, Math.ceil(20 * most) / 20);
        List<Point> points = new ArrayList<>();
        for (int i = 0; i < measured.size(); i++) {
            Run run = measured.get(i);
            Evaluation own = Objects.requireNonNull(run.evaluation());
            points.add(new Point(
                    place(LEFT + WIDTH * i / (measured.size() - 1)),
                    up(own.overall().auc(), bottom, top),
                    up(own.intervals().auc().low(), bottom, top),
                    up(own.intervals().auc().high(), bottom, top),
                    run.refused().isEmpty() ? null : "refused",
                    run.model() + ", " + run.family() + ", " + run.day() + ": "
                            + number(own.overall().auc())));
        }
        return new Time("AUC over time, with its 95 % interval", number(top), number(bottom), points);
    }

    private static String up(double value, double bottom, double top) {
        return place(TOP + HEIGHT * (1 - (value - bottom) / (top - bottom)));
    }

    private static Curve gain(Run run, List<Metrics.Lift> lift) {
        List<Dot> dots = new ArrayList<>(List.of(dot(0, 0)));
        lift.forEach(l -> dots.add(dot(l.share(), l.captured())));
        return new Curve(
                label("Gain", run), "share of rows, highest chance first", "share of all goods", line(dots), List.of());
    }

    private static Curve reliability(Run run, List<Metrics.Group> groups) {
        List<Dot> dots =
                groups.stream().map(g -> dot(g.predicted(), g.observed())).toList();
        return new Curve(label("Reliability", run), "predicted, 0 to 1", "observed, 0 to 1", "", dots);
    }

    private static String label(String curve, Run run) {
        return curve + " of " + run.model() + ", " + run.family() + (run.role().isEmpty() ? "" : ", " + run.role());
    }

    private static Dot dot(double x, double y) {
        return new Dot(place(20 + 200 * x), place(210 - 200 * y));
    }

    private static String line(List<Dot> dots) {
        return dots.stream().map(d -> d.x() + "," + d.y()).collect(Collectors.joining(" "));
    }

    private static String place(double at) {
        return String.format(Locale.ROOT, "%.1f", at);
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.3f", value);
    }
}
